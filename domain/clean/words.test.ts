import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing.ts';
import { cleanAddress } from './address.ts';
import { chineseInteger } from './chinese-number.ts';
import { codeParser } from './code.ts';
import { foldName, parseName } from './name.ts';
import { cleanText, textOrNull } from './text.ts';

describe('text', () => {
  it('loses what nobody sees, and width', () => expect(cleanText('\ufeff　Ａ１\u200b，（乙）\u00a0\t x ')).toBe('A1,(乙) x'));
  it('is clean after one cleaning, and well-formed', () => {
    fc.assert(
      fc.property(anyText(), (raw) => {
        const once = cleanText(raw);
        expect(cleanText(once)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
  it('is null where there is none', () => expect(['', '  ', 'NULL', '--', '无'].map(textOrNull)).toEqual([null, null, null, null, '无']));
});

describe('a name', () => {
  const dotted = ['买买提·艾力', '买买提•艾力', '买买提.艾力', '买买提・艾力', '买买提 艾力', '买买提艾力', '买买提．艾力'];
  it('has one key for all its dots, spaces and widths', () => expect(new Set(dotted.map(foldName))).toEqual(new Set(['买买提艾力'])));
  it.each([['張三', '张三'], ['张三(已故)', '张三'], ['张三女士', '张三'], ['Ｊohn Smith', 'JOHNSMITH'], ['赵　四', '赵四'], ['ΰ', 'Ϋ́'.normalize('NFKC')]])('%s is compared as %s', (raw, key) => expect(foldName(raw)).toBe(key));
  it.each(['张*', '张**', '张某某', '张×', '李x', '张?', '张？', '\ue000三', '张□', '', '无'])('%s is unknown', (raw) => expect(foldName(raw)).toBeNull());
  it('keeps what was delivered and says why it cannot be compared', () => {
    expect(parseName(' 张*三 ')).toMatchObject({ ok: true, value: { raw: '张*三', key: null }, notes: [{ code: 'name.masked' }] });
    expect(parseName('张?')).toMatchObject({ value: { key: null }, notes: [{ code: 'name.lost-character' }] });
    expect(parseName('')).toEqual({ ok: true, value: null });
  });
  it('folds to something that folds to itself, and never throws', () => {
    fc.assert(
      fc.property(anyText(), (raw) => {
        const key = foldName(raw);
        if (key !== null) expect(foldName(key) ?? key).toBe(key);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a coded value', () => {
  const parse = codeParser({ paid: ['成功', '已发放'], returned: ['退回', '退票'], A: ['A类', '一类'] });
  it.each([['成功', 'paid'], [' 成 功 ', 'paid'], ['PAID', 'paid'], ['ａ类', 'A'], ['(退票)', 'returned'], ['', null], ['/', null]])('%s is %s', (raw, value) => expect(parse(raw)).toEqual({ ok: true, value }));
  it('that no one listed is refused', () => expect(parse('处理中')).toMatchObject({ complaint: { code: 'code.unknown' } }));
});

it('Chinese numerals are read by digits and by places', () => {
  const cases: [string, number | null][] = [['二〇二三', 2023], ['十', 10], ['二十三', 23], ['一百零五', 105], ['壹万贰仟叁佰', 12300], ['三千万', 30_000_000], ['一亿零五', 100_000_005], ['两百', 200], ['五六', 56], ['二十三三', null], ['甲', null], ['', null]];
  for (const [text, value] of cases) expect([text, chineseInteger(text)]).toEqual([text, value]);
});

it('an address becomes one line', () => {
  expect(cleanAddress('青岚县　河口镇 1～2 号\u200b')).toBe('青岚县河口镇1-2号');
  expect(cleanAddress('不详')).toBeNull();
});
