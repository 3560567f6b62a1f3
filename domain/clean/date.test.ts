import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing.ts';
import { parseDate, parseMonth, type DateOptions } from './date.ts';

const outcome = (raw: string, options?: DateOptions) => {
  const parsed = parseDate(raw, options);
  if (!parsed.ok) return parsed.complaint.code;
  return parsed.value && [parsed.value.date, parsed.value.precision, ...(parsed.notes ?? []).map((note) => note.code)];
};
const day = fc.date({ min: new Date('1900-01-02'), max: new Date('2100-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));

describe('a date', () => {
  it.each([
    ['20230101', '2023-01-01', 'day'], ['2023.1.1', '2023-01-01', 'day'], ['2023/1/1', '2023-01-01', 'day'], ['２０２３－０１－０５', '2023-01-05', 'day'],
    ['2023年1月5日', '2023-01-05', 'day'], ['2023 年 1 月 5 号', '2023-01-05', 'day'], ['二〇二三年一月五日', '2023-01-05', 'day'], ['二零二三年十二月三十一日', '2023-12-31', 'day'],
    ['2023-01-05 08:30:00', '2023-01-05', 'day'], ['2023-01-05T00:00:00.000Z', '2023-01-05', 'day'], ['2023年1月5日 8时30分', '2023-01-05', 'day'], ['13/2/2023', '2023-02-13', 'day'], ['Jan 5, 2023', '2023-01-05', 'day'],
    ['2023年1月', '2023-01-01', 'month'], ['2023年元月', '2023-01-01', 'month'], ['2023年元月份', '2023-01-01', 'month'], ['2023.01', '2023-01-01', 'month'], ['202301', '2023-01-01', 'month'], ['2023-1', '2023-01-01', 'month'],
    ['2023', '2023-01-01', 'year'], ['2023年', '2023-01-01', 'year'], ['2023年度', '2023-01-01', 'year'], ['19560000', '1956-01-01', 'year'],
    ['长期', '9999-12-31', 'open'], ['长期有效', '9999-12-31', 'open'], ['99991231', '9999-12-31', 'open'], ['9999-12-31', '9999-12-31', 'open'], ['至今', '9999-12-31', 'open'], ['2999-12-31', '9999-12-31', 'open'], ['9999/1/1', '9999-12-31', 'open'], ['现任', '9999-12-31', 'open'],
    ['1900-01', '1900-01-01', 'month'], ['1900', '1900-01-01', 'year'], ['1899-12-01', '1899-12-01', 'day'],
  ])('%s is %s (%s)', (raw, date, precision) => expect(outcome(raw)).toEqual([date, precision]));

  it.each([
    ['2023-13-1', 'date.month'], ['20231301', 'date.month'], ['2023-02-30', 'date.day'], ['2023-00-05', 'date.month'], ['1/2/2023', 'date.order'], ['44927', 'date.unreadable'],
    ['0014-05-06', 'date.year'], ['1756-01-01', 'date.year'], ['08:30', 'date.unreadable'], ['昨天', 'date.unreadable'], ['', null], ['-', null], ['无', null],
  ])('%s → %j', (raw, expected) => expect(outcome(raw)).toEqual(expected));

  it.each(['1900-01-01', '1900/1/0', '1900年1月0日', '19000100', '1899-12-30 00:00:00', '1899-12-31', '0000-00-00', '0001-01-01T00:00:00', '0', '0.0'])('%s is how a program writes that there is none', (raw) => {
    expect(parseDate(raw)).toMatchObject({ ok: true, value: null, notes: [{ code: 'date.zero' }] });
    expect(parseMonth(raw)).toMatchObject({ ok: true, value: null, notes: [{ code: 'date.zero' }] });
  });
  it('with two digits of the year says that it guessed the century', () => {
    expect(outcome('23.1.5')).toEqual(['2023-01-05', 'day', 'date.two-digit-year']);
    expect(outcome('56年3月')).toEqual(['1956-03-01', 'month', 'date.two-digit-year']);
  });
  it('is read from a serial, a short year or a foreign order only where somebody decided so', () => {
    expect(outcome('44927', { serials: true })).toEqual(['2023-01-01', 'day', 'date.serial']);
    expect(outcome('44927.75', { serials: true })).toEqual(['2023-01-01', 'day', 'date.serial']);
    expect(outcome('202301', { serials: true })).toEqual(['2023-01-01', 'month']);
    expect(outcome('0014-05-06', { repairYears: true })).toEqual(['2014-05-06', 'day', 'date.year-repaired']);
    expect(outcome('1/2/2023', { order: 'dmy' })).toEqual(['2023-02-01', 'day']);
    expect(outcome('1/2/2023', { order: 'mdy' })).toEqual(['2023-01-02', 'day']);
  });

  it('is the same however it is written', () => {
    const forms: ((y: number, m: number, d: number) => string)[] = [
      (y, m, d) => `${y}${String(m).padStart(2, '0')}${String(d).padStart(2, '0')}`, (y, m, d) => `${y}/${m}/${d}`, (y, m, d) => `${y}.${m}.${d}`,
      (y, m, d) => `${y}年${m}月${d}日`, (y, m, d) => `${y}年${String(m).padStart(2, '0')}月${d}号`, (y, m, d) => ` ${y}-${m}-${d} 0:00:00 `,
    ];
    fc.assert(
      fc.property(day, fc.constantFrom(...forms), (iso, form) => {
        const [y, m, d] = iso.split('-').map(Number) as [number, number, number];
        expect(outcome(form(y, m, d))).toEqual([iso, 'day']);
      }),
    );
  });
  it('never throws, and what it accepts is a day of the calendar', () => {
    const cell = fc.oneof(anyText(), fc.string({ unit: fc.constantFrom(...'0123456789-/.年月日: 元〇二十三T') }));
    fc.assert(
      fc.property(cell, fc.boolean(), (raw, serials) => {
        const parsed = parseDate(raw, { serials });
        if (parsed.ok && parsed.value) expect(new Date(`${parsed.value.date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(parsed.value.date);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('a month', () => {
  it.each([['2023-01', '2023-01-01'], ['202312', '2023-12-01'], ['2023年元月份', '2023-01-01'], ['2023-01-15', '2023-01-01'], ['', null]])('%s is %s', (raw, month) =>
    expect(parseMonth(raw)).toEqual({ ok: true, value: month }));
  it.each(['2023', '长期', '第一季度'])('%s is none', (raw) => expect(parseMonth(raw)).toMatchObject({ complaint: { code: 'month.unreadable' } }));
});
