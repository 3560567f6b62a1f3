import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing.ts';
import type { Parsed } from '../complaint.ts';
import { areaUnit, parseArea } from './area.ts';
import { moneyUnit, parseMoney } from './money.ts';
import { parseBoolean, parseInteger, parseNumber } from './number.ts';

const outcome = <T>(parsed: Parsed<T>) => (parsed.ok ? (parsed.notes ? [parsed.value, ...parsed.notes.map((note) => note.code)] : parsed.value) : parsed.complaint.code);

describe('money becomes fen', () => {
  it.each([
    ['1,200.00元', 120000], ['0.12万元', 120000], ['￥1,200', 120000], ['¥ 1 200.5', 120050], ['１２００．００元', 120000], ['1200元整', 120000], ['12元5角', 1250],
    ['壹佰元', 10000], ['壹佰元整', 10000], ['壹万贰仟叁佰元伍角', 1230050], ['壹万贰仟叁佰元零伍分', 1230005], ['人民币壹仟元整', 100000], ['伍角叁分', 53], ['壹拾贰亿元整', 120000000000], ['一百二十', 12000],
    ['1亿2000万元', 12000000000], ['3万5千元', 3500000], ['(1,200.00)', -120000], ['-3', -300], ['负伍拾元', -5000], ['−0.01', -1], ['0', 0], ['0.00', 0], ['.5', 50],
    ['EUR 12.50', 1250], ['12.50€', 1250], ["'88.8", 8880],
    ['', null], [' ', null], ['-', null], ['/', null], ['无', null], ['NULL', null],
    ['1200.0000000000002', 120000], ['33.333', [3333, 'money.sub-fen']], ['1.2E+05', [12000000, 'money.scientific']],
    ['1,2', 'money.unreadable'], ['12,34.5', 'money.unreadable'], ['abc', 'money.unreadable'], ['元', 'money.unreadable'], ['1200.00.00', 'money.unreadable'], ['439921195001010019', 'money.too-large'],
  ])('%s → %j', (raw, fen) => expect(outcome(parseMoney(raw))).toEqual(fen));

  it('takes the unit of the header, and a unit in the cell beats it', () => {
    expect(outcome(parseMoney('1.2', 'wan_yuan'))).toBe(1200000);
    expect(outcome(parseMoney('1200元', 'wan_yuan'))).toBe(120000);
    expect(['万元', '(元)', '单位：万元', 'EUR', '千元', '金额'].map(moneyUnit)).toEqual(['wan_yuan', 'yuan', 'wan_yuan', 'yuan', 'qian_yuan', null]);
  });
  it('refuses parts of a fen where that was asked', () => expect(outcome(parseMoney('33.333', 'yuan', { subFen: 'refuse' }))).toBe('money.sub-fen'));

  it('round-trips every amount, with and without grouping, exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (fen) => {
        const [whole, part] = [Math.trunc(Math.abs(fen) / 100), String(Math.abs(fen) % 100).padStart(2, '0')];
        const sign = fen < 0 ? '-' : '';
        expect(parseMoney(`${sign}${whole}.${part}`)).toEqual({ ok: true, value: fen });
        expect(parseMoney(`${sign}${whole.toLocaleString('en-US')}.${part}元`)).toEqual({ ok: true, value: fen });
      }),
    );
  });
  it('round-trips capitals', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 99_999_999 }), (yuan) => void expect(parseMoney(`${inCapitals(yuan)}元整`)).toEqual({ ok: true, value: yuan * 100 })));
  });
});

/** As cheques are written: 10203 → 壹万零贰佰零叁. */
function inCapitals(n: number): string {
  const digits = '零壹贰叁肆伍陆柒捌玖';
  const section = (value: number) => {
    const text = [...String(value).padStart(4, '0')].map((d, i) => (d === '0' ? '零' : digits[Number(d)]! + ['仟', '佰', '拾', ''][i]!)).join('');
    return text.replace(/零+/g, '零').replace(/^零|零$/g, '');
  };
  const [above, below] = [Math.floor(n / 10_000), n % 10_000];
  if (above === 0) return section(below);
  return `${section(above)}万${below > 0 && below < 1000 ? '零' : ''}${section(below)}`;
}

describe('area becomes square metres', () => {
  it.each([
    ['1.2亩', '800', 'mu'], ['1.2', '800', 'mu'], ['3', '2000', 'mu'], ['1', '666.6667', 'mu'], ['3亩5分', '2333.3333', 'mu'], ['2分', '133.3333', 'fen_of_mu'], ['0.5公顷', '5000', 'hectare'],
    ['800平方米', '800', 'm2'], ['800m²', '800', 'm2'], ['800㎡', '800', 'm2'], ['1，200.5亩', '800333.3333', 'mu'], ['0', '0', 'mu'],
  ])('%s', (raw, m2, unit) => expect(outcome(parseArea(raw))).toEqual({ m2, unit }));
  it.each([['-1', 'area.range'], ['约3亩', 'area.unreadable'], ['', null], ['—', null]])('%s → %j', (raw, expected) => expect(outcome(parseArea(raw))).toEqual(expected));
  it('takes the unit of the header', () => {
    expect(outcome(parseArea('100', 'm2'))).toEqual({ m2: '100', unit: 'm2' });
    expect(['(亩)', '平方米', '㎡', '公顷', '面积'].map(areaUnit)).toEqual(['mu', 'm2', 'm2', 'hectare', null]);
  });
  it('makes three mu exactly two thousand square metres', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000 }), (n) => void expect(outcome(parseArea(String(n * 3)))).toEqual({ m2: String(n * 2000), unit: 'mu' })));
  });
});

describe('numbers', () => {
  it.each([['1,234.5', '1234.5'], ['50%', '0.5'], ['1/2', '0.5'], ['二分之一', '0.5'], ['3kW', '3'], ['1.23456', '1.2346'], ['三', '3'], ['-', null], ['1e3', '1000'], ['1/0', 'number.unreadable'], ['12a34', 'number.unreadable']])(
    '%s → %j', (raw, expected) => expect(outcome(parseNumber(raw))).toEqual(expected));
  it.each([['3', 3], ['3.0', 3], ['一级', 1], ['Ⅱ', 2], ['2023年度', 2023], ['80周岁', 80], ['二十三', 23], ['1.5', 'number.not-whole'], ['', null]])(
    'whole: %s → %j', (raw, expected) => expect(outcome(parseInteger(raw))).toEqual(expected));
  it.each([['是', true], ['有', true], ['√', true], ['Y', true], ['1', true], ['否', false], ['无', false], ['×', false], ['N', false], ['0', false], ['', null], ['也许', 'boolean.unreadable']])(
    'yes or no: %s → %j', (raw, expected) => expect(outcome(parseBoolean(raw))).toEqual(expected));
});

it('no parser throws, whatever stands in the cell', () => {
  const cell = fc.oneof(anyText(), fc.string({ unit: fc.constantFrom(...'0123456789.,-+eE()万元亩分角壹拾佰%/年') }));
  fc.assert(
    fc.property(cell, (raw) => {
      for (const parse of [parseMoney, parseArea, parseNumber, parseInteger, parseBoolean]) parse(raw);
    }),
    { numRuns: 3000 },
  );
});
