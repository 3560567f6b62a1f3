import { closeSync, openSync, writeSync } from 'node:fs';
import { LIST_CAP, UNREAD_CAP, type DropReason, type Limits, type Located, type Streamed, type Unread } from './types.ts';
import { refuse } from './refusals.ts';
import { csvCell } from './text/cells.ts';
import { look } from './tables/looks.ts';

const SIZE = 1 << 20;
/** Characters of rows that were not read; they go to the parent in one answer. */
const UNREAD_BYTES = 16 << 20;

/** Where the rows of one table go: canonical CSV into a file or FIFO, and a tally of what was left out and why. */
export class Sink {
  readonly #fd: number;
  readonly #limits: Limits;
  readonly #width: number;
  readonly #sheet: string | null;
  #buffer = Buffer.allocUnsafeSlow(SIZE * 2);
  #at = 0;
  #written = 0;
  #rows = 0;
  #dropped: Streamed['dropped'] = [];
  #droppedCounts: Streamed['droppedCounts'] = {};
  #totals: { rowsBefore: number; row: number; cells: string[] }[] = [];
  #located: Located[] = [];
  #unread: Unread[] = [];
  #unreadBytes = 0;
  #locatedCounts: Record<string, number> = {};

  constructor(out: string, width: number, limits: Limits, sheet: string | null) {
    this.#sheet = sheet;
    this.#fd = openSync(out, 'w', 0o600);
    this.#limits = limits;
    this.#width = width;
    this.#text(`row,${Array.from({ length: width }, (_, c) => `c${c}`).join(',')}\n`);
  }

  get rows(): number {
    return this.#rows;
  }

  /** One record from its cells. */
  record(row: number, cells: string[]): void {
    let line = String(row);
    for (let c = 0; c < this.#width; c++) line += `,${csvCell(cells[c] ?? '')}`;
    this.#text(`${line}\n`);
    this.#count();
  }

  /** One record whose bytes are canonical already; `replace` is a delimiter to be written as a comma, or 0. */
  verbatim(row: number, bytes: Buffer, start: number, end: number, replace: number): void {
    const room = end - start + 24;
    if (this.#at + room > this.#buffer.length) this.#flush(room);
    const to = this.#number(row);
    bytes.copy(this.#buffer, to, start, end);
    this.#at = to + end - start;
    if (replace) for (let i = to; i < this.#at; i++) if (this.#buffer[i] === replace) this.#buffer[i] = 44;
    this.#buffer[this.#at++] = 10;
    this.#count();
  }

  drop(row: number, why: DropReason, cells: string[]): void {
    this.#droppedCounts[why] = (this.#droppedCounts[why] ?? 0) + 1;
    if (this.#dropped.length < LIST_CAP) this.#dropped.push({ row, why });
    if (why === 'total' && this.#totals.length < LIST_CAP) this.#totals.push({ rowsBefore: this.#rows, row, cells });
  }

  fault(located: Located): void {
    this.#locatedCounts[located.code] = (this.#locatedCounts[located.code] ?? 0) + 1;
    if (this.#located.length < LIST_CAP) this.#located.push(this.#sheet === null ? located : { ...located, sheet: this.#sheet });
  }

  /** A row that is in the file and cannot be laid under the header: told, and kept whole for the quarantine. */
  unread(row: Unread): void {
    this.#unreadBytes += row.cells.reduce((sum, cell) => sum + cell.length, 0);
    if (this.#unread.length === UNREAD_CAP || this.#unreadBytes > UNREAD_BYTES) throw refuse.tooManyUnread(this.#unread.length);
    this.#unread.push(row);
    const { cells: _, ...located } = row;
    this.fault(located);
  }

  finish(): Streamed {
    this.#flush(0);
    closeSync(this.#fd);
    return {
      rows: this.#rows, dropped: this.#dropped, droppedCounts: this.#droppedCounts,
      unread: this.#unread, totals: this.#statedTotals(), located: this.#located, locatedCounts: this.#locatedCounts,
    };
  }

  abandon(): void {
    closeSync(this.#fd);
  }

  /** A total stands before the first row or behind the last one; one in between sums a part (a village, a page), and
   *  comparing it with the whole would accuse the file of not tying. */
  #statedTotals(): Streamed['totals'] {
    const ends = this.#totals.filter(({ rowsBefore }) => rowsBefore === 0 || rowsBefore === this.#rows);
    const last = ends.findLast(({ rowsBefore }) => rowsBefore === this.#rows) ?? ends[0];
    if (!last) return [];
    return last.cells.flatMap((value, c) => (look(value) === 'number' ? [{ row: last.row, column: c + 1, value: value.trim() }] : []));
  }

  #count(): void {
    this.#rows++;
    if (this.#rows * this.#width > this.#limits.cells) throw refuse.tooManyCells(this.#limits.cells);
  }

  #number(row: number): number {
    const text = String(row);
    for (let i = 0; i < text.length; i++) this.#buffer[this.#at++] = text.charCodeAt(i);
    this.#buffer[this.#at++] = 44;
    return this.#at;
  }

  #text(line: string): void {
    const room = line.length * 3;
    if (this.#at + room > this.#buffer.length) this.#flush(room);
    this.#at += this.#buffer.write(line, this.#at, 'utf8');
  }

  #flush(room: number): void {
    this.#written += this.#at;
    if (this.#written > this.#limits.outputBytes) throw refuse.tooMuchOutput(this.#limits.outputBytes);
    for (let at = 0; at < this.#at; ) at += writeSync(this.#fd, this.#buffer, at, this.#at - at);
    this.#at = 0;
    if (room > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(room);
  }
}
