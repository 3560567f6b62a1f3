import { daysIn } from '@mingjian/domain/clean/date.ts';
import type { SniffedTable } from '../reading/types.ts';

/** The day that rows speak of, and where that was found. It is told with the batch, because validity hangs on it. */
export type AsAt = { date: string; from: 'report' | 'title' | 'file' | 'delivered' | 'rows' | 'clock' };

/** In this order: the table's own date line, its title or sheet name, the file's name, what the importer was told (`--delivered`), today.
 *  A month, quarter or year stands for its last day, or for today where it is not over: a list that is here speaks of no day to come. A year alone
 *  is part of a name (2026年低保花名册) and no date line; whatever says more of the same year goes before it. Events that only the clock could
 *  date are dated by their newest row once they are read (`datedByRows`). */
export function asAtOf(table: Pick<SniffedTable, 'reportDate' | 'title' | 'sheet'>, file: string, delivered: string | undefined, today: string): AsAt {
  const title = dateIn([...table.title, table.sheet ?? ''].join('\n'));
  const named = dateIn(file.replace(/\.[a-z0-9]+$/i, ''));
  const said: Said[] = [
    ...(table.reportDate ? [reported(table.reportDate)] : []),
    ...(title ? [{ ...title, from: 'title' as const }] : []),
    ...(named ? [{ ...named, from: 'file' as const }] : []),
    ...(delivered ? [{ date: delivered, from: 'delivered' as const, isYear: false }] : []),
  ];
  const [first] = said;
  if (!first) return { date: today, from: 'clock' };
  const finer = first.isYear ? said.find(({ date, isYear }) => !isYear && date.slice(0, 4) === first.date.slice(0, 4)) : undefined;
  const { date, from } = finer ?? first;
  return { date: date < today ? date : today, from };
}

type Said = AsAt & { isYear: boolean };

const reported = ({ date, precision }: NonNullable<SniffedTable['reportDate']>): Said =>
  ({ date: lastDay(date), from: precision === 'year' ? 'title' : 'report', isYear: precision === 'year' });

const Y = '((?:19|20)\\d{2})';
const M = '(0?[1-9]|1[0-2])';
const D = '(0?[1-9]|[12]\\d|3[01])';
const FORMS: [RegExp, (parts: string[]) => string | null][] = [
  [new RegExp(`${Y}年${M}月${D}(?!\\d)`, 'g'), ([y, m, d]) => day(Number(y), Number(m), Number(d))],
  [new RegExp(`${Y}([./_-])${M}\\2${D}(?!\\d|月)`, 'g'), ([y, , m, d]) => day(Number(y), Number(m), Number(d))], // 2024年1-3月 are three months, not the third of January
  [new RegExp(`(?<!\\d)${Y}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])(?!\\d)`, 'g'), ([y, m, d]) => day(Number(y), Number(m), Number(d))],
  [new RegExp(`${Y}年?度?第?([一二三四1-4])季度?`, 'g'), ([y, q]) => quarterEnd(y!, q!)],
  [new RegExp(`${Y}[年_./ -]?Q([1-4])(?![0-9a-z])`, 'gi'), ([y, q]) => quarterEnd(y!, q!)],
  [new RegExp(`(?<![0-9a-z])([1-4])Q[_./ -]?${Y}(?!\\d)|(?<![0-9a-z])Q([1-4])[_./ -]?${Y}(?!\\d)`, 'gi'), ([q1, y1, q2, y2]) => quarterEnd((y1 ?? y2)!, (q1 ?? q2)!)],
  [new RegExp(`${Y}年?度?([上下])半年`, 'g'), ([y, half]) => monthEnd(Number(y), half === '上' ? 6 : 12)],
  [new RegExp(`${Y}[年_./ -]?H([12])(?![0-9a-z])`, 'gi'), ([y, half]) => monthEnd(Number(y), Number(half) * 6)],
  [new RegExp(`${Y}年?\\d{1,2}月?[-至到—~]+${M}月`, 'g'), ([y, m]) => monthEnd(Number(y), Number(m))],
  [new RegExp(`${Y}[年./_-]${M}(?!\\d)月?`, 'g'), ([y, m]) => monthEnd(Number(y), Number(m))],
  [new RegExp(`(?<!\\d)${Y}(0[1-9]|1[0-2])(?!\\d)`, 'g'), ([y, m]) => monthEnd(Number(y), Number(m))],
  [new RegExp(`(?<!\\d)${Y}年?度?(?!\\d)`, 'g'), ([y]) => `${y}-12-31`],
];
const QUARTER: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4 };

/** The latest day that the finest form found in a text names; a year is the last form of all. */
function dateIn(text: string): { date: string; isYear: boolean } | null {
  for (const [form, read] of FORMS) {
    const found = [...text.matchAll(form)].map((match) => read(match.slice(1))).filter((date) => date !== null);
    if (found.length > 0) return { date: found.sort().at(-1)!, isYear: form === FORMS.at(-1)![0] };
  }
  return null;
}

const quarterEnd = (y: string, q: string): string => monthEnd(Number(y), 3 * (QUARTER[q] ?? Number(q)));

const two = (n: number): string => String(n).padStart(2, '0');
const day = (y: number, m: number, d: number): string | null => (d <= daysIn(y, m) ? `${y}-${two(m)}-${two(d)}` : null);
const monthEnd = (y: number, m: number): string => `${y}-${two(m)}-${two(daysIn(y, m))}`;

/** The day of events that nobody dated: the newest day among them, which is never later than the day of the import. A list without rows, or of
 *  days to come alone, keeps the import's. A snapshot's rows tell when things began, not when the list was made. */
export const datedByRows = (asAt: AsAt, kind: 'event' | 'snapshot', newest: string | null): AsAt =>
  asAt.from === 'clock' && kind === 'event' && newest !== null && newest <= asAt.date ? { date: newest, from: 'rows' } : asAt;

/** ISO date of any precision (`2026`, `2026-Q2`, `2026-06`, `2026-06-30`) to the last day it covers. */
export function lastDay(date: string): string {
  const [y, m, d] = date.split('-');
  if (d !== undefined) return date;
  if (m === undefined) return `${date}-12-31`;
  return m.startsWith('Q') ? quarterEnd(y!, m.slice(1)) : monthEnd(Number(y), Number(m));
}
