import type { Row } from '../grid.ts';
import { findHeader, isStrongHeader, type HeaderPlace } from './header.ts';
import { filledCount, isBlank, look } from './looks.ts';
import { nameColumns } from './names.ts';
import { sliceCells, type Plan } from './plan.ts';
import { reportDate } from './report-date.ts';
import { unitOfTitle } from './units.ts';
import { DEFAULT_VOCABULARY, normaliseHeader, type Vocabulary } from './vocabulary.ts';

export type FindOptions = {
  header: boolean;
  sheet: string | null;
  grid: number;
  /** Rows are the whole sheet, not its first part: what follows the last one can be closed. */
  whole: boolean;
  vocabulary?: Vocabulary;
  /** Of a text: how many cells each row was delivered with, by row number. Its tables keep their blank columns. */
  lengths?: Map<number, number>;
};

/** The tables of one sheet, in reading order: side by side where a blank column parts two headers, one under the other
 *  where a second header stands below the first table. `index` is left for the caller, who knows the other sheets. */
export function findTables(rows: Row[], options: FindOptions): Omit<Plan, 'index'>[] {
  const words = options.vocabulary ?? DEFAULT_VOCABULARY;
  const width = options.lengths ? Math.max(0, ...options.lengths.values()) : widthOf(rows);
  if (width === 0) return [];
  if (!options.header) return [rawPlan(rows, width, options)];
  return sideBySide(rows, width, words).flatMap((span) => stacked(cutColumns(rows, span), span, words, options));
}

type Span = { left: number; width: number; /** No other table beside it. */ whole: boolean };

const widthOf = (rows: Row[]): number => rows.reduce((width, { cells }) => Math.max(width, lastFilled(cells) + 1), 0);
const lastFilled = (cells: string[]): number => cells.findLastIndex((cell) => cell.trim() !== '');
const cutColumns = (rows: Row[], { left, width }: Omit<Span, 'whole'>): Row[] => rows.map(({ row, cells }) => ({ row, cells: sliceCells(cells, left, width) }));

function rawPlan(rows: Row[], width: number, options: FindOptions): Omit<Plan, 'index'> {
  const first = rows[0]?.row ?? 1;
  return {
    grid: options.grid, sheet: options.sheet, left: 0, width, recordCells: width, firstRow: first, lastRow: Infinity, firstDataRow: first,
    headerRows: [], titleRows: [], title: [], reportDate: null, headers: nameColumns([], width, null), raw: true, idLike: Array.from({ length: width }, () => false),
  };
}

/** A column blank from top to bottom parts two tables only if both sides have a header and something else says so: the
 *  same names again, a title of its own, or an end of its own. One unused column within a table must not tear a name from
 *  its amount. */
function sideBySide(rows: Row[], width: number, words: Vocabulary): Span[] {
  const used = Array.from({ length: width }, () => false);
  for (const { cells } of rows) cells.forEach((cell, c) => { if (cell.trim() !== '') used[c] = true; });
  const first = used.indexOf(true);
  for (let gap = first + 2; first >= 0 && gap < width - 2; gap++) {
    if (used[gap]) continue;
    const left = { left: 0, width: gap, whole: false };
    const right = { left: gap + 1, width: width - gap - 1, whole: false };
    if (!apart(cutColumns(rows, left), cutColumns(rows, right), words)) continue;
    const rest = sideBySide(cutColumns(rows, right), right.width, words);
    return [left, ...rest.map((span) => ({ left: span.left + right.left, width: span.width, whole: false }))];
  }
  return [{ left: 0, width, whole: true }];
}

function apart(left: Row[], right: Row[], words: Vocabulary): boolean {
  const one = findHeader(left, words);
  const two = findHeader(right, words);
  if (!one || !two) return false;
  const names = (rows: Row[], place: HeaderPlace): string[] => rows[place.from]!.cells.map(normaliseHeader).filter((name) => name !== '');
  const a = names(left, one);
  const b = names(right, two);
  const shared = b.filter((name) => a.includes(name)).length;
  if (shared * 2 >= Math.min(a.length, b.length)) return true;
  if (!isStrongHeader(right[two.from]!.cells, words)) return false;
  const end = (rows: Row[]): number => rows.findLastIndex((row) => !isBlank(row.cells));
  const ownTitle = two.from > 0 && right.slice(0, two.from).some((row) => filledCount(row.cells) === 1);
  return ownTitle || end(left) !== end(right);
}

function stacked(rows: Row[], span: Span, words: Vocabulary, options: FindOptions): Omit<Plan, 'index'>[] {
  const plans: Omit<Plan, 'index'>[] = [];
  for (let from = 0; from < rows.length; ) {
    const block = rows.slice(from);
    const place = findHeader(block, words);
    const end = place ? nextTable(block, place, words) : block.length;
    const open = end === block.length && !options.whole;
    const plan = planOf(block.slice(0, end), place, span, options, open);
    if (plan) plans.push(plan);
    from += end;
  }
  return plans;
}

/** Position where the next table's title or header begins: a row that is a header by its words and is not this one again. One that differs in a
 *  unit alone is another: under 面积(亩) the hectares of the first table would be read fifteen times too small. */
function nextTable(rows: Row[], place: HeaderPlace, words: Vocabulary): number {
  const own = new Set(rows.slice(place.from, place.to).map((row) => asWritten(row.cells)));
  for (let i = place.firstData; i < rows.length; i++) {
    const { cells } = rows[i]!;
    if (!isStrongHeader(cells, words) || own.has(asWritten(cells))) continue;
    let start = i;
    while (start - 1 >= place.firstData && filledCount(rows[start - 1]!.cells) === 1 && cells.length > 1 && isTitleLike(rows[start - 1]!.cells)) start--;
    if (start > place.firstData || i > place.firstData) return start;
  }
  return rows.length;
}

/** A header as a reader sees it, units and all; how it is spaced and how wide its brackets are says nothing. */
const asWritten = (cells: string[]): string => cells.map((cell) => cell.normalize('NFKC').replace(/\s+/g, '').toLowerCase()).join('|');

const isTitleLike = (cells: string[]): boolean => look(cells.find((cell) => cell.trim() !== '') ?? '') === 'text';

function planOf(rows: Row[], place: HeaderPlace | null, span: Span, options: FindOptions, open: boolean): Omit<Plan, 'index'> | null {
  const filled = rows.filter((row) => !isBlank(row.cells));
  if (filled.length === 0 && !(options.lengths && span.width === 1)) return null;
  const at = place ?? withoutHeader(rows, span.width);
  const titleRows = rows.slice(0, at.from).filter((row) => !isBlank(row.cells));
  const headerRows = rows.slice(at.from, at.to);
  const body = rows.slice(at.firstData);
  const recordCells = options.lengths ? usualLength(headerRows, body, options.lengths) : span.left + span.width;
  const width = options.lengths && span.whole ? recordCells : widthOf([...headerRows, ...body.filter((row) => filledCount(row.cells) > 1 || span.width === 1)]) || 1;
  const title = titleRows.map((row) => row.cells.map((cell) => cell.trim()).filter((cell) => cell !== '').join(' '));
  const headers = nameColumns(headerRows, width, unitOfTitle(title), numericColumns(body, width));
  return {
    grid: options.grid, sheet: options.sheet, left: span.left, width, recordCells, firstRow: rows[0]!.row, lastRow: open ? Infinity : rows.at(-1)!.row,
    firstDataRow: body[0]?.row ?? (rows.at(-1)?.row ?? 0) + 1, headerRows, titleRows, title, reportDate: reportDate(title), headers, raw: false,
    idLike: headers.map((header, c) => isIdLike(header.name, body, c)),
  };
}

/** No header: lines with one filled cell over a wide table are still its title. */
function withoutHeader(rows: Row[], width: number): HeaderPlace {
  let first = 0;
  while (width > 2 && first < rows.length - 1 && filledCount(rows[first]!.cells) <= 1) first++;
  return { from: first, to: first, firstData: first };
}

/** Cells of a well-formed record: those of the header, unless most of three or more rows have more (nameless last columns). */
function usualLength(header: Row[], body: Row[], lengths: Map<number, number>): number {
  const counts = new Map<number, number>();
  const records = body.filter((row) => !isBlank(row.cells));
  for (const { row } of records) counts.set(lengths.get(row)!, (counts.get(lengths.get(row)!) ?? 0) + 1);
  const [usual, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [1, 0]);
  const own = header.length ? Math.max(...header.map((row) => lengths.get(row.row)!)) : usual;
  return usual > own && records.length >= 3 && count * 2 >= records.length ? usual : own;
}

const numericColumns = (body: Row[], width: number): boolean[] =>
  Array.from({ length: width }, (_, c) => {
    const looks = body.slice(0, 200).map((row) => look(row.cells[c] ?? '')).filter((kind) => kind !== 'blank');
    return looks.length > 0 && looks.filter((kind) => kind === 'number').length * 2 >= looks.length;
  });

const ID_HEADER = /证|号|账|帐|卡|码|电话|手机|流水|(?:^|[_\s])(?:id|no|number|account|phone|code|pid)$/i;

function isIdLike(name: string, body: Row[], column: number): boolean {
  if (ID_HEADER.test(name)) return true;
  const filled = body.slice(0, 200).map((row) => row.cells[column] ?? '').filter((cell) => cell.trim() !== '');
  return filled.length > 0 && filled.filter((cell) => /^\d{10,}[\dXx]?$/.test(cell.trim())).length >= filled.length / 2;
}
