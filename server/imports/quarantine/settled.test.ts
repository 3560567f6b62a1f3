import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { openDuck } from '../../duckdb.ts';
import type { House } from '../../house.ts';
import { deliveredRows } from '../../lake/delivered.ts';
import { activeBatches, prepareInputs } from '../../lake/inputs.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { deliver, type FileReport } from '../deliver.ts';
import { endBatch } from '../intake/retire.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { dismiss } from './settle.ts';
import { listRefused } from './store.ts';
import { writeQuarantine } from './workbook.ts';

const numberOf = (n: number): string => {
  const seventeen = `43992119${50 + (n % 40)}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};
const HEADER = '低保证号,姓名,身份证号,村(社区),月保障金额(元),起保日期';
const member = (n: number, money = '500', more = '') => `D${n},张${'伟芳娜敏静'[n % 5]},${numberOf(n)},439921101201,${money},2023-01-01${more}`;
const ROSTER = '民政局/低保花名册202403.csv';

/** Three rows in quarantine: one whose amount is no amount, one without an amount's figure either, one that has a cell too many. */
async function quarantined(house: House): Promise<string> {
  const good = Array.from({ length: 30 }, (_, n) => member(n));
  await take(house, { [ROSTER]: [HEADER, ...good, member(40, '五百块钱吧'), member(41, '六百左右'), member(42, '500', ',多了一格')].join('\n') + '\n' });
  return exported(house);
}

async function exported(house: House): Promise<string> {
  const out = join(mkdtempSync(join(tmpdir(), 'mingjian-settled-')), '隔离.xlsx');
  await writeQuarantine(house, out);
  return out;
}

async function take(house: House, files: Record<string, string | Uint8Array>): Promise<FileReport[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-settled-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  await using shop = await openWorkshop(house);
  return await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});
}

/** What somebody does in a spreadsheet program: looks for the row by its number in the list, writes into the cell under a heading, saves. */
async function edited(book: string, edits: Record<string, Record<string, string>>): Promise<Uint8Array> {
  const { sheets: [sheet] } = await readXlsx(readFileSync(book));
  const [headings, ...rows] = sheet!.rows.map((row) => row.map((cell) => String(cell ?? '')));
  for (const row of rows) for (const [heading, value] of Object.entries(edits[row[2]!] ?? {})) row[headings!.indexOf(heading)] = value;
  return writeXlsx({ sheets: [{ name: sheet!.name, rows: [headings!, ...rows] }] });
}

async function releasedRows(house: House): Promise<bigint> {
  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  await prepareInputs(duck, { home: house.home, catalogue: loadCatalogue(), batches: await activeBatches(house.db), registers: ['dibao'], asOf: '2024-12-31' });
  return (await duck.row<{ n: bigint }>('select count(*) as n from dibao')).n;
}

const [BAD_MONEY, OTHER_MONEY, TOO_WIDE] = ['32', '33', '34']; // lines of the delivered file
const linesLeft = async (house: House) => (await listRefused(house.db)).map(({ row }) => String(row));

test('a workbook that comes back as it was releases nothing and doubles nothing, not even a row with a cell too many', async () => {
  await using house = await testHouse();
  const book = await quarantined(house);
  const before = await listRefused(house.db);
  const [back] = await take(house, { '隔离.xlsx': readFileSync(book) });
  expect(back).toMatchObject({ outcome: 'refused', batches: [], refused: { code: 'quarantine.none-released' } });
  expect(back!.remarks.map(({ words }) => words.en)).toEqual(['3 rows are still wrong and stay quarantined']);
  expect(await listRefused(house.db)).toEqual(before);
  expect(await releasedRows(house)).toBe(30n);
  expect((await sql<{ n: bigint }>`select count(*) as n from batch`.execute(house.db)).rows).toEqual([{ n: 1n }]);
});

test('each row is released once, by whichever copy came first; the other copy is told so by number; the same copy twice adds nothing', async () => {
  await using house = await testHouse();
  const book = await quarantined(house);
  const mine = await edited(book, { [BAD_MONEY]: { 月保障金额: '500' } });
  const theirs = await edited(book, { [BAD_MONEY]: { 月保障金额: '550' }, [OTHER_MONEY]: { 月保障金额: '600' } });

  const [first] = await take(house, { '改正.xlsx': mine });
  const batch = first!.batches[0]!.batch;
  expect(first).toMatchObject({ outcome: 'imported', batches: [{ register: 'dibao', sources: [{ rows: 3, accepted: 1, quarantined: 2 }] }] });
  expect(await linesLeft(house)).toEqual([OTHER_MONEY, TOO_WIDE]);
  expect((await take(house, { '改正.xlsx': mine }))[0]).toMatchObject({ outcome: 'already', batches: [] });

  const settled = (await sql<{ id: bigint }>`select id from quarantine where resolved_by = ${batch}`.execute(house.db)).rows[0]!.id;
  const [second] = await take(house, { '另一份.xlsx': theirs });
  expect(second).toMatchObject({ outcome: 'imported', batches: [{ sources: [{ accepted: 1 }] }] });
  expect(second!.remarks.map(({ words }) => words.en)).toContain(`quarantined ${settled}: already settled: released by batch ${batch}`);
  expect(await linesLeft(house)).toEqual([TOO_WIDE]);
  expect(await releasedRows(house)).toBe(32n);
});

test('a cell too many is cleared and the row goes on; what is still wrong stays one entry, with the new reason and what was mended of it', async () => {
  await using house = await testHouse();
  const book = await quarantined(house);
  await take(house, { '改正.xlsx': await edited(book, { [TOO_WIDE]: { 多出的格1: '' }, [BAD_MONEY]: { 起保日期: '2023-13-01', 月保障金额: '500' } }) });
  expect((await listRefused(house.db)).map(({ row, name, code }) => [row, name, code])).toEqual([[32, 'from_date', 'date.month'], [33, 'monthly', expect.any(String)]]);
  const [again] = await take(house, { '再改.xlsx': await edited(await exported(house), { [BAD_MONEY]: { 起保日期: '2023-12-01' } }) });
  expect(again).toMatchObject({ batches: [{ sources: [{ rows: 2, accepted: 1, quarantined: 1 }] }] });
  expect(await linesLeft(house)).toEqual([OTHER_MONEY]);
});

test('a corrected row keeps its sender and its day, and is cited as the row that was delivered', async () => {
  await using house = await testHouse();
  const book = await quarantined(house);
  const [back] = await take(house, { '改正.xlsx': await edited(book, { [BAD_MONEY]: { 月保障金额: '500' } }) });
  const [original, supplement] = await activeBatches(house.db);
  expect(supplement).toMatchObject({ id: back!.batches[0]!.batch, sender: '民政局', asAt: '2024-03-31', asAtFrom: 'file', supplements: original!.id });
  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  await prepareInputs(duck, { home: house.home, catalogue: loadCatalogue(), batches: [supplement!], registers: ['dibao'], asOf: '2024-12-31' });
  const { _ref } = await duck.row<{ _ref: bigint }>('select _ref from dibao');
  expect(await deliveredRows(house.db)([_ref])).toEqual([{ file: ROSTER, sheet: null, row: 32, correction: { file: '改正.xlsx', sheet: expect.any(String), row: 2 } }]);
});

test('a page mark is no row; a quarantined row that looks like a total comes back, and a sheet that stands nowhere refuses no other', async () => {
  await using house = await testHouse();
  const good = Array.from({ length: 30 }, (_, n) => member(n));
  await take(house, { [ROSTER]: [HEADER, ...good, member(40, '五百块钱吧'), '第 1 页 共 2 页,,,,,', '打印日期：2024-03-31,,,,,'].join('\n') + '\n' });
  expect(await linesLeft(house)).toEqual([BAD_MONEY]);
  const { sheets: [sheet] } = await readXlsx(readFileSync(await exported(house)));
  const rows = sheet!.rows.map((row) => row.map((cell) => String(cell ?? '')));
  const total = [rows[1]![0]!, ...rows[1]!.slice(1, 5), '合计', '', '', '', '', ''];
  const workbook = await writeXlsx({ sheets: [{ name: '空', rows: [rows[0]!, ['999999999', ...total.slice(1)]] }, { name: sheet!.name, rows: [rows[0]!, total] }] });
  const [back] = await take(house, { '隔离.xlsx': workbook });
  expect(back!.refused?.code).toBe('quarantine.none-released');
  expect(back!.remarks.map(({ words }) => words.en)).toEqual([expect.stringContaining('the sheet "空"'), '1 rows are still wrong and stay quarantined']);
});

test('a row is dismissed once and for good; what a retired batch had released is quarantined again', async () => {
  await using house = await testHouse();
  const book = await quarantined(house);
  const all = await listRefused(house.db);
  const [money, , wide] = all.map(({ id }) => id);
  await dismiss(house, [wide!], '重复报送');
  await expect(dismiss(house, [money!, wide!], '再来')).rejects.toMatchObject({ code: 'quarantine.settled' });
  expect(await linesLeft(house)).toEqual([BAD_MONEY, OTHER_MONEY]);

  const [back] = await take(house, { '改正.xlsx': await edited(book, { [BAD_MONEY]: { 月保障金额: '500' }, [TOO_WIDE]: { 多出的格1: '' } }) });
  expect(back!.remarks.map(({ words }) => words.zh)).toContain(`隔离编号 ${wide}：此前已作废（重复报送）`);
  expect(await releasedRows(house)).toBe(31n);
  await endBatch(house, back!.batches[0]!.batch, '改错了');
  expect(await linesLeft(house)).toEqual([BAD_MONEY, OTHER_MONEY]);
  expect(await releasedRows(house)).toBe(30n);
  await endBatch(house, all[0]!.batch, '整批停用');
  expect((await take(house, { '改正2.xlsx': readFileSync(book) }))[0]).toMatchObject({ outcome: 'refused', refused: { code: 'quarantine.unknown' } });
});

test('what is said to be still wrong is what is still quarantined: a row with two persons counts once, one that no longer fits counts too', async () => {
  await using house = await testHouse();
  const book = await quarantined(house);
  const two = `${numberOf(70)}、${numberOf(71).replace(/\d{4}.$/, '0000')}`;
  const { sheets: [sheet] } = await readXlsx(Buffer.from(await edited(book, { [BAD_MONEY]: { 身份证号: two, 姓名: '张伟、张芳', 月保障金额: '' }, [TOO_WIDE]: { 多出的格1: '' } })));
  const lines = sheet!.rows.map((row) => row.map((cell) => String(cell ?? '')).join(','));
  lines[2] = `${lines[2]},又多了一格`; // saved as text, the row of the amount that is no amount has a cell too many
  const [back] = await take(house, { '改正.csv': lines.join('\n') + '\n' });
  expect(back).toMatchObject({ outcome: 'imported', batches: [{ sources: [{ rows: 3, accepted: 1, quarantined: 2 }] }] });
  expect(await linesLeft(house)).toEqual([BAD_MONEY, OTHER_MONEY]);
  expect(back!.remarks.map(({ words }) => words.en)).toContain('2 rows are still wrong and stay quarantined');
  const [again] = await take(house, { '再改.xlsx': await edited(await exported(house), { [BAD_MONEY]: { 身份证号: numberOf(70), 姓名: '张伟', 月保障金额: '500' }, [OTHER_MONEY]: { 月保障金额: '600' } }) });
  expect(again).toMatchObject({ batches: [{ sources: [{ rows: 2, accepted: 2, quarantined: 0 }] }] });
  expect(await releasedRows(house)).toBe(33n);
});

test('a row of two persons is laid whole or not at all: delivered with one number that is damaged it is one row of the quarantine, as it was', async () => {
  await using house = await testHouse();
  const good = Array.from({ length: 30 }, (_, n) => member(n));
  const two = `D50,张伟、张芳,${numberOf(70)}、4.39921E+17,439921101201,,2023-01-01`;
  const both = `D51,张伟、张芳,${numberOf(72)}、${numberOf(73)},439921101201,,2023-13-01`;
  const [report] = await take(house, { [ROSTER]: [HEADER, ...good, two, both].join('\n') + '\n' });
  expect(report!.batches).toMatchObject([{ quality: { rows: 32, accepted: 30, quarantined: 2 } }]);
  expect((await listRefused(house.db)).map(({ row }) => row)).toEqual([32, 33]);
  const out = await exported(house);
  const { sheets: [sheet] } = await readXlsx(readFileSync(out));
  expect(sheet!.rows.slice(1).map((row) => row.length)).toEqual([11, 11]);
  const [back] = await take(house, { '改正.xlsx': await edited(out, { '33': { 起保日期: '2023-12-01' } }) });
  expect(back).toMatchObject({ batches: [{ sources: [{ rows: 2, accepted: 2, quarantined: 1 }] }] });
  expect(await releasedRows(house)).toBe(32n);
});
