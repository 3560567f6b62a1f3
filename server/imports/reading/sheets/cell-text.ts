import { DAMAGED } from '../types.ts';

/** A spreadsheet's number as text, plain decimals, at the 15 significant digits a spreadsheet itself keeps: 0.1 + 0.2 is
 *  0.3 there, not 0.30000000000000004. From 10^15 on digits are lost: an 18-digit citizen number stored as a number ends in
 *  zeros that nobody issued, so it is marked as damaged and never taken for a value. */
export function numberText(n: number): string {
  const short = String(n);
  if (short.length <= 15 && n !== 0 && Number.isFinite(n) && !short.includes('e')) return short;
  if (!Number.isFinite(n)) return `${DAMAGED}${n}`;
  if (Math.abs(n) >= 1e15) return `${DAMAGED}${plain(n)}`;
  return Number.isInteger(n) ? String(n === 0 ? 0 : n) : plain(Number(n.toPrecision(15)));
}

/** Without an exponent. */
function plain(n: number): string {
  const text = String(n);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign, whole, fraction = '', exponent] = match;
  const digits = whole + fraction;
  const point = whole!.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length ? `${sign}${digits}${'0'.repeat(point - digits.length)}` : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** ISO text of a date cell: the day, with the time only where there is one; a time alone stands on the spreadsheet's day 0. */
export function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const day = `${String(date.getUTCFullYear()).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const seconds = Math.round((date.getTime() % 86_400_000) / 1000);
  if (seconds === 0) return day;
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return date.getUTCFullYear() < 1900 ? time : `${day} ${time}`;
}

const DAY_MS = 86_400_000;

/** The day that spreadsheets count and no calendar has: written as they show it, for whoever reads dates to refuse it. */
const NEVER = '1900-02-29';

/** A day number as the date it is shown as. 29 February 1900 never was, but spreadsheets count it: days before it are one
 *  further on. A format without days leaves the day away: 2024年3月 must not become the first of March. */
export function serialText(serial: number, style: 'day' | 'month' | 'year', from1904: boolean): string {
  if (serial < 0 || serial > 2_958_466) return numberText(serial);
  if (!from1904 && Math.floor(serial) === 60) return NEVER;
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const date = new Date(epoch + Math.round(serial * DAY_MS));
  if (serial < 1 && !from1904) return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const text = dateText(date);
  return style === 'month' ? text.slice(0, 7) : style === 'year' ? text.slice(0, 4) : text;
}

const ERROR = /^#(?:REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$/;

/** What a spreadsheet shows where a formula failed; exported as CSV it stands there as text. */
export const isErrorValue = (text: string): boolean => text.charCodeAt(0) === 35 && ERROR.test(text);

export const NO_RESULT = `${DAMAGED}=`;

export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return isErrorValue(value) ? DAMAGED + value : value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (value instanceof Date) return dateText(value);
  return String(value);
}
