import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { runHouse } from './cli.ts';
import { take } from './taking.ts';
import type { House } from '../house.ts';
import { endBatch } from '../imports/intake/retire.ts';
import { testHouse } from '../testing.ts';

const numberOf = (n: number): string => {
  const seventeen = `43992119${50 + n}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};
const HEADER = '补贴项目,身份证号,姓名,村(社区),所属期起,发放金额(元),发放日期,发放状态';
const paid = (month: string, ...days: string[]): string[] =>
  [HEADER, ...Array.from({ length: 9 }, (_, n) => (n === 0 ? days : [days[0]!]).map((day) => `高龄津贴,${numberOf(n)},张芳,439921101201,${month}-01,100,${month}-${day},成功`)).flat()];

async function states(house: House): Promise<string[]> {
  await runHouse(house, { asOf: '2024-12-31', only: ['same-benefit-twice'] });
  return (await sql<{ state: string }>`select state from warning order by id`.execute(house.db)).rows.map(({ state }) => state);
}

test('a warning is not gone because what it rested on was withdrawn; it is when the same town and time come again without it', async () => {
  await using house = await testHouse();
  await take(house, { '财政局/发放202401.csv': paid('2024-01', '08', '19'), '财政局/发放202406.csv': paid('2024-06', '08') });
  expect(await states(house)).toEqual(['new']);
  await endBatch(house, 1n, '重报');
  expect(await states(house)).toEqual(['new']);
  await take(house, { '财政局/发放202401重报.csv': paid('2024-01', '09') });
  expect(await states(house)).toEqual(['gone']);
});
