import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { openDuck } from '../../duckdb.ts';
import type { House } from '../../house.ts';
import { deliveredRows } from '../../lake/delivered.ts';
import { activeBatches, prepareInputs } from '../../lake/inputs.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { deliver, type FileReport } from '../deliver.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { reportText } from '../report/imported.ts';
import { listRefused } from './store.ts';
import { writeQuarantine } from './workbook.ts';

const numberOf = (n: number): string => {
  const seventeen = `43992119${50 + (n % 40)}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};
const HEADER = '低保证号,姓名,身份证号,村(社区),月保障金额(元),起保日期';
const member = (n: number, money = '500') => `D${n},张${'伟芳娜敏静'[n % 5]},${numberOf(n)},439921101201,${money},2023-01-01`;
const ROSTER = '民政局/低保花名册202403.csv';

/** Two people in the cells of one, with one number: nobody can tell whose it is. */
const TWO = `D50,张伟张芳,${numberOf(70)} ${numberOf(71)} 张伟,439921101201,500,2023-01-01`;

async function take(house: House, files: Record<string, string | Uint8Array>): Promise<FileReport> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-apart-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  await using shop = await openWorkshop(house);
  return (await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {}))[0]!;
}

type Edit = Record<string, string>;
/** What somebody does in a spreadsheet program: copies a row under itself as often as there are edits for its line, and writes into the cells of each. */
async function edited(house: House, edits: Record<string, Edit[]>): Promise<Uint8Array> {
  const out = join(mkdtempSync(join(tmpdir(), 'mingjian-apart-')), '隔离.xlsx');
  await writeQuarantine(house, out);
  const { sheets } = await readXlsx(readFileSync(out));
  return writeXlsx({
    sheets: sheets.map(({ name, rows }) => {
      const [headings, ...lines] = rows.map((row) => row.map((cell) => String(cell ?? '')));
      const copied = lines.flatMap((line) => (edits[line[2]!] ?? [{}]).map((edit) => line.map((cell, i) => edit[headings![i]!] ?? cell)));
      return { name, rows: [headings!, ...copied] };
    }),
  });
}

async function listed(house: House): Promise<{ _ref: bigint; name: bigint }[]> {
  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  await prepareInputs(duck, { home: house.home, catalogue: loadCatalogue(), batches: await activeBatches(house.db), registers: ['dibao'], asOf: '2024-12-31' });
  return await duck.rows('select _ref, name from dibao order by _ref');
}

const first = { 姓名: '张伟', 身份证号: numberOf(70), 月保障金额: '300' };
const second = { 姓名: '张芳', 身份证号: numberOf(71), 月保障金额: '200' };

async function delivered(house: House): Promise<void> {
  await take(house, { [ROSTER]: [HEADER, ...Array.from({ length: 30 }, (_, n) => member(n)), TWO].join('\n') + '\n' });
  expect((await listRefused(house.db)).map(({ row }) => row)).toEqual([32]);
}

test('a row of two people that somebody copied and set right comes in as two rows, both of the delivered line; it is said', async () => {
  await using house = await testHouse();
  await delivered(house);
  const id = (await listRefused(house.db))[0]!.id;
  const back = await take(house, { '改正.xlsx': await edited(house, { 32: [first, second, second] }) });
  expect(back).toMatchObject({ outcome: 'imported', batches: [{ sources: [{ accepted: 2, quarantined: 0 }] }] });
  expect(back.remarks.map(({ words }) => words.zh)).toEqual([`隔离编号 ${id}：在工作簿里有两行完全相同，只取一行`, `隔离编号 ${id}：在工作簿里不止一行，按拆开的 2 行逐行接收`]);
  const rows = await listed(house);
  expect(rows).toHaveLength(32);
  expect(await deliveredRows(house.db)(rows.slice(30).map(({ _ref }) => _ref))).toEqual([2, 3].map((row) => ({ file: ROSTER, sheet: null, row: 32, correction: { file: '改正.xlsx', sheet: expect.any(String), row } })));
  expect(await listRefused(house.db)).toEqual([]);
});

test('of two rows that were made of one the right one goes on, the wrong one stays as an entry of its own and is set right later', async () => {
  await using house = await testHouse();
  await delivered(house);
  const back = await take(house, { '改正.xlsx': await edited(house, { 32: [first, { ...second, 起保日期: '那年春天' }] }) });
  expect(back).toMatchObject({ outcome: 'imported', batches: [{ sources: [{ accepted: 1, quarantined: 1 }] }] });
  expect(await listRefused(house.db)).toMatchObject([{ row: 32, header: '起保日期' }]);
  const again = await take(house, { '再改.xlsx': await edited(house, { 32: [{ 起保日期: '2023-01-01' }] }) });
  expect(again).toMatchObject({ outcome: 'imported', batches: [{ sources: [{ rows: 1, accepted: 1, quarantined: 0 }] }] });
  expect(await listed(house)).toHaveLength(32);
  expect(await listRefused(house.db)).toEqual([]);
});

test('rows that were made of one and bear its whole amount each are refused with both sums, the number stays one; shared out they come in', async () => {
  await using house = await testHouse();
  await delivered(house);
  const { id } = (await listRefused(house.db))[0]!;
  for (const [amounts, said] of [
    [['500', '500'], '拆成的 2 行金额合计 1000 元，原来送来的是 500 元'],
    [['300', '250.5'], '拆成的 2 行金额合计 550.50 元，原来送来的是 500 元'],
    [['500', '几百块'], '拆成的 2 行里有金额无法识别，不能核对是否合计 500 元'],
  ] as const) {
    await take(house, { '改正.xlsx': await edited(house, { 32: [{ ...first, 月保障金额: amounts[0] }, { ...second, 月保障金额: amounts[1] }] }) });
    expect(await listRefused(house.db)).toMatchObject([{ id, row: 32, name: 'monthly', code: 'quarantine.sum', reason: { zh: said } }]);
    expect(await listed(house)).toHaveLength(30);
  }
  const back = await take(house, { '再改.xlsx': await edited(house, { 32: [first, second] }) });
  expect(back).toMatchObject({ outcome: 'imported', batches: [{ sources: [{ accepted: 2, quarantined: 0 }] }] });
  expect(await listed(house)).toHaveLength(32);
  expect(await listRefused(house.db)).toEqual([]);
});

test('what is still wrong is one number in the table, in the sum and in the sentence, also where nothing of one of several tables was right', async () => {
  await using house = await testHouse();
  await take(house, { [ROSTER]: [HEADER, ...Array.from({ length: 30 }, (_, n) => member(n)), member(40, '五百块钱吧'), member(41, '六百左右'), member(42, '很多')].join('\n') + '\n' });
  await take(house, { '民政局/城区低保花名册202403.csv': [HEADER, ...Array.from({ length: 30 }, (_, n) => member(n + 100)), member(140, '不详金额'), member(141, '再说')].join('\n') + '\n' });
  const back = await take(house, { '改正.xlsx': await edited(house, { 33: [{ 月保障金额: '500' }], 32: [{}] }) });
  const text = reportText([back], loadCatalogue().registers);
  const [, still] = /(\d+) 行仍不合格/.exec(text)!;
  expect(text).toContain(`隔离 ${still} 行，`);
  expect(await listRefused(house.db)).toHaveLength(Number(still));
});
