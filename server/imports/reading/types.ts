import type { Complaint } from '@mingjian/domain/complaint.ts';

/** A complaint with its place in the delivered file. `row` counts lines or sheet rows from 1, `column` columns from 1.
 *  `value` is the cell as delivered: it may be personal, so whoever prints it masks it first (`mask.ts`). */
export type Located = Complaint & { sheet?: string; row?: number; column?: number; value?: string; /** over the cell, where what is wrong matters only if the column is read */ header?: string };

export type Format = 'csv' | 'xlsx' | 'ods' | 'xls' | 'html' | 'geojson' | 'json' | 'jsonl' | 'parquet' | 'dbf';

export type Precision = 'day' | 'month' | 'quarter' | 'year';

/** One column as the delivered header names it. `name` is unique within its table: a repeated name is told apart by its
 *  parent header, else by a number. `unit` is what stood in brackets behind the name, or in a unit line over the table. */
export type Header = { name: string; parent?: string; unit?: string };

export type SniffedTable = {
  /** Position within the file, from 0; what `stream` is asked for. */
  index: number;
  sheet: string | null;
  /** The sheet is hidden: often a list for drop-downs or last month's table. */
  hidden?: true;
  /** The lines over the header, as delivered. */
  title: string[];
  /** What a line such as 截至2024年3月31日 or 填报日期 says, ISO (`2024-03-31`, `2024-03`, `2024`). */
  reportDate: { date: string; precision: Precision } | null;
  /** Empty where the table has no header: the names are then 列1, 列2, … */
  headerRows: number[];
  headers: Header[];
  firstDataRow: number;
  /** At most 200 rows, the first ones and some spread over the file; each as long as `headers`. */
  sample: string[][];
  complaints: Located[];
};

export type Sniff = {
  file: string;
  format: Format;
  bytes: number;
  sha256: string;
  /** Size and time: what tells that the file was changed since. */
  stamp: string;
  /** Of text files only: `utf-8`, `gb18030`, `utf-16le`, `utf-16be`. */
  encoding?: string;
  /** Of text files only: `,` tab `;` `|`, or `fixed` for columns held apart by their width. */
  delimiter?: string;
  complaints: Located[];
  tables: SniffedTable[];
};

export type DropReason = 'title' | 'header' | 'total' | 'subtotal' | 'signature' | 'note' | 'blank';

/** What went by while a table was written out. Lists are capped at `LIST_CAP`; the counts are whole. */
export type Streamed = {
  rows: number;
  dropped: { row: number; why: DropReason }[];
  droppedCounts: Partial<Record<DropReason, number>>;
  /** Figures that the file itself states in its 合计 rows (subtotals are not among them). `column` counts the
   *  table's own columns from 1. */
  totals: { row: number; column: number; value: string }[];
  /** The same of its subtotals, and of totals between its rows. */
  subtotals: { row: number; column: number; value: string }[];
  located: Located[];
  /** Rows that could not be laid under the header and so are not among the rows written: whoever imports puts them aside. All of
   *  them; a file with more than `UNREAD_CAP` is refused. */
  unread: Unread[];
  /** By complaint code. */
  locatedCounts: Record<string, number>;
};

export const LIST_CAP = 1000;

/** A row as delivered, cell by cell, and why it was not read. */
export type Unread = Located & { row: number; cells: string[] };
export const UNREAD_CAP = 20_000;

/** U+FFFC before a cell says: the spreadsheet has already lost what stood here (digits of an 18-digit number, a formula
 *  without a result, an error value). What follows is the remains, for the complaint only; it must never become a value. */
export const DAMAGED = '\uFFFC';
export const isDamaged = (cell: string): boolean => cell.startsWith(DAMAGED);

/** What the parsing of one file may cost. A file that costs more is refused by name, the next one goes on. */
export type Limits = {
  fileBytes: number;
  /** Resident memory of the child, watched from outside: a parser can allocate beside the V8 heap. */
  memoryMb: number;
  wallSeconds: number;
  cpuSeconds: number;
  outputBytes: number;
  cells: number;
  columns: number;
};

export const LIMITS: Limits = {
  fileBytes: 4 * 2 ** 30,
  memoryMb: 512,
  wallSeconds: 900,
  cpuSeconds: 600,
  outputBytes: 16 * 2 ** 30,
  cells: 500_000_000,
  columns: 2_000,
};

export type SniffOptions = { header?: boolean };
/** A table in parts of whole records: at most so many bytes (a record more) and records each. */
export type Parts = { bytes: number; records: number };
export type StreamOptions = SniffOptions & { parts?: Parts };

/** The parent's side of the child that parses untrusted files. A file that cannot be read rejects with `Refused`. */
export interface Reader extends AsyncDisposable {
  sniff(file: string, options?: SniffOptions): Promise<Sniff>;
  /** Writes canonical UTF-8 CSV to `out`, a file or a FIFO: header `row,c0,c1,…`, then records of exactly 1+n cells, where
   *  `row` is the line or sheet row in the delivered file. With `parts` it goes to `out.0`, `out.1`, … one after another, each with the header, and the
   *  bytes 0x00, 0x1E and 0x1F become spaces. Pass the options that the file was sniffed with. */
  stream(file: string, tableIndex: number, out: string, options?: StreamOptions): Promise<Streamed>;
}
