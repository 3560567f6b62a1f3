import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { rowAddress } from '@mingjian/domain/model/facts.ts';
import type { House } from '../house.ts';
import { openKeys } from '../identities/keys/keys.ts';
import { openRows } from '../identities/vault.ts';
import { testHouse } from '../testing.ts';
import { activeBatches } from '../lake/inputs.ts';
import { deliver, type FileReport } from './deliver.ts';
import { openWorkshop } from './intake/workshop.ts';
import { listImports } from './report/list.ts';
import { listRefused } from './quarantine/store.ts';
import { writeQuarantine } from './quarantine/workbook.ts';
import { findBatchReport } from './report/quality.ts';
import { endBatch } from './intake/retire.ts';
import { sweepLeftovers } from './intake/sweep.ts';
import { stageBatch, stageDelivery } from './store.ts';
import { findFiles } from './intake/walk.ts';

const number = (n: number): string => {
  const seventeen = `43992119${String(50 + (n % 40))}0101${String(100 + n).slice(-3)}`;
  return seventeen + checkCharacter(seventeen);
};
const HEADER = '低保证号,姓名,身份证号,村(社区),月保障金额(元),起保日期';
const member = (n: number, money = '500') => `D${n},张${'伟芳娜敏静'[n % 5]},${number(n)},439921101201,${money},2023-01-01`;
const roster = (...lines: string[]) => [`青岚县城乡低保对象花名册`, HEADER, ...lines].join('\n') + '\n';

function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-delivery-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function take(house: House, paths: string[], sender?: string): Promise<FileReport[]> {
  await using shop = await openWorkshop(house);
  return await deliver(shop, await findFiles(paths, sender, undefined), { yes: true, stated: [] }, {}, () => {});
}

test('a folder is taken in, its senders from the folders; a copy adds nothing; refused rows come back corrected', async () => {
  await using house = await testHouse();
  const lines = Array.from({ length: 30 }, (_, n) => member(n));
  const folder = folderOf({
    '民政局/城乡低保花名册2024年3月.csv': roster(...lines, member(40, '五百块钱吧'), member(41, '')),
    '民政局/副本 低保.csv': roster(...lines, member(40, '五百块钱吧'), member(41, '')),
    '民政局/~$低保.xlsx': 'lock',
    '民政局/坏文件.xlsx': 'this is no workbook',
  });
  const reports = await take(house, [folder]);
  expect(reports.map(({ file, sender, outcome }) => [file, sender, outcome]).sort()).toEqual([
    ['民政局/副本 低保.csv', '民政局', 'imported'], ['民政局/坏文件.xlsx', '民政局', 'refused'], ['民政局/城乡低保花名册2024年3月.csv', '民政局', 'already'],
  ].sort());

  const out = join(folder, '隔离.xlsx');
  expect(await writeQuarantine(house, out)).toBe(1);
  const book = await readXlsx(readFileSync(out));
  const rows = book.sheets[0]!.rows.map((row) => row.map((cell) => String(cell ?? '')));
  expect(rows.flat().join()).not.toMatch(/张[伟芳娜敏静]|43992119/);
  const money = rows[0]!.indexOf('月保障金额');
  rows[1]![money] = '500.00';
  const corrected = folderOf({ '改正.xlsx': await writeXlsx({ sheets: [{ name: book.sheets[0]!.name, rows }] }) });
  const [back] = await take(house, [corrected]);
  expect(back).toMatchObject({ outcome: 'imported', batches: [{ register: 'dibao' }] });
  const batches = await activeBatches(house.db);
  expect(batches.map(({ rows, supplements }) => [rows, supplements])).toEqual([[31n, null], [1n, batches[0]!.id]]);
  expect(await writeQuarantine(house, out)).toBe(0);
});

test('refused rows as delivered are a reveal: recorded in a home for training, refused in any other', async () => {
  await using house = await testHouse();
  const folder = folderOf({ '民政局/低保花名册202403.csv': roster(member(1), member(2), member(3, '五百块钱吧')) });
  await take(house, [folder]);
  const [looking, out] = [{ by: 'somebody', purpose: '逐户核对' }, join(folder, '隔离.xlsx')] as const;
  await expect(writeQuarantine({ ...house, home: { ...house.home, training: false } }, out, { looking })).rejects.toMatchObject({ code: 'reveal.training-only' });
  expect(existsSync(out)).toBe(false);
  await writeQuarantine(house, out, { looking });
  const book = await readXlsx(readFileSync(out));
  expect(book.sheets[0]!.rows.flat().map(String)).toContain(number(3));
  const { rows } = await sql<{ by: string; purpose: string; what: string; targets: unknown[] }>`select by, purpose, what, targets from reveal`.execute(house.db);
  expect(rows).toEqual([{ ...looking, what: 'cell', targets: [{ quarantine: expect.stringMatching(/^\d+\/0:5$/) }] }]);
});

test('a masked cell that was changed counts as changed, one that was left counts as delivered', async () => {
  await using house = await testHouse();
  const folder = folderOf({ '民政局/低保花名册202403.csv': roster(member(1), member(2), member(3, '五百块钱吧'), member(4, '五百块钱吧')) });
  await take(house, [folder]);
  const out = join(folder, '隔离.xlsx');
  await writeQuarantine(house, out);
  const book = await readXlsx(readFileSync(out));
  const rows = book.sheets[0]!.rows.map((row) => row.map((cell) => String(cell ?? '')));
  const [money, pid] = [rows[0]!.indexOf('月保障金额'), rows[0]!.indexOf('身份证号')];
  for (const row of rows.slice(1)) row[money] = '500';
  rows[2]![pid] = number(9);
  const [back] = await take(house, [folderOf({ '改正.xlsx': await writeXlsx({ sheets: [{ name: 'x', rows }] }) })]);
  const batch = back!.batches[0]!.batch;
  const keys = await openKeys(house.home);
  const found = await openRows(house.home, keys, 'dibao', batch, [rowAddress.of(batch, 0, 2), rowAddress.of(batch, 0, 3)]);
  expect([...found.values()].map(([row]) => row!['pid'])).toEqual([number(3), number(9)]);
});

test('a name that another program garbled is nobody: its row is put aside, and says why', async () => {
  await using house = await testHouse();
  const garbled = (text: string) => new TextDecoder('gb18030').decode(new TextEncoder().encode(text));
  const lines = Array.from({ length: 20 }, (_, n) => member(n));
  const [report] = await take(house, [folderOf({ '民政局/低保花名册202403.csv': roster(...lines, member(21).replace(/张./, garbled('张伟')), member(22).replace(/张./, garbled('王小明'))) })]);
  expect(report!.batches).toMatchObject([{ sources: [{ rows: 22, accepted: 20, quarantined: 2 }] }]);
  expect((await listRefused(house.db)).map(({ row, name, code }) => [row, name, code])).toEqual([[23, 'name', 'name.garbled'], [24, 'name', 'name.garbled']]);
});

test('next month is compared with last; a batch retires and can come back; the list speaks plainly', async () => {
  await using house = await testHouse();
  const march = folderOf({ '民政局/低保花名册202403.csv': roster(...Array.from({ length: 40 }, (_, n) => member(n))) });
  const april = folderOf({ '民政局/低保花名册202404.csv': roster(...Array.from({ length: 30 }, (_, n) => member(n))) });
  await take(house, [march]);
  const [second] = await take(house, [april]);
  const batch = second!.batches[0]!.batch;
  const report = await findBatchReport(house.db, batch);
  expect(report).toMatchObject({ asAt: '2024-04-30', asAtFrom: 'file', last: { rows: 40n, asAt: '2024-03-31' } });
  expect(report!.quality.columns['pid']?.tiers).toEqual({ 1: 30, 2: 0, 9: 0 });
  await endBatch(house, batch, '样张');
  expect((await listImports(house.db)).map(({ file, rows }) => [file, rows])).toEqual([['民政局/低保花名册202403.csv', 40]]);
  await expect(endBatch(house, batch, '再来')).rejects.toMatchObject({ code: 'batch.ended' });
  expect((await take(house, [april]))[0]!.outcome).toBe('imported');
});

test('what a killed import left is swept; one that is alive is left alone', async () => {
  await using house = await testHouse();
  const leave = async (command: string) => {
    const delivery = await stageDelivery(house.db, { sha256: command, file: 'x.csv', bytes: 1, format: 'csv', encoding: null, delimiter: null, sender: null, command, at: new Date() });
    const batch = await stageBatch(house.db, { delivery, register: 'dibao', version: 1, asAt: '2024-01-01', asAtFrom: 'clock', supplements: null });
    mkdirSync(join(house.home.facts, 'dibao', `batch=${batch}`), { recursive: true });
    return join(house.home.facts, 'dibao', `batch=${batch}`);
  };
  const dead = await leave('dead');
  await using shop = await openWorkshop(house);
  const alive = await leave(shop.command);
  expect(await sweepLeftovers(house)).toBe(1);
  expect([existsSync(dead), existsSync(alive)]).toEqual([false, true]);
  expect((await sql<{ n: bigint }>`select count(*) as n from delivery`.execute(house.db)).rows[0]!.n).toBe(1n);
});
