import type { Keys } from '../../identities/keys.ts';
import { openText, sealText } from '../../identities/sealing/texts.ts';
import type { RefusedRow } from './collect.ts';

export type SealedRow = Omit<RefusedRow, 'cells'> & { sealed: Buffer };
/** Where a refused row stands: its batch, the table's number within it, its line or sheet row. */
export type RefusedAt = { batch: bigint; source: number; row: number };

/** The delivered rows sealed, each bound to its place, so that the database holds of them only what lists may show and none can be put in another's place. */
export const sealRefused = (keys: Keys, batch: bigint, source: number, rows: RefusedRow[]): SealedRow[] =>
  rows.map(({ cells, ...row }) => ({ ...row, sealed: sealText(keys, placeOf({ batch, source, row: row.row }), JSON.stringify(cells)) }));

/** The delivered cells of one refused row. @throws Error where they are not what was sealed for this place */
export const openRefused = (keys: Keys, at: RefusedAt, sealed: Buffer): string[] => JSON.parse(openText(keys, placeOf(at), sealed)) as string[];

const placeOf = ({ batch, source, row }: RefusedAt): string => `quarantine ${batch}/${source}:${row}`;
