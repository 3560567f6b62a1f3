import { type DateOptions, type DateValue, parseDate, parseMonth } from '@mingjian/domain/clean/date.ts';
import { bad, ok, type Parsed } from '@mingjian/domain/complaint.ts';
import type { Column, Register } from '@mingjian/domain/model/register.ts';
import { type Cleaner, cleanEach } from './cleaned.ts';

/** What a register says of a column of days. A false day of death accuses a living person: what cannot be is refused, never weighed. */
export type Bounds = {
  /** days that have come when they are told, in this year or later */
  past?: number | undefined;
  /** by how many days such a day may still lie ahead: a payment that is planned */
  ahead?: number | undefined;
  /** the column says when something began */
  begins?: boolean;
  /** an empty cell would be refused too */
  required?: boolean | undefined;
  /** ISO; without it no day is too late */
  today?: string | undefined;
};

/** The days of `happened` have come by what that word means; no other column needs to say so twice. */
export const boundsOf = (register: Register, name: string, today: string | undefined): Bounds => {
  const { past, ahead, required } = register.columns[name]!;
  const { from, to } = register.period ?? {};
  return { past: past ?? (register.happened?.includes(name) ? EARLIEST : undefined), ahead, begins: from === name && to !== name, required, today };
};

/** The cleaner of a column of dates or months. Dates are read with what the rest of their column says: how day and month stand, and whether bare
 *  numbers are day serials. */
export function dayCleaner(type: Column['type'], bounds: Bounds): Cleaner {
  const check = checker(bounds);
  if (type === 'month') return (values) => cleanEach(1, reading((raw, options) => valueOfMonth(parseMonth(raw, options)), values, check), ({ date }) => [date])(values);
  return (values) => cleanEach(2, reading(parseDate, values, check), ({ date, precision }) => [date, precision])(values);
}

type Read = (raw: string, options: DateOptions) => Parsed<DateValue | null>;
type Checked = (parsed: Parsed<DateValue | null>) => Parsed<DateValue | null>;

function reading(read: Read, values: string[], check: Checked): (raw: string) => Parsed<DateValue | null> {
  const options = dateHabit(values);
  return (raw) => check(read(raw, options));
}

const valueOfMonth = (parsed: Parsed<string | null>): Parsed<DateValue | null> =>
  parsed.ok && parsed.value !== null ? ok({ date: parsed.value, precision: 'month' }, parsed.notes) : (parsed as Parsed<null>);

/** Lists of older people's land, leases and firms reach back this far; what lies before it is a slip or another program's zero. */
const EARLIEST = 1900;
/** What begins later than this would be valid in no run that anybody makes now. */
const FAR_YEARS = 10;
const NO_END = '2099-12-31';

function checker({ past, ahead = 0, begins = false, required = false, today }: Bounds): Checked {
  const earliest = `${past ?? EARLIEST}-01-01`;
  const come = today ? daysAfter(today, 1) : '9999-12-31';
  const latest = past !== undefined && today ? daysAfter(come, ahead) : begins && today ? `${Number(today.slice(0, 4)) + FAR_YEARS}${today.slice(4)}` : '9999-12-31';
  const early = tooEarly(past ?? EARLIEST);
  return (parsed) => {
    if (!parsed.ok) return parsed;
    if (parsed.value === null) return required && parsed.notes ? { ok: false, complaint: parsed.notes[0]! } : parsed;
    const { date, precision } = parsed.value;
    if (precision === 'open') return past !== undefined ? openPast : begins ? openBeginning : parsed;
    if (date < earliest) return early;
    if (date > latest) return past !== undefined ? toCome : farBeginning;
    if (past !== undefined && date > come) return ok(parsed.value, [...(parsed.notes ?? []), planned.complaint]);
    return date === NO_END && precision === 'day' && past === undefined ? ok({ date: '9999-12-31', precision: 'open' }, [openAssumed.complaint]) : parsed;
  };
}

/** Where the day begins before it does in Greenwich, today is already tomorrow. */
const daysAfter = (iso: string, days: number): string => new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10);

const tooEarly = (year: number) => bad('date.too-early',
  { zh: `日期早于 ${year} 年，不可能`, en: `The date lies before ${year}, which cannot be` },
  { zh: '多半是年份写错：请核对原件后改正', en: 'Most likely the year is a slip: check it against the original' });
const toCome = bad('date.to-come',
  { zh: '记录的是已发生的事，日期却还没有到', en: 'It is the day of something that took place, and has not come yet' },
  { zh: '多半是年份写错：请核对原件后改正；确实还没有发生的，发生后再报', en: 'Most likely the year is a slip: check it against the original; deliver what has not taken place once it has' });
const planned = bad('date.planned', { zh: '日期还没有到，按计划的日期收下', en: 'The day has not come yet; taken for a planned one' },
  { zh: '发放前送来的清单无需处理；是年份写错的请核对改正', en: 'Nothing to do for a list made before the day; correct the year where it is a slip' });
const farBeginning = bad('date.far-beginning',
  { zh: `开始日期在 ${FAR_YEARS} 年以后`, en: `The day of beginning is more than ${FAR_YEARS} years away` },
  { zh: '多半是年份写错，或把截止日期填到了开始日期：请核对后改正', en: 'Most likely the year is a slip, or the end stands in its place: check and correct it' });
const openPast = bad('date.open-past',
  { zh: '记录的是已发生的事，日期却写成了“长期”或 9999 年', en: 'It is the day of something that took place, given as "for ever" or the year 9999' },
  { zh: '请填写实际日期；没有发生的不应在这张表里', en: 'Give the day itself; what has not taken place does not belong in this list' });
/** 长期 is an end; what begins in the year 9999 would never be valid, and never be seen. */
const openBeginning = bad('date.open-beginning', { zh: '开始日期写成了“长期”', en: 'A day of beginning is given as "for ever"' },
  { zh: '请填写开始的年月日；“长期”只用于截止日期', en: 'Give the day on which it began; only an end may be open' });
const openAssumed = bad('date.open-assumed', { zh: `截止日期 ${NO_END} 按“长期”处理`, en: `The end ${NO_END} is taken for no end` },
  { zh: '若确实在那一天到期，无需处理；长期有效的请写“长期”', en: 'Nothing to do where it truly ends on that day; write 长期 where it has no end' });

const DAY_FIRST = /^\s*(1[3-9]|2\d|3[01])[-/.]\d{1,2}[-/.]\d{4}\b/;
const MONTH_FIRST = /^\s*\d{1,2}[-/.](1[3-9]|2\d|3[01])[-/.]\d{4}\b/;
const SERIAL = /^\s*[1-6]\d{4}(\.\d+)?\s*$/;

/** One stray five-digit number is a slip of the pen; several, or a good part of the column, are a spreadsheet's day serials. */
function dateHabit(values: string[]): DateOptions {
  const count = (pattern: RegExp) => values.reduce((n, raw) => n + (pattern.test(raw) ? 1 : 0), 0);
  const [days, months, serials] = [count(DAY_FIRST), count(MONTH_FIRST), count(SERIAL)];
  return {
    serials: serials >= 3 || serials * 5 >= values.length,
    ...(days > 0 && months === 0 ? { order: 'dmy' as const } : months > 0 && days === 0 ? { order: 'mdy' as const } : {}),
  };
}
