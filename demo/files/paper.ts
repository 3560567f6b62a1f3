import type { Chance } from '../world/random.ts';

/** What stands in one cell. A number or a date is one only in a workbook; a text file writes it out. */
export type Cell = string | number | Date | null;
/** `group` is the upper line of a two-row header (申请人 over 姓名). */
export type Head = { head: string; group?: string };
/** Why nobody can read a row, by the code a reader ought to give; `kept` where the row is good and only its number is nobody's. */
export type Blot = { column: number; code: string };
export type Row = Cell[] & { blot?: Blot };

export type Sheet = {
  /** What the table is, by the house's name for such a table: a label of the manifest. */
  register: string;
  name: string;
  /** Lines above the header: the title, who made it, the report date. */
  title?: string[];
  heads: Head[];
  rows: Iterable<Row>;
  /** Written once for a run of equal values, merged in a workbook and left blank below in text. */
  merged?: number;
  /** A subtotal after each run of equal values in this column, over the `sums`. */
  subtotal?: number;
  /** Columns added up in the last line (合计). */
  sums?: number[];
  /** The line of signatures under the table. */
  sign?: string;
  /** A second table further down the same sheet. */
  below?: Sheet;
};

export type Format = 'csv' | 'tsv' | 'pipe' | 'semicolon' | 'xlsx' | 'xls' | 'ods' | 'jsonl' | 'geojson' | 'parquet';
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16' | 'gbk' | 'gb18030';
/** One file as a department sends it. `name` is without its ending. */
export type Paper = {
  sender: string;
  name: string;
  format: Format;
  encoding?: Encoding;
  sheets: Sheet[];
  /** Sent with its header alone where there is nothing to report; other papers are then not sent. */
  evenEmpty?: boolean;
  /** The same bytes again under this name: somebody forwarded it. */
  copy?: string;
};

/** What the invariance proof changes and what no warning may depend on. */
export type Variant = {
  encoding?: 'utf-8' | 'gbk';
  files?: 'csv' | 'xlsx';
  shuffleRows?: boolean;
  reorderColumns?: boolean;
  sendTwice?: boolean;
};

/** What became of one table: how many rows of data were written, and where the unreadable ones stand (lines from 1). */
export type Written = { register: string; sheet: string | null; heads: Head[]; rows: number; blots: (Blot & { row: number })[] };
/** The physical lines of a sheet from its first, with what is merged (rows and columns from 0, inclusive). What was `written` is
 *  known once the lines have run through. */
export type Laid = { lines: Iterable<Cell[]>; merges: [number, number, number, number][]; written: Written[] };

export function layOut(sheet: Sheet, variant: Variant, chance: Chance): Laid {
  const told = variant.files === 'csv' ? repeated(sheet) : sheet;
  const shown = variant.reorderColumns ? reordered(told, chance) : told;
  const laid: Omit<Laid, 'lines'> = { merges: [], written: [] };
  return { ...laid, lines: linesOf(variant.shuffleRows ? shuffled(shown, chance) : shown, laid) };
}

/** Rows as they go by, counted into `written`. */
export function* counted(rows: Iterable<Row>, written: Written): Generator<Row> {
  for (const row of rows) {
    written.rows++;
    yield row;
  }
}
export const unwritten = ({ register, name, heads }: Sheet): Written => ({ register, sheet: name, heads, rows: 0, blots: [] });

function* linesOf(sheet: Sheet, { merges, written }: Omit<Laid, 'lines'>, from = 0): Generator<Cell[]> {
  const width = sheet.heads.length;
  const table = unwritten(sheet);
  written.push(table);
  let line = from;
  for (const title of sheet.title ?? []) {
    merges.push([line, 0, line, width - 1]);
    line++;
    yield [title];
  }
  for (const header of headerLines(sheet.heads, line, merges)) {
    line++;
    yield header;
  }
  for (const row of withTotals(sheet, line, merges, table)) {
    line++;
    yield row;
  }
  if (sheet.sign) {
    line++;
    yield [sheet.sign];
  }
  if (sheet.below) {
    yield [];
    yield* linesOf(sheet.below, { merges, written }, line + 1);
  }
}

function headerLines(heads: Head[], line: number, merges: Laid['merges']): Cell[][] {
  if (!heads.some((h) => h.group)) return [heads.map((h) => h.head)];
  const upper: Cell[] = heads.map((h) => h.group ?? h.head);
  const lower: Cell[] = heads.map((h) => (h.group ? h.head : null));
  heads.forEach((h, i) => {
    if (!h.group) merges.push([line, i, line + 1, i]);
    else if (heads[i - 1]?.group === h.group) upper[i] = null;
    else {
      let end = i;
      while (heads[end + 1]?.group === h.group) end++;
      if (end > i) merges.push([line, i, line, end]);
    }
  });
  return [upper, lower];
}

function* withTotals(sheet: Sheet, from: number, merges: Laid['merges'], table: Written): Generator<Cell[]> {
  const total = new Sums(sheet.sums ?? []);
  const part = new Sums(sheet.sums ?? []);
  let line = from;
  let runFrom = from;
  let last: Cell | undefined;
  const closeRun = () => {
    if (sheet.merged !== undefined && line - 1 > runFrom) merges.push([runFrom, sheet.merged, line - 1, sheet.merged]);
  };
  for (const row of sheet.rows) {
    const run = row[sheet.merged ?? sheet.subtotal ?? 0];
    if (run !== last && last !== undefined) {
      closeRun();
      if (sheet.subtotal !== undefined) {
        line++;
        yield part.row('小计', row.length);
      }
      runFrom = line;
    }
    part.add(row);
    total.add(row);
    line++;
    table.rows++;
    if (row.blot) table.blots.push({ ...row.blot, row: line });
    if (sheet.merged !== undefined && run === last) yield row.with(sheet.merged, null);
    else yield row;
    last = run;
  }
  closeRun();
  if (sheet.subtotal !== undefined && last !== undefined) yield part.row('小计', sheet.heads.length);
  if (sheet.sums) yield total.row('合计', sheet.heads.length);
}

/** Money and areas are added as integers of a ten-thousandth: a stated total that does not tie must be planted, not rounded. */
class Sums {
  #columns: number[];
  #sums: number[];
  constructor(columns: number[]) {
    this.#columns = columns;
    this.#sums = columns.map(() => 0);
  }
  add(row: Cell[]): void {
    this.#columns.forEach((c, i) => {
      const value = Number(plainText(row[c] ?? null).replace(/[^\d.-]/g, ''));
      this.#sums[i] = (this.#sums[i] as number) + Math.round((Number.isFinite(value) ? value : 0) * 10_000);
    });
  }
  row(label: string, width: number): Cell[] {
    const row: Cell[] = new Array(width).fill(null);
    row[0] = label;
    this.#columns.forEach((c, i) => (row[c] = String((this.#sums[i] as number) / 10_000)));
    this.#sums.fill(0);
    return row;
  }
}

/** A text file cannot say that a cell reaches over the rows below it: made one from a workbook, it repeats the value. */
function repeated({ merged: _merged, ...sheet }: Sheet): Sheet {
  return sheet;
}

function shuffled(sheet: Sheet, chance: Chance): Sheet {
  const { merged: _merged, subtotal: _subtotal, ...rest } = sheet;
  return { ...rest, rows: chance.shuffle([...sheet.rows]), ...(sheet.below ? { below: shuffled(sheet.below, chance) } : {}) };
}

/** Columns under one upper header stay together. */
function reordered(sheet: Sheet, chance: Chance): Sheet {
  const blocks: number[][] = [];
  sheet.heads.forEach((h, i) => {
    const block = blocks.at(-1);
    if (block && h.group && sheet.heads[block[0] as number]?.group === h.group) block.push(i);
    else blocks.push([i]);
  });
  const order = chance.shuffle(blocks).flat();
  const { rows, heads, merged, subtotal, sums, below, ...rest } = sheet;
  return {
    ...rest,
    heads: order.map((i) => heads[i] as Head),
    rows: map(rows, (row) => moved(row, order)),
    ...(merged === undefined ? {} : { merged: order.indexOf(merged) }),
    ...(subtotal === undefined ? {} : { subtotal: order.indexOf(subtotal) }),
    ...(sums ? { sums: sums.map((c) => order.indexOf(c)) } : {}),
    ...(below ? { below: reordered(below, chance) } : {}),
  };
}

function moved(row: Row, order: number[]): Row {
  const cells: Row = order.map((i) => row[i] ?? null);
  if (row.blot) cells.blot = { ...row.blot, column: order.indexOf(row.blot.column) };
  return cells;
}

export const plainText = (cell: Cell): string => (cell === null ? '' : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell));

export function* map<A, B>(list: Iterable<A>, f: (a: A) => B): Generator<B> {
  for (const a of list) yield f(a);
}
