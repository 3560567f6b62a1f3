export type Fault = { column: number; code: 'quote-unescaped' | 'quote-unclosed' | 'quote-stray' | 'nul' | 'lost-character' };

/** Cells of one record, exactly as written; `faults` name what was against RFC 4180 and how it was read all the same.
 *  `quotes = false` takes quotes for ordinary characters: the second try on a record that its quotes made senseless. */
export function splitCells(text: string, delimiter: string, quotes: boolean, faults: Fault[]): string[] {
  const cells: string[] = [];
  let i = 0;
  for (;;) {
    const column = cells.length + 1;
    if (quotes && text[i] === '"') {
      const read = quotedCell(text, i + 1, delimiter, column, faults);
      cells.push(read.cell);
      i = read.next;
    } else {
      const end = delimiter ? text.indexOf(delimiter, i) : -1;
      const written = text.slice(i, end < 0 ? text.length : end);
      const cell = !quotes && WELL_QUOTED.test(written) ? written.slice(1, -1).replaceAll('""', '"') : written;
      if (cell === written && cell.includes('"')) faults.push({ column, code: quotes ? 'quote-stray' : 'quote-unclosed' });
      cells.push(cell);
      i = end < 0 ? text.length : end;
    }
    if (i >= text.length) break;
    i += 1;
  }
  for (let c = 0; c < cells.length; c++) cells[c] = withoutNul(cells[c]!, c + 1, faults);
  return cells;
}

function quotedCell(text: string, from: number, delimiter: string, column: number, faults: Fault[]): { cell: string; next: number } {
  let cell = '';
  let start = from;
  for (;;) {
    const quote = text.indexOf('"', start);
    if (quote < 0) {
      faults.push({ column, code: 'quote-unclosed' });
      return { cell: cell + text.slice(start), next: text.length };
    }
    const after = text[quote + 1];
    if (after === '"') {
      cell += text.slice(start, quote + 1);
      start = quote + 2;
    } else if (after === undefined || after === delimiter) {
      return { cell: cell + text.slice(start, quote), next: quote + 1 };
    } else {
      if (!faults.some((fault) => fault.column === column)) faults.push({ column, code: 'quote-unescaped' });
      cell += text.slice(start, quote + 1);
      start = quote + 1;
    }
  }
}

/** A whole cell within quotes, those inside it doubled: whichever quote of its record was left open, it was not one of these. */
const WELL_QUOTED = /^"(?:[^"]|"")*"$/;

/** No store of ours takes NUL, and none stands for anything in a department's file. */
function withoutNul(cell: string, column: number, faults: Fault[]): string {
  if (!cell.includes('\0')) return cell;
  faults.push({ column, code: 'nul' });
  return cell.replaceAll('\0', '');
}

const NEEDS_QUOTES = /[",\r\n]/;

/** One cell of the canonical CSV (RFC 4180). */
export const csvCell = (cell: string): string => (NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
