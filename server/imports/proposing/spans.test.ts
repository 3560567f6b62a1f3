import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { deliver, type FileReport } from '../deliver.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { citizenNumber, type Shape, tableOf } from './columns/shapes.ts';
import { readMappingFile } from './mapping-file.ts';
import { propose } from './propose.ts';
import { spanWaits } from './spans.ts';

const catalogue = loadCatalogue();

function asked(title: string, days: string[], more: Partial<Shape> = {}) {
  const table = tableOf({ title: [title], headers: '补贴项目|姓名|身份证号|村|发放金额|发放日期|银行账号', cells: { 补贴项目: '高龄津贴', 发放日期: days }, ...more });
  const { settled } = propose(table, catalogue, { sender: '财政局', fileName: '发放.xlsx', remembered: [] });
  return spanWaits(table, settled!.mapping, catalogue);
}

describe('a title that states more than one month, over payments of other months of it, is no period of each', () => {
  test.each([
    ['2025年一卡通发放明细', ['2025-01-10', '2025-02-10', '2025-03-10']],
    ['2025年下半年一卡通发放明细', ['20250710', '20251210']],
    ['2025年一季度一卡通发放明细', ['2025年1月15日', '2025年3月15日']],
  ])('%s', (title, days) => {
    const held = asked(title, days);
    expect(held?.words.zh).toMatch(new RegExp(`分在其中 ${days.length} 个月.*period_from（所属期起）: 发放日期`));
    expect(held?.mapping.columns).toMatchObject({ period_from: { header: '发放日期' }, period_to: { header: '发放日期' } });
  });
  test.each([
    ['2025年一季度一卡通发放明细', ['2025-03-10', '2025-03-28']],
    ['2025年一季度一卡通发放明细', ['2025-04-02', '2025-05-06']],
    ['2025年度一卡通发放明细', ['2025-12-20', '2026-01-20']],
    ['2025年5月一卡通发放明细', ['2025-05-10', '2025-06-10']],
  ])('%s paid on %s keeps it', (title, days) => expect(asked(title, days)).toBeNull());
  test('a column with the period of each goes before the title', () => {
    expect(asked('2025年一卡通发放明细', ['2025-01-10', '2025-02-10'], { headers: '补贴项目|姓名|身份证号|村|所属期|发放金额|发放日期', cells: { 补贴项目: '高龄津贴', 所属期: ['2025-01', '2025-02'], 发放日期: ['2025-01-10', '2025-02-10'] } })).toBeNull();
  });
});

test('such a list waits with a mapping file that, taken as it is printed, imports it month by month', async () => {
  await using house = await testHouse();
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-spans-'));
  mkdirSync(join(folder, '财政局'));
  const rows = Array.from({ length: 12 }, (_, n) => `高龄津贴,张${'伟芳娜敏静'[n % 5]},${citizenNumber(n)},439921101201,100,2025-0${(n % 6) + 1}-10,621799550000${String(n).padStart(4, '0')}`);
  writeFileSync(join(folder, '财政局/2025年一卡通发放明细.csv'), ['补贴项目,姓名,身份证号,村,发放金额,发放日期,银行账号', ...rows].join('\n') + '\n');
  const take = async (stated: ReturnType<typeof readMappingFile>): Promise<FileReport> => {
    await using shop = await openWorkshop(house);
    return (await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated }, {}, () => {}))[0]!;
  };
  const first = await take([]);
  expect([first.outcome, first.waiting[0]?.proposal.waits[0]?.zh]).toEqual(['waiting', expect.stringContaining('当月为所属期')]);
  const { register, columns } = first.waiting[0]!.proposal.candidates[0]!.mapping;
  const file = join(folder, '..', `${folder.split('/').at(-1)}.yaml`);
  writeFileSync(file, JSON.stringify({ register, columns: Object.fromEntries(Object.entries(columns).map(([name, from]) => [name, 'header' in from ? from.header : from])) }));
  const second = await take(readMappingFile(file));
  expect([second.outcome, second.batches[0]?.quality.accepted]).toEqual(['imported', 12]);
  expect(second.batches[0]?.quality).toMatchObject({ rows: 12, quarantined: 0 });
});
