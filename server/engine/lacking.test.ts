import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { expect, test } from 'vitest';
import { testHouse } from '../testing.ts';
import { runHouse } from './cli.ts';
import { lackingWords } from './lacking.ts';
import { take } from './taking.ts';

const seventeen = '43992119500101103';
const number = seventeen + checkCharacter(seventeen);

test('payments that were delivered and are all in quarantine are told as that, never as not delivered', async () => {
  await using house = await testHouse();
  await take(house, {
    '公安局/死亡注销人员.csv': ['死者身份证号,死者姓名,死亡日期,登记日期,数据来源,村(社区)', `${number},张伟,2025-01-10,2025-01-10,公安注销,439921101201`],
    '财政局/一卡通发放明细.csv': ['发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,所属期止,发放金额(元),发放状态',
      ...[2, 3, 4].map((month) => `P${month},重度残疾人护理补贴,${number},张伟,439921101201,2025-0${month}-01,2025-0${month}-28,13800000000,成功`)],
  });
  const { models } = await runHouse(house, { asOf: '2025-06-30', only: ['dead-payee'] });
  expect(models).toMatchObject([{ outcome: 'not_assessable', reason: 'missing.subsidy_pay', missing: [{ register: 'subsidy_pay', quarantined: true }] }]);
  expect(lackingWords(models[0]!.missing)).toBe('：一卡通发放送来了，但每一行都在隔离区（mingjian imports quarantine 查看）');
  expect(lackingWords([...models[0]!.missing, { register: 'death', title: { zh: '死亡登记', en: 'Deaths' }, quarantined: false }])).toMatch(/^：截至这一天没有送来死亡登记；一卡通发放送来了/);
});
