import type { Row } from '../grid.ts';
import { nameColumns } from './names.ts';
import type { Header, SniffedTable } from '../types.ts';

/** Where one table stands within its sheet and how its rows are to be read: what `stream` needs beyond what is shown. */
export type Plan = {
  index: number;
  /** Position of its sheet (or text) within the file. */
  grid: number;
  sheet: string | null;
  /** Columns [left, left + width) of the sheet, from 0. */
  left: number;
  width: number;
  /** Cells of a well-formed record of a text; beyond `left + width` of a sheet nothing is read. */
  recordCells: number;
  /** Rows of the file, from 1, both inclusive. */
  firstRow: number;
  lastRow: number;
  firstDataRow: number;
  headerRows: Row[];
  titleRows: Row[];
  title: string[];
  reportDate: SniffedTable['reportDate'];
  headers: Header[];
  /** Of JSON: the fields as delivered, units and all. */
  fields?: string[];
  /** Header finding is off: every record is data and nothing is left out. */
  raw: boolean;
  /** Columns that hold long numbers (citizen, account, certificate), where scientific notation is damage. */
  idLike: boolean[];
};

/** The whole of a file whose columns are named by its format (JSON, Parquet), rows counted from 1. */
export const namedPlan = (fields: string[]): Plan => ({
  index: 0, grid: 0, sheet: null, left: 0, width: fields.length, recordCells: fields.length, firstRow: 1, lastRow: Infinity, firstDataRow: 1,
  headerRows: [], titleRows: [], title: [], reportDate: null, headers: nameColumns([{ row: 0, cells: fields }], fields.length, null), fields, raw: true, idLike: [],
});

export const sliceCells = (cells: string[], left: number, width: number): string[] => {
  if (left === 0 && cells.length === width) return cells;
  return Array.from({ length: width }, (_, c) => cells[left + c] ?? '');
};
