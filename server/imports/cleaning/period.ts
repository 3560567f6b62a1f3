import { cleanText } from '@mingjian/domain/clean/text.ts';

const QUARTERS: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, '1': 1, '2': 2, '3': 3, '4': 4 };
const RANGE = /^(.*?\d\S*?|.*?[元正一二三四五六七八九十]+月)\s*(?:至|到|~|～|—+|–|－|(?<=[年月日])-|(?<=\d{4}[./-]\d{1,2}(?:[./-]\d{1,2})?)-(?=\d{4})|(?<=\d)-(?=\d{1,2}月)|(?<=\d{6})-(?=\d{6}))\s*(\S.*)$/;

/** One end of a cell that names a period: `2024年1-3月`, `2024年第一季度`, `2024上半年`, `2024.01—2024.03`, `2024年`. A cell that names one
 *  date is both ends. The end of a whole month, quarter or year is written as its last month: cleaning keeps that precision. */
export function cutPeriod(raw: string, take: 'from' | 'to' | undefined): string {
  if (take === undefined) return raw;
  const text = cleanText(raw).replaceAll(' ', '');
  const part = /^(\d{4})年?(?:第?([一二三四1-4])季度?|Q([1-4])|([上下])半年)$/i.exec(text);
  if (part) return monthOf(part[1]!, part[4] ? halfEnd(part[4], take) : quarterEnd(part[2] ?? part[3]!, take));
  const year = /^(\d{4})年?(?:度|全年)?$/.exec(text);
  if (year) return monthOf(year[1]!, take === 'from' ? 1 : 12);
  const range = RANGE.exec(text);
  return range ? (take === 'from' ? range[1]! : ending(range[1]!, range[2]!)) : text;
}

const quarterEnd = (quarter: string, take: 'from' | 'to'): number => QUARTERS[quarter]! * 3 - (take === 'from' ? 2 : 0);
const halfEnd = (half: string, take: 'from' | 'to'): number => (half === '上' ? 6 : 12) - (take === 'from' ? 5 : 0);
const monthOf = (year: string, month: number): string => `${year}-${String(month).padStart(2, '0')}`;

/** An end that names no year is in the year of the beginning. */
function ending(from: string, to: string): string {
  if (/^\d{4}/.test(to)) return to;
  const year = /^\d{4}/.exec(from)?.[0];
  return year ? `${year}年${/[月日号]/.test(to) ? to : `${to}月`}` : to;
}
