import { LIST_CAP, UNREAD_CAP, type DropReason, type Limits, type Located, type Parts, type Streamed, type Unread } from '../types.ts';
import { refuse } from '../refusals.ts';
import { csvCell } from '../text/cells.ts';
import { look } from '../tables/looks.ts';
import { Outlet } from './outlet.ts';

/** Characters of rows that were not read; they go to the parent in one answer. */
const UNREAD_BYTES = 16 << 20;

type Stated = { row: number; cells: string[] };
const figures = ({ row, cells }: Stated): Streamed['totals'] => cells.flatMap((value, c) => (look(value) === 'number' ? [{ row, column: c + 1, value: value.trim() }] : []));

/** Where the rows of one table go: canonical CSV into a file or FIFO, and a tally of what was left out and why. */
export class Sink {
  readonly #outlet: Outlet;
  readonly #limits: Limits;
  readonly #width: number;
  readonly #sheet: string | null;
  #rows = 0;
  #dropped: Streamed['dropped'] = [];
  #droppedCounts: Streamed['droppedCounts'] = {};
  #totals: { rowsBefore: number; row: number; cells: string[] }[] = [];
  #subtotals: { row: number; cells: string[] }[] = [];
  #located: Located[] = [];
  #unread: Unread[] = [];
  #unreadBytes = 0;
  #locatedCounts: Record<string, number> = {};

  constructor(out: string, width: number, limits: Limits, sheet: string | null, parts?: Parts) {
    this.#outlet = new Outlet(out, width, limits, parts);
    this.#sheet = sheet;
    this.#limits = limits;
    this.#width = width;
  }

  get rows(): number {
    return this.#rows;
  }

  /** One record from its cells. */
  record(row: number, cells: string[]): void {
    let line = String(row);
    for (let c = 0; c < this.#width; c++) line += `,${csvCell(cells[c] ?? '')}`;
    this.#outlet.record(line);
    this.#count();
  }

  /** One record whose bytes are canonical already; `replace` is a delimiter to be written as a comma, or 0. */
  verbatim(row: number, bytes: Buffer, start: number, end: number, replace: number): void {
    this.#outlet.verbatim(row, bytes, start, end, replace);
    this.#count();
  }

  drop(row: number, why: DropReason, cells: string[]): void {
    this.#droppedCounts[why] = (this.#droppedCounts[why] ?? 0) + 1;
    if (this.#dropped.length < LIST_CAP) this.#dropped.push({ row, why });
    if (why === 'total' && this.#totals.length < LIST_CAP) this.#totals.push({ rowsBefore: this.#rows, row, cells });
    if (why === 'subtotal' && this.#subtotals.length < LIST_CAP) this.#subtotals.push({ row, cells });
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
    this.#outlet.finish();
    const [stated, between] = this.#statedTotals();
    return {
      rows: this.#rows, dropped: this.#dropped, droppedCounts: this.#droppedCounts,
      unread: this.#unread, totals: stated.flatMap(figures), subtotals: [...this.#subtotals, ...between].flatMap(figures), located: this.#located, locatedCounts: this.#locatedCounts,
    };
  }

  abandon(): void {
    this.#outlet.abandon();
  }

  /** A total stands before the first row or behind the last one; one in between sums a part (a village, a page), and
   *  comparing it with the whole would accuse the file of not tying. */
  #statedTotals(): [stated: Stated[], between: Stated[]] {
    const ends = this.#totals.filter(({ rowsBefore }) => rowsBefore === 0 || rowsBefore === this.#rows);
    const last = ends.findLast(({ rowsBefore }) => rowsBefore === this.#rows) ?? ends[0];
    return [last ? [last] : [], this.#totals.filter((one) => !ends.includes(one))];
  }

  #count(): void {
    this.#rows++;
    if (this.#rows * this.#width > this.#limits.cells) throw refuse.tooManyCells(this.#limits.cells);
  }
}
