import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { loadCatalogue } from '../../../registers/catalogue.ts';
import { testHouse } from '../../../testing.ts';
import { deliver } from '../../deliver.ts';
import { findBatchReport, sentences } from '../../report/quality.ts';
import { findFiles } from '../walk.ts';
import { openWorkshop } from '../workshop.ts';

const number = (n: number): string => {
  const seventeen = `43992119${50 + n}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};
const HEADER = ['序号', '补贴项目', '身份证号', '姓名', '村(社区)', '所属期起', '所属期止', '发放金额(元)', '发放状态'];
let n = 0;
const paid = (amount: string): string[] => [String(++n), '高龄津贴', number(n % 40), `张${'伟芳娜敏静'[n % 5]}`, '439921101201', '2024-05-01', '2024-05-31', amount, '成功'];
const sum = (word: string, amount: string): string[] => [word, '', '', '', '', '', '', amount, ''];

/** What the batch says of its sums and of rows that are none. */
async function told(sheets: Record<string, string[][]>): Promise<string[]> {
  await using house = await testHouse();
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-totals-'));
  mkdirSync(join(folder, '财政局'));
  writeFileSync(join(folder, '财政局/一卡通发放明细2024年5月.xlsx'), await writeXlsx({ sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows: [HEADER, ...rows] })) }));
  await using shop = await openWorkshop(house);
  const [report] = await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});
  const said = sentences((await findBatchReport(house.db, report!.batches[0]!.batch))!, loadCatalogue().registers);
  return said.map(({ zh }) => zh).filter((words) => /合计|小计/.test(words));
}
const rows = (...amounts: string[]): string[][] => amounts.map(paid);

test('a subtotal that does not tie with its rows is told with its line; one of the rows above, of all so far, or of the rows below it is none', async () => {
  expect(await told({ 表: [...rows('100', '200'), sum('小计', '300'), ...rows('100', '50'), sum('小计', '160'), ...rows('7'), sum('累计', '457'), sum('合计', '457')] })).toEqual([
    '“发放金额”合计与第 10 行所载一致：457.00', '“发放金额”小计（第 7 行）所载 160.00 与所属各行之和 150.00 不符',
  ]);
  expect(await told({ 表: [sum('小计', '300'), ...rows('100', '200'), sum('小计', '50'), ...rows('20', '30')] })).toEqual([]);
});

test('where a row that it could sum is in quarantine, a subtotal is not called wrong', async () => {
  const last = (amount: string) => [...rows('100', amount), sum('小计', '300'), ...rows('100', '50'), sum('小计', '160')];
  expect([(await told({ 表: last('200') })).length, (await told({ 表: last('二百左右') })).length]).toEqual([1, 0]);
});

test('each sheet is laid beside its own total', async () => {
  expect(await told({ 一组: [...rows('100', '200'), sum('合计', '300')], 二组: [...rows('10', '20'), sum('合计', '30')] })).toEqual(['“发放金额”合计与第 4 行所载一致：300.00', '“发放金额”合计与第 4 行所载一致：30.00']);
});

test('a last row of amounts alone that sum up all above is told as a total that nobody named, and no other row is', async () => {
  expect(await told({ 表: [...rows('100', '200', '50'), sum('', '350')] })).toEqual([expect.stringMatching(/第 5 行只有金额，且等于以上各行之和/)]);
  expect(await told({ 表: [...rows('100', '200', '50'), sum('', '340')] })).toEqual([]);
});
