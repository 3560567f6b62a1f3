import { filledCount, isBlank, isData, isLabel, isPeriodLabel, look } from './looks.ts';
import type { Row } from '../grid.ts';
import { isHeaderWord, type Vocabulary } from './vocabulary.ts';

/** Where the header of a block stands: positions in `rows`. `from === to` where there is none. */
export type HeaderPlace = { from: number; to: number; firstData: number };

const SEARCHED = 40;

/** The header of a block of rows (cut to its columns): the first row that reads like one by its words, by contrast with the
 *  cells below, or, among words alone, by standing first; with the group headers above it and the sub-headers below. */
export function findHeader(rows: Row[], words: Vocabulary): HeaderPlace | null {
  const width = usualWidth(rows);
  const limit = Math.min(rows.length, SEARCHED);
  for (const test of [speaksLikeHeader, contrastsWithBelow, standsFirst])
    for (let i = 0; i < limit; i++) {
      if (!mayHead(rows[i]!.cells, width) || !test(rows, i, width, words)) continue;
      return withNeighbours(rows, i, words);
    }
  return null;
}

/** How many cells of a row are filled, for most rows of the block. Rows with one filled cell are titles and notes, unless
 *  nearly all are such. */
export function usualWidth(rows: Row[]): number {
  const counts = new Map<number, number>();
  for (const row of rows.slice(0, 400)) {
    const filled = filledCount(row.cells);
    if (filled > 0) counts.set(filled, (counts.get(filled) ?? 0) + 1);
  }
  const single = counts.get(1) ?? 0;
  const wider = [...counts.values()].reduce((a, b) => a + b, 0) - single;
  if (wider > 0 && wider * 5 >= single) counts.delete(1);
  let best = 0;
  let most = 0;
  for (const [filled, count] of counts) if (count > most || (count === most && filled > best)) [best, most] = [filled, count];
  return best;
}

function mayHead(cells: string[], width: number): boolean {
  const filled = filledCount(cells);
  if (filled === 0 || (filled === 1 && width > 1)) return false;
  const labels = cells.filter(isLabel).length;
  return labels >= filled * 0.7 && cells.some((cell) => isLabel(cell) && !isPeriodLabel(cell));
}

const headerWords = (cells: string[], words: Vocabulary): number => cells.filter((cell) => isHeaderWord(cell, words)).length;

/** Rows that by their words alone are a header, wherever they stand: also what starts a second table further down. */
export function isStrongHeader(cells: string[], words: Vocabulary): boolean {
  const filled = filledCount(cells);
  const hits = headerWords(cells, words);
  return filled >= 2 && hits >= Math.max(2, filled * 0.5) && cells.every((cell) => cell.trim() === '' || isLabel(cell));
}

/** By its words alone, or by one word and what stands under it. */
function speaksLikeHeader(rows: Row[], i: number, width: number, words: Vocabulary): boolean {
  if (readsLikeHeader(rows, i, width, words)) return true;
  return width > 1 && headerWords(rows[i]!.cells, words) > 0 && contrastsWithBelow(rows, i, width) && !recurs(rows, i, words);
}

function readsLikeHeader(rows: Row[], i: number, width: number, words: Vocabulary): boolean {
  const { cells } = rows[i]!;
  const hits = headerWords(cells, words);
  if (width <= 1) return hits === 1 && !recurs(rows, i, words);
  return hits >= 2 && hits >= filledCount(cells) * 0.4 && !recurs(rows, i, words);
}

function contrastsWithBelow(rows: Row[], i: number, width: number): boolean {
  const { cells } = rows[i]!;
  const filled = filledCount(cells);
  if (filled < width * 0.6 || cells.some((cell) => cell.trim() !== '' && !isLabel(cell))) return false;
  const below = rows.slice(i + 1, i + 60).filter((row) => !isBlank(row.cells));
  if (below.length === 0) return false;
  return cells.some((cell, c) => {
    if (cell.trim() === '') return false;
    const looks = below.map((row) => look(row.cells[c] ?? '')).filter((kind) => kind !== 'blank');
    return looks.length > 0 && looks.filter((kind) => kind !== 'text').length >= looks.length * 0.6;
  });
}

/** A table of words only: its first full row heads it, unless its values come again below or it is Chinese without a single
 *  header word (then it is data: 13 % of published files have no header). */
function standsFirst(rows: Row[], i: number, width: number, words: Vocabulary): boolean {
  const { cells } = rows[i]!;
  const filled = cells.filter((cell) => cell.trim() !== '');
  if (filled.length < width || rows.slice(0, i).some((row) => filledCount(row.cells) >= width)) return false;
  if (filled.some((cell) => !isLabel(cell)) || new Set(filled).size < filled.length || recurs(rows, i, words)) return false;
  return !/\p{Script=Han}/u.test(filled.join('')) || headerWords(cells, words) > 0;
}

/** A header's words do not come again in their own columns, values do (男, 低保, 青岚村). A page header that is repeated
 *  whole is no value, nor is the header of a second table that shares most of its words with this one. */
function recurs(rows: Row[], i: number, words: Vocabulary): boolean {
  const { cells } = rows[i]!;
  let again = 0;
  for (const row of rows.slice(i + 1, i + 200)) {
    const same = cells.filter((cell, c) => cell.trim() !== '' && cell === row.cells[c]).length;
    if (same > 0 && same < filledCount(cells) * 0.8 && !isStrongHeader(row.cells, words)) again++;
  }
  return again >= 2 || (again >= 1 && rows.length <= i + 6);
}

function withNeighbours(rows: Row[], i: number, words: Vocabulary): HeaderPlace {
  let from = i;
  while (from > 0 && i - from < 3 && isGroupRow(rows, from - 1, from)) from--;
  let to = i;
  while (to + 1 < rows.length && to - i < 2 && (isSubHeader(rows, from, to + 1, words) || isFullerHeader(rows, from, to + 1, words))) to++;
  let firstData = to + 1;
  const form = /\p{Script=Han}/u.test(rows[i]!.cells.join(''));
  while (firstData < rows.length && ((rows[firstData]!.cells.length > 1 && isBlank(rows[firstData]!.cells)) || (form && isColumnNumbers(rows[firstData]!.cells)))) firstData++;
  return { from, to: to + 1, firstData };
}

/** The row above names groups of columns: at least two labels, each over filled cells, some over several. */
function isGroupRow(rows: Row[], above: number, below: number): boolean {
  const upper = rows[above]!.cells;
  const lower = rows[below]!.cells;
  const filled = upper.filter((cell) => cell.trim() !== '');
  if (filled.length < 2 || filled.some((cell) => !isLabel(cell)) || rows[above]!.row + 1 !== rows[below]!.row) return false;
  const repeated = upper.some((cell, c) => c > 0 && cell.trim() !== '' && cell === upper[c - 1]);
  const spans = upper.some((cell, c) => c > 0 && cell.trim() === '' && (lower[c] ?? '').trim() !== '');
  return repeated || spans;
}

/** The row below holds sub-headers: labels that stand where the header so far is blank or opens a group, and blanks under
 *  the columns that need none. A data row fails at once: it fills the plain columns. */
function isSubHeader(rows: Row[], from: number, candidate: number, words: Vocabulary): boolean {
  const lower = rows[candidate]!.cells;
  if (lower.some((cell) => cell.trim() !== '' && !isLabel(cell))) return false;
  const upper = unionOf(rows.slice(from, candidate));
  let under = 0;
  for (let c = 0; c < lower.length; c++) {
    if (lower[c]!.trim() === '') continue;
    const openHere = upper[c] === '';
    const groupHere = upper[c] !== '' && upper[c + 1] === '' && (lower[c + 1] ?? '').trim() !== '';
    if (!openHere && !groupHere) return false;
    if (openHere) under++;
  }
  if (under === 0) return false;
  return lower.some((cell) => isHeaderWord(cell, words)) || lower.some((cell, c) => cell.trim() !== '' && isData(rows[candidate + 1]?.cells[c] ?? ''));
}

/** The row below is a header by its own words and names more columns than what stands above it, which then only groups them. Taken for data, it
 *  would come in as a person called 姓名. */
function isFullerHeader(rows: Row[], from: number, candidate: number, words: Vocabulary): boolean {
  const { cells } = rows[candidate]!;
  return isStrongHeader(cells, words) && rows.slice(from, candidate).every((row) => filledCount(row.cells) < filledCount(cells)) && (rows[candidate + 1]?.cells ?? []).some(isData);
}

const unionOf = (rows: Row[]): string[] => {
  const width = Math.max(...rows.map((row) => row.cells.length));
  return Array.from({ length: width }, (_, c) => rows.map((row) => (row.cells[c] ?? '').trim()).find((cell) => cell !== '') ?? '');
};

/** 栏次: the row 1, 2, 3, 4, 5 … (or 甲, 乙, 1, 2 …) that forms print under their header. */
export function isColumnNumbers(cells: string[]): boolean {
  const filled = cells.map((cell) => cell.trim().replace(/^[(（](.*)[)）]$/, '$1')).filter((cell) => cell !== '');
  const letters = filled.findIndex((cell) => !'甲乙丙丁戊'.includes(cell));
  if (filled.length < 5 || letters < 0) return false;
  const numbers = filled.slice(letters);
  return numbers.length >= 3 && numbers.every((cell, i) => cell === String(i + 1) || (letters === 0 && cell === String(i)));
}
