import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import type { House } from '../../house.ts';
import { activeBatches } from '../../lake/inputs.ts';
import { testHouse } from '../../testing.ts';
import { deliver } from '../deliver.ts';
import { endBatch } from '../intake/retire.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';

const numberOf = (n: number): string => {
  const seventeen = `43992119${50 + (n % 40)}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};
const HEADER = '补贴项目,身份证号,姓名,村(社区),所属期起,发放金额(元),银行账号,发放日期,发放状态';
const payments = (people: number, month: string): string =>
  [HEADER, ...Array.from({ length: people }, (_, n) => `高龄津贴,${numberOf(n)},张${'伟芳娜敏静'[n % 5]},439921101201,2024-${month}-01,100,62170099990000${n + 10},2024-${month}-28,成功`)].join('\n') + '\n';

async function take(house: House, name: string, content: string): Promise<bigint> {
  const file = join(mkdtempSync(join(tmpdir(), 'mingjian-loss-')), '财政局', name);
  mkdirSync(dirname(file));
  writeFileSync(file, content);
  await using shop = await openWorkshop(house);
  const [report] = await deliver(shop, await findFiles([dirname(dirname(file))], undefined, undefined), { yes: true, stated: [] }, {}, () => {});
  return report!.batches[0]!.batch;
}
const standing = async (house: House): Promise<bigint[]> => (await activeBatches(house.db)).map(({ id }) => id).sort((a, b) => Number(a - b));

test('a list of another month, or less than half of it, takes the place of nothing by mistake: the rows that would go are told, and only who says so loses them', async () => {
  await using house = await testHouse();
  const january = await take(house, '一卡通发放明细202401.csv', payments(20, '01'));
  const july = await take(house, '一卡通发放明细202407.csv', payments(18, '07'));
  const few = await take(house, '一卡通发放明细202401补.csv', payments(4, '01').replaceAll(',100,', ',110,'));
  const most = await take(house, '一卡通发放明细202401更正.csv', payments(19, '01').replaceAll(',100,', ',120,'));
  await expect(endBatch(house, january, '更正', july)).rejects.toMatchObject({
    code: 'batch.would-drop',
    words: { zh: `批次 ${january}（“财政局/一卡通发放明细202401.csv”，20 行，1 个乡镇，2024-01-01 至 2024-01-01）不能由批次 ${july}（“财政局/一卡通发放明细202407.csv”，18 行，1 个乡镇，2024-07-01 至 2024-07-01）替换：两份没有共同的乡镇和时间，20 行将没有接替，不再计入` },
    advice: { zh: expect.stringContaining('--confirm-drop') },
  });
  await expect(endBatch(house, january, '更正', few)).rejects.toMatchObject({ code: 'batch.would-drop', words: { en: expect.stringContaining('that one has less than half of its rows; at least 16 rows would be left without successor') } });
  expect(await standing(house)).toEqual([january, july, few, most]);
  await endBatch(house, january, '更正', most);
  await endBatch(house, july, '送错了', few, true);
  expect(await standing(house)).toEqual([few, most]);
});
