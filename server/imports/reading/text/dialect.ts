import { kindsOf, newScanned, scanRecord, type Dialect } from './scan.ts';
import { fixedColumns } from './fixed.ts';

export type TextShape =
  | (Dialect & { kind: 'delimited'; /** Bytes of a first line `sep=;`, which Excel writes and reads. */ skip: number })
  | { kind: 'fixed'; crOnly: boolean; /** Starts of the columns, counted in half-width places. */ starts: number[] };

const CANDIDATES = [',', '\t', ';', '|'].map((c) => c.charCodeAt(0));

/** What holds the cells apart, from the first part of a file (as UTF-8). The delimiter that gives most records the same
 *  number of cells wins; where none does, columns may be held apart by their width; else each line is one cell. */
export function decideShape(head: Buffer, whole: boolean): TextShape {
  const crOnly = !head.includes(10) && head.includes(13);
  const stated = /^sep=(.)\r?\n/i.exec(head.subarray(0, 12).toString('latin1'));
  if (stated) return { kind: 'delimited', delimiter: stated[1]!.charCodeAt(0), crOnly, skip: stated[0].length };
  const best = CANDIDATES.map((delimiter) => ({ delimiter, score: evenness(head, { delimiter, crOnly }, whole) })).reduce((a, b) => (b.score > a.score ? b : a));
  if (best.score >= 0.5) return { kind: 'delimited', delimiter: best.delimiter, crOnly, skip: 0 };
  const starts = fixedColumns(head.toString('utf8'), crOnly);
  if (starts) return { kind: 'fixed', crOnly, starts };
  const delimiter = best.score > 0 ? best.delimiter : head.includes(44) ? 0 : 44;
  return { kind: 'delimited', delimiter, crOnly, skip: 0 };
}

/** Share of the records with the usual number of cells, where that is two or more; slightly more for more cells, so that a
 *  semicolon within every remark loses against ten commas. Records with one cell only count half: titles and notes. */
function evenness(head: Buffer, dialect: Dialect, whole: boolean): number {
  const counts = new Map<number, number>();
  const kinds = kindsOf(dialect);
  const scanned = newScanned();
  let weight = 0;
  for (let at = 0, records = 0; at < head.length && records < 2000; records++) {
    scanRecord(head, at, kinds, dialect.crOnly, true, whole, scanned);
    // a first record longer than what was looked at (a million columns) says more than nothing
    if (scanned.next < 0 && records === 0) scanRecord(head, at, kinds, dialect.crOnly, true, true, scanned);
    if (scanned.next < 0) break;
    if (scanned.open || (scanned.odd && scanned.lines > 1)) scanRecord(head, at, kinds, dialect.crOnly, false, whole, scanned);
    at = scanned.next;
    if (scanned.blanks === scanned.cells) continue;
    weight += scanned.cells === 1 ? 0.5 : 1;
    counts.set(scanned.cells, (counts.get(scanned.cells) ?? 0) + 1);
  }
  let best = 0;
  for (const [cells, count] of counts) if (cells > 1) best = Math.max(best, (count / weight) * (1 + Math.min(cells, 40) / 100));
  return best;
}
