import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { deliver } from '../deliver.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { findBatchReport, sentences } from './quality.ts';

const number = (n: number): string => {
  const seventeen = `43992119${50 + (n % 40)}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};

test('shares are of the accepted rows, never over 100 %; columns are called by their titles; K1 is explained', async () => {
  await using house = await testHouse();
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-quality-'));
  mkdirSync(join(folder, '民政局'));
  const rows = Array.from({ length: 20 }, (_, n) => `D${n},张${'伟芳娜敏静'[n % 5]},${number(n)},439921101201,${n < 12 ? '五百块钱吧' : '500'},`); // twelve of twenty are refused
  writeFileSync(join(folder, '民政局/低保花名册2024年3月.csv'), ['低保证号,姓名,身份证号,村(社区),月保障金额(元),止保日期', ...rows].join('\n') + '\n');
  await using shop = await openWorkshop(house);
  const [report] = await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});

  const said = sentences((await findBatchReport(house.db, report!.batches[0]!.batch))!, loadCatalogue().registers);
  expect(said.map(({ zh }) => zh)).toContain('共 20 行，接收 8，隔离 12');
  const shares = said.flatMap(({ zh }) => [...zh.matchAll(/([\d.]+)%/g)].map(([, share]) => Number(share)));
  expect([shares.length > 0, Math.max(...shares)]).toEqual([true, 100]);
  const columns = said.filter(({ zh }) => /有效号码|空缺/.test(zh));
  expect(columns.length).toBeGreaterThan(0);
  for (const { zh } of columns) expect(zh).not.toMatch(/[a-z]_?[a-z]/);
  expect(said.map(({ zh }) => zh).join('\n')).toMatch(/K1：号码完整且校验通过/);
});
