import type { Keys } from '../../identities/keys.ts';
import { openNumber, sealNumbers } from '../../identities/sealing/numbers.ts';
import type { RefusedRow } from './collect.ts';

export type SealedRow = Omit<RefusedRow, 'cells'> & { sealed: Buffer };

/** The delivered rows sealed, so that the database holds of them only what lists may show. */
export function sealRefused(keys: Keys, rows: RefusedRow[]): SealedRow[] {
  const sealed = sealNumbers(keys, rows.map(({ cells }) => JSON.stringify(cells)));
  return rows.map(({ cells: _, ...row }, i) => ({ ...row, sealed: sealed[i]! }));
}

export const openRefused = (keys: Keys, sealed: Buffer): string[] => JSON.parse(openNumber(keys, sealed)) as string[];
