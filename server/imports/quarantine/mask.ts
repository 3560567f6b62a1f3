import type { PlainWords } from './words.ts';

const FIGURES = /^[\d\s.,:/%()+年月日号元万亩￥¥-]{1,24}$/;

/** A refused value as lists may show it. Columns get swapped, so a value is judged by its looks and not by its column: a figure or a
 *  date is shown, everything else only by its first character and its length. */
export function maskValue(value: string): string {
  const text = value.replaceAll('\uFFFC', '').trim();
  if (text === '') return '';
  if (FIGURES.test(text) && !/\d{9}/.test(text.replace(/[\s-]/g, ''))) return text;
  const characters = [...text];
  return `${characters[0]}${'*'.repeat(Math.min(characters.length - 1, 17))}`;
}

/** The same, with words that are nobody's (of places, programmes, codes) as they were delivered. */
export const maskCell = (cell: string, words: PlainWords): string =>
  cell.split(/[\s　]+/).every((part) => part === '' || words.has(part)) ? cell : maskValue(cell);
