import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../testing.ts';
import { checkCharacter, type CitizenOptions, countRounded, findCitizenNumbers, looksRounded, parseCitizenNumber } from './citizen.ts';

const inTraining: CitizenOptions = { regionExists: (region: string) => region === '439921' };
const code = (raw: string, options = inTraining) => {
  const parsed = parseCitizenNumber(raw, options);
  return parsed.ok ? parsed.value?.number ?? null : parsed.complaint.code;
};

/** Fictional people of 青岚县, born 1900 to 2025; no sequence 000, which nobody has. */
const seventeen = fc
  .tuple(fc.date({ min: new Date('1900-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }), fc.integer({ min: 1, max: 999 }))
  .map(([born, sequence]) => `439921${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(sequence).padStart(3, '0')}`);
const number = seventeen.map((digits) => digits + checkCharacter(digits));

describe('a citizen number', () => {
  it('comes back as it is, with its birth date and sex', () => {
    fc.assert(
      fc.property(number, (it) => {
        const parsed = parseCitizenNumber(it, inTraining);
        expect(parsed).toMatchObject({ ok: true, value: { kind: 'citizen', number: it, tier: 1, region: '439921', sex: Number(it[16]) % 2 ? 'male' : 'female' } });
        if (parsed.ok && parsed.value?.kind === 'citizen') expect(parsed.value.birth.replaceAll('-', '')).toBe(it.slice(6, 14));
      }),
    );
  });

  it('is the same however it is written', () => {
    const wide = (text: string) => text.replace(/[0-9X]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
    const dressed: ((it: string) => string)[] = [
      (it) => it.toLowerCase(), (it) => ` ${it}\u3000`, (it) => `'${it}`, (it) => `‘${it}`, wide, (it) => `身份证号：${it}`, (it) => `公民身份号码 ${it}`,
      (it) => `${it.slice(0, 6)} ${it.slice(6, 14)} ${it.slice(14)}`, (it) => `${it.slice(0, 6)}-${it.slice(6, 14)}-${it.slice(14)}`,
      (it) => `\u200b${it.slice(0, 9)}\u200b${it.slice(9)}\ufeff`, (it) => `\t${it}\u00a0`, (it) => `${it}(已核)`,
    ];
    fc.assert(fc.property(number, fc.constantFrom(...dressed), (it, dress) => void expect(parseCitizenNumber(dress(it), inTraining)).toMatchObject({ value: { number: it, tier: 1 } })));
  });

  it('of 15 digits becomes the 18 of the same person, as tier 2', () => {
    fc.assert(
      fc.property(number.filter((it) => it.startsWith('19', 6)), (it) => {
        const old = it.slice(0, 6) + it.slice(8, 17);
        expect(parseCitizenNumber(old, inTraining)).toMatchObject({ ok: true, value: { number: it, tier: 2 } });
      }),
    );
  });

  it('never survives one wrong digit', () => {
    fc.assert(
      fc.property(number, fc.nat(16), fc.integer({ min: 1, max: 9 }), (it, at, by) => {
        const wrong = it.slice(0, at) + ((Number(it[at]) + by) % 10) + it.slice(at + 1);
        expect(code(wrong)).toMatch(/^citizen-number\.(check|birth|region|rounded)$/);
      }),
    );
  });

  it('never survives two neighbouring digits that changed places', () => {
    fc.assert(
      fc.property(number, fc.nat(15), (it, at) => {
        fc.pre(it[at] !== it[at + 1]);
        const wrong = it.slice(0, at) + it[at + 1] + it[at] + it.slice(at + 2);
        expect(code(wrong)).toMatch(/^citizen-number\.(check|birth|region|rounded)$/);
      }),
    );
  });

  it('never throws and never repeats the cell in its complaint, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.string({ unit: fc.constantFrom(...'0123456789Xx*、,-：. ') , maxLength: 45 })), (raw) => {
        const parsed = parseCitizenNumber(raw);
        if (!parsed.ok && raw.trim().length > 6) expect(JSON.stringify(parsed.complaint)).not.toContain(raw.trim());
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['4.39921E+17', 'citizen-number.scientific'],
    ['439921195001011000', 'citizen-number.rounded'],
    ['439921195001010000', 'citizen-number.rounded'],
    ['439921195001010019.0', 'citizen-number.rounded'],
    ['4399211950*****019', 'citizen-number.masked'],
    ['439921XXXXXXXX0019', 'citizen-number.masked'],
    ['43992119500101001', 'citizen-number.length'],
    ['19500101', 'citizen-number.length'],
    ['张三', 'citizen-number.characters'],
    ['439921195001010019、439921196002290029', 'citizen-number.several'],
    ['439921195013010016', 'citizen-number.birth'],
    ['', null],
    ['无', null],
  ])('%s → %s', (raw, expected) => expect(code(raw)).toBe(expected));

  it('of an unknown region is refused, and a training home knows its own', () => {
    const it = '439921195001010019';
    expect(code(it, { regionExists: () => false })).toBe('citizen-number.region');
    expect(code(it)).toBe(it);
  });

  it('of somebody not yet born is refused when today is known', () => {
    const unborn = '43992120260101001';
    const it = unborn + checkCharacter(unborn);
    expect(parseCitizenNumber(it, { ...inTraining, today: '2025-12-31' })).toMatchObject({ complaint: { code: 'citizen-number.birth' } });
    expect(parseCitizenNumber(it, { ...inTraining, today: '2026-01-01' })).toMatchObject({ ok: true });
  });

  it('two in one cell are found and told apart', () => {
    fc.assert(
      fc.property(number, number, fc.constantFrom('、', '，', ' / ', '\n', '和'), (a, b, between) => {
        fc.pre(a !== b);
        expect(findCitizenNumbers(`${a}${between}${b}`)).toEqual([a, b]);
      }),
    );
  });

  it('with digits too many is refused for its length, alone and beside words or another number: it is never cut to the number of somebody else', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 11 });
    const dressed: ((it: string) => string)[] = [(it) => it, (it) => `身份证号：${it}`, (it) => `张三${it}`, (it) => `${it.slice(0, 18)} ${it.slice(18)}`, (it) => `${it}(已核)`];
    fc.assert(
      fc.property(number.filter((it) => !it.endsWith('X')), digits, number, fc.constantFrom(...dressed), (it, more, other, dress) => {
        expect(code(dress(it + more))).toBe('citizen-number.length');
        expect(code(dress(more + it))).toBe('citizen-number.length');
        expect(code(`${other}、${it}${more}`)).toBe('citizen-number.several');
      }),
    );
  });

  it('that grew together with another is still two people, old numbers too', () => {
    fc.assert(
      fc.property(number.filter((it) => !it.endsWith('X')), number, fc.boolean(), (a, b, isOld) => {
        const [first, second] = isOld ? [a.slice(0, 15), b.slice(0, 15)] : [a, b];
        fc.pre(first !== second);
        expect(findCitizenNumbers(first + second)).toEqual([first, second]);
        expect(code(first + second)).toBe('citizen-number.several');
      }),
    );
  });
});

describe('other documents are people, not errors', () => {
  it.each([
    ['H12345678', 'hk-macau-permit', 'H12345678'],
    ['M1234567802', 'hk-macau-permit', 'M12345678'],
    ['01234567', 'taiwan-permit', '01234567'],
    ['ABC123456789012', 'foreign-permanent-residence', 'ABC123456789012'],
    ['E12345678', 'passport', 'E12345678'],
    ['810000199001010019', 'hk-macau-taiwan-residence', '810000199001010019'],
    ['911156198108030025', 'foreign-permanent-residence', '911156198108030025'],
  ])('%s is a %s', (raw, document, number) => expect(parseCitizenNumber(raw)).toMatchObject({ value: { kind: 'document', document, number } }));
});

describe('a column that a spreadsheet rounded', () => {
  const roundedOf = (values: string[]): boolean => {
    const seen = { long: 0, zeros: 0 };
    countRounded(seen, values);
    return looksRounded(seen);
  };
  const rounded = ['439921195001011000', '439921196002292000', '439921197003033000'];
  it('is recognised by its zeros, and a sound one is not', () => {
    expect(roundedOf(rounded)).toBe(true);
    expect(roundedOf(['439921195001010019', '439921196002290029'])).toBe(false);
  });
  it('makes even a number refused whose check character happens to fit', () => {
    const days = Array.from({ length: 28 }, (_, i) => `439921195001${String(i + 1).padStart(2, '0')}`);
    const lucky = days.map((day) => `${day}100`).find((digits) => checkCharacter(digits) === '0') + '0';
    expect(code(lucky)).toBe(lucky);
    expect(parseCitizenNumber(lucky, { ...inTraining, rounded: true })).toMatchObject({ complaint: { code: 'citizen-number.rounded' } });
  });
});
