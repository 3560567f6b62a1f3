import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { runHouse } from '../../engine/cli.ts';
import type { House } from '../../house.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { deliver, type FileReport } from '../deliver.ts';
import { reportJson, reportText } from '../report/imported.ts';
import { findFiles } from './walk.ts';
import { openWorkshop } from './workshop.ts';

const number = (n: number): string => {
  const seventeen = `43992119${40 + (n % 40)}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};
const deaths = (year: number) => ['死者身份证号,死者姓名,死亡日期,登记日期,数据来源,村(社区)', ...[3, 4, 5].map((n) => `${number(n)},张伟${n},${year}-0${n}-10,${year}-0${n}-12,公安注销,439921101201`)];
const PAID = ['发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,所属期止,发放金额(元),发放状态',
  ...Array.from({ length: 60 }, (_, n) => `P${n},重度残疾人护理补贴,${number(n)},张伟${n},439921101201,2026-05-01,2026-05-31,100.00,成功`)];

async function take(house: House, files: Record<string, string[]>, delivered?: string): Promise<FileReport[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-dated-'));
  for (const [name, lines] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), lines.join('\n') + '\n');
  }
  await using shop = await openWorkshop(house);
  return await deliver(shop, await findFiles([folder], undefined, delivered), { yes: true, stated: [] }, {}, () => {});
}

const JUNE = { clock: () => new Date('2026-06-30T08:00:00Z') };

test('a list of deaths that nobody dated is as old as its newest death: two years later it is stale, and the payments are not called clean', async () => {
  await using house = await testHouse(JUNE);
  await take(house, { '公安局/死亡注销人员.csv': deaths(2024), '财政局/一卡通发放明细.csv': PAID });
  const { models } = await runHouse(house, { asOf: '2026-06-30', only: ['dead-payee'] });
  expect(models).toMatchObject([{ hits: 0, outcome: 'not_assessable' }]);
});

test('the same list of this year is fresh, and finds whoever was paid after death', async () => {
  await using house = await testHouse(JUNE);
  await take(house, { '公安局/死亡注销人员.csv': deaths(2026), '财政局/一卡通发放明细.csv': PAID });
  const { models } = await runHouse(house, { asOf: '2026-06-30', only: ['dead-payee'] });
  expect(models).toMatchObject([{ hits: 1 }]);
});

test('an import says of every table which day it took and where from, loudest where it had to guess', async () => {
  await using house = await testHouse(JUNE);
  const roster = ['低保证号,成员姓名,成员身份证号,村(社区),月保障金额(元),起保日期', ...Array.from({ length: 12 }, (_, n) => `D${n},张伟${n},${number(n)},439921101201,500,2023-01-01`)];
  const reports = await take(house, { '财政局/一卡通发放明细_2026Q2.csv': PAID, '公安局/死亡注销人员.csv': deaths(2026), '民政局/低保花名册.csv': roster });
  expect(reports.flatMap(({ batches }) => batches.map(({ asAt, asAtFrom }) => [asAt, asAtFrom]))).toEqual([['2026-05-10', 'rows'], ['2026-06-30', 'clock'], ['2026-06-30', 'file']]);
  const text = reportText(reports, loadCatalogue().registers);
  expect(text).toMatch(/死亡注销人员\.csv .*2026-05-10 .*行内最新日期/);
  expect(text).toMatch(/一卡通发放明细_2026Q2\.csv .*2026-06-30 .*文件名/);
  expect(text).toMatch(/低保花名册\.csv .*2026-06-30 .*推定/);
  expect(text).toMatch(/1 张表在表内、表题和文件名里都没有写明数据日期，按今天推定.*--delivered/);
  expect(text).toContain(`mingjian imports retire ${reports[1]!.batches[0]!.batch} --because 日期是推定的；再 mingjian import … --delivered 日期（民政局/低保花名册.csv）`);
  expect(JSON.parse(reportJson(reports))[0].batches[0]).toMatchObject({ as_at: '2026-05-10', as_at_from: 'rows' });
});

test('told by --delivered, an undated roster is as old as was said', async () => {
  await using house = await testHouse(JUNE);
  const roster = ['低保证号,成员姓名,成员身份证号,村(社区),月保障金额(元),起保日期', ...Array.from({ length: 12 }, (_, n) => `D${n},张伟${n},${number(n)},439921101201,500,2023-01-01`)];
  const [report] = await take(house, { '民政局/低保花名册.csv': roster }, '2026-03-31');
  expect(report!.batches).toMatchObject([{ asAt: '2026-03-31', asAtFrom: 'delivered' }]);
});

test('undated payments are as old as the newest payment, not as the year they are for: 一次发放; days to come date nothing', async () => {
  await using house = await testHouse(JUNE);
  const paid = (day: (n: number) => string) => ['发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,所属期止,发放日期,发放金额(元),发放状态',
    ...Array.from({ length: 9 }, (_, n) => `P${n},耕地地力保护补贴,${number(n)},张伟${n},439921101201,2026-01-01,2026-12-31,${day(n + 1)},100.00,成功`)];
  const held = ['身份证号,姓名,羁押类型,刑期起,刑期止,判决日期', `${number(3)},张伟3,有期徒刑,2025-03-01,2026-06-29,2025-05-20`, `${number(4)},张伟4,有期徒刑,2026-02-11,2029-02-10,2026-04-07`];
  const reports = await take(house, { '财政局/一卡通发放明细.csv': paid((n) => `2026-04-0${n}`), '法院/服刑及羁押人员名单.csv': held });
  expect(reports.flatMap(({ batches }) => batches.map(({ register, asAt, asAtFrom }) => [register, asAt, asAtFrom])).sort()).toEqual([['custody', '2026-04-07', 'rows'], ['subsidy_pay', '2026-04-09', 'rows']]);
});
