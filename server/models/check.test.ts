import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../registers/catalogue.ts';
import { readModel } from './load.ts';

const { registers } = loadCatalogue();
function told(text: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'mingjian-check-')), 'model.yaml');
  writeFileSync(file, text);
  return readModel(file, (id) => registers.get(id)).mistakes.map(({ line, path, complaint }) => ({ at: `${line} ${path.join('.')}`, ...complaint }));
}

const MODEL = `id: Paid Twice
version: one
title: {zh: 重复领取}
asks: {zh: 谁重复领取, en: Who was paid twice}
theme: benefits
why: {zh: 因, en: why}
basis: [{rule: 某办法, clause: 第一条}]
route: departement
reads:
  pay: {register: subsidy_pay, where: "pay.status = 'payed'", wher: x}
  death: {register: death}
match:
  - death: {same: person, as: [pay.pid, death.pid], and: "death.death_date < pay.paid"}
settings:
  months: {value: 9, unit: moons, range: [0, 6], meaning: {zh: 月, en: months}}
terms:
  late: days_between(death.death_date, pay.paid_at) > mnths
flag:
  after: pay.period_from > death.death_dat
  late: late
  much: pay.amount > 100
except:
  - {code: E1, words: {zh: 甲, en: a}, when: pay.amout < 3 yuan}
  - {code: E2, words: {zh: 甲, en: a}, when: foo(pay.pid)}
about: {person: pay.pid}
measures:
  n: {is: count(pay.pid), unit: bananas, title: {zh: 数, en: n}}
amount: sum(pay.amount) + 1
level: orange
says: {zh: 说, en: says}
may: warn
share: 2
`;

test('mistakes of shape, settings and expressions come in one go, each at its line, and none that only follows from another', () => {
  expect(told(MODEL).map(({ at }) => at)).toEqual([
    '1 id', '2 version', '3 title.en', '8 route', '10 reads.pay.wher', '29 level', '32 share',
    '15 settings.months.unit', '15 settings.months.value',
    '10 reads.pay', '13 match.0.death', '19 flag.after', '17 terms.late', '21 flag.much', '28 amount', '23 except.0', '24 except.1', '27 measures.n',
  ]);
});

test('each says what may stand there, in Chinese and in English', () => {
  const said = (at: string) => told(MODEL).find((one) => one.at === at)!;
  expect(said('8 route')).toMatchObject({ words: { zh: 'route 的写法不对，写的是“departement”', en: 'route is not as it must be: "departement" is written' }, remedy: { zh: '应为其中之一：department、discipline' } });
  expect(said('29 level').remedy.zh).toBe('应为其中之一：red、yellow、blue，或一组“键: 值”，键有 red、yellow');
  expect(said('32 share').remedy).toEqual({ zh: '应为数，大于 0，不大于 1', en: 'it must be a number above 0 up to 1' });
  expect(said('10 reads.pay.wher').remedy.zh).toBe('是否想写 where?');
  expect(said('15 settings.months.unit').words.zh).toBe('没有单位“moons”');
  for (const { words, remedy } of told(MODEL)) expect([words.zh, remedy.zh].every((text) => /\p{Script=Han}/u.test(text)), words.en).toBe(true);
});

test('more than eight keys that nobody knows are all told', () => {
  const odd = Array.from({ length: 12 }, (_, i) => `odd${i}: 1\n`).join('');
  expect(told(MODEL + odd).filter(({ code }) => code === 'model.key.unknown')).toHaveLength(13);
});

test('what is no YAML is told in Chinese at its line and column', () => {
  expect(told('id: x\nversion：1\n')).toMatchObject([{ at: '2 ', code: 'model.yaml', words: { zh: '这一行缺少冒号' }, remedy: { zh: '这一行有全角的“：”，要用半角的 :' } }]);
  expect(told('')).toMatchObject([{ words: { zh: expect.stringContaining('空着') } }]);
  expect(told('id: *x\n')).toMatchObject([{ at: '1 ', words: { zh: '这里不用 YAML 的别名（* 和 &）' } }]);
});
