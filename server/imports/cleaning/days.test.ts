import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { openDuck } from '../../duckdb.ts';
import { runHouse } from '../../engine/cli.ts';
import type { House } from '../../house.ts';
import { activeBatches, prepareInputs } from '../../lake/inputs.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { deliver, type FileReport } from '../deliver.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { listRefused } from '../quarantine/store.ts';

const number = (n: number): string => {
  const seventeen = `43992119${40 + (n % 40)}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};

async function take(house: House, files: Record<string, string[]>): Promise<FileReport[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-days-'));
  for (const [name, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), lines.join('\n') + '\n');
  }
  await using shop = await openWorkshop(house);
  return await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});
}

const JUNE = { clock: () => new Date('2026-06-30T08:00:00Z') };
const DEATHS = '死者身份证号,死者姓名,死亡日期,登记日期,数据来源,村(社区)';
const dead = (n: number, died: string, registered = '2026-05-12') => `${number(n)},张伟${n},${died},${registered},公安注销,439921101201`;

test('nobody is accused by a day of death that has not come, that lies before 1900, or that a program wrote for none', async () => {
  await using house = await testHouse(JUNE);
  const paid = ['发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,所属期止,发放金额(元),发放状态',
    ...Array.from({ length: 60 }, (_, n) => `P${n},重度残疾人护理补贴,${number(n)},张伟${n},439921101201,2026-05-01,2026-05-31,100.00,成功`)];
  const wrong = ['2062-05-10', '1896-05-10', '1900-01-01', '1900-01-00', '1899-12-30', '0001-01-01', '9999-12-31', '2099-12-31', '长期', '2026-07-03'];
  const died = [...wrong.map((day, n) => dead(n, day)), ...[20, 21, 22, 23].map((n) => dead(n, '2026-03-10')), dead(24, '2026-07-01')];
  const [deaths] = await take(house, { '公安局/死亡注销人员2026年6月30日.csv': [DEATHS, ...died], '财政局/一卡通发放明细.csv': paid });

  expect(deaths!.batches).toMatchObject([{ register: 'death', quality: { accepted: 5, quarantined: wrong.length } }]);
  const refused = await listRefused(house.db);
  expect(refused.map(({ row, code }) => [wrong[row - 2], code])).toEqual([
    ['2062-05-10', 'date.to-come'], ['1896-05-10', 'date.too-early'], ['1900-01-01', 'date.zero'], ['1900-01-00', 'date.zero'], ['1899-12-30', 'date.zero'], ['0001-01-01', 'date.zero'],
    ['9999-12-31', 'date.open-past'], ['2099-12-31', 'date.to-come'], ['长期', 'date.open-past'], ['2026-07-03', 'date.to-come'],
  ]);
  for (const { reason, remedy } of refused) expect([reason.zh, reason.en, remedy.zh, remedy.en].every((words) => words.length > 5)).toBe(true);
  expect((await runHouse(house, { asOf: '2026-06-30', only: ['dead-payee'] })).models).toMatchObject([{ hits: 4 }]);
});

test('a day of death before the birth that the number states is refused, and nobody is accused by it', async () => {
  await using house = await testHouse(JUNE);
  const paid = ['发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,所属期止,发放金额(元),发放状态',
    ...Array.from({ length: 60 }, (_, n) => `P${n},重度残疾人护理补贴,${number(n)},张伟${n},439921101201,2026-05-01,2026-05-31,100.00,成功`)];
  const born = number(5).slice(6, 10);
  const died = [dead(3, '1923-03-10'), dead(4, '1923年'), dead(5, `${born}年`), dead(6, '2026-03-10'), `${number(7)},张伟7,1924-01-05,2026-05-12,不知何处,439921101201`];
  await take(house, { '公安局/死亡注销人员2026年6月30日.csv': [DEATHS, ...died], '财政局/一卡通发放明细.csv': paid });
  expect((await listRefused(house.db)).map(({ row, code }) => [row, code])).toEqual([[2, 'date.before-birth'], [3, 'date.before-birth'], [6, 'code.unknown']]);
});

test('what programs write for “no end” is an open end; for “no day”, a day not known; a beginning is neither', async () => {
  await using house = await testHouse(JUNE);
  const ends = ['9999-12-31', '2999-12-31', '2099/12/31', '长期', '终身', '在任', '1900-01-00', '0000-00-00', '2027-01-31', ''];
  const roster = ['低保证号,成员姓名,成员身份证号,村(社区),月保障金额(元),起保日期,止保日期,最近复核日期',
    ...Array.from({ length: 40 }, (_, n) => `D${n},张伟${n},${number(n)},439921101201,500,2023-01-01,${ends[n] ?? '2027-01-31'},${n < 5 ? '1900/1/0' : '2026-05-06'}`),
    `D40,张伟40,${number(40)},439921101201,500,2099-12-31,,`, `D41,张伟41,${number(41)},439921101201,500,1823-01-01,,`];
  const [report] = await take(house, { '民政局/低保花名册2026年6月30日.csv': roster });
  expect(report!.batches).toMatchObject([{ quality: { accepted: 40, quarantined: 2, noted: { 'date.zero': {}, 'date.open-assumed': {} } } }]);
  expect((await listRefused(house.db)).map(({ code }) => code)).toEqual(['date.far-beginning', 'date.too-early']);

  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  await prepareInputs(duck, { home: house.home, catalogue: loadCatalogue(), batches: await activeBatches(house.db), registers: ['dibao'], asOf: '2026-06-30' });
  const rows = await duck.rows<{ to: string | null; how: string | null; review: string | null }>(`select to_date as "to", to_date_precision as how, last_review as review from dibao order by _ref limit ${ends.length}`);
  expect(rows.map(({ to, how }) => (how === 'open' ? how : to))).toEqual(['open', 'open', 'open', 'open', 'open', 'open', null, null, '2027-01-31', null]);
  expect(rows.filter(({ review }) => review === null)).toHaveLength(5);
});

test('a birth of the century before last is a very old person; one that has not come is a slip', async () => {
  await using house = await testHouse(JUNE);
  const people = ['身份证号,姓名,性别,出生日期,户口所在村(社区)', ...['1896-05-01', '1940-01-01', '2062-01-01', '62-01-01'].map((birth, n) => `${number(n)},张伟${n},男,${birth},439921101201`)];
  const [report] = await take(house, { '公安局/常住人口2026年6月30日.csv': people });
  expect(report!.batches).toMatchObject([{ register: 'person', quality: { accepted: 3, quarantined: 1 } }]);
});

test('a list of payments that is sent before the day of payment is taken, up to 31 days ahead, and noted; a later day is a slip of the year', async () => {
  await using house = await testHouse(JUNE);
  const paidAt = ['2026-06-28', '2026-07-08', '2026-08-01', '2026-08-02', '2027-06-28'];
  const [report] = await take(house, { '财政局/一卡通发放明细2026年6月.csv': ['发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,所属期止,发放金额(元),发放日期,发放状态',
    ...paidAt.map((day, n) => `P${n},高龄津贴,${number(n)},张伟${n},439921101201,2026-06-01,2026-06-30,100.00,${day},成功`)] });
  expect(report!.batches).toMatchObject([{ asAt: '2026-06-30', quality: { accepted: 3, quarantined: 2, noted: { 'date.planned': { values: 2 } } } }]);
  expect((await listRefused(house.db)).map(({ row, code }) => [paidAt[row - 2], code])).toEqual([['2026-08-02', 'date.to-come'], ['2027-06-28', 'date.to-come']]);
});
