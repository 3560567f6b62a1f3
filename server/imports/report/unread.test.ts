import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { deliver } from '../deliver.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { reportJson, reportText } from './imported.ts';
import { findBatchReport, sentences } from './quality.ts';

const number = (n: number): string => {
  const seventeen = `43992119${50 + n}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};

test('every column that nothing was read from is told by its header, but for line numbers: at the import, in its JSON, and of the batch ever after', async () => {
  await using house = await testHouse();
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-unread-'));
  mkdirSync(join(folder, '民政局'));
  const rows = Array.from({ length: 12 }, (_, n) => `${n + 1},D${n},张${'伟芳娜敏静'[n % 5]},${number(n)},439921101201,${500 + n},2023-01-01,晴天,甲${n}`);
  writeFileSync(join(folder, '民政局/低保花名册2024年3月.csv'), ['序号,低保证号,姓名,身份证号,村(社区),月保障金额(元),起保日期,当日天气,帮扶措施', ...rows].join('\n') + '\n');
  await using shop = await openWorkshop(house);
  const reports = await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});
  const unread = ['当日天气', '帮扶措施'];
  expect(reportText(reports, loadCatalogue().registers)).toContain('没有读取的列：当日天气、帮扶措施');
  expect(JSON.parse(reportJson(reports))[0].batches[0].tables[0]).toMatchObject({ rows: 12, unread });
  const shown = (await findBatchReport(house.db, reports[0]!.batches[0]!.batch))!;
  expect(shown.unread).toEqual(unread);
  expect(sentences(shown, loadCatalogue().registers).map(({ zh }) => zh)).toContain('没有读取的列：当日天气、帮扶措施');
});

test('an amount merged over the members of a household is told where it is read, and not where its column is not', async () => {
  await using house = await testHouse();
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-merged-'));
  mkdirSync(join(folder, '民政局'));
  const header = ['低保证号', '姓名', '身份证号', '村(社区)', '月保障金额', '起保日期', '上年人均收入金额'];
  const rows = Array.from({ length: 12 }, (_, n) => [`D${n >> 1}`, `张${'伟芳娜敏静'[n % 5]}`, number(n), '439921101201', n % 2 ? '' : '500', '2023-01-01', n % 2 ? '' : '3000']);
  const over = (col: number) => Array.from({ length: 6 }, (_, n) => ({ startRow: 1 + 2 * n, endRow: 2 + 2 * n, startCol: col, endCol: col }));
  for (const [name, merges] of [['低保花名册2024年3月.xlsx', over(6)], ['低保花名册2024年4月.xlsx', over(4)]] as const) {
    writeFileSync(join(folder, '民政局', name), await writeXlsx({ sheets: [{ name: '表', rows: [header, ...rows], merges }] }));
  }
  await using shop = await openWorkshop(house);
  const reports = await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});
  expect(reports.map(({ batches }) => batches[0]!.quality.noted['cell.merged-amount']?.values ?? 0)).toEqual([0, 6]);
});
