import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import type { House } from '../../house.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { deliver, type FileReport } from '../deliver.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { type MappingEntry, readMappingFile } from '../proposing/mapping-file.ts';
import { reportText } from './imported.ts';
import { listImports } from './list.ts';

const { registers } = loadCatalogue();
const number = (n: number): string => {
  const seventeen = `43992119${50 + n}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};
async function take(house: House, folder: string, stated: MappingEntry[] = []): Promise<FileReport> {
  await using shop = await openWorkshop(house);
  return (await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated }, {}, () => {}))[0]!;
}

function folderOf(name: string, lines: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-imported-'));
  mkdirSync(join(folder, '财政局'));
  writeFileSync(join(folder, '财政局', name), lines.join('\n') + '\n');
  return folder;
}

test('of a table that waits it is said what is missing and how to write it; the mapping file that is printed, once filled in, settles it', async () => {
  await using house = await testHouse();
  const folder = folderOf('2024年3月明细.csv', ['补贴项目,姓名,谁,所属期,发放金额(万元),村(社区)', ...Array.from({ length: 12 }, (_, n) => `低保,张${'伟芳娜敏静'[n % 5]},${number(n).replace(/^4399/, 'ID4399')},2024年1-3月,0.01,439921101201`)]);
  const report = await take(house, folder);
  expect(report.outcome).toBe('waiting');
  const text = reportText([report], registers);
  expect((await listImports(house.db)).find(({ state }) => state === 'waiting')!.waits.length).toBeGreaterThan(0);
  const lines = text.split('\n');
  const from = lines.findIndex((line) => line.trim().startsWith('register:'));
  const printed = lines.slice(from, lines.findIndex((line, i) => i > from && line === '')).map((line) => line.slice(4)).join('\n');
  const mapping = join(mkdtempSync(join(tmpdir(), 'mingjian-mapping-')), '映射.yaml');
  writeFileSync(mapping, printed.replace(/^register: .*$/m, 'register: subsidy_pay').replace(/^ {2}pid: .*\n?/m, '').trimEnd() + '\n  pid: 谁\n');
  const settled = await take(house, folder, readMappingFile(mapping));
  expect(settled).toMatchObject({ outcome: 'imported', batches: [{ register: 'subsidy_pay', quality: { rows: 12 } }] });
});

test('what changed since last time stands under the file once, a line for each kind, units in words', async () => {
  await using house = await testHouse();
  const sheet = (month: number, names: string) => [names, ...Array.from({ length: 12 }, (_, n) => `P${month}${n},低保,${number(n)},张${'伟芳娜敏静'[n % 5]},439921101201,2024-0${month},100`)];
  await take(house, folderOf('2024年1月发放.csv', sheet(1, '发放流水号,补贴项目,身份证号,姓名,村(社区),所属期,发放金额(元)')));
  const report = await take(house, folderOf('2024年2月发放.csv', sheet(2, '流水号,项目名称,身份证号,姓名,村(社区),所属期,发放金额')));
  const told = reportText([report], registers).split('\n').filter((line) => line.startsWith('  '));
  expect(told).toEqual(['  与上次送来的不同：', '    改名的列：发放流水号 → 流水号、补贴项目 → 项目名称', '    单位变化：发放金额 元 → 未写明']);
});
