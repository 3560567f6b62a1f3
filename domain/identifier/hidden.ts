import { checkCharacter } from './citizen.ts';

// A citizen number also stands where nobody declared one: in a contract's number, in a serial number, in the cell beside its own.

const LIKE = /(?=([1-9]\d{5}((?:18|19|20)\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]))/gi; // looks ahead: one may begin within another
const OLD = /(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)/g;

/** What hideNumbers may have to look at, as a pattern that every engine reads: texts without a match are left as they are. */
export const NUMBER_LIKE = '[1-9][0-9]{7}([0-9]{2})?(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}';

/** Puts `stand(number)` where a text holds a citizen number: one of 18 whose check character fits, one of 18 or 15 standing alone that could be a grown person's.
 *  Serial numbers are built much alike (region, day, count); those that are neither are left. */
export function hideNumbers(text: string, stand: (number: string) => string): string {
  if (text.length < 15) return text;
  const hidden = hideWhole(text, stand);
  return hidden.length < 15 ? hidden : hidden.replace(OLD, stand);
}

function hideWhole(text: string, stand: (number: string) => string): string {
  let hidden = '';
  let at = 0;
  for (const { index, 1: found = '', 2: year = '' } of text.matchAll(LIKE)) {
    const fits = checkCharacter(found) === found[17]?.toUpperCase() || (isAlone(text, index) && isGrown(year));
    if (index < at || !fits) continue;
    hidden += text.slice(at, index) + stand(found.toUpperCase());
    at = index + 18;
  }
  return hidden + text.slice(at);
}

const isGrown = (year: string): boolean => year >= '1900' && year <= '2015';
const isAlone = (text: string, at: number): boolean => !/\d/.test(text[at - 1] ?? '') && !/\d/.test(text[at + 18] ?? '');
