import { openSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { take } from '../engine/taking.ts';
import { endBatch } from '../imports/intake/retire.ts';
import { testHouse } from '../testing.ts';
import { examine } from './examine.ts';

const numberOf = (n: number): string => {
  const seventeen = `43992119${50 + (n % 40)}0101${String(100 + n)}`;
  return seventeen + checkCharacter(seventeen);
};
const roster = (month: string) => ({ [`民政局/低保花名册${month}.csv`]: ['低保证号,成员姓名,成员身份证号,村(社区),月保障金额(元),起保日期', ...Array.from({ length: 12 }, (_, n) => `D${month}${n},张${'伟芳娜敏静'[n % 5]},${numberOf(n)},439921101201,500,${month.slice(0, 4)}-01-01`)] });
const overwrite = (file: string): void => void writeSync(openSync(file, 'r+'), Buffer.alloc(8, 0x5a), 0, 8, Math.floor(statSync(file).size / 2));

test.each([
  ['gone', (file: string) => rmSync(file), 'is gone', '不见了'], ['cut short', (file: string) => truncateSync(file, statSync(file).size - 20), 'is damaged', '已损坏'],
  ['overwritten in the middle', overwrite, 'is damaged', '已损坏'],
] as const)('a vault file or an original that is %s is named by the doctor; what it advises mends it', async (_, harm, en, zh) => {
  await using house = await testHouse();
  await take(house, roster('202401'));
  await take(house, roster('202402'));
  const sealed = async () => (await examine(house.env)).filter(({ check }) => check === 'sealed');
  expect(await sealed()).toMatchObject([{ state: 'fine', words: { en: '2 identity vaults and 2 delivered files open' } }]);
  harm(join(house.home.vault, 'dibao', 'batch=1.sealed'));
  expect(await sealed()).toMatchObject([{ state: 'wrong', words: { zh: expect.stringMatching(new RegExp(`^批次 1（民政局/低保花名册202401.csv）的身份保险库.*${zh}$`)), en: expect.stringContaining(en) } }]);
  const originals = readdirSync(house.home.originals).map((file) => join(house.home.originals, file));
  for (const file of originals) harm(file);
  expect(await sealed()).toHaveLength(3);
  await endBatch(house, 1n, '身份保险库损坏');
  for (const file of originals) rmSync(file, { force: true });
  await take(house, roster('202401'));
  await take(house, roster('202402'), 'already');
  expect(await sealed()).toMatchObject([{ state: 'fine' }]);
});

test('the vault of another batch in the place of this one is not what was sealed', async () => {
  await using house = await testHouse();
  await take(house, roster('202401'));
  await take(house, roster('202402'));
  const at = (batch: number) => join(house.home.vault, 'dibao', `batch=${batch}.sealed`);
  renameSync(at(1), at(2));
  expect((await examine(house.env)).filter(({ check }) => check === 'sealed').map(({ words }) => words.en)).toEqual([expect.stringMatching(/batch 1 .*is gone/), expect.stringMatching(/batch 2 .*is damaged/)]);
});
