import { complain } from '../complaints.ts';
import type { Row } from '../grid.ts';
import { look } from '../tables/looks.ts';
import type { Plan } from '../tables/plan.ts';
import type { Located } from '../types.ts';
import { bytesAt } from './bytes.ts';
import { splitCells, type Fault } from './cells.ts';
import { utf8Chunks } from './decode.ts';
import { decideShape, type TextShape } from './dialect.ts';
import { decideEncoding, type Decoding } from './encoding.ts';
import { splitFixed } from './fixed.ts';
import { eachRecord } from './records.ts';

/** A file of lines, its encoding and what holds its cells apart decided. */
export type Text = { fd: number; bytes: number; decoding: Decoding; shape: TextShape };

/** Texts up to this size are looked through whole for tables; of larger ones the first part speaks for the rest. */
const LOOKED_THROUGH = 4 << 20;

export function openText(fd: number, bytes: number): Text {
  const decoding = decideEncoding(fd, bytesAt(fd, 0, 1 << 16));
  const head = headOf(fd, decoding, 1 << 18);
  return { fd, bytes, decoding, shape: decideShape(head, bytes <= 1 << 18) };
}

function headOf(fd: number, decoding: Decoding, length: number): Buffer {
  for (const chunk of utf8Chunks(fd, decoding)) return Buffer.from(chunk.subarray(0, length));
  return Buffer.alloc(0);
}

export const delimiterOf = (shape: TextShape): string => (shape.kind === 'fixed' ? 'fixed' : shape.delimiter ? String.fromCharCode(shape.delimiter) : '');

/** The first records as rows, all of them where the text is small. */
export function headRows(text: Text): { rows: Row[]; whole: boolean } {
  const small = text.bytes <= LOOKED_THROUGH;
  const rows: Row[] = [];
  eachTextRow(text, 0, (row) => {
    rows.push(row);
    return small || rows.length < 3000;
  });
  return { rows, whole: small || rows.length < 3000 };
}

/** Every record as a row of cells: the way of small texts, heads and fixed columns. */
export function eachTextRow(text: Text, expected: number, visit: (row: Row, faults: Fault[]) => boolean | void): void {
  const { shape } = text;
  const dialect = dialectOf(shape);
  eachRecord(textChunks(text), dialect, expected, (bytes, start, scanned, row, quotes) => {
    const faults: Fault[] = [];
    const cells = cellsOf(shape, bytes.toString('utf8', start, scanned.end), quotes, faults);
    return visit({ row: row + skippedLines(shape), cells }, faults);
  });
}

export const dialectOf = (shape: TextShape) => (shape.kind === 'fixed' ? { delimiter: 0, crOnly: shape.crOnly, quotes: false } : { ...shape, quotes: true });

export function cellsOf(shape: TextShape, line: string, quotes: boolean, faults: Fault[]): string[] {
  return shape.kind === 'fixed' ? splitFixed(line, shape.starts) : splitCells(line, delimiterOf(shape), quotes, faults);
}

/** Excel's first line `sep=;` is no record, but it is a line of the file. */
export const skippedLines = (shape: TextShape): number => (shape.kind === 'delimited' && shape.skip ? 1 : 0);

export function* textChunks(text: Text): Generator<Buffer> {
  let skip = text.shape.kind === 'delimited' ? text.shape.skip : 0;
  for (const chunk of utf8Chunks(text.fd, text.decoding)) {
    yield skip ? chunk.subarray(skip) : chunk;
    skip = 0;
  }
}

const FAULTS = { 'quote-unescaped': complain.quoteUnescaped, 'quote-unclosed': complain.quoteUnclosed, 'quote-stray': complain.quoteStray, nul: complain.nul, 'lost-character': complain.lostCharacter };

export const locate = (fault: Fault, row: number, cells: string[]): Located => ({ ...FAULTS[fault.code](), row, column: fault.column, value: cells[fault.column - 1] ?? '' });

/** 4.39921E+17: what a spreadsheet leaves of an 18-digit number when it writes CSV. */
const SCIENTIFIC = /^[-+]?\d(?:\.\d+)?[eE]\+(?:0?9|1\d|2\d)$/;

export const damagedColumns = (cells: string[], plan: Plan): number[] =>
  plan.idLike.flatMap((idLike, c) => (idLike && look(cells[c] ?? '') === 'number' && SCIENTIFIC.test(cells[c]!.trim()) ? [c] : []));
