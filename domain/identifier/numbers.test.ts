import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing.ts';
import type { Parsed } from '../complaint.ts';
import { accountsLookRounded, countRoundedAccounts, luhnFits, parseBankAccount } from './bank-card.ts';
import { parsePhone } from './phone.ts';
import { parsePlate } from './plate.ts';

const outcome = <T>(parsed: Parsed<T>) => (parsed.ok ? [parsed.value, ...(parsed.notes ?? []).map((note) => note.code)] : parsed.complaint.code);

describe('a bank account', () => {
  it('that ends in zeros is its own where the rest of the column does not, and lost where most do', () => {
    const judge = (column: string[]) => {
      const seen = { long: 0, zeros: 0 };
      countRoundedAccounts(seen, column);
      return outcome(parseBankAccount('40100109876543200', { rounded: accountsLookRounded(seen) }));
    };
    const own = Array.from({ length: 40 }, (_, i) => `401001098765${String(43_201 + i)}`);
    expect(judge([...own, '40100109876543200'])).toEqual(['40100109876543200', 'bank-account.luhn']);
    expect(judge(own.map((account) => account.slice(0, 15) + '00'))).toBe('bank-account.rounded');
    expect(judge(['40100109876543200'])).toBe('bank-account.rounded');
  });
  it.each([
    ['6217 0012 3456 7893', ['6217001234567893']],
    ['6217001234567890', ['6217001234567890', 'bank-account.luhn']],
    ['8111-0010-1234', ['811100101234']],
    ['0012345678901', ['0012345678901']],
    ['1234567', ['1234567', 'bank-account.short']],
    ['6.217E+18', 'bank-account.scientific'],
    ['6222021234567890000', 'bank-account.rounded'],
    ['6217****7890', 'bank-account.masked'],
    ['张三', 'bank-account.unreadable'],
    ['', [null]],
  ])('%s', (raw, expected) => expect(outcome(parseBankAccount(raw))).toEqual(expected));

  it('with a check digit fails on any one wrong digit', () => {
    const card = fc.stringMatching(/^62\d{16}$/).map((digits) => digits + [...'0123456789'].find((c) => luhnFits(digits + c)));
    fc.assert(
      fc.property(card, fc.nat(18), fc.integer({ min: 1, max: 9 }), (it, at, by) => {
        expect(luhnFits(it)).toBe(true);
        expect(luhnFits(it.slice(0, at) + ((Number(it[at]) + by) % 10) + it.slice(at + 1))).toBe(false);
      }),
    );
  });
});

describe('a telephone number', () => {
  it.each([
    ['13812345678', ['13812345678']],
    ['+86 138-1234-5678', ['13812345678']],
    ['8613812345678', ['13812345678']],
    ['手机：138 1234 5678', ['13812345678']],
    ['(0731)88881234转8001', ['073188881234']],
    ['0731-88881234-801', ['073188881234']],
    ['88881234', ['88881234']],
    ['13812345678、13912345678', 'phone.several'],
    ['138****5678', 'phone.masked'],
    ['1.38E+10', 'phone.scientific'],
    ['12345678', 'phone.unreadable'],
    ['-', [null]],
  ])('%s', (raw, expected) => expect(outcome(parsePhone(raw))).toEqual(expected));
});

describe('a licence plate', () => {
  it.each([
    ['湘A·12B45', { plate: '湘A12B45', kind: 'ordinary' }],
    ['湘ad12345', { plate: '湘AD12345', kind: 'new_energy' }],
    ['湘A12345D', { plate: '湘A12345D', kind: 'new_energy' }],
    ['湘A1234学', { plate: '湘A1234学', kind: 'learner' }],
    ['湘A1234警', { plate: '湘A1234警', kind: 'police' }],
    ['湘A1234挂', { plate: '湘A1234挂', kind: 'trailer' }],
    ['沪A0023领', { plate: '沪A0023领', kind: 'consulate' }],
    ['使014578', { plate: '使014578', kind: 'embassy' }],
    ['湘A 12345（蓝）', { plate: '湘A12345', kind: 'ordinary' }],
  ])('%s', (raw, expected) => expect(parsePlate(raw)).toEqual({ ok: true, value: expected }));
  it('reads the letter O as the digit it must be, and says so', () => expect(outcome(parsePlate('湘AO1234'))).toEqual([{ plate: '湘A01234', kind: 'ordinary' }, 'plate.lookalike']));
  it.each(['湘A1234', '12345', '湘A**345'])('%s is refused', (raw) => expect(parsePlate(raw).ok).toBe(false));
});

it('no parser throws, whatever stands in the cell', () => {
  fc.assert(
    fc.property(anyText(), (raw) => {
      for (const parse of [parseBankAccount, parsePhone, parsePlate]) parse(raw);
    }),
    { numRuns: 1000 },
  );
});
