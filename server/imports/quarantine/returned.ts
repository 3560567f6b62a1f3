import type { Words } from '@mingjian/domain/words.ts';
import type { Database } from '../../db.ts';
import { type Duck, quoted } from '../../duckdb.ts';
import type { Keys } from '../../identities/keys/keys.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import { BETWEEN } from '../cleaning/cleaned.ts';
import { maskCell, maskValue } from './mask.ts';
import type { RefusedRow } from './collect.ts';
import { MARKS, type Origin } from './corrected.ts';
import { type DeliveredCells, openEntry } from './seal.ts';
import { type Entry, findEntries } from './store.ts';
import { amountsOf, sumFault } from './sums.ts';
import { cellOf } from './workbook.ts';
import { type PlainWords, plainWords } from './words.ts';

/** A corrected table on its way back. Every number in it is laid into the batch, is still wrong, or was left out and why. A number may stand in several
 *  rows of the workbook: somebody made of two persons in one cell two rows. Each of them is a row of its own, with the address of the delivered one. */
export type Returned = {
  origin: Origin;
  /** by quarantine number: where its rows stand in the workbook */
  laid: Map<bigint, number[]>;
  /** `cells` without the marks, as they came back */
  still: Map<bigint, RefusedRow[]>;
  /** by quarantine number: what its rows hold, so that a row that was copied and not changed counts once */
  held: Map<bigint, Set<string>>;
  left: { row: number; number: string; why: Words }[];
  /** of those left out: numbers that are still quarantined, as they were */
  open: Set<bigint>;
};

export const nothingReturned = (origin: Origin): Returned => ({ origin, laid: new Map(), still: new Map(), held: new Map(), left: [], open: new Set() });

/** The numbers that the batch settles, with the rows that were laid and not refused again. */
export function releasedOf({ laid, still }: Pick<Returned, 'laid' | 'still'>): Map<bigint, number[]> {
  const good = [...laid].map(([id, rows]) => [id, rows.filter((row) => !still.get(id)?.some((one) => one.row === row))] as const);
  return new Map(good.filter(([, rows]) => rows.length > 0));
}

/** Of each number how many rows of it came back. */
export const rowsOf = ({ laid, still }: Pick<Returned, 'laid' | 'still'>, id: bigint): number =>
  new Set([...(laid.get(id) ?? []), ...(still.get(id) ?? []).map(({ row }) => row)]).size;

/** Takes out of the slice of a corrected workbook whatever must not be laid into a batch: rows that are settled, that stand twice alike, that belong elsewhere,
 *  and rows that did not fit under their header and came back as they were. In the others it puts back what was delivered where a cell still stands as
 *  the masked workbook had it: whoever corrects an amount need not know the name beside it.
 *  @returns the rows that are still wrong, for the batch's own count */
export async function takeBack(duck: Duck, db: Database, keys: Keys, catalogue: Catalogue, width: number, returned: Returned): Promise<RefusedRow[]> {
  const names = ['row', ...Array.from({ length: width }, (_, i) => `c${i}`)];
  const rows = await duck.rows(`select ${names.map(quoted).join(', ')} from slice order by row`);
  const lines = rows.map((row) => names.map((name) => String(row[name] ?? '')));
  const numbers = lines.flatMap(([, mark = '']) => (isNumber(mark) ? [BigInt(mark)] : []));
  const entries = new Map((await findEntries(db, returned.origin, numbers)).map((one) => [one.id, one]));
  const words = await plainWords(db, catalogue);
  const came: Came[] = [];
  for (const line of lines) {
    const entry = openOne(line, entries, returned);
    if (!entry) continue;
    const cells = openEntry(keys, entry);
    fill(line, cells, words);
    if (!isHeld(line, entry, returned)) came.push({ line, entry, cells });
  }
  const amounts = amountsOf(catalogue.registers.get(returned.origin.mapping.register)!, returned.origin.mapping);
  const laid: string[][] = [];
  const still: RefusedRow[] = [];
  for (const parts of Map.groupBy(came, ({ entry }) => entry.id).values()) {
    const { good, wrong } = judge(parts, amounts, words);
    laid.push(...good.map(({ line }) => line));
    still.push(...wrong);
    for (const { line, entry } of good) add(returned.laid, entry.id, Number(line[0]));
    for (const one of wrong) add(returned.still, parts[0]!.entry.id, one);
  }
  laid.sort(([a], [b]) => Number(a) - Number(b));
  await write(duck, names, laid);
  return still;
}

/** One line of the workbook, of an entry that is open. */
type Came = { line: string[]; entry: Entry; cells: DeliveredCells };

/** The rows of one number. Several whose amounts are not together what was delivered stay one entry, as it was: apart, each would pass the next time. */
function judge(parts: Came[], amounts: ReturnType<typeof amountsOf>, words: PlainWords): { good: Came[]; wrong: RefusedRow[] } {
  const { line, cells: { delivered, corrected } } = parts[0]!;
  const fault = parts.length > 1 ? sumFault(amounts, delivered, parts.map((one) => one.line.slice(FRONT))) : null;
  if (fault) return { good: [], wrong: [{ ...fault, row: Number(line[0]), shown: maskCell(delivered[fault.col! - 1] ?? '', words), cells: corrected ?? delivered }] };
  const unfit = new Set(parts.filter((one) => one.entry.name === '' && stillUnfit(one.line, one.entry, one.cells)));
  return { good: parts.filter((one) => !unfit.has(one)), wrong: [...unfit].map((one) => asBefore(one.line, one.entry, words)) };
}

const FRONT = 1 + MARKS.length;
const isNumber = (text: string): boolean => /^\d{1,18}$/.test(text);

/** The entry of a line, unless the line has no business in this batch: then that is noted. */
function openOne([row, mark = '']: string[], entries: Map<bigint, Entry>, { left }: Returned): Entry | null {
  const entry = isNumber(mark) ? entries.get(BigInt(mark)) : undefined;
  const why = !entry ? NOT_HERE : settledWords(entry);
  if (why) left.push({ row: Number(row), number: mark, why });
  return why ? null : entry!;
}

const NOT_HERE: Words = { zh: '不是这张表的隔离编号', en: 'no quarantine number of this table' };
const TWICE: Words = { zh: '在工作簿里有两行完全相同，只取一行', en: 'stands in two rows of the workbook that are the same; one of them counts' };

/** Whether the same row of this number has come back already; that is noted. */
function isHeld([row, mark = '', ...cells]: string[], { id }: Entry, { held, left }: Returned): boolean {
  const what = cells.slice(MARKS.length - 1).join(BETWEEN);
  const before = held.get(id);
  const isTwice = before?.has(what) === true;
  if (isTwice) left.push({ row: Number(row), number: mark, why: TWICE });
  held.set(id, (before ?? new Set()).add(what));
  return isTwice;
}

function add<T>(to: Map<bigint, T[]>, id: bigint, one: T): void {
  const list = to.get(id);
  if (list) list.push(one);
  else to.set(id, [one]);
}

/** How an entry was settled; null while it is open. */
export function settledWords({ resolvedBy, dismissed }: Pick<Entry, 'resolvedBy' | 'dismissed'>): Words | null {
  if (resolvedBy !== null) return { zh: `此前已由批次 ${resolvedBy} 放行`, en: `already settled: released by batch ${resolvedBy}` };
  return dismissed === null ? null : { zh: `此前已作废（${dismissed}）`, en: `already settled: dismissed (${dismissed})` };
}

function fill(line: string[], { delivered, corrected }: DeliveredCells, words: PlainWords): void {
  for (let at = FRONT; at < line.length; at++) {
    const seen = [corrected, delivered].find((cells) => cells?.[at - FRONT] !== undefined && isAsShown(line[at]!, cells[at - FRONT]!, words));
    if (line[at] !== '' && seen) line[at] = seen[at - FRONT]!;
  }
}

/** As the workbook has it, or had it before a word became plain. */
const isAsShown = (cell: string, was: string, words: PlainWords): boolean => cell === cellOf(was, words) || cell === maskValue(was);

/** A row that had too many cells or too few is wrong in its shape, which no cell of it shows: as it was, it would pass. */
function stillUnfit(line: string[], { width }: Entry, { delivered, corrected }: DeliveredCells): boolean {
  const cells = line.slice(FRONT);
  const isUnchanged = cells.every((cell, at) => cell === ((corrected ?? delivered)[at] ?? ''));
  return isUnchanged || cells.slice(width).some((cell) => cell.trim() !== '');
}

const asBefore = (line: string[], { code, reason, remedy, col }: Entry, words: PlainWords): RefusedRow => {
  const cells = line.slice(FRONT);
  return { row: Number(line[0]), col, name: '', header: '', code, reason, remedy, shown: maskCell(cells[(col ?? 1) - 1] ?? '', words), cells };
};

/** Rows that cleaning refused again, without their marks. Of one that the reader could not lay under the header the cells cannot be trusted: it is left
 *  out, and stays quarantined as it was. */
export async function refusedAgain(db: Database, rows: RefusedRow[], { origin, laid, still, left, open }: Returned): Promise<void> {
  const unlaid = rows.filter(({ row, cells: [mark = ''] }) => !isNumber(mark) || !laid.get(BigInt(mark))?.includes(row));
  const entries = await findEntries(db, origin, unlaid.flatMap(({ cells: [mark = ''] }) => (isNumber(mark) ? [BigInt(mark)] : [])));
  for (const entry of entries) if (settledWords(entry) === null && !laid.has(entry.id) && !still.has(entry.id)) open.add(entry.id);
  for (const row of rows) {
    const [mark = ''] = row.cells;
    const id = isNumber(mark) ? BigInt(mark) : null;
    if (id === null || !laid.get(id)?.includes(row.row)) left.push({ row: row.row, number: mark, why: row.reason });
    else add(still, id, { ...row, col: row.col === null ? null : row.col - MARKS.length, cells: row.cells.slice(MARKS.length) });
  }
}

async function write(duck: Duck, names: string[], lines: string[][]): Promise<void> {
  if (lines.length === 0) return void (await duck.run('delete from slice'));
  const columns = names.map((name, i) => `${name === 'row' ? `cast(v${i} as BIGINT)` : `v${i}`} as ${quoted(name)}`);
  await duck.run(`create or replace table slice as select ${columns.join(', ')}, 0::INTEGER as part from (select ${names.map((_, i) => `unnest(string_split($${i + 1}, chr(31))) as v${i}`).join(', ')})`,
    names.map((_, i) => lines.map((line) => line[i]!).join(BETWEEN)));
}
