import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx, writeXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { foldName } from '@mingjian/domain/clean/name.ts';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import type { House } from '../../house.ts';
import { testHouse } from '../../testing.ts';
import { deliver, type FileReport } from '../deliver.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { listRefused } from '../quarantine/store.ts';
import { writeQuarantine } from '../quarantine/workbook.ts';

const number = (n: number): string => {
  const seventeen = `43992119${50 + n}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};

async function take(house: House, name: string, content: string | Uint8Array): Promise<FileReport> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-persons-'));
  mkdirSync(join(folder, '民政局'));
  writeFileSync(join(folder, '民政局', name), content);
  await using shop = await openWorkshop(house);
  return (await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {}))[0]!;
}

test('a figure by which a village tells two of one name apart is no other name; a telephone in the amount column is refused; an end before its beginning is told', async () => {
  await using house = await testHouse();
  const line = (n: number, name: string, money: string, to: string) => `D${n},${name},${number(n)},439921101201,${money},2023-01-01,${to}`;
  const good = Array.from({ length: 30 }, (_, n) => line(n, `张${'伟芳娜敏静'[n % 5]}`, '500', '2024-12-31'));
  const odd = [line(31, '张伟1', '500', '2022-12-31'), line(32, '李芳', '13912345678', ''), line(33, '李芳', '6217001234567890128', ''), line(34, '李芳', '12000000.00', '2023年')];
  const report = await take(house, '低保花名册2024年3月.csv', ['低保证号,姓名,身份证号,村(社区),月保障金额(元),起保日期,停保日期', ...good, ...odd].join('\n') + '\n');
  expect(report.batches).toMatchObject([{ quality: { accepted: 32, quarantined: 2, noted: { 'period.reversed': { values: 1 } } } }]);
  expect((await listRefused(house.db)).map(({ code }) => code)).toEqual(['money.number', 'money.number']);
  expect([foldName('张伟1'), foldName('张伟 12'), foldName('SMITH2')]).toEqual([foldName('张伟'), foldName('张伟'), 'SMITH2']);
});

test('one name for several is refused, a number in place of the name too, and put back in place the row goes on', async () => {
  await using house = await testHouse();
  const line = (n: number, name: string, id: string) => `D${n},${name},${id},439921101201,500,2023-01-01`;
  const good = Array.from({ length: 30 }, (_, n) => line(n, `张${'伟芳娜敏静'[n % 5]}`, number(n)));
  const wrong = [line(31, '王五等3人', number(31)), line(32, '李四等三户', number(32)), line(33, number(33), '赵六'), line(34, '等等', number(34)), line(35, '张伟', '王小二')];
  const report = await take(house, '低保花名册2024年3月.csv', ['低保证号,姓名,身份证号,村(社区),月保障金额(元),起保日期', ...good, ...wrong].join('\n') + '\n');
  expect(report.batches).toMatchObject([{ quality: { accepted: 32, quarantined: 3, noted: { 'citizen-number.name': { values: 2 } } } }]);
  const refused = await listRefused(house.db);
  expect(refused.map(({ row, code }) => [row, code])).toEqual([[32, 'name.several'], [33, 'name.several'], [34, 'name.number']]);
  expect(refused[2]!.remedy.zh).toContain('对调');

  const out = join(mkdtempSync(join(tmpdir(), 'mingjian-persons-')), '隔离.xlsx');
  await writeQuarantine(house, out);
  const { sheets: [sheet] } = await readXlsx(readFileSync(out));
  const [marks, ...rows] = sheet!.rows.map((row) => row.map((cell) => String(cell ?? '')));
  rows[2]![6] = '赵六';
  rows[2]![7] = number(33);
  const back = await take(house, '改正.xlsx', await writeXlsx({ sheets: [{ name: sheet!.name, rows: [marks!, rows[2]!] }] }));
  expect(back.batches).toMatchObject([{ quality: { accepted: 1, quarantined: 0, columns: { pid: { tiers: { 1: 1 } } } } }]);
});
