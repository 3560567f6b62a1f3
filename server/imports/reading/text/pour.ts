import { complain } from '../complaints.ts';
import type { Sink } from '../out/sink.ts';
import { isErrorValue } from '../sheets/cell-text.ts';
import { DAMAGED } from '../types.ts';
import { judgeRows, TOTAL_MARKS, type Judge } from '../tables/judge.ts';
import { sliceCells, type Plan } from '../tables/plan.ts';
import { bytesAt } from './bytes.ts';
import type { Fault } from './cells.ts';
import { eachRecord } from './records.ts';
import type { Scanned } from './scan.ts';
import { cellsOf, damagedColumns, dialectOf, locate, skippedLines, textChunks, type Text } from './text.ts';

const COMMA = 44;

/** Writes one table of a text into the sink. Records that are plain go over as the bytes they are; only those with odd
 *  quotes, a wrong number of cells, many blanks or the mark of a total are taken apart and looked at. */
export function pourText(text: Text, plan: Plan, sink: Sink): void {
  const pour = new Pour(text, plan, sink);
  eachRecord(textChunks(text), dialectOf(text.shape), plan.recordCells, (bytes, start, scanned, row, quotes) => pour.visit(bytes, start, scanned, row, quotes));
  if (pour.endsShort && !endsWithLine(text)) sink.fault({ ...complain.cutRow(), row: pour.lastRow });
  if (text.decoding.cut) sink.fault({ ...complain.cut(), row: pour.lastRow });
}

/** Of a text in bytes of one or two: whether its last character ends a line. */
const endsWithLine = ({ fd, bytes }: Text): boolean => [10, 13].some((end) => bytesAt(fd, Math.max(0, bytes - 2), 2).includes(end));

class Pour {
  lastRow = 0;
  #short = 0;
  readonly #text: Text;
  readonly #plan: Plan;
  readonly #sink: Sink;
  readonly #judge: Judge | null;
  readonly #marks: Marks;
  readonly #skipped: number;
  readonly #replace: number;
  readonly #plainAllowed: boolean;
  readonly #headerRows: Set<number>;

  constructor(text: Text, plan: Plan, sink: Sink) {
    this.#text = text;
    this.#plan = plan;
    this.#sink = sink;
    this.#skipped = skippedLines(text.shape);
    this.#judge = plan.raw ? null : judgeRows({ header: plan.headerRows.map((row) => sliceCells(row.cells, 0, plan.width)), title: plan.title, keepBlank: plan.width === 1 });
    const delimiter = text.shape.kind === 'delimited' ? text.shape.delimiter : 0;
    this.#replace = delimiter === COMMA || delimiter === 0 ? 0 : delimiter;
    this.#plainAllowed = text.shape.kind === 'delimited' && plan.left === 0 && plan.width === plan.recordCells;
    this.#marks = new Marks(marksFor(plan));
    this.#headerRows = new Set(plan.headerRows.map((row) => row.row));
  }

  get endsShort(): boolean {
    return this.#short > 0 && this.#short === this.lastRow;
  }

  visit(bytes: Buffer, start: number, scanned: Scanned, line: number, quotes: boolean): boolean | void {
    const row = line + this.#skipped;
    if (row > this.#plan.lastRow) {
      this.#short = 0;
      return false;
    }
    this.lastRow = row;
    if (row < this.#plan.firstDataRow) return;
    if (this.#plain(bytes, start, scanned)) this.#sink.verbatim(row, bytes, start, scanned.end, this.#replace);
    else this.#apart(bytes.toString('utf8', start, scanned.end), row, quotes);
  }

  #plain(bytes: Buffer, start: number, scanned: Scanned): boolean {
    if (!this.#plainAllowed || scanned.odd || scanned.cells !== this.#plan.width) return false;
    if (this.#text.shape.kind === 'delimited' && this.#text.shape.delimiter !== COMMA && (scanned.comma || scanned.quoted)) return false;
    if (this.#plan.raw) return this.#plan.width > 1 || scanned.end > start;
    return scanned.blanks * 2 < scanned.cells && !this.#marks.within(bytes, start, scanned.end);
  }

  #apart(line: string, row: number, quotes: boolean): void {
    const faults: Fault[] = [];
    const all = cellsOf(this.#text.shape, line, quotes, faults);
    const { left, width } = this.#plan;
    const cells = sliceCells(all, left, width);
    const why = this.#judge?.judge(cells) ?? (this.#plan.raw && width > 1 && line === '' ? 'blank' : null);
    if (why) {
      if (why !== 'header' || !this.#headerRows.has(row)) this.#sink.drop(row, why, cells);
      return;
    }
    cells.forEach((cell, c) => { if (cell.includes('\uFFFD')) faults.push({ column: c + 1, code: 'lost-character' }); });
    for (const fault of faults) this.#sink.fault(locate(fault, row, all));
    if (this.#fits(all, row, line)) this.#sink.record(row, this.#withDamage(cells, row));
  }

  /** Cells too many with content: which one is wrong cannot be told, and a guess would shift values between people. */
  #fits(all: string[], row: number, line: string): boolean {
    const { recordCells } = this.#plan;
    if (all.length < recordCells) this.#short = row;
    if (all.length < recordCells) this.#sink.fault({ ...complain.rowShort(all.length, recordCells), row, column: all.length, value: line });
    if (all.length <= recordCells || all.slice(recordCells).every((cell) => cell.trim() === '')) return true;
    this.#sink.unread({ ...complain.rowLong(all.length, recordCells), row, column: recordCells + 1, value: line, cells: all });
    return false;
  }

  #withDamage(cells: string[], row: number): string[] {
    if (this.#plan.raw) return cells;
    for (const c of damagedColumns(cells, this.#plan)) {
      this.#sink.fault({ ...complain.damagedNumber(), row, column: this.#plan.left + c + 1, value: cells[c]! });
      cells[c] = DAMAGED + cells[c];
    }
    cells.forEach((cell, c) => {
      if (!isErrorValue(cell.trim())) return;
      this.#sink.fault({ ...complain.errorCell(), row, column: this.#plan.left + c + 1, value: cell });
      cells[c] = DAMAGED + cell.trim();
    });
    return cells;
  }
}

const marksFor = (plan: Plan): string[] => (plan.raw ? ['\uFFFD'] : [...TOTAL_MARKS, '\uFFFD', '#', ...(plan.idLike.includes(true) ? ['E+', 'e+'] : []), ...headerMarks(plan)]);

/** The longest header cell: a header printed again on every page holds it. */
function headerMarks(plan: Plan): string[] {
  const last = plan.headerRows.at(-1);
  const longest = last?.cells.reduce((a, b) => (b.length > a.length ? b : a), '') ?? '';
  return longest.length > 1 && !longest.includes('"') ? [longest] : [];
}

/** Whether any of some byte sequences lies within a record, found by the buffer's own search, not line by line. */
class Marks {
  readonly #marks: Buffer[];
  #next: number[] = [];
  #first = -1;
  #bytes: Buffer | null = null;

  constructor(marks: string[]) {
    this.#marks = marks.map((mark) => Buffer.from(mark, 'utf8'));
  }

  within(bytes: Buffer, start: number, end: number): boolean {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#next = this.#marks.map(() => -1);
      this.#first = -1;
    }
    if (this.#first < start) this.#advance(bytes, start);
    return this.#first < end;
  }

  #advance(bytes: Buffer, start: number): void {
    this.#first = Infinity;
    for (let m = 0; m < this.#marks.length; m++) {
      if (this.#next[m]! < start) {
        const found = bytes.indexOf(this.#marks[m]!, start);
        this.#next[m] = found < 0 ? Infinity : found;
      }
      if (this.#next[m]! < this.#first) this.#first = this.#next[m]!;
    }
  }
}
