import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import type { House } from '../../house.ts';
import { testHouse } from '../../testing.ts';
import { deliver, type FileReport } from '../deliver.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { reportText } from '../report/imported.ts';

const MONTHS = Array.from({ length: 12 }, (_, month) => month + 1);
const pid = (n: number): string => {
  const seventeen = `4399211950010${n % 9 + 1}${String(100 + n).slice(-3)}`;
  return seventeen + checkCharacter(seventeen);
};
const PID = '公民身份号码';
const row = (n: number, month: number): Record<string, string> => ({ [PID]: pid(n), 身份证号: pid(n), 姓名: `张${'伟芳娜敏静'[n % 5]}`, 险种类型: '城乡居民养老', 待遇年月: `2024${String(month).padStart(2, '0')}`, 养老金: '213.50', 社保卡银行账号: `62170099990000${n}` });
const lines = (headers: string[], month: number): string[][] => [headers, ...Array.from({ length: 6 }, (_, n) => headers.map((header) => row(n + month * 7, month)[header]!))];
const book = (headers: (month: number) => string[]): Promise<Uint8Array> => writeXlsx({ sheets: MONTHS.map((month) => ({ name: `${month}月`, rows: lines(headers(month), month) })) });
const csv = (headers: string[], month: number): string => `${lines(headers, month).map((cells) => cells.join(',')).join('\n')}\n`;

async function take(house: House, files: Record<string, string | Uint8Array>): Promise<FileReport[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-delivery-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  await using shop = await openWorkshop(house);
  return await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});
}

const BEFORE = [PID, '姓名', '险种类型', '待遇年月', '养老金', '社保卡银行账号'];
const NOW = ['身份证号', '姓名', '险种类型', '待遇年月', '养老金', '社保卡银行账号'];
const kinds = ({ drift }: FileReport) => drift.map((one) => [one.sheets.length, one.drift.map(({ kind }) => kind)]);

test('twelve sheets that changed alike are told once, with their names', async () => {
  await using house = await testHouse();
  await take(house, { '人社局/养老待遇发放2023.xlsx': await book(() => BEFORE) });
  const [report] = await take(house, { '人社局/养老待遇发放2024.xlsx': await book((month) => (month === 3 ? BEFORE : NOW)) });
  expect(report).toMatchObject({ outcome: 'imported' });
  expect(kinds(report!)).toEqual([[11, ['renamed']]]);
  const told = reportText([report!], new Map());
  expect(told.match(/与上次送来的不同/g)).toHaveLength(1);
  expect(told).toContain('（工作表 1月、2月、4月、5月、6月、7月、8月、9月、10月、11月、12月）');
});

test('files of one delivery are compared with the last delivery, not with each other', async () => {
  await using house = await testHouse();
  const [first, second] = await take(house, { '人社局/养老待遇发放202401.csv': csv(BEFORE, 1), '人社局/养老待遇发放202402.csv': csv(NOW, 2) });
  expect([first!.outcome, second!.outcome, kinds(first!), kinds(second!)]).toEqual(['imported', 'imported', [], []]);
  const again = await take(house, { '人社局/养老待遇发放202403.csv': csv(BEFORE.slice(0, 5), 3), '人社局/养老待遇发放202404.csv': csv(BEFORE.slice(0, 5), 4), '人社局/养老待遇发放202405.csv': csv(NOW, 5) });
  expect(again.map(kinds)).toEqual([[[0, ['missing']]], [[0, ['missing']]], []]);
});
