import { openSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { examine } from '../doctor/examine.ts';
import { runHouse } from '../engine/cli.ts';
import { take } from '../engine/taking.ts';
import type { House } from '../house.ts';
import { endBatch } from '../imports/intake/retire.ts';
import { testHouse, type TestHouse } from '../testing.ts';

const LEASES = '合同编号,合同类型,村(社区),资产编号,地类,面积(亩),年租金(元),起始日期,终止日期,签订日期,合同状态';
const lease = (n: number, rent: number) => `HT-${n},租赁发包,439921101201,ZC-${n},水田,10,${rent},2023-03-01,2038-02-28,2023-02-15,履行中`;
const CHEAP = { '农业农村局/集体合同台账2025-06-30.csv': [LEASES, ...Array.from({ length: 9 }, (_, n) => lease(n, 5000 + n * 10)), lease(9, 1000)] };

const run = (house: House, asOf: string) => runHouse(house, { asOf, only: ['lease-below-market'] });
const states = async (house: House) => (await sql<{ state: string }>`select state from warning`.execute(house.db)).rows.map(({ state }) => state);
const factsWrong = async (house: TestHouse) => (await examine(house.env)).filter(({ check, state }) => check === 'facts' && state === 'wrong');

async function withWarning(house: House): Promise<string> {
  await take(house, CHEAP);
  expect((await run(house, '2025-08-31')).models).toMatchObject([{ hits: 1 }]);
  const folder = join(house.home.facts, 'contract');
  return join(folder, readdirSync(folder)[0]!, 'part-0-0.parquet');
}

const HARMS: [string, (part: string) => void, string][] = [
  ['gone', (part) => rmSync(part), 'is gone'],
  ['cut short', (part) => truncateSync(part, 300), 'is not what was imported'],
  ['overwritten in the middle', (part) => writeSync(openSync(part, 'r+'), Buffer.alloc(40, 0x5a), 0, 40, 120), 'is not what was imported'],
];
test.each(HARMS)('a part that is %s clears nothing: the run is refused by its name, and the doctor names it', async (_, harm, words) => {
  await using house = await testHouse();
  const part = await withWarning(house);
  expect(await factsWrong(house)).toEqual([]);
  const whole = readFileSync(part);
  harm(part);
  const said = { code: 'facts.damaged', words: { en: expect.stringMatching(new RegExp(`contract.batch=\\d+.part-0-0.parquet: ${words}`)), zh: expect.stringContaining('集体合同第') }, advice: { en: expect.stringContaining('imports retire') } };
  await expect(run(house, '2025-09-30')).rejects.toMatchObject(said);
  expect(await states(house)).toEqual(['new']);
  expect(await factsWrong(house)).toMatchObject([{ words: { en: expect.stringContaining('part-0-0.parquet') } }]);
  writeFileSync(part, whole);
  expect((await run(house, '2025-09-30')).models).toMatchObject([{ hits: 1 }]);
});

const overwrite = (part: string): void => void writeSync(openSync(part, 'r+'), Buffer.alloc(400, 0x5a), 0, 400, 40);
test.each([['overwritten within its columns', overwrite, 'part-0-0.parquet: cannot be read'], ['gone', (part: string) => rmSync(part), '10 rows were imported, 0 are there'], ['unreadable', (part: string) => truncateSync(part, 300), 'part-0-0.parquet: cannot be read']] as const)(
  'of a batch from before parts were hashed a part that is %s is noticed by reading it', async (_, harm, words) => {
    await using house = await testHouse();
    const part = await withWarning(house);
    await sql`update batch set quality = quality - 'parts'`.execute(house.db);
    expect(await factsWrong(house)).toEqual([]);
    harm(part);
    await expect(run(house, '2025-09-30')).rejects.toMatchObject({ code: 'facts.damaged', words: { en: expect.stringContaining(words) } });
    expect(await states(house)).toEqual(['new']);
  });

test('what the refusal advises mends it: retire the batch, import the same file again', async () => {
  await using house = await testHouse();
  const part = await withWarning(house);
  rmSync(part);
  const { rows } = await sql<{ id: bigint }>`select id from batch where state = 'active'`.execute(house.db);
  await endBatch(house, rows[0]!.id, 'damaged');
  await take(house, CHEAP);
  expect((await run(house, '2025-09-30')).models).toMatchObject([{ outcome: 'done', hits: 1 }]);
  expect(await states(house)).toEqual(['persisting']);
});

test('the same run again answers what stands, but not over a part that is gone or cut short since', async () => {
  await using house = await testHouse();
  const part = await withWarning(house);
  const whole = readFileSync(part);
  expect(await run(house, '2025-08-31')).toMatchObject({ again: true, models: [{ hits: 1 }] });
  truncateSync(part, 300);
  await expect(run(house, '2025-08-31')).rejects.toMatchObject({ code: 'facts.damaged' });
  rmSync(part);
  await expect(run(house, '2025-08-31')).rejects.toMatchObject({ code: 'facts.damaged' });
  writeFileSync(part, whole);
  expect(await run(house, '2025-08-31')).toMatchObject({ again: true });
});
