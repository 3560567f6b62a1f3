import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDuck } from '../duckdb.ts';
import type { House } from '../house.ts';
import { deliver } from '../imports/deliver.ts';
import { openWorkshop } from '../imports/intake/workshop.ts';
import { findFiles } from '../imports/intake/walk.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { decidedNames } from '../registers/programmes/decided-names.ts';
import { confirmAlias } from '../registers/programmes/programmes.ts';
import { testHouse } from '../testing.ts';
import { activeBatches, prepareInputs } from './inputs.ts';

const HEADER = '发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,发放金额(元),发放日期,发放状态';
const paid = (n: number, name: string): string => `P${n},${name},43992119500101001${n},张三,439921101201,2024-0${n},100,2024-0${n}-15,成功`;

async function take(house: House, file: string, ...lines: string[]): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), 'mingjian-renamed-')), file);
  writeFileSync(path, [HEADER, ...lines].join('\n') + '\n');
  await using shop = await openWorkshop(house);
  const [report] = await deliver(shop, await findFiles([path], '财政局', undefined), { yes: true, stated: [] }, {}, () => {});
  expect(report).toMatchObject({ outcome: 'imported' });
}

async function policies(house: House): Promise<unknown> {
  const batches = await activeBatches(house.db);
  const names = await decidedNames(house.db, BigInt(house.home.region), batches);
  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  await prepareInputs(duck, { home: house.home, catalogue: loadCatalogue(), batches, registers: ['subsidy_pay'], asOf: '2024-12-31', names });
  return (await duck.rows('select pay_id, policy from subsidy_pay order by 1')).map(({ pay_id, policy }) => [pay_id, policy]);
}

test('what somebody says of a name counts for the batches that stand, and a payment delivered again stays one payment', async () => {
  await using house = await testHouse();
  const asking = { region: Number(house.home.region), sender: '财政局' };
  await take(house, '2024年1-2月发放明细.csv', paid(1, '茶园管护奖'), paid(2, '高龄津贴'));
  expect(await policies(house)).toEqual([['P1', null], ['P2', 'elder']]);
  await confirmAlias(house.db, asking, '茶园管护奖', 'forest');
  expect(await policies(house)).toEqual([['P1', 'forest'], ['P2', 'elder']]);
  await take(house, '2024年1-3月发放明细.csv', paid(1, '茶园管护奖'), paid(2, '高龄津贴'), paid(3, '茶园管护奖'));
  expect(await policies(house)).toEqual([['P1', 'forest'], ['P2', 'elder'], ['P3', 'forest']]);
  await confirmAlias(house.db, asking, '茶园管护奖', null);
  expect(await policies(house)).toEqual([['P1', null], ['P2', 'elder'], ['P3', null]]);
  await confirmAlias(house.db, asking, '茶园管护奖', 'forest', '2024-03-01'); // from March on; the first file speaks up to February
  expect(await policies(house)).toEqual([['P1', null], ['P1', 'forest'], ['P2', 'elder'], ['P3', 'forest']]);
});
