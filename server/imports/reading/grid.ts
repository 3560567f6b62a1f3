/** One row as delivered: its number in the file (line or sheet row, from 1) and its cells as text. */
export type Row = { row: number; cells: string[] };

/** A rectangle of merged cells, rows from 1, columns from 0, all inclusive. The value stands in its first cell. */
export type Merge = { top: number; left: number; bottom: number; right: number };
