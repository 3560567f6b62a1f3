import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { expect, test } from 'vitest';
import { buildApi } from '../api/api.ts';
import type { House } from '../house.ts';
import { testHouse } from '../testing.ts';
import { asCsv, type WarningLine } from '../warnings/export.ts';
import { countMatters, findWarnings, topMatters, type WarningFilter } from '../warnings/find-warnings.ts';
import { giveVerdict } from '../warnings/give-verdict.ts';
import { letGoLines } from '../warnings/let-go.ts';
import { warningLines } from '../warnings/words/lines.ts';
import { showWarning } from '../warnings/show.ts';
import { runHouse } from './cli.ts';
import { reasonsTable } from './reasons.ts';
import { take } from './taking.ts';

const number = (n: number): string => {
  const seventeen = `43992119${40 + (n % 40)}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};
const NAMES = '伟芳娜敏静丽强磊洋艳';
const nameOf = (n: number) => `张${NAMES[n % 10]}${NAMES[Math.floor(n / 10) % 10]}`;

const DEATHS = '死者身份证号,死者姓名,死亡日期,登记日期,数据来源,村(社区)';
const death = (n: number, day: string, name = nameOf(n)) => `${number(n)},${name},${day},${day},公安注销,439921101201`;
const PAID = '发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,所属期止,发放金额(元),发放状态';
const paid = (n: number, month: number, money = '100.00') => {
  const [from, to] = [`2025-${String(month).padStart(2, '0')}-01`, `2025-${String(month).padStart(2, '0')}-28`];
  return `P${n}-${month},重度残疾人护理补贴,${number(n)},${nameOf(n)},439921101201,${from},${to},${money},成功`;
};

async function listed(house: House, filter: WarningFilter = {}, reveal = false): Promise<WarningLine[]> {
  const lines: WarningLine[] = [];
  const looking = reveal ? { by: 'test', purpose: 'test' } : null;
  for await (const line of warningLines(house, findWarnings(house.db, filter), { language: 'en', looking })) lines.push(line);
  return lines;
}

const people = Array.from({ length: 60 }, (_, n) => n);
const FIRST = {
  '公安局/死亡注销人员.csv': [DEATHS, death(3, '2025-01-10'), death(4, '2025-02-10'), death(5, '2025-01-10', '李旁人')],
  '财政局/一卡通发放明细.csv': [PAID, ...people.flatMap((n) => (n === 4 ? [paid(n, 1)] : [1, 2, 3, 4].map((month) => paid(n, month))))],
};
const only = ['dead-payee'];

test('a run raises a warning that leads down to the delivered row, and the same run is not made twice', async () => {
  await using house = await testHouse();
  await take(house, FIRST);
  const report = await runHouse(house, { asOf: '2025-06-30', only });
  expect(report.models).toMatchObject([{ model: 'dead-payee', outcome: 'done', hits: 1, identity: 1 }]);
  const [line] = await listed(house, {}, true);
  expect(line).toMatchObject({
    model: 'dead-payee', tier: 'K1', subjects: [{ kind: 'person', key: number(3) }], period: ['2025-03-01', '2025-04-30'], amount: 200, state: 'new',
  });
  expect(line!.evidence).toContainEqual({ file: '公安局/死亡注销人员.csv', sheet: null, row: 2 });
  expect(line!.evidence.filter(({ file }) => file.startsWith('财政局')).map(({ row }) => row).sort((a, b) => a - b)).toEqual([16, 17]);
  expect(await runHouse(house, { asOf: '2025-06-30', only })).toMatchObject({ run: report.run, again: true, models: [{ model: 'dead-payee', hits: 1, identity: 1 }] });
});

test('a run over no data is refused, because zeros would read as a clean county', async () => {
  await using house = await testHouse();
  await expect(runHouse(house, { asOf: '2025-06-30' })).rejects.toMatchObject({ code: 'run.nothing' });
});

test('the API tells what was run and what stands, and nobody by number', async () => {
  await using house = await testHouse();
  await take(house, FIRST);
  const { run } = await runHouse(house, { asOf: '2025-06-30', only });
  const api = await buildApi(() => house);
  expect((await api.inject('/api/runs')).json()).toMatchObject([
    { id: String(run), as_of: '2025-06-30', models: [{ model: 'dead-payee', outcome: 'done', hits: 1, identity: 1, let_go: 2 }] }, // let go: the month the registration may lag
  ]);
  const warnings = await api.inject('/api/warnings');
  expect(warnings.json()).toMatchObject([{ model: 'dead-payee', state: 'new', amount: '20000', period_from: '2025-03-01', tier: 1 }]);
  expect(warnings.body).not.toContain(number(3));
  const files = (await api.inject('/api/imports')).json<{ file: string; accepted: number }[]>();
  expect(files.map(({ file, accepted }) => [file, accepted])).toContainEqual(['公安局/死亡注销人员.csv', 3]);
});

test('without reveal a person is an internal id, and with it the look is recorded; no number stands in the database', async () => {
  await using house = await testHouse();
  await take(house, FIRST);
  await runHouse(house, { asOf: '2025-06-30', only });
  const [hidden] = await listed(house);
  expect(hidden!.subjects[0]!.key).toMatch(/^[0-9]{5,19}$/);
  expect(hidden!.subjects[0]!.key).not.toBe(number(3));
  const before = await sql<{ n: bigint }>`select count(*) as n from reveal`.execute(house.db);
  await listed(house, {}, true);
  const after = await sql<{ n: bigint }>`select count(*) as n from reveal`.execute(house.db);
  expect(after.rows[0]!.n).toBeGreaterThan(before.rows[0]!.n);
  const frozen = await sql<{ facts: unknown }>`select facts from warning_evidence`.execute(house.db);
  expect(JSON.stringify(frozen.rows)).not.toContain(number(3));
});

test('a number that belongs to somebody of another name goes to identity confirmation and warns nobody', async () => {
  await using house = await testHouse();
  await take(house, FIRST);
  await runHouse(house, { asOf: '2025-06-30', only });
  expect((await listed(house)).map((line) => line.tier)).toEqual(['K1']);
  expect(await listed(house, { uses: ['identity'] }, true)).toMatchObject([{ tier: 'K3', subjects: [{ key: number(5) }] }]);
});

test('found innocent stays silent until the facts change; the next delivery renews, changes, and lets go', async () => {
  await using house = await testHouse();
  await take(house, FIRST);
  await runHouse(house, { asOf: '2025-06-30', only });
  const [{ id }] = (await listed(house)) as [WarningLine];
  await giveVerdict(house, id.slice(0, 9), { outcome: 'innocent', code: 'F-LAG', because: 'the death was registered by mistake' });
  expect(await listed(house)).toEqual([]);
  expect(await listed(house, { all: true })).toHaveLength(1);

  await runHouse(house, { asOf: '2025-07-31', only });
  expect(await listed(house), 'another day, the same facts').toEqual([]);
  await take(house, { '财政局/一卡通发放明细5月.csv': [PAID, ...people.filter((n) => n !== 4).map((n) => paid(n, 5))] });
  await runHouse(house, { asOf: '2025-08-31', only });
  expect(await listed(house)).toMatchObject([{ id, state: 'changed', amount: 300, period: ['2025-03-01', '2025-05-31'] }]);
});

test('a verdict without a reason or with an unknown explanation is refused with what is allowed', async () => {
  await using house = await testHouse();
  await take(house, FIRST);
  await runHouse(house, { asOf: '2025-06-30', only });
  const [{ id }] = (await listed(house)) as [WarningLine];
  await expect(giveVerdict(house, id, { outcome: 'innocent', code: 'F-NONE', because: 'x' })).rejects.toMatchObject({ code: 'verdict.code', advice: { en: expect.stringContaining('F-LAG') } });
  await expect(giveVerdict(house, id, { outcome: 'innocent', code: 'F-LAG', because: ' ' })).rejects.toMatchObject({ code: 'verdict.because' });
  for (const because of [`本人 ${number(3)} 已核实`, '１３８００００４３９９ 来电说明']) {
    await expect(giveVerdict(house, id, { outcome: 'unable', code: null, because })).rejects.toMatchObject({ code: 'verdict.personal' });
  }
  await expect(giveVerdict(house, id, { outcome: null, code: null, because: 'x' })).rejects.toMatchObject({ code: 'verdict.outcome' });
  await expect(giveVerdict(house, 'W-FFFF', { outcome: 'unable', code: null, because: 'x' })).rejects.toMatchObject({ code: 'warning.unknown' });
});

test('a model that hits more than its share is held before a single warning is raised', async () => {
  await using house = await testHouse();
  await take(house, { ...FIRST, '公安局/死亡注销人员.csv': [DEATHS, ...people.map((n) => death(n, '2025-01-10'))] });
  const report = await runHouse(house, { asOf: '2025-06-30', only });
  expect(report.models).toMatchObject([{ outcome: 'held' }]);
  expect(await listed(house, { all: true })).toEqual([]);
});

test('a missing source is not assessable, never a hit and never a proof that something is gone', async () => {
  await using house = await testHouse();
  await take(house, { '财政局/一卡通发放明细.csv': FIRST['财政局/一卡通发放明细.csv'] });
  const report = await runHouse(house, { asOf: '2025-06-30', only });
  expect(report.models).toMatchObject([{ outcome: 'not_assessable', hits: 0 }]);
  expect(report.models[0]!.not_assessable).toBeGreaterThan(0);
});

test('a missing source is not assessable for payments in places that no list knows, too', async () => {
  await using house = await testHouse();
  await take(house, { '财政局/一卡通发放明细.csv': FIRST['财政局/一卡通发放明细.csv'].map((line) => line.replace('439921101201', '石桥村')) });
  const report = await runHouse(house, { asOf: '2025-06-30', only });
  expect(report.models).toMatchObject([{ outcome: 'not_assessable', hits: 0 }]);
  expect(report.models[0]!.not_assessable).toBeGreaterThan(200);
});

test('the explanation puts what excuses first, then question, evidence, time line, settings and sources', async () => {
  await using house = await testHouse();
  await take(house, FIRST);
  await runHouse(house, { asOf: '2025-06-30', only });
  const [{ id }] = (await listed(house)) as [WarningLine];
  for (const [language, order] of [['en', ['Think first', 'The question asked', 'What it rests on', 'Time line', 'Settings used', 'How fresh']], ['zh', ['先想一想', '所问的问题', '依据', '时间线', '所用参数', '来源的新旧']]] as const) {
    const shown = await showWarning(house, id, { language, looking: null });
    const at = order.map((title) => shown.indexOf(title));
    expect(at, shown).toEqual(at.toSorted((a, b) => a - b));
    expect(at[0]).toBeGreaterThan(0);
    expect(shown).not.toContain(number(3));
  }
});

const PAID_AT_ALL = `id: paid-at-all
version: 1
title: {zh: 领过残疾补贴, en: Paid at all}
asks: {zh: 谁领过？, en: Who was paid?}
theme: benefits
why: {zh: 练习, en: An exercise}
basis: [{rule: 练习, clause: 练习}]
route: department
reads:
  pay: {register: subsidy_pay}
  death: {register: death}
match:
  - death: {same: person, as: [pay.pid, death.pid]}
flag:
  some: pay.amount > 0 yuan
about: {person: pay.pid}
matter: [pay.policy]
amount: pay.amount
period: {from: pay.period_from, to: pay.period_to}
level: blue
says: {zh: "共{amount}。", en: "{amount} in all."}
may: warn
share: 1
`;

test('several models on one subject and programme are one matter: one line, which names the other model', async () => {
  await using house = await testHouse();
  mkdirSync(join(house.home.models, 'benefits/paid-at-all'), { recursive: true });
  writeFileSync(join(house.home.models, 'benefits/paid-at-all/model.yaml'), PAID_AT_ALL);
  await take(house, FIRST);
  await runHouse(house, { asOf: '2025-06-30', only: ['dead-payee', 'paid-at-all'] });
  const matters = await topMatters(house.db, {}, 10);
  expect(matters.map(({ model, others }) => [model, others])).toEqual([['dead-payee', ['paid-at-all']], ['paid-at-all', []]]);
  expect(await countMatters(house.db, {})).toBe(2n);
  expect(await listed(house), 'an export still has a line a warning').toHaveLength(3);
  expect(await showWarning(house, matters[0]!.id, { language: 'en', looking: null })).toMatch(/Others of the same matter\n.*Paid at all/);
});

test('a mistyped model of the county is told with its line and left out; the others go on, and who asks for it hears why', async () => {
  await using house = await testHouse();
  const folder = join(house.home.models, 'benefits/paid-at-all');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.yaml'), PAID_AT_ALL.replace('pay.amount > 0 yuan', 'pay.amuont > 0 yuan'));
  writeFileSync(join(house.home.models, 'settings.yaml'), 'paid-at-all:\n  grace: {value: 3, because: 练习}\n');
  await take(house, FIRST);
  const report = await runHouse(house, { asOf: '2025-06-30' });
  expect(report.models.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(report.models.find(({ model }) => model === 'dead-payee')).toMatchObject({ hits: 1 });
  expect(report.leftOut).toMatchObject([{ id: 'paid-at-all', mistakes: [{ file: join(folder, 'model.yaml'), line: 15, complaint: { remedy: { en: expect.stringContaining('did you mean amount?') } } }] }]);
  await expect(runHouse(house, { asOf: '2025-06-30', only: ['paid-at-all'] })).rejects.toMatchObject({ code: 'models.faulty', words: { zh: expect.stringContaining('model.yaml:15') } });
  expect((await runHouse(house, { asOf: '2025-06-30', only })).leftOut).toEqual([]);
  const [{ id }] = (await listed(house)) as [WarningLine];
  expect(await showWarning(house, id, { language: 'zh', looking: null })).toContain('死亡人员仍领补贴');
  const lines = (...args: string[]) => spawnSync(process.execPath, [join(import.meta.dirname, '../main.ts'), ...args], { env: { ...process.env, ...house.env, MINGJIAN_LANG: 'en' }, encoding: 'utf8' });
  for (const args of [['models', 'list'], ['warnings']]) {
    const { status, stdout, stderr } = lines(...args);
    expect([status, stderr]).toEqual([3, expect.stringMatching(/paid-at-all has mistakes; it was left out[^]*model\.yaml:15[^]*did you mean amount\?/)]);
    expect(stdout).toMatch(/dead-payee|Dead person still paid/);
  }
});

test.each(['9999-12-31', '2206-06-30', '1026-06-30'])('a day that nobody means is refused with the days that are possible: %s', async (asOf) => {
  await using house = await testHouse({ clock: () => new Date('2026-08-01T00:00:00Z') });
  await take(house, FIRST);
  await expect(runHouse(house, { asOf, only })).rejects.toMatchObject({ code: 'run.as-of', advice: { zh: expect.stringContaining('1900-01-01 至 2031-08-01') } });
  expect((await runHouse(house, { asOf: '2031-08-01', only })).models).toHaveLength(1);
});

test('exports neutralise formulas', async () => {
  const line: WarningLine = { model: '=cmd()', level: 'red', tier: 'K1', subjects: [{ kind: 'org', key: '＝1+1' }], period: null, amount: 12.5, evidence: [{ file: 'a,"b".csv', sheet: null, row: 3 }], summary: '@x', id: 'W-1', state: 'new', cited: [{ batch: '7', on: '2026-01-02' }] };
  let csv = '';
  for await (const part of asCsv((async function* () { yield line; })())) csv += part;
  expect(csv.split('\r\n')[1]).toBe(`W-1,'=cmd(),red,K1,new,org,'＝1+1,,,12.50,'@x,"a,""b"".csv:3",7 (2026-01-02)`);
});

test('a question whose register nobody delivered is not assessable and says so, in the report and by the API; never clean zeros', async () => {
  await using house = await testHouse();
  await take(house, { '公安局/死亡注销人员.csv': FIRST['公安局/死亡注销人员.csv'] });
  const missing = [{ register: 'subsidy_pay' }];
  const said = { model: 'dead-payee', outcome: 'not_assessable', reason: 'missing.subsidy_pay', hits: 0 };
  expect((await runHouse(house, { asOf: '2025-06-30', only })).models).toMatchObject([{ ...said, missing }]);
  expect(await runHouse(house, { asOf: '2025-06-30', only })).toMatchObject({ again: true, models: [{ ...said, missing }] });
  expect((await (await buildApi(() => house)).inject('/api/runs')).json()).toMatchObject([{ models: [said] }]);
  await take(house, { '财政局/一卡通发放明细.csv': FIRST['财政局/一卡通发放明细.csv'] });
  expect((await runHouse(house, { asOf: '2025-06-30', only })).models).toMatchObject([{ outcome: 'done', reason: null, missing: [], hits: 1 }]);
});

test('a benefit of the household is neither let go nor a hit where no household register was delivered', async () => {
  await using house = await testHouse();
  await take(house, { ...FIRST, '财政局/一卡通发放明细.csv': FIRST['财政局/一卡通发放明细.csv'].map((line) => line.replace('重度残疾人护理补贴', '最低生活保障')) });
  await runHouse(house, { asOf: '2025-06-30', only });
  expect((await letGoLines(house, undefined, { language: 'en', looking: null })).map(({ reason }) => reason)).toEqual(['grace', 'grace']);
  const { rows } = await sql<{ reason: string; n: bigint }>`select reason, n from run_count where result = 'not_assessable'`.execute(house.db);
  expect(rows).toEqual([{ reason: 'missing.own', n: 4n }]); // two months each of the dead and of the one whose name is another's
});

const CONTRACTS = '合同编号,合同类型,村(社区),资产编号,地类,面积(亩),年租金(元),起始日期,终止日期,签订日期,合同状态';

test('what could not be assessed is told with its reason, its towns and what to deliver, also when nothing changed', async () => {
  await using house = await testHouse();
  await take(house, { '农业农村局/集体合同台账2025-06-30.csv': [CONTRACTS, ...[1, 2].map((n) => `HT-${n},租赁发包,439921101201,ZC-${n},水田,10,5000,2015-03-01,2020-02-28,2015-02-15,履行中`)] });
  const told = { reason: 'unknown.in_use', n: 2, words: { zh: '缺少判断所需的内容：集体资产台账（使用状态）、资源地块（是否在用）' }, towns: [{ region: '439921101000', n: 2 }] };
  const first = await runHouse(house, { asOf: '2025-08-31', only: ['lease-expired'] });
  expect(first.models[0]).toMatchObject({ outcome: 'not_assessable', not_assessable: 2, reasons: [told] });
  expect((await runHouse(house, { asOf: '2025-08-31', only: ['lease-expired'] })).models[0]).toMatchObject({ reasons: [told] });
  const [, head, line] = reasonsTable(first.models).split('\n') as [string, string, string];
  expect(head).toMatch(/^行次 +乡镇 +原因 +怎么办 +模型$/);
  expect(line).toMatch(/^ +2 +1 +缺少判断所需的内容：集体资产台账（使用状态）、资源地块.* 请.+报送集体资产台账.* 合同到期仍占用$/);
});

test('a day before the first delivery of what is asked about is not assessable, and takes nothing back', async () => {
  await using house = await testHouse();
  await take(house, FIRST);
  await runHouse(house, { asOf: '2025-06-30', only });
  const report = await runHouse(house, { asOf: '2024-06-30', only });
  expect(report.models).toMatchObject([{ outcome: 'not_assessable', reason: expect.stringContaining('missing.subsidy_pay'), hits: 0 }]);
  expect((await listed(house)).map(({ state }) => state)).toEqual(['new']);
});
