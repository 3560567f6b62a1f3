import type { Merge } from '../../grid.ts';
import { refuse } from '../../refusals.ts';
import type { Limits } from '../../types.ts';
import { contentOf, type Entry } from '../zip.ts';

const MOST_MERGES = 200_000;
const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"[^>]*>/g;
const END_OF_ROWS = /<\/(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*\/>/;

/** The merges of a sheet, which stand behind its rows and are needed before them. Goes through the XML once, at the speed of
 *  unpacking it, and refuses a DTD, too many cells, and a sheet that breaks off: the rows before the break would look whole. */
export async function mergesOf(fd: number, entry: Entry, limits: Limits): Promise<Merge[]> {
  const merges: Merge[] = [];
  let tail: Buffer = Buffer.alloc(0);
  let first = true;
  let ended = false;
  let cells = 0;
  for await (const chunk of contentOf(fd, entry)) {
    if (first && /<!DOCTYPE|<!ENTITY/i.test(chunk.toString('latin1', 0, 65_536))) throw refuse.doctype();
    first = false;
    cells += countOf(chunk, '<c ');
    if (cells > limits.cells) throw refuse.tooManyCells(limits.cells);
    const bytes = tail.length ? Buffer.concat([tail, chunk]) : chunk;
    if (!ended && bytes.includes('sheetData')) ended = END_OF_ROWS.test(bytes.toString('latin1'));
    if (bytes.includes('mergeCell ')) addMerges(bytes.toString('latin1'), merges);
    tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - 128)));
  }
  if (!ended) throw refuse.brokenZip();
  return merges;
}

function countOf(bytes: Buffer, mark: string): number {
  let count = 0;
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) count++;
  return count;
}

/** A merge that ends within the 128 bytes carried over is seen twice; filling it twice does no harm. */
function addMerges(text: string, merges: Merge[]): void {
  for (const [, left, top, right, bottom] of text.matchAll(MERGE)) {
    if (merges.length >= MOST_MERGES) throw refuse.tooManyCells(MOST_MERGES);
    merges.push({ top: Number(top), left: columnOf(left!), bottom: Number(bottom), right: columnOf(right!) });
  }
}

const columnOf = (letters: string): number => [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1;
