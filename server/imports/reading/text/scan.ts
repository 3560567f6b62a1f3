/** What the bytes of one record say, without making strings of its cells: the fast path of big plain files. */
export type Scanned = {
  /** Offset behind the record and its line end; -1 where the bytes end before the record does. */
  next: number;
  /** Offset behind the last byte of content. */
  end: number;
  cells: number;
  blanks: number;
  /** Lines that the record takes in the file; more than one with line breaks inside quotes. */
  lines: number;
  /** It holds a quote, well-formed or not. */
  quoted: boolean;
  /** A quote where none may stand, a lone CR, a NUL: only the slow path can tell what it means. */
  odd: boolean;
  /** A quote that nothing closes before the end of the bytes. */
  open: boolean;
  /** Where the search for that quote's end stopped. */
  reach: number;
  /** A comma inside a cell of a file that is not held apart by commas: it needs quotes in the canonical form. */
  comma: boolean;
};

export type Dialect = {
  /** One byte, or 0 where a line is one cell. */
  delimiter: number;
  /** Lines end with CR alone (old Mac, some bank terminals). */
  crOnly: boolean;
};

/** Lines that one cell may run over. Where every line begins with a quote that nothing closes, each of them is looked through this far. */
export const MOST_LINES = 500;

const [LF, CR, QUOTE, COMMA] = [10, 13, 34, 44] as const;
const [PLAIN, DELIMITER, END, RETURN, QUOTATION, NUL, OTHER_COMMA] = [0, 1, 2, 3, 4, 5, 6] as const;

export function kindsOf(dialect: Dialect): Uint8Array {
  const kinds = new Uint8Array(256);
  kinds[COMMA] = OTHER_COMMA;
  kinds[LF] = END;
  kinds[CR] = RETURN;
  kinds[QUOTE] = QUOTATION;
  kinds[0] = NUL;
  if (dialect.delimiter) kinds[dialect.delimiter] = DELIMITER;
  return kinds;
}

export const newScanned = (): Scanned => ({ next: 0, end: 0, cells: 0, blanks: 0, lines: 0, quoted: false, odd: false, open: false, reach: 0, comma: false });

/** Finds the end of the record at `from` and counts what it holds. `quotes = false` reads quotes as ordinary characters,
 *  so that the record ends with its first line. `last` says that no bytes follow. */
export function scanRecord(bytes: Buffer, from: number, kinds: Uint8Array, crOnly: boolean, quotes: boolean, last: boolean, out: Scanned): void {
  let cells = 1;
  let blanks = 0;
  let cell = from;
  out.quoted = out.odd = out.open = out.comma = false;
  out.lines = 1;
  const length = bytes.length;
  let i = from;
  for (; i < length; i++) {
    const kind = kinds[bytes[i]!]!;
    if (kind === PLAIN) continue;
    if (kind === DELIMITER) {
      if (i === cell) blanks++;
      cells++;
      cell = i + 1;
    } else if (kind === END) {
      const end = i > from && bytes[i - 1] === CR ? i - 1 : i;
      return finish(out, i + 1, end, cells, end === cell ? blanks + 1 : blanks);
    } else if (kind === RETURN) {
      if (crOnly) return finish(out, i + 1, i, cells, i === cell ? blanks + 1 : blanks);
      if (i + 1 === length && !last) break;
      if (bytes[i + 1] !== LF && !(last && i + 1 === length)) out.odd = true;
      else if (i + 1 === length) return finish(out, i + 1, i, cells, i === cell ? blanks + 1 : blanks);
    } else if (kind === QUOTATION) {
      out.quoted = true;
      if (!quotes || i !== cell) out.odd = true;
      else {
        i = closeQuote(bytes, i + 1, kinds, crOnly, last, out) - 1;
        if (out.open) break;
      }
    } else if (kind === NUL) out.odd = true;
    else out.comma = true;
  }
  if (!last) {
    out.next = -1;
    return;
  }
  finish(out, length, length, cells, length === cell ? blanks + 1 : blanks);
}

function finish(out: Scanned, next: number, end: number, cells: number, blanks: number): void {
  out.next = next;
  out.end = end;
  out.cells = cells;
  out.blanks = blanks;
}

/** From behind an opening quote to behind its closing one. A quote inside the cell that is followed by neither quote,
 *  delimiter nor line end is taken as a character of the cell, and marked odd. */
function closeQuote(bytes: Buffer, from: number, kinds: Uint8Array, crOnly: boolean, last: boolean, out: Scanned): number {
  const newline = crOnly ? CR : LF;
  let i = from;
  for (; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === newline) {
      if (++out.lines > MOST_LINES) break;
    } else if (byte === 0) out.odd = true;
    else if (byte === QUOTE) {
      if (i + 1 === bytes.length) {
        if (last) return i + 1;
        break;
      }
      const after = bytes[i + 1]!;
      if (after === QUOTE) i++;
      else if (kinds[after] === DELIMITER || after === LF || (after === CR && (crOnly || bytes[i + 2] === LF || i + 2 === bytes.length))) return i + 1;
      else out.odd = true;
    }
  }
  out.open = true;
  out.reach = i;
  return bytes.length;
}
