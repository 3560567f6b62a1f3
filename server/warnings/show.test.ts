import { spawnSync } from 'node:child_process';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { buildApi } from '../api/api.ts';
import { runHouse } from '../engine/cli.ts';
import { take } from '../engine/taking.ts';
import { uncheckedLines } from '../engine/unchecked.ts';
import type { House } from '../house.ts';
import { testHouse } from '../testing.ts';
import { asCsv, asJsonLines } from './export.ts';
import { findWarnings } from './find-warnings.ts';
import { refuseUnknownModel } from './get-warning.ts';
import { giveVerdict } from './give-verdict.ts';
import { letGoLines, letGoTable } from './let-go.ts';
import { showWarning } from './show.ts';
import { warningLines } from './words/lines.ts';

const LEASES = '合同编号,合同类型,村(社区),资产编号,地类,面积(亩),年租金(元),起始日期,终止日期,签订日期,合同状态';
const lease = (n: number, rent: number) => `HT-${n},租赁发包,439921101201,ZC-${n},水田,10,${rent},2023-03-01,2038-02-28,2023-02-15,履行中`;
const CHEAP = { '农业农村局/集体合同台账2025-06-30.csv': [LEASES, ...Array.from({ length: 9 }, (_, n) => lease(n, 5000 + n * 10)), lease(9, 1000)] };

const only = (model: string) => ({ asOf: '2025-08-31', only: [model] });
const looking = { by: 'test', purpose: 'test' };

async function theOne(house: House, reveal = false) {
  for await (const line of warningLines(house, findWarnings(house.db, {}), { language: 'zh', looking: reveal ? looking : null })) return line;
  throw new Error('nothing was found');
}

const section = (shown: string, title: string): string => shown.split('\n\n').find((part) => part.startsWith(title)) ?? '';

test('a comparison shows the median, how many there are, and which rows of which delivery', async () => {
  await using house = await testHouse();
  await take(house, CHEAP);
  await runHouse(house, only('lease-below-market'));
  const { id, summary } = await theOne(house);
  expect(summary).toBe('亩租金100元/亩，同类10份合同的中位数是503.5元/亩，每年少收约4,035.00元。');
  const shown = await showWarning(house, id, { language: 'zh', looking: null });
  const compared = section(shown, '与同类相比').split('\n');
  expect(compared[1]).toBe('  同类共 10 条，中位数 503.5元/亩');
  expect(compared).toHaveLength(2 + 10);
  expect(compared[2]).toMatch(/100元\/亩 +← 本条 +农业农村局\/集体合同台账2025-06-30\.csv · 第 11 行 · 第 \d+ 批，\d{4}-\d\d-\d\d 送达/);
  expect(compared[11]).toMatch(/508元\/亩 +农业农村局.* 第 10 行 /);
  const again = await runHouse(house, { ...only('lease-below-market'), asOf: '2025-09-01' });
  expect(again.models).toMatchObject([{ hits: 1 }]);
  expect(section(await showWarning(house, id, { language: 'en', looking: null }), 'Compared')).toContain('10 of its like, median 503.5 yuan/mu');
});

test('a contract’s dates each have their own word, its money stands once, and what lies ahead is said to', async () => {
  await using house = await testHouse();
  await take(house, CHEAP);
  await runHouse(house, only('lease-below-market'));
  const lines = section(await showWarning(house, (await theOne(house)).id, { language: 'zh', looking: null }), '时间线').split('\n').slice(1).map((line) => line.replaceAll(/ +/g, ' ').trim());
  expect(lines).toEqual(['2023-02-15 集体合同：签订 年租金 1,000.00元', '2023-03-01 集体合同：开始', '2038-02-28 集体合同：到期（尚未到）']);
});

test('an exception whose register nobody delivered comes first among the excuses, and the run says so', async () => {
  await using house = await testHouse();
  await take(house, CHEAP);
  const report = await runHouse(house, only('lease-below-market'));
  expect(report.models[0]!.unchecked.map(({ exception, missing }) => [exception, missing.map(({ register }) => register)]))
    .toEqual([['open-bid', ['trade']], ['asset-open-bid', ['trade']], ['household-land', ['resource_parcel']]]);
  expect(uncheckedLines(report.models)[0]).toBe('  lease-below-market：例外“这份合同是公开竞价成交的”（open-bid）未能核对，因为没有送来产权交易');
  const { id } = await theOne(house);
  const before = section(await showWarning(house, id, { language: 'zh', looking: null }), '先想一想').split('\n');
  expect(before[1]).toBe('  ！这份合同是公开竞价成交的（open-bid）——这一条未能核对，因为没有送来产权交易');
  expect(before.findIndex((line) => line.startsWith('  ！'))).toBeLessThan(before.findIndex((line) => line.startsWith('  ·')));

  await take(house, { '交易平台/产权交易.csv': ['交易编号,村(社区),资产编号,合同编号,交易方式,成交日期,成交金额(元)', 'JY-1,439921101201,ZC-3,HT-3,公开竞价,2023-02-10,5000'] });
  const later = await runHouse(house, only('lease-below-market'));
  expect(later.models[0]!.unchecked.map(({ exception }) => exception)).toEqual(['household-land']);
  expect(section(await showWarning(house, id, { language: 'zh', looking: null }), '先想一想')).toContain('  · 这份合同是公开竞价成交的（open-bid）');
});

test('where no person’s identity is concerned nothing is said of numbers, and a wrong number is no excuse', async () => {
  await using house = await testHouse();
  await take(house, CHEAP);
  await runHouse(house, only('lease-below-market'));
  const shown = await showWarning(house, (await theOne(house)).id, { language: 'zh', looking: null });
  expect(shown).toContain('K1 不涉及个人身份');
  expect(shown).not.toMatch(/证件号有效|F-ID/);
});

const ASSETS = '资产编号,村(社区),资产类别,资产名称,原值(元),使用状态,面积(亩)';
const LET = {
  '农业农村局/集体资产台账2025-06-30.csv': [ASSETS, 'ZC-1,439921101201,经营性,一组厂房,250000,出租,5', 'ZC-2,439921101201,经营性,二组厂房,250000,出租,5', ...Array.from({ length: 9 }, (_, n) => `ZC-${10 + n},439921101201,经营性,${n}组仓库,250000,闲置,5`)],
  '农业农村局/集体合同台账2025-06-30.csv': [LEASES, lease(2, 5000), lease(3, 5000)],
};

test('an absence shows what was searched, by what, in which delivery and up to which day', async () => {
  await using house = await testHouse();
  await take(house, LET);
  await runHouse(house, only('asset-let-without-contract'));
  const { id } = await theOne(house);
  const [, register, byAsset, , where] = section(await showWarning(house, id, { language: 'zh', looking: null }), '查过而没有找到的').split('\n');
  expect([register, byAsset]).toEqual(['  集体合同', '    按资产相同查找，没有找到（还须：集体合同的村(社区)等于集体资产台账的村(社区)）']);
  expect(where).toMatch(/查的是农业农村局送来的 1 批，说到 2025-08-31 为止；最新的是第 \d+ 批，\d{4}-\d\d-\d\d 送达，截至 2025-06-30$/);
});

test('the same file of another quarter is another delivery: rows and sources say which, and what is newest', async () => {
  await using house = await testHouse();
  await take(house, LET);
  await runHouse(house, only('asset-let-without-contract'));
  const { id } = await theOne(house);
  await take(house, { '农业农村局/集体资产台账.csv': [...LET['农业农村局/集体资产台账2025-06-30.csv'], 'ZC-99,439921101201,经营性,新仓库,1,闲置,5'] });
  await runHouse(house, { ...only('asset-let-without-contract'), asOf: '2025-09-30' });
  const [, , cited, newest] = section(await showWarning(house, id, { language: 'zh', looking: null }), '来源的新旧').split('\n');
  expect(cited).toMatch(/^ {4}所引：第 \d+ 批，\d{4}-\d\d-\d\d 送达，截至 2025-06-30/);
  expect(newest).toMatch(/^ {4}最新：第 \d+ 批，.* 送达，没有写明截至哪一天，按导入当天 \d{4}-\d\d-\d\d 推定$/);
});

test('an asset, a contract or a firm leaves by an internal id that stays the same, in every format; revealed, by its own number', async () => {
  await using house = await testHouse();
  await take(house, LET);
  await runHouse(house, only('asset-let-without-contract'));
  const line = await theOne(house);
  expect(line.subjects).toEqual([{ kind: 'asset', key: expect.stringMatching(/^\d{10,19}$/) }]);
  await runHouse(house, { ...only('asset-let-without-contract'), asOf: '2025-09-01' });
  expect((await theOne(house)).subjects).toEqual(line.subjects);
  const api = await buildApi(() => house);
  expect((await api.inject('/api/warnings')).json()).toMatchObject([{ subject: line.subjects[0]!.key }]);
  expect((await theOne(house, true)).subjects).toEqual([{ kind: 'asset', key: 'ZC-1' }]);

  const all = async function* () { yield line; };
  let [json, csv] = ['', ''];
  for await (const part of asJsonLines(all())) json += part;
  for await (const part of asCsv(all())) csv += part;
  expect(json + csv).not.toContain('ZC-1');
  expect(Object.keys(JSON.parse(json) as object)).toEqual(['model', 'level', 'tier', 'subjects', 'period', 'amount', 'evidence', 'summary', 'id', 'state']);
  expect(csv.split('\r\n')[1]).toMatch(/集体资产台账2025-06-30\.csv:2,\d+ \(\d{4}-\d\d-\d\d\)$/);
});

test('what is no number of a warning is not there, and a beginning that fits several asks for more', async () => {
  await using house = await testHouse();
  await take(house, LET);
  await runHouse(house, { asOf: '2025-08-31', only: ['asset-let-without-contract'] });
  await expect(showWarning(house, 'W-ZZ', { language: 'zh', looking: null })).rejects.toMatchObject({ code: 'warning.unknown' });
  await expect(showWarning(house, 'W-', { language: 'zh', looking: null })).rejects.toMatchObject({ code: 'warning.unknown' });
  const { id } = await theOne(house);
  expect(await showWarning(house, id.slice(0, 8).toLowerCase(), { language: 'zh', looking: null })).toContain(id);
});

const number = (n: number): string => {
  const seventeen = `43992119${40 + (n % 40)}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};
const PAID = '发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,所属期止,发放金额(元),发放状态';
const paid = (n: number, month: number) => `P${n}-${month},重度残疾人护理补贴,${number(n)},张甲${n},439921101201,2025-0${month}-01,2025-0${month}-28,100.00,成功`;
const DEAD = {
  '公安局/死亡注销人员.csv': ['死者身份证号,死者姓名,死亡日期,登记日期,数据来源,村(社区)', `${number(3)},张甲3,2025-01-10,2025-01-12,公安注销,439921101201`, `${number(4)},张甲4,2025-03-10,2025-03-12,公安注销,439921101201`],
  '财政局/一卡通发放明细.csv': [PAID, ...Array.from({ length: 30 }, (_, n) => [1, 2, 3, 4].map((month) => paid(n, month))).flat()],
};

test('reveal names the people of the evidence as delivered, in a training home, and is recorded', async () => {
  await using house = await testHouse();
  await take(house, DEAD);
  await runHouse(house, only('dead-payee'));
  const { id } = await theOne(house);
  const closed = await showWarning(house, id, { language: 'zh', looking: null });
  expect(closed).not.toContain(number(3));
  expect(closed).not.toContain('张甲3');
  const open = section(await showWarning(house, id, { language: 'zh', looking }), '依据');
  expect(open).toContain(`死者身份证号  ${number(3)}`);
  expect(open).toContain('死者姓名  张甲3');
  const { rows } = await sql<{ targets: { column?: string }[] }>`select targets from reveal where what = 'cell'`.execute(house.db);
  expect(rows.flatMap(({ targets }) => targets.map(({ column }) => column))).toContain('name');

  await using real = await testHouse({ training: false });
  await expect(letGoLines(real, undefined, { language: 'zh', looking })).rejects.toMatchObject({ code: 'reveal.training-only' });
});

test('who was let go is told by names of models, kinds and programmes, and not by their ids', async () => {
  await using house = await testHouse();
  await take(house, DEAD);
  await runHouse(house, only('dead-payee'));
  const printed = await letGoTable(house, await letGoLines(house, undefined, { language: 'zh', looking: null }), 'zh');
  expect(printed).toMatch(/死亡人员仍领补贴 +人员 \d+ +重度残疾人护理补贴 +2025-02-01–2025-02-28 +grace +只发到宽限月为止/);
  expect(printed).not.toMatch(/person|dead-payee|disability-care/);
});

test('months that are let go for different reasons are told apart, each with its own', async () => {
  await using house = await testHouse();
  await take(house, { ...DEAD, '农商行/银行代发结果.csv': ['发放流水号,补贴项目,身份证号,户名,银行账号,金额(元),处理结果,退票原因,入账日期', `P3-4,重度残疾人护理补贴,${number(3)},张甲3,6217000000000000003,100.00,退回,账户已销户,2025-04-30`] });
  await runHouse(house, only('dead-payee'));
  const lines = await letGoLines(house, 'dead-payee', { language: 'en', looking: null });
  const { key } = lines.find(({ reason }) => reason === 'returned')!.subjects[0]!;
  expect(lines.filter(({ subjects }) => subjects[0]!.key === key).map(({ reason, period }) => [reason, period])).toEqual([['grace', ['2025-02-01', '2025-02-28']], ['returned', ['2025-04-01', '2025-04-30']]]);
});

const AGED = {
  '公安局/死亡注销人员.csv': DEAD['公安局/死亡注销人员.csv'],
  '民政局/高龄津贴发放明细.csv': ['身份证号,姓名,出生日期,年龄段,发放月份,金额(元),村(社区)',
    ...Array.from({ length: 30 }, (_, n) => [1, 2, 3, 4].map((month) => `${number(n)},张甲${n},1932-01-11,90-99岁,2025-0${month},100.00,439921101201`)).flat()],
};

test('a birth date is no event, has no money, and is told to the day only where people are named', async () => {
  await using house = await testHouse();
  await take(house, AGED);
  await runHouse(house, only('elder-allowance-dead'));
  const { id } = await theOne(house);
  const closed = await showWarning(house, id, { language: 'zh', looking: null });
  expect(closed).not.toContain('1932-01');
  expect(section(closed, '依据')).toMatch(/出生日期 +1932\b/);
  expect(section(closed, '时间线')).not.toContain('出生');
  expect(section(closed, '时间线')).toMatch(/2025-0\d.* 高龄津贴：.*金额.*00元/);
  const open = await showWarning(house, id, { language: 'zh', looking });
  expect(section(open, '依据')).toContain('1932-01-11');
  expect(section(open, '时间线')).not.toContain('出生');
});

test('a model nobody knows is refused, here and by the API; one that was taken away is known by what it raised', async () => {
  await using house = await testHouse();
  await take(house, DEAD);
  await runHouse(house, only('dead-payee'));
  await expect(refuseUnknownModel(house, 'nope')).rejects.toMatchObject({ code: 'model.unknown' });
  const api = await buildApi(() => house);
  expect((await api.inject('/api/warnings?model=nope')).statusCode).toBeGreaterThanOrEqual(400);
  expect((await api.inject('/api/warnings?model=dead-payee')).json()).toHaveLength(1);
  await sql`update warning set model = 'of-last-year'`.execute(house.db);
  await refuseUnknownModel(house, 'of-last-year');
  await refuseUnknownModel(house, undefined);
  const cli = spawnSync(process.execPath, ['bin/mingjian.mjs', 'warnings', '--model', 'nope'], { env: { ...process.env, ...house.env }, encoding: 'utf8' });
  expect([cli.status, cli.stderr]).toEqual([2, expect.stringContaining('没有模型 nope')]);
});

test('a verdict is shown with its words, its reason, by whom and when, and whether the facts have changed since', async () => {
  await using house = await testHouse({ clock: () => new Date('2025-09-01T08:00:00Z') });
  await take(house, DEAD);
  await runHouse(house, only('dead-payee'));
  const { id } = await theOne(house);
  const shown = async (language: 'zh' | 'en') => section(await showWarning(house, id, { language, looking: null }), language === 'zh' ? '核实结果' : 'What verification found');
  expect(await shown('zh')).toBe('');
  await giveVerdict(house, id, { outcome: 'unable', code: null, because: '家属外出' });
  await giveVerdict(house, id, { outcome: 'innocent', code: 'returned', because: '银行已退回原账户', by: 'li' });
  expect((await shown('zh')).split('\n').slice(1)).toEqual(['  2025-09-01  查否  银行已退回，钱没有到账 (returned)  li 记录', '      银行已退回原账户', '  2025-09-01  无法核实', '      家属外出']);
  await take(house, { '财政局/一卡通发放明细6月.csv': [DEAD['财政局/一卡通发放明细.csv'][0]!, DEAD['财政局/一卡通发放明细.csv'].find((line) => line.startsWith('P3-4'))!.replace('P3-4', 'P3-6').replaceAll('2025-04-', '2025-06-')] });
  await runHouse(house, { ...only('dead-payee'), asOf: '2025-09-01' });
  expect(await shown('en')).toContain('The facts behind it have changed since');
});

test('a grade of the match is told in words: what it means for this warning', async () => {
  await using house = await testHouse();
  const deaths = DEAD['公安局/死亡注销人员.csv'];
  await take(house, { ...DEAD, '公安局/死亡注销人员.csv': [...deaths, deaths[1]!.replace(number(3), number(5)).replace('张甲3', '李旁人')] });
  await runHouse(house, only('dead-payee'));
  const [warn, confirm] = await Promise.all([{}, { uses: ['identity' as const] }].map(async (filter) => {
    for await (const { id } of findWarnings(house.db, filter)) return showWarning(house, id, { language: 'zh', looking: null });
    return '';
  }));
  expect(warn!.split('\n').slice(1, 3)).toEqual(['  K1 证件号有效且一致', expect.stringMatching(/^ {5}K1：各行的证件号校验通过、完全相同/)]);
  expect(confirm).toMatch(/K3：号码相同而姓名对不上.*它不是预警，不要找当事人/);
});

test('a verdict on a warning that is gone is kept, and the answer says that it is gone', async () => {
  await using house = await testHouse();
  await take(house, DEAD);
  await runHouse(house, only('dead-payee'));
  const { id } = await theOne(house);
  const verdict = () => spawnSync(process.execPath, ['bin/mingjian.mjs', 'verdict', id, '--substantiated', '--because', '已核实'], { env: { ...process.env, ...house.env }, encoding: 'utf8' });
  expect(verdict().stdout).not.toContain('消失');
  await sql`update warning set state = 'gone'`.execute(house.db);
  const given = verdict();
  expect([given.status, given.stdout]).toEqual([0, expect.stringMatching(/已记录[\s\S]*这条预警已消失/)]);
});
