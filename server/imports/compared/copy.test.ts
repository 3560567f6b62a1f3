import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import type { House } from '../../house.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { deliver, type FileReport } from '../deliver.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { gb18030 } from '../reading/testing.ts';
import { reportText } from '../report/imported.ts';
import { findBatchReport, sentences } from '../report/quality.ts';

const numberOf = (n: number): string => {
  const seventeen = `43992119${50 + (n % 40)}0101${String(100 + n)}`;
  return seventeen + checkCharacter(seventeen);
};
const ROSTER = [['低保证号', '成员姓名', '成员身份证号', '村(社区)', '月保障金额(元)', '起保日期'], ...Array.from({ length: 12 }, (_, n) => [`D${n}`, `张${'伟芳娜敏静'[n % 5]}`, numberOf(n), '439921101201', '500', '2023-01-01'])];
const PAID = [['发放流水号', '补贴项目', '身份证号', '姓名', '村(社区)', '所属期起', '发放金额(元)', '银行账号', '发放日期', '发放状态'],
  ...Array.from({ length: 12 }, (_, n) => [`P${n}`, '高龄津贴', numberOf(n), `张${'伟芳娜敏静'[n % 5]}`, '439921101201', '2024-01-01', '100', `62170099990000${n + 10}`, '2024-02-08', '成功'])];
const csv = (rows: string[][]): string => `${rows.map((row) => row.join(',')).join('\n')}\n`;
const shuffled = ([header, ...rows]: string[][]): string[][] => [header!, ...rows.reverse()].map((row) => [...row.slice(3), ...row.slice(0, 3)]);

async function take(house: House, files: Record<string, string | Uint8Array>): Promise<FileReport[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-copy-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  await using shop = await openWorkshop(house);
  return await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});
}
const codes = ({ remarks }: FileReport) => remarks.map(({ code }) => code);

test('the same payments in another encoding, as a workbook, shuffled: each is called a copy, at the import and ever after', async () => {
  await using house = await testHouse();
  const [first] = await take(house, { '财政局/一卡通发放明细202402.csv': gb18030(csv(PAID)) });
  expect(codes(first!)).toEqual([]);
  const others = await take(house, { '财政局/发放明细-另存.csv': csv(PAID), '财政局/发放明细2024年2月.xlsx': await writeXlsx({ sheets: [{ name: '明细', rows: PAID }] }), '民政局/发放明细.csv': csv(shuffled(PAID)) });
  expect(others.map((one) => [one.outcome, codes(one)])).toEqual(others.map(() => ['imported', ['file.copy']]));
  const { batch } = others[0]!.batches[0]!;
  expect(reportText(others, new Map())).toContain(`与此前导入的“财政局/一卡通发放明细202402.csv”（批次 ${first!.batches[0]!.batch}）逐行相同，是同一份流水的又一份，每笔只算一次`);
  const told = sentences((await findBatchReport(house.db, batch))!, loadCatalogue().registers).map(({ en }) => en).join('\n');
  expect(told).toContain(`row for row the same as "财政局/一卡通发放明细202402.csv"`);
});

test('one payment more or less is no copy; that one is missing is told', async () => {
  await using house = await testHouse();
  await take(house, { '财政局/一卡通发放明细202402.csv': csv(PAID) });
  const [more, less] = await take(house, { '财政局/a发放明细202402.csv': csv([...PAID, PAID[1]!]), '财政局/b发放明细202402.csv': csv(PAID.slice(0, -1)) });
  expect([codes(more!), codes(less!)]).toEqual([[], ['file.again', 'file.again']]);
});

test('a list that came again says what that does: once more, unchanged since, or under two senders', async () => {
  await using house = await testHouse();
  await take(house, { '民政局/低保花名册202401.csv': gb18030(csv(ROSTER)) });
  const told = async (name: string) => codes((await take(house, { [name]: csv(ROSTER).replaceAll('\n', name.includes('财政') ? '\r\n' : '\n') }))[0]!);
  expect(await told('民政局/低保花名册2024年1月.csv')).toEqual(['file.copy']);
  expect(await told('财政局/低保花名册202401.csv')).toEqual(['file.copy-of-other-sender']);
  const [later] = await take(house, { '民政局/低保花名册202402.csv': `\uFEFF${csv(ROSTER)}` });
  expect(later!.remarks).toMatchObject([{ code: 'file.unchanged', words: { zh: expect.stringContaining('那份的数据日期是 2024-01-31，两份之间没有一处变化') } }]);
});

test('of two that are the same the one is retired whose day was guessed, and a guessed day is never told as if it were stated', async () => {
  let now = new Date('2024-01-31T08:00:00Z');
  await using house = await testHouse({ clock: () => now });
  const [undated] = await take(house, { '民政局/低保花名册.csv': csv(ROSTER) });
  const [stated] = await take(house, { '民政局/低保花名册2023年12月.csv': gb18030(csv(ROSTER)) });
  expect(stated!.remarks).toMatchObject([{ code: 'file.copy-of-undated', words: { zh: expect.stringContaining('那份没有写明数据日期，导入时按当天（2024-01-31）推定') }, remedy: { zh: expect.stringContaining(`imports retire ${undated!.batches[0]!.batch} `) } }]);
  now = new Date('2024-02-20T08:00:00Z');
  const [again] = await take(house, { '民政局/低保花名册（新）.csv': `\uFEFF${csv(ROSTER)}` });
  expect(again!.remarks).toMatchObject([{ code: 'file.undated-copy', words: { zh: expect.stringContaining('看不出是同一份又送了一次，还是一直没有变化') }, remedy: { zh: expect.stringContaining(`imports retire ${again!.batches[0]!.batch} `) } }]);
});
