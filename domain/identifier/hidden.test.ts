import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkCharacter } from './citizen.ts';
import { hideNumbers, NUMBER_LIKE } from './hidden.ts';

const hide = (text: string) => hideNumbers(text, () => '#');
const person = '439921195103117310'.slice(0, 17);
const number = person + checkCharacter(person);

it.each([
  [`HT-${number}-01`, 'HT-#-01'],
  [`2024${number}01`, '2024#01'],
  [number.toLowerCase(), '#'],
  [`${number.slice(0, 16)}${(Number(number[16]) + 1) % 10}${number[17]}`, '#'],
  ['户439921510311731', '户#'],
  ['439921202401010012', '439921202401010012'],
  ['FF202401150000123456', 'FF202401150000123456'],
  ['青岚县河口镇', '青岚县河口镇'],
])('%s becomes %s', (text, hidden) => expect(hide(text)).toBe(hidden));

it('hides every true number wherever it stands, and the pattern for other engines lets none of them pass', () => {
  const born = fc.date({ min: new Date('1900-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
  const any = fc.tuple(born, fc.integer({ min: 1, max: 999 })).map(([day, n]) => `439921${day}${String(n).padStart(3, '0')}`).map((it) => it + checkCharacter(it));
  fc.assert(
    fc.property(any, fc.stringMatching(/^[甲A-Z-]{0,5}$/), fc.stringMatching(/^[甲A-Z-]{0,5}$/), (it, before, after) => {
      expect(hide(before + it + after)).toBe(`${before}#${after}`);
      expect(new RegExp(NUMBER_LIKE).test(before + it + after)).toBe(true);
    }),
  );
});
