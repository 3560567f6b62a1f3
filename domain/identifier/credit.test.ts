import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing.ts';
import { creditCheck, parseCreditCode } from './credit.ts';
import { parseParty } from './party.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const body = fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 9, maxLength: 9 });
const code = fc.tuple(fc.constantFrom('91', '92', '93', 'N2', '12'), body).map(([kind, rest]) => `${kind}439921${rest}`).map((it) => it + creditCheck(it));

describe('a unified social credit code', () => {
  it('comes back as it is, in any case and width, behind a label', () => {
    fc.assert(
      fc.property(code, fc.constantFrom((it: string) => it, (it: string) => it.toLowerCase(), (it: string) => `统一社会信用代码：${it}`, (it: string) => ` '${it}`), (it, dress) =>
        void expect(parseCreditCode(dress(it))).toMatchObject({ ok: true, value: { kind: 'uscc', code: it, tier: 1 } }),
      ),
    );
  });

  it('never survives one wrong character', () => {
    fc.assert(
      fc.property(code, fc.nat(17), fc.constantFrom(...ALPHABET), (it, at, other) => {
        fc.pre(it[at] !== other);
        expect(parseCreditCode(it.slice(0, at) + other + it.slice(at + 1)).ok).toBe(false);
      }),
    );
  });

  it('with a letter that its alphabet excludes is repaired and says so', () => {
    const it = '91439921MA0123456F';
    expect(parseCreditCode(it.replace('MA0', 'MAO'))).toMatchObject({ value: { code: it, tier: 2 } });
  });

  it.each([
    ['D2143569-X', { value: { kind: 'organisation_code', code: 'D2143569X', tier: 9 } }],
    ['110108000000016', { value: { kind: 'licence', tier: 9 } }],
    ['110108000000017', { complaint: { code: 'credit-code.check' } }],
    ['9.14E+17', { complaint: { code: 'credit-code.damaged' } }],
    ['91439921****23456F', { complaint: { code: 'credit-code.masked' } }],
    ['91439921', { complaint: { code: 'credit-code.length' } }],
    ['', { ok: true, value: null }],
  ])('%s', (raw, expected) => expect(parseCreditCode(raw)).toMatchObject(expected));

  it('never throws', () => {
    fc.assert(fc.property(anyText(), (raw) => void parseCreditCode(raw)), { numRuns: 1000 });
  });
});

describe('a party is a person or an organisation', () => {
  it.each([
    ['439921195001010019', { value: { kind: 'citizen' } }],
    ['91439921MA0123456F', { value: { kind: 'uscc' } }],
    ['H12345678', { value: { kind: 'document' } }],
    ['439921195001010018', { complaint: { code: 'citizen-number.check' } }],
    ['青岚县河口镇合作社', { complaint: { code: 'party.name' } }],
  ])('%s', (raw, expected) => expect(parseParty(raw)).toMatchObject(expected));
});
