import { cleanAddress } from '@mingjian/domain/clean/address.ts';
import { type AreaUnit, areaUnit, parseArea } from '@mingjian/domain/clean/area.ts';
import { codeParser } from '@mingjian/domain/clean/code.ts';
import { type DateOptions, parseDate, parseMonth } from '@mingjian/domain/clean/date.ts';
import { type MoneyUnit, moneyUnit, parseMoney } from '@mingjian/domain/clean/money.ts';
import { parseBoolean, parseInteger, parseNumber } from '@mingjian/domain/clean/number.ts';
import { textOrNull } from '@mingjian/domain/clean/text.ts';
import { bad, type Complaint, ok, type Parsed } from '@mingjian/domain/complaint.ts';
import { parseRegionCode } from '@mingjian/domain/identifier/region.ts';
import type { Column } from '@mingjian/domain/model/register.ts';
import { type Cleaner, cleanEach } from './cleaned.ts';

/** The cleaner of a column whose facts are the value itself; null for a type that needs identities, places or programmes.
 *  `unit` is that of the cells: what the header says, else what the register says. */
export function plainCleaner(column: Column, unit: string | undefined, { begins = false }: { /** the column says when something began */ begins?: boolean } = {}): Cleaner | null {
  const one = (text: string) => [text];
  switch (column.type) {
    case 'money': return cleanEach(1, moneyParser(column, unit), (fen) => [String(fen)]);
    case 'area': return cleanEach(2, areaParser(column, unit), ({ m2, unit }) => [m2, unit]);
    case 'date': return dated(2, begins ? parseBeginning : parseDate, ({ date, precision }) => [date, precision]);
    case 'month': return dated(1, parseMonth, one);
    case 'number': return cleanEach(1, parseNumber, one);
    case 'integer': return cleanEach(1, parseInteger, (n) => [String(n)]);
    case 'boolean': return cleanEach(1, parseBoolean, (yes) => [String(yes)]);
    case 'code': return cleanEach(1, codeParser(column.values ?? {}), one);
    case 'region_code': return cleanEach(1, parseRegionCode, (code) => [String(code)]);
    case 'address': return cleanEach(1, (raw) => ok(cleanAddress(raw)), one);
    case 'text': case 'free_text': case 'geometry': return cleanEach(1, (raw) => ok(textOrNull(raw)), one);
    default: return null;
  }
}

function moneyParser(column: Column, header: string | undefined): (raw: string) => Parsed<number | null> {
  const unit: MoneyUnit = moneyUnit(header ?? '') ?? moneyUnit(column.unit ?? '') ?? 'yuan';
  return (raw) => {
    const parsed = parseMoney(raw, unit);
    return parsed.ok && parsed.value !== null && parsed.value < 0 ? ok(parsed.value, [...(parsed.notes ?? []), NEGATIVE]) : parsed;
  };
}

/** Reversals are delivered as negative rows, so it is no mistake by itself; but nobody should overlook it. */
const NEGATIVE: Complaint = {
  code: 'money.negative', words: { zh: '金额为负数', en: 'The amount is negative' }, remedy: { zh: '冲销、退回的请核对；不是的请改正', en: 'Fine for a reversal or a return; else correct it' },
};

/** 长期 is an end; what begins in the year 9999 would never be valid, and never be seen. */
function parseBeginning(raw: string, options: DateOptions): ReturnType<typeof parseDate> {
  const parsed = parseDate(raw, options);
  return parsed.ok && parsed.value?.precision === 'open' ? openBeginning : parsed;
}
const openBeginning = bad('date.open-beginning', { zh: '开始日期写成了“长期”', en: 'A day of beginning is given as "for ever"' }, { zh: '请填写开始的年月日；“长期”只用于截止日期', en: 'Give the day on which it began; only an end may be open' });


function areaParser(column: Column, header: string | undefined): (raw: string) => ReturnType<typeof parseArea> {
  const unit: AreaUnit = areaUnit(header ?? '') ?? areaUnit(column.unit ?? '') ?? 'mu';
  return (raw) => parseArea(raw, unit);
}

/** Dates are read with what the rest of their column says: how day and month stand, and whether bare numbers are day serials. */
function dated<T>(width: number, parse: (raw: string, options: DateOptions) => Parsed<T | null>, write: (value: T) => string[]): Cleaner {
  return (values) => {
    const options = dateHabit(values);
    return cleanEach(width, (raw) => parse(raw, options), write)(values);
  };
}

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
