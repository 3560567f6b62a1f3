import { refuse } from '../refusals.ts';
import { kindsOf, MOST_LINES, newScanned, scanRecord, type Dialect, type Scanned } from './scan.ts';

/** Beyond this a quote counts as never closed: one stray quote must not swallow the rest of a file into one cell. */
const LONGEST = 1 << 20;

/** One record: its bytes are `bytes[start, scanned.end)`; `quotes` says whether quotes in it mean anything.
 *  Return false to stop. The bytes are good only during the call. */
export type Visit = (bytes: Buffer, start: number, scanned: Scanned, row: number, quotes: boolean) => boolean | void;

/** Goes through the records of a text, keeping count of lines. `expected` is the usual number of cells, by which a quote
 *  that runs over lines is judged: where the first line alone would be right, the quote is a stray. */
export function eachRecord(chunks: Iterable<Buffer>, dialect: Dialect & { quotes: boolean }, expected: number, visit: Visit): void {
  const walk = new Walk(dialect, expected, visit);
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    const at = walk.through(bytes, false);
    if (at < 0) return;
    rest = Buffer.from(bytes.subarray(at));
    if (rest.length > 64 * LONGEST) throw refuse.recordTooLong(walk.row);
  }
  if (rest.length) walk.through(rest, true);
}

class Walk {
  row = 1;
  readonly #kinds: Uint8Array;
  readonly #dialect: Dialect & { quotes: boolean };
  readonly #expected: number;
  readonly #visit: Visit;
  /** Bytes ahead in which the end of a quote was looked for and not found. */
  #searched = 0;
  readonly #scanned = newScanned();

  constructor(dialect: Dialect & { quotes: boolean }, expected: number, visit: Visit) {
    this.#kinds = kindsOf(dialect);
    this.#dialect = dialect;
    this.#expected = expected;
    this.#visit = visit;
  }

  /** Visits the whole records of `bytes`; answers where the first unfinished one begins, -1 once the visitor has enough. */
  through(bytes: Buffer, last: boolean): number {
    const scanned = this.#scanned;
    let at = 0;
    while (at < bytes.length) {
      let quotes = this.#dialect.quotes && !(this.#searched > 0 && this.#isLone(bytes, at));
      scanRecord(bytes, at, this.#kinds, this.#dialect.crOnly, quotes, last, scanned);
      if (quotes && this.#astray(bytes, at)) {
        quotes = false;
        this.#searched = scanned.open ? scanned.reach - at : 0;
        scanRecord(bytes, at, this.#kinds, this.#dialect.crOnly, false, last, scanned);
      }
      if (scanned.next < 0) return at;
      const { next, lines } = scanned;
      if (this.#visit(bytes, at, scanned, this.row, quotes) === false) return -1;
      this.row += lines;
      this.#searched -= next - at;
      at = next;
    }
    return at;
  }

  /** A line with one quote, in a stretch that was searched for the end of an earlier one in vain: it has no end either. Searching again from
   *  every such line would cost the square of their number. */
  #isLone(bytes: Buffer, at: number): boolean {
    const end = bytes.indexOf(this.#dialect.crOnly ? 13 : 10, at);
    const first = bytes.indexOf(34, at);
    if (first < 0 || end < 0 || first > end) return false;
    const second = bytes.indexOf(34, first + 1);
    return second < 0 || second > end;
  }

  #astray(bytes: Buffer, at: number): boolean {
    const { next, open, lines, odd, cells } = this.#scanned;
    if (next < 0) return open && (bytes.length - at > LONGEST || lines > MOST_LINES);
    if (open) return true;
    if (lines === 1 || (!odd && cells === this.#expected)) return false;
    const literal = newScanned();
    scanRecord(bytes, at, this.#kinds, this.#dialect.crOnly, false, true, literal);
    return literal.cells === this.#expected;
  }
}
