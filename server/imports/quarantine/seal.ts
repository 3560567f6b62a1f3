import type { Keys } from '../../identities/keys/keys.ts';
import { openText, sealText } from '../../identities/sealing/texts.ts';
import type { RefusedRow } from './collect.ts';

export type SealedRow = Omit<RefusedRow, 'cells'> & { sealed: Buffer };
/** Where a refused row stands: its batch, the table's number within it, its line or sheet row. */
export type RefusedAt = { batch: bigint; source: number; row: number };

/** The delivered rows sealed, each bound to its place, so that the database holds of them only what lists may show and none can be put in another's place. */
export const sealRefused = (keys: Keys, batch: bigint, source: number, rows: RefusedRow[]): SealedRow[] =>
  rows.map(({ cells, ...row }) => ({ ...row, sealed: sealText(keys, placeOf({ batch, source, row: row.row }), JSON.stringify(cells)) }));

/** What came back of such a row and is still wrong. */
export const sealCorrected = (keys: Keys, at: RefusedAt, cells: string[]): Buffer => sealText(keys, correctedOf(at), JSON.stringify(cells));

/** A refused row as it was delivered and as it last came back, if it did. */
export type DeliveredCells = { delivered: string[]; corrected: string[] | null };

/** @throws Error where they are not what was sealed for this place */
export const openEntry = (keys: Keys, entry: RefusedAt & { sealed: Buffer; corrected: Buffer | null }): DeliveredCells => ({
  delivered: cellsOf(openText(keys, placeOf(entry), entry.sealed)),
  corrected: entry.corrected === null ? null : cellsOf(openText(keys, correctedOf(entry), entry.corrected)),
});

const cellsOf = (text: string): string[] => JSON.parse(text) as string[];
const placeOf = ({ batch, source, row }: RefusedAt): string => `quarantine ${batch}/${source}:${row}`;
const correctedOf = (at: RefusedAt): string => `${placeOf(at)} corrected`;
