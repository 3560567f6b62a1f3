import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { openDuck } from '../../duckdb.ts';
import { activeBatches, prepareInputs } from '../../lake/inputs.ts';
import { testHouse } from '../../testing.ts';
import type { Mapping } from '../proposing/mapping.ts';
import { listRefused } from '../quarantine/store.ts';
import { importFile } from './import-file.ts';
import { openWorkshop } from './workshop.ts';

const number = (birth: string, n: number): string => {
  const seventeen = `439921${birth}${String(n).padStart(3, '0')}`;
  return seventeen + checkCharacter(seventeen);
};
const [ZHANG, LI, WANG] = [number('19500101', 11), number('19610203', 22), number('19720304', 33)];
const fifteen = (eighteen: string): string => eighteen.slice(0, 6) + eighteen.slice(8, 17);

const HEADERS = ['流水号', '项目', '身份证号', '姓名', '村', '所属期', '金额(万元)', '账号', '状态'];
const mapping: Mapping = {
  register: 'subsidy_pay',
  columns: {
    pay_id: { header: '流水号', indexes: [0] }, policy: { header: '项目', indexes: [1] }, pid: { header: '身份证号', indexes: [2] }, name: { header: '姓名', indexes: [3] },
    village: { header: '村', indexes: [4] }, period_from: { header: '所属期', indexes: [5], take: 'from' }, period_to: { header: '所属期', indexes: [5], take: 'to' },
    amount: { header: '金额', indexes: [6], unit: '万元' }, account: { header: '账号', indexes: [7] }, status: { header: '状态', indexes: [8] },
  },
};
const ROWS = [
  ['P1', '低保', ZHANG, '张三', '439921101201', '2024年1-3月', '0.12', '6222000000000001', '成功'],
  ['P2', '高龄津贴', `身份证号：${LI.toLowerCase()} `, '李 四', '439921101201003', '2024-01', '0.01', '6222000000000002', ''],
  ['P3', '低保', fifteen(WANG), '王五', '439921102201', '202402', '1', '', '退回'],
  ['P4', '低保', `${ZHANG}、${LI}`, '张三、李四', '439921101201', '2024-01', '0.1', '', ''], // two persons and money
  ['P5', '低保', '4.39921E+17', '赵六', '439921101201', '2024-01', '0.1', '', ''],
  ['P6', '低保', ZHANG.slice(0, 17) + (ZHANG[17] === '1' ? '2' : '1'), '张三', '439921101201', '2024-01', '0.1', '', ''],
  ['P7', '低保', '43992119******0011', '孙七', '439921101201', '2024-01', '0.1', '', ''],
  ['P8', '低保', LI, '李四', '439921101201', '2024-13', '0.1', '', ''],
  ['P9', '低保', LI, '李四', '439921101201', '2024-01', '', '', ''],
  ['P10', '绿色生态效益奖', LI, '李四', '439921101201', '2024-01', '0.1', '', '不明'],
];

const csv = (rows: string[][]): string => rows.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell}"` : cell)).join(',')).join('\n') + '\n';

async function deliver(house: Awaited<ReturnType<typeof testHouse>>, name: string, text: string) {
  const path = join(mkdtempSync(join(tmpdir(), 'mingjian-import-')), name);
  writeFileSync(path, text);
  await using shop = await openWorkshop(house);
  const sniff = await shop.reader.sniff(path, {});
  return await importFile(shop, { path, name, sender: '财政局' }, sniff, [{ table: sniff.tables[0]!, mapping }], {}, () => {});
}

test('one file becomes facts, sealed identities and refused rows; the same file again adds nothing', async () => {
  await using house = await testHouse({ clock: () => new Date('2024-06-30T00:00:00Z') });
  const imported = await deliver(house, '发放表.csv', csv([HEADERS, ...ROWS]));
  expect(imported.batches[0]).toMatchObject({ register: 'subsidy_pay', asAt: '2024-03-31', asAtFrom: 'rows' }); // nobody dated the file: its newest period that is over does
  expect(Object.keys(imported.batches[0]!.quality.noted)).toContain('place.group');
  expect(imported.batches[0]!.sources).toMatchObject([{ number: 0, sheet: null, rows: 10, accepted: 5, quarantined: 5 }]);

  const refused = await listRefused(house.db);
  expect(refused.map(({ row, name, code }) => [row, name, code])).toEqual([
    [5, 'pid', 'citizen-number.several'], [6, 'pid', 'cell.damaged'], [9, 'period_from', 'date.month'], [10, 'amount', 'cell.missing'], [11, 'status', 'code.unknown'],
  ]);
  expect(refused.map(({ shown, reason, remedy }) => JSON.stringify([shown, reason, remedy])).join()).not.toMatch(new RegExp(`${ZHANG}|张三`));

  expect((await deliver(house, '发放表（副本）.csv', csv([HEADERS, ...ROWS]))).outcome).toBe('already');

  await using duck = await openDuck({ memoryMb: 500, threads: 1, spill: null });
  const { loadCatalogue } = await import('../../registers/catalogue.ts');
  await prepareInputs(duck, { home: house.home, catalogue: loadCatalogue(), batches: await activeBatches(house.db), registers: ['subsidy_pay', 'subsidy_policy', 'policy_exclusion'], asOf: '2024-12-31' });
  const rows = await duck.rows('select pay_id, policy, pid_tier as tier, pid_issue as issue, amount, period_from, period_to, status, village from subsidy_pay order by _ref');
  expect(rows).toEqual([
    { pay_id: 'P1', policy: 'dibao', tier: 1, issue: null, amount: 120000n, period_from: '2024-01-01', period_to: '2024-03-01', status: 'paid', village: 439921101201n },
    { pay_id: 'P2', policy: 'elder', tier: 1, issue: null, amount: 10000n, period_from: '2024-01-01', period_to: '2024-01-01', status: null, village: 439921101201n },
    { pay_id: 'P3', policy: 'dibao', tier: 2, issue: null, amount: 1000000n, period_from: '2024-02-01', period_to: '2024-02-01', status: 'returned', village: 439921102201n },
    { pay_id: 'P6', policy: 'dibao', tier: 9, issue: 'check', amount: 100000n, period_from: '2024-01-01', period_to: '2024-01-01', status: null, village: 439921101201n },
    { pay_id: 'P7', policy: 'dibao', tier: 9, issue: 'masked', amount: 100000n, period_from: '2024-01-01', period_to: '2024-01-01', status: null, village: 439921101201n },
  ]);
  const { n, known } = await duck.row('select count(distinct pid) as n, count(distinct case when pid < 4611686018427387904 then pid end) as known from subsidy_pay');
  expect([n, known]).toEqual([5n, 3n]);
  expect(await duck.rows(`select region_from, region_to, period_from, period_to, as_at from coverage where register = 'subsidy_pay' order by region_from`)).toEqual([
    { region_from: 439921101000n, region_to: 439921101999n, period_from: '2024-01-01', period_to: '2024-03-31', as_at: '2024-03-31' },
    { region_from: 439921102000n, region_to: 439921102999n, period_from: '2024-02-01', period_to: '2024-02-29', as_at: '2024-03-31' },
  ]);
  expect(await duck.row(`select means_tested, _ref from subsidy_policy where policy = 'dibao'`)).toEqual({ means_tested: true, _ref: null });
});
