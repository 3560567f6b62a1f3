import type { SniffedTable } from '../types.ts';

type ReportDate = NonNullable<SniffedTable['reportDate']>;

const CHINESE: Record<string, string> = { 〇: '0', 零: '0', '○': '0', 一: '1', 二: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9' };
const AS_OF = /截至|截止|填报|填表|报表|统计|制表|报送|数据|日期|时间|as of|as at|date/i;
const DATE = /((?:19|20)\d\d)\s*[年./-]\s*(1[0-2]|0?[1-9])(?:\s*[月./-]\s*(3[01]|[12]\d|0?[1-9])(?!\d|\s*月)\s*日?)?(?!\d)/;
const COMPACT = /(?:^|\D)((?:19|20)\d\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])?(?!\d)/;
const QUARTER = /((?:19|20)\d\d)\s*年?度?\s*(?:第?\s*([1-4一二三四])\s*季|[Qq]([1-4])(?![0-9A-Za-z]))/;
const HALF = /((?:19|20)\d\d)\s*年?度?\s*([上下])半年/;
const MONTHS = /((?:19|20)\d\d)\s*[年./-]\s*(?:1[0-2]|0?[1-9])\s*月?\s*[-~—至到]+\s*(1[0-2]|0?[1-9])\s*月/;
const YEAR = /((?:19|20)\d\d)\s*年?(?:度)?/;

/** The day, month, quarter (`2024-Q1`) or year that the lines over a table state. A day anywhere goes before a wider date, and a year alone
 *  comes last: a table's name often says no more than the year, and its unit line the day. Month and quarter are equals. Among equals a line that
 *  says what the date is for (截至, 填报日期) goes before the table's own name (2024年第一季度低保发放表). */
export function reportDate(lines: string[]): ReportDate | null {
  const digits = lines.map(chineseYear);
  const found = [...digits.filter((line) => AS_OF.test(line)), ...digits].map(dateIn).filter((date) => date !== null);
  return found.find(({ precision }) => precision === 'day') ?? found.find(({ precision }) => precision !== 'year') ?? found[0] ?? null;
}

function dateIn(line: string): ReportDate | null {
  const day = dayIn(line);
  if (day) return { date: day, precision: 'day' };
  const quarter = QUARTER.exec(line);
  if (quarter) return { date: `${quarter[1]}-Q${CHINESE[quarter[2]!] ?? quarter[2] ?? quarter[3]}`, precision: 'quarter' };
  const half = HALF.exec(line);
  if (half) return { date: `${half[1]}-${half[2] === '上' ? '06' : '12'}`, precision: 'month' };
  const months = MONTHS.exec(line);
  if (months) return { date: `${months[1]}-${months[2]!.padStart(2, '0')}`, precision: 'month' };
  const month = DATE.exec(line) ?? COMPACT.exec(line);
  if (month) return { date: `${month[1]}-${month[2]!.padStart(2, '0')}`, precision: 'month' };
  const year = /年/.test(line) ? YEAR.exec(line) : null;
  return year ? { date: year[1]!, precision: 'year' } : null;
}

/** The latest day of a line: of a stretch (2026年1月1日至2026年6月30日) that is its end. */
function dayIn(line: string): string | null {
  const days = [DATE, COMPACT].flatMap((form) => [...line.matchAll(new RegExp(form, 'g'))]).filter(([, , , day]) => day !== undefined);
  return days.map(([, y, m, d]) => `${y}-${m!.padStart(2, '0')}-${d!.padStart(2, '0')}`).sort().at(-1) ?? null;
}

/** 二〇二四年三月十一日 in digits. */
function chineseYear(line: string): string {
  return line
    .replace(/[〇零○一二三四五六七八九]{4}(?=年)/g, (year) => [...year].map((c) => CHINESE[c]).join(''))
    .replace(/(?<=[年月])([一二三四五六七八九]?十?[一二三四五六七八九]?)(?=[月日])/g, (n) => (n === '' ? '' : String(smallNumber(n))));
}

function smallNumber(text: string): number {
  const [tens, ones] = text.includes('十') ? text.split('十') : [null, text];
  const digit = (c: string | undefined): number => (c ? Number(CHINESE[c]) : 0);
  return tens === null ? digit(ones) : (tens === '' ? 1 : digit(tens)) * 10 + digit(ones);
}
