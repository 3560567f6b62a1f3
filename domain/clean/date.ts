import { bad, ok, type Complaint, type Parsed } from '../complaint.ts';
import { chineseInteger } from './chinese-number.ts';
import { compact, cleanText, isBlank, unquote } from './text.ts';

export type Precision = 'day' | 'month' | 'year' | 'open';
/** The first day of what is known, as YYYY-MM-DD, and how much is known; `open` is 9999-12-31 (长期). */
export type DateValue = { date: string; precision: Precision };
export type DateOptions = {
  /** A bare number of five digits is a spreadsheet's day serial (1900 system: 1927 to 2173). Set it only when other cells of the column say so. */
  serials?: boolean;
  /** Read years 0001–0099 as 2001–2099. Set it only when somebody decided so for this file. */
  repairYears?: boolean;
  /** How `3/4/2023` is meant. Without it such a cell is refused unless only one reading is a date. */
  order?: 'dmy' | 'mdy';
};

const unreadable = bad(
  'date.unreadable',
  { zh: '日期无法识别', en: 'The date cannot be read' },
  { zh: '请填写为 2023-01-05 的格式', en: 'Write it like 2023-01-05' },
);
const noSuchMonth = bad(
  'date.month',
  { zh: '日期中的月份不存在', en: 'The date names a month that does not exist' },
  { zh: '请核对月份（1 至 12）', en: 'Check the month (1 to 12)' },
);
const noSuchDay = bad(
  'date.day',
  { zh: '日期中的日子不存在', en: 'The date names a day that does not exist' },
  { zh: '请核对日期（例如 2 月没有 30 日）', en: 'Check the day (February has no 30th)' },
);
const badYear = bad(
  'date.year',
  { zh: '年份不合理', en: 'The year cannot be right' },
  { zh: '请填写四位年份；若整列都少了世纪，请在映射中选择补全', en: 'Write four digits; where a whole column lost its century, choose the repair in the mapping' },
);
const ambiguous = bad(
  'date.order',
  { zh: '无法分清日与月的先后', en: 'It is unclear which part is the day and which the month' },
  { zh: '请改为 2023-01-05 的格式，或在映射中说明先后', en: 'Write it like 2023-01-05, or state the order in the mapping' },
);
const shortYear = bad(
  'date.two-digit-year',
  { zh: '年份只有两位，已按 1950—2049 补全', en: 'The year has two digits and was read as 1950–2049' },
  { zh: '请填写四位年份', en: 'Write four digits of the year' },
);
const centuryAdded = bad(
  'date.year-repaired',
  { zh: '年份缺少世纪，已按 20xx 年补全', en: 'The year lacked its century and was read as 20xx' },
  { zh: '请填写四位年份', en: 'Write four digits of the year' },
);
const fromSerial = bad(
  'date.serial',
  { zh: '日期为表格序号，已换算', en: 'The date was a spreadsheet serial and has been converted' },
  { zh: '请将该列设为日期格式后重新导出', en: 'Format the column as a date and export it again' },
);

const zero = bad(
  'date.zero',
  { zh: '是表格或程序对“没有日期”的写法（如 1900-01-00、0001-01-01）', en: 'This is how a spreadsheet or a program writes that there is no date (1900-01-00, 0001-01-01)' },
  { zh: '请填写真实日期；没有就留空', en: 'Give the real date, or leave the cell empty' },
);

const OPEN: DateValue = { date: '9999-12-31', precision: 'open' };
const OPEN_WORDS = /^(?:长期(?:有效)?|永久(?:有效)?|永续|终身(?:有效)?|终生|无固定期限|无期限|无限期|不限|至今|现任|在任|在职|open|9999(?:[-/.年]?12[-/.月]?31日?)?)$/i;
/** From here on a year is a program's word for no end: no deed runs so long. */
const FOREVER = 2900;
const ISO = /^(\d{4})-(\d\d)-(\d\d)$/;
const EIGHT = /^(\d{4})(\d\d)(\d\d)$/;
const SIX = /^(\d{4})(\d\d)$/;
const PARTS = /^(\d{1,4})(?:年度?|[-/.])(?:(\d{1,2})(?:月份?|[-/.])?(?:(\d{1,2})(?:日|号)?)?)?$/;
const YEAR = /^\d{4}$/;
const DAY_FIRST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/;
const ENGLISH = /^(?:(\d{1,2})[- ])?([a-z]{3,9})\.?[- ](?:(\d{1,2}),? )?(\d{4}|\d\d)$/i;
const TIME = /[ t]?\d{1,2}[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?(?:z|[+-]\d\d:?\d\d)?$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A date with the precision it came with; null where the cell is blank, or holds what programs write for no date (noted `date.zero`). */
export function parseDate(raw: string, options: DateOptions = {}): Parsed<DateValue | null> {
  const iso = ISO.exec(raw);
  if (iso && iso[1]! > '1000' && iso[1]! < '9999') return day(iso[1]!, iso[2]!, iso[3]!, options);
  const clean = unquote(cleanText(raw));
  const text = withoutTime(clean);
  if (isBlank(text)) return ok(null);
  if (OPEN_WORDS.test(text)) return ok(OPEN);
  if (/^0(?:\.0+)?$/.test(text)) return NO_DATE;
  return numeric(text, options) ?? english(clean, options) ?? chinese(text, options) ?? unreadable;
}

/** A clock time behind a date is dropped; one that is all the cell has stays, and is refused as no date. */
function withoutTime(clean: string): string {
  const text = clean.includes(':') || clean.includes('时') || clean.includes('点') ? clean.replace(TIME, '') || clean : clean;
  return compact(text);
}

function numeric(text: string, options: DateOptions): Parsed<DateValue | null> | null {
  if (options.serials && /^\d{5}(?:\.\d+)?$/.test(text)) return serial(Number(text));
  const packed = EIGHT.exec(text) ?? SIX.exec(text) ?? PARTS.exec(text);
  if (packed) return day(packed[1]!, packed[2], packed[3], options);
  if (YEAR.test(text)) return day(text, undefined, undefined, options);
  const western = DAY_FIRST.exec(text);
  return western && dayFirst(western[1]!, western[2]!, western[3]!, options);
}

function dayFirst(a: string, b: string, year: string, options: DateOptions): Parsed<DateValue | null> {
  const order = options.order ?? (Number(a) > 12 ? 'dmy' : Number(b) > 12 ? 'mdy' : a === b ? 'dmy' : null);
  if (order === null) return ambiguous;
  return order === 'dmy' ? day(year, b, a, options) : day(year, a, b, options);
}

function english(text: string, options: DateOptions): Parsed<DateValue | null> | null {
  const parts = ENGLISH.exec(text);
  const month = parts ? MONTHS.indexOf(parts[2]!.slice(0, 3).toLowerCase()) + 1 : 0;
  return parts && month > 0 ? day(parts[4]!, String(month), parts[1] ?? parts[3], options) : null;
}

// 二〇二三年一月五日, 2023年元月, 二零二三年十二月
function chinese(text: string, options: DateOptions): Parsed<DateValue | null> | null {
  const parts = /^([^年]{1,4})年(?:([^月]{1,3})月份?(?:([^日号]{1,3})[日号]?)?)?$/.exec(text);
  if (!parts) return null;
  const numbers = parts.slice(1).map((part) => (part === undefined ? undefined : digitsOf(part)));
  if (numbers.some((n) => n === null)) return null;
  return day(numbers[0] as string, numbers[1] as string | undefined, numbers[2] as string | undefined, options);
}

const digitsOf = (part: string): string | null => (/^\d+$/.test(part) ? part : (chineseInteger(part)?.toString() ?? null));

/** Days since 1899-12-30, an origin that absorbs the 29 February 1900 in which spreadsheets believe. */
function serial(value: number): Parsed<DateValue> {
  const date = new Date(Date.UTC(1899, 11, 30) + Math.floor(value) * 86_400_000).toISOString().slice(0, 10);
  return ok({ date, precision: 'day' }, [fromSerial.complaint]);
}

function day(yearText: string, monthText: string | undefined, dayText: string | undefined, options: DateOptions): Parsed<DateValue | null> {
  if (yearText <= '1900' && yearText.length === 4 && isZero(yearText, Number(monthText), Number(dayText), options)) return NO_DATE;
  const notes: Complaint[] = [];
  const year = fullYear(yearText, notes, options);
  if (year === null) return badYear;
  if (year >= FOREVER) return ok(OPEN);
  const month = Number(monthText ?? 0);
  const dayOfMonth = Number(dayText ?? 0);
  if (month === 0 && dayOfMonth === 0) return ok({ date: `${year}-01-01`, precision: 'year' }, notes);
  if (month < 1 || month > 12) return noSuchMonth;
  if (dayOfMonth === 0) return ok({ date: `${year}-${two(month)}-01`, precision: 'month' }, notes);
  if (dayOfMonth > daysIn(year, month)) return noSuchDay;
  return ok({ date: `${year}-${two(month)}-${two(dayOfMonth)}`, precision: 'day' }, notes);
}

const NO_DATE: Parsed<null> = ok(null, [zero.complaint]);

/** Day nought and one of the calendars of spreadsheets (30 and 31 December 1899, 0 and 1 January 1900), databases (0000-00-00) and programs (0001-01-01).
 *  A year or a month alone is no such day. */
function isZero(year: string, month: number, dayOfMonth: number, { repairYears }: DateOptions): boolean {
  if (year === '1899') return month === 12 && dayOfMonth >= 30;
  if (year === '1900') return month === 1 && dayOfMonth <= 1;
  return (year === '0000' || (year === '0001' && !repairYears)) && month <= 1 && dayOfMonth <= 1;
}

function fullYear(text: string, notes: Complaint[], options: DateOptions): number | null {
  const year = Number(text);
  if (text.length === 2) {
    notes.push(shortYear.complaint);
    return year < 50 ? 2000 + year : 1900 + year;
  }
  if (text.length === 4 && year > 0 && year < 100 && options.repairYears) {
    notes.push(centuryAdded.complaint);
    return 2000 + year;
  }
  return year >= 1800 ? year : null;
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
/** Days of a month, 1 to 12. */
export const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : LENGTHS[month - 1]!);

const noMonth = bad(
  'month.unreadable',
  { zh: '月份无法识别，或只写了年份', en: 'The month cannot be read, or only a year is written' },
  { zh: '请填写为 2023-01 的格式', en: 'Write it like 2023-01' },
);
/** A month as its first day, YYYY-MM-01; null where the cell is blank. A day within the month is accepted, a bare year is not. */
export function parseMonth(raw: string, options: DateOptions = {}): Parsed<string | null> {
  const parsed = parseDate(raw, options);
  if (!parsed.ok) return parsed.complaint.code === 'date.unreadable' ? noMonth : parsed;
  if (parsed.value === null) return ok(null, parsed.notes);
  if (parsed.value.precision === 'year' || parsed.value.precision === 'open') return noMonth;
  return ok(`${parsed.value.date.slice(0, 8)}01`, parsed.notes);
}
