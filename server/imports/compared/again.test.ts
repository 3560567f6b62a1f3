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
import { endBatch } from '../intake/retire.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { reportJson, reportText } from '../report/imported.ts';
import { findBatchReport, sentences } from '../report/quality.ts';

const numberOf = (n: number): string => {
  const seventeen = `43992119${50 + (n % 40)}0101${String(100 + n)}`;
  return seventeen + checkCharacter(seventeen);
};
type Payment = { number?: string; month?: string; amount?: string; paidAt?: string; account?: string };
const HEADER = '补贴项目,身份证号,姓名,村(社区),所属期起,发放金额(元),银行账号,发放日期,发放状态';
const payment = (n: number, { number, month = '2024-01-01', amount = '100', paidAt = '2024-02-08', account = `62170099990000${n + 10}` }: Payment = {}): string =>
  `${number === undefined ? '' : `${number},`}高龄津贴,${numberOf(n)},张${'伟芳娜敏静'[n % 5]},439921101201,${month},${amount},${account},${paidAt},成功`;
const payments = (people: number, one: (n: number) => Payment = () => ({})): string =>
  `${one(0).number === undefined ? HEADER : `发放流水号,${HEADER}`}\n${Array.from({ length: people }, (_, n) => payment(n, one(n))).join('\n')}\n`;

async function take(house: House, name: string, content: string): Promise<FileReport> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-again-'));
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
  await using shop = await openWorkshop(house);
  return (await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {}))[0]!;
}
const codes = ({ remarks }: FileReport) => remarks.map(({ code }) => code);

async function paid(house: House): Promise<{ rows: bigint; fen: string }> {
  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  await prepareInputs(duck, { home: house.home, catalogue: loadCatalogue(), batches: await activeBatches(house.db), registers: ['subsidy_pay'], asOf: '2024-12-31' });
  return await duck.row('select count(*) as rows, cast(sum(amount) as VARCHAR) as fen from subsidy_pay');
}

test('payments that came again with another day of payment are told as a correction, and the advice makes each count once', async () => {
  await using house = await testHouse();
  const first = await take(house, '财政局/一卡通发放明细202401.csv', payments(12));
  const again = await take(house, '财政局/一卡通发放明细202401更正版.csv', payments(12, (n) => (n < 9 ? { paidAt: '2024-02-09' } : n === 9 ? { amount: '110' } : {})));
  const [was, now] = [first.batches[0]!.batch, again.batches[0]!.batch];
  expect(reportText([again], new Map())).toContain(`批次 ${was}（“财政局/一卡通发放明细202401.csv”）的 12 行中有 11 行又在本次出现：2 行逐栏相同，只算一次；9 行对象、所属期、金额等相同而别的栏不同，两份都算，会被当成发了两次；其余 1 行`);
  expect(reportText([again], new Map())).toContain(`mingjian imports replace ${was} --by ${now} --because 更正`);
  const json = JSON.parse(reportJson([again])) as { remarks: { code: string }[]; batches: { again: unknown[] }[] }[];
  expect(json[0]).toMatchObject({ remarks: [{ code: 'file.again' }], batches: [{ again: [{ batch: String(was), rows: 12, same: 2, other: 9 }] }] });
  const told = async () => sentences((await findBatchReport(house.db, now))!, loadCatalogue().registers).map(({ en }) => en).join('\n');
  expect(await told()).toContain(`11 of the 12 rows of batch ${was}`);
  expect(await paid(house)).toEqual({ rows: 22n, fen: '221000' });
  await endBatch(house, was, '更正', now);
  expect(await paid(house)).toEqual({ rows: 12n, fen: '121000' });
  expect(await told()).not.toContain('stand here again');
});

test('some amounts corrected and all else as it was: the amounts that were taken back still count, which is said', async () => {
  await using house = await testHouse();
  await take(house, '财政局/一卡通发放明细202401.csv', payments(12));
  const again = await take(house, '财政局/补正202401.csv', payments(12, (n) => (n < 2 ? { amount: '90' } : {})));
  expect(again.remarks).toMatchObject([{ code: 'file.again', words: { en: expect.stringContaining('10 are equal in every column and count once; 2 are changed or missing here, and still count as they were') } }]);
});

test('the next month, a list that only grew, payments under other numbers, a few made twice: none is a correction', async () => {
  await using house = await testHouse();
  await take(house, '财政局/一卡通发放明细202401.csv', payments(12));
  expect(codes(await take(house, '财政局/一卡通发放明细202402.csv', payments(12, () => ({ month: '2024-02-01', paidAt: '2024-03-08' }))))).toEqual([]);
  expect(codes(await take(house, '财政局/一卡通发放明细202401全.csv', payments(20)))).toEqual([]);
  await take(house, '农商行/发放202405.csv', payments(12, (n) => ({ number: `A${n}`, month: '2024-05-01', paidAt: '2024-06-08' })));
  expect(codes(await take(house, '农商行/发放202405第二批.csv', payments(12, (n) => ({ number: `B${n}`, month: '2024-05-01', paidAt: '2024-06-09' }))))).toEqual([]);
  expect(codes(await take(house, '财政局/一卡通发放明细202406.csv', payments(12, (n) => (n < 3 ? { account: '6217009999000099' } : { month: '2024-06-01', paidAt: '2024-07-08' }))))).toEqual([]);
});

test('months that overlap are no correction where they say the same; where they do not, nobody is advised to lose the other months', async () => {
  await using house = await testHouse();
  const months = (from: number, one: (n: number) => Payment = () => ({})) =>
    `${HEADER}\n${[0, 1, 2].flatMap((m) => Array.from({ length: 8 }, (_, n) => payment(n, { month: `2024-0${from + m}-01`, paidAt: `2024-0${from + m}-28`, ...one(n) }))).join('\n')}\n`;
  await take(house, '财政局/一季度.csv', months(1));
  expect(codes(await take(house, '财政局/二至四月.csv', months(2)))).toEqual([]);
  const { remarks, batches } = await take(house, '财政局/三至五月.csv', months(3, (n) => ({ account: `62170099990000${n + 50}` })));
  const [first, second] = remarks;
  expect(first).toMatchObject({ code: 'file.again', words: { zh: expect.stringContaining('有 16 行与本次时间重叠，其中有 16 行又在本次出现：16 行对象、所属期、金额等相同而别的栏不同') } });
  expect(second?.words.en).toContain('8 of the 8 rows (of 24) with days in common of batch');
  for (const { remedy } of remarks) expect(remedy.zh).not.toContain('replace');
  for (const { remedy } of remarks) expect(remedy.zh).toContain(`mingjian imports retire ${batches[0]!.batch} --because 重复报送`);
});
