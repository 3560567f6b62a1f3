import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { openDuck } from '../../duckdb.ts';
import type { House } from '../../house.ts';
import { activeBatches, prepareInputs } from '../../lake/inputs.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { deliver, type FileReport } from '../deliver.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { findBatchReport, sentences } from '../report/quality.ts';
import type { Settling } from '../proposing/settle.ts';
import { findFiles } from '../intake/walk.ts';

const HEADER = '低保证号,成员姓名,成员身份证号,村(社区),月保障金额(元),起保日期';
const PAID = '发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,发放金额(元),银行账号,发放日期,发放状态';
const numberOf = (n: number): string => {
  const seventeen = `43992119${50 + (n % 40)}0101${String(100 + n)}`;
  return seventeen + checkCharacter(seventeen);
};
const roster = (people: number, town = 101): string => [HEADER, ...Array.from({ length: people }, (_, n) => `D${town}${n},张${'伟芳娜敏静'[n % 5]},${numberOf(n)},439921${town}201,500,2023-01-01`)].join('\n') + '\n';

async function take(house: House, files: Record<string, string>, settling: Partial<Settling> = {}): Promise<FileReport[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-absent-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  await using shop = await openWorkshop(house);
  return await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [], ...settling }, {}, () => {});
}

async function inputs(house: House, registers: string[]) {
  const duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  await prepareInputs(duck, { home: house.home, catalogue: loadCatalogue(), batches: await activeBatches(house.db), registers, asOf: '2024-12-31' });
  return duck;
}

test('an office with nothing to report is covered: for the period its title states, in every town that is known', async () => {
  await using house = await testHouse();
  await take(house, { '民政局/低保花名册202401.csv': roster(12) });
  const [report] = await take(house, { '财政局/2024年3月一卡通发放明细.csv': PAID + '\n' });
  expect(report).toMatchObject({ outcome: 'imported', batches: [{ register: 'subsidy_pay', quality: { rows: 0, accepted: 0, empty: true } }] });
  await using duck = await inputs(house, ['subsidy_pay']);
  expect(await duck.rows('select region_from, region_to, period_from, period_to from coverage')).toEqual([{ region_from: 439921000000n, region_to: 439921999999n, period_from: '2024-03-01', period_to: '2024-03-31' }]);
  expect((await take(house, { '财政局/2024年3月一卡通发放明细.csv': PAID + '\n' }))[0]!.outcome).toBe('already');
});

test('a header alone whose time or place nobody states waits, and says what is missing', async () => {
  await using house = await testHouse();
  const [noTime] = await take(house, { '财政局/一卡通发放明细.csv': PAID + '\n' });
  expect(noTime).toMatchObject({ outcome: 'waiting', waiting: [{ proposal: { waits: [{ en: expect.stringContaining('for which time') }] } }] });
  const [noPlace] = await take(house, { '2024年3月一卡通发放明细.csv': `${PAID}\n` });
  expect(noPlace).toMatchObject({ outcome: 'waiting', waiting: [{ proposal: { waits: [{ en: expect.stringContaining('for which place') }] } }] });
  expect(await activeBatches(house.db)).toEqual([]);
});

const REGIONS = '区划代码,名称,级别\n439921101000,石桥镇,乡级\n439921101201,柳家湾村,村级\n439921102000,东风乡,乡级\n439921102201,柳家湾村,村级\n';
const covered = async (house: House) => {
  await using duck = await inputs(house, ['dibao']);
  return (await duck.rows<{ region_from: bigint }>('select distinct region_from from coverage where register = \'dibao\' order by 1')).map(({ region_from }) => region_from);
};

test('a header alone covers the town that its title, name or folder says, wherever it stands there; never the county beside it', async () => {
  await using house = await testHouse();
  await take(house, { '民政局/行政区划.csv': REGIONS });
  for (const name of ['民政局/低保花名册（石桥镇）202402.csv', '民政局/石桥镇/低保花名册202403.csv', '民政局/2024年4月低保花名册-石桥.csv', '石桥镇人民政府/低保花名册202405.csv']) {
    expect(await take(house, { [name]: `${HEADER}\n` })).toMatchObject([{ outcome: 'imported' }]);
  }
  expect(await covered(house)).toEqual([439921101000n]);
  await take(house, { '民政局/低保花名册东风乡柳家湾村202402.csv': `${HEADER}\n` });
  expect(await covered(house)).toEqual([439921101000n, 439921102201n]);
  await take(house, { '民政局/青岚县农村低保花名册202402.csv': `${HEADER}\n` });
  expect(await covered(house)).toEqual([439921101000n, 439921102000n, 439921102201n]);
  expect(await take(house, { '民政局/青岚县农村低保名册（2024年2月）.csv': `${HEADER}\n` })).toMatchObject([{ outcome: 'already' }]);
});

test('a header alone that names a town or a village which is not known, or which could be two, waits and covers nothing', async () => {
  await using house = await testHouse();
  await take(house, { '民政局/行政区划.csv': REGIONS });
  for (const name of ['民政局/低保花名册（西岭镇）202402.csv', '民政局/柳家湾村低保花名册202402.csv', '民政局/西岭街道/低保花名册202402.csv']) {
    expect(await take(house, { [name]: `${HEADER}\n` })).toMatchObject([{ outcome: 'waiting', waiting: [{ proposal: { waits: [{ zh: expect.stringMatching(/像是只说其中一处.*区划名册.*乡镇全称/) }] } }] }]);
  }
  expect(await covered(house)).toEqual([]);
});

test('a list of those who left waits, whatever its headers and whatever was settled before; a person who says that it is the roster is believed', async () => {
  await using house = await testHouse();
  await take(house, { '民政局/低保花名册202401.csv': roster(12) });
  for (const name of ['民政局/低保停发名单202402.csv', '民政局/2024年2月退出低保人员花名册.csv', '民政局/取消低保对象花名册202402.csv']) {
    expect(await take(house, { [name]: roster(3, name.length) })).toMatchObject([{ outcome: 'waiting', waiting: [{ proposal: { waits: [{ zh: expect.stringContaining('不是“低保”的在册名单') }] } }] }]);
  }
  const stated = [{ register: 'dibao', columns: { grant_no: '低保证号', name: '成员姓名', pid: '成员身份证号', village: '村(社区)', monthly: '月保障金额', from_date: '起保日期' } }];
  expect(await take(house, { '民政局/低保花名册（核减后）202402.csv': roster(11) }, { stated })).toMatchObject([{ outcome: 'imported' }]);
  expect(await take(house, { '民政局/养老待遇死亡停发名单202402.csv': `姓名,公民身份号码,死亡日期,数据来源\n${Array.from({ length: 4 }, (_, n) => `张伟,${numberOf(n)},2024-01-0${n + 1},人社停发`).join('\n')}\n` })).toMatchObject([{ outcome: 'imported', batches: [{ register: 'death' }] }]);
});

test('a list that everybody left waits for somebody to confirm it; --yes does not; confirmed, it ends them and says so loudly', async () => {
  await using house = await testHouse();
  await take(house, { '民政局/低保花名册202401.csv': roster(12) });
  const empty = { '民政局/低保花名册202402.csv': `${HEADER}\n` };
  const [held] = await take(house, empty);
  expect(held).toMatchObject({ outcome: 'waiting', batches: [], waiting: [{ proposal: { waits: [{ zh: expect.stringContaining('12 条') }] } }] });
  {
    await using duck = await inputs(house, ['dibao']);
    expect(await duck.row('select count(*) as n from dibao where seen_to is null')).toEqual({ n: 12n });
  }
  const [taken] = await take(house, empty, { confirmDrop: true });
  expect(taken).toMatchObject({ outcome: 'imported', batches: [{ drop: { was: 12, now: 0, since: '2024-01-31' } }] });
  await using duck = await inputs(house, ['dibao']);
  expect(await duck.row(`select count(*) filter (seen_to is null) as open, count(*) filter (seen_to = date '2024-01-31') as ended from dibao`)).toEqual({ open: 0n, ended: 12n });
  expect(sentences((await findBatchReport(house.db, taken!.batches[0]!.batch))!, loadCatalogue().registers).map(({ en }) => en).join('\n')).toMatch(/WARNING.*12 entries.*now 0/);
});

test('half is a drop only within the towns that a list covers, and only against another sending', async () => {
  await using house = await testHouse();
  await take(house, { '民政局/一镇低保花名册202401.csv': roster(40), '民政局/二镇低保花名册202401.csv': roster(40, 102) });
  const [one] = await take(house, { '民政局/一镇低保花名册202402.csv': roster(21) });
  const [less] = await take(house, { '民政局/二镇低保花名册202402.csv': roster(19, 102) });
  expect([one!.outcome, less!.outcome]).toEqual(['imported', 'waiting']);
});
