import { writeFile } from 'node:fs/promises';
import { writeXlsx } from 'hucre';
import type { House } from '../../house.ts';
import { type Keys, openKeys } from '../../identities/keys/keys.ts';
import { type Looking, recordRefused } from '../../identities/reveal.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { MARKS } from './corrected.ts';
import { maskCell } from './mask.ts';
import { openEntry } from './seal.ts';
import { listSealed, type Sealed } from './store.ts';
import { type PlainWords, plainWords } from './words.ts';

export type Wish = { batch?: bigint | undefined; /** who wants to see the rows as delivered, and what for; without it they are masked */ looking?: Looking | undefined };

/** Writes the refused rows of standing batches into a workbook, a sheet for each delivered table, every cell as text. Corrected in place and
 *  imported again, each row goes to the register and sender it came from; a cell that is left masked counts as what was delivered.
 *  Unmasked, it is recorded before anything is written. Answers how many rows there are.
 *  @throws Refused `reveal.training-only` where the rows are wanted as delivered and the home is not for training */
export async function writeQuarantine(house: House, out: string, { batch, looking }: Wish = {}): Promise<number> {
  const rows = await listSealed(house.db, batch);
  if (looking) await recordRefused(house, looking, rows);
  const keys = await openKeys(house.home);
  const words = looking ? null : await plainWords(house.db, loadCatalogue(house.home.registers));
  const sheets = [...Map.groupBy(rows, ({ batch, source }) => `${batch}-${source}`)].map(([key, group]) => ({ name: `${group[0]!.register} ${key}`.slice(0, 31), rows: sheetOf(keys, group, words) }));
  if (sheets.length > 0) await writeFile(out, await writeXlsx({ sheets }), { mode: 0o600 });
  return rows.length;
}

/** A row that had more cells than its table has columns is written whole: what is too much stands under a heading of its own, to be moved or cleared. */
function sheetOf(keys: Keys, group: Sealed[], words: PlainWords | null): string[][] {
  const { headers } = group[0]!;
  const rows = group.map((row) => {
    const { delivered, corrected } = openEntry(keys, row);
    return [...marks(row), ...(corrected ?? delivered).map((cell) => cellOf(cell, words))];
  });
  const width = Math.max(...rows.map((row) => row.length)) - MARKS.length;
  const more = Array.from({ length: Math.max(0, width - headers.length) }, (_, i) => `多出的格${i + 1}`);
  return [[...MARKS, ...headers, ...more], ...rows];
}

const marks = ({ id, file, row, reason, remedy }: Sealed): string[] => [String(id), file, String(row), reason.zh, remedy.zh].map(inert);

/** How a delivered cell stands in the workbook: masked but for plain words, or as it came. */
export const cellOf = (cell: string, words: PlainWords | null): string => inert(words === null ? cell : maskCell(cell, words));

/** A text that a spreadsheet would take for a formula is led by a quote mark; so is U+FFFC, the mark of a damaged cell, taken off. */
const inert = (text: string): string => {
  const plain = text.replaceAll('\uFFFC', '');
  return /^[=+\-@\t\r＝＋－＠]/.test(plain) && !/^[+-]?[\d.,]+$/.test(plain) ? `'${plain}` : plain;
};
