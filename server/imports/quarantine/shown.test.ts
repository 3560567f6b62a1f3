import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { testHouse } from '../../testing.ts';
import { deliver } from '../deliver.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { listRefused } from './store.ts';
import { wordsOf } from './words.ts';
import { writeQuarantine } from './workbook.ts';

const number = (n: number): string => {
  const seventeen = `43992119${50 + n}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};

test('what is nobody’s is shown as it was delivered, and the remedy says which values there are; a name that slipped into the column is masked', async () => {
  await using house = await testHouse();
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-shown-'));
  mkdirSync(join(folder, '公安局'));
  const sources = ['口头约定', '王建国', '买买提江', '439921195203030021', ...Array.from({ length: 16 }, () => '公安注销')];
  const rows = sources.map((source, n) => `${number(n)},张${'伟芳娜敏静'[n % 5]},2024-03-1${n % 10},${source},439921101201`);
  writeFileSync(join(folder, '公安局/死亡注销人员2024年6月.csv'), ['死者身份证号,死者姓名,死亡日期,数据来源,村(社区)', ...rows, `${number(30)},张伟,三月中旬,公安注销,439921101201`].join('\n') + '\n');
  await using shop = await openWorkshop(house);
  await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});

  const refused = await listRefused(house.db);
  expect(refused.map(({ shown }) => shown)).toEqual(['口头约定', '王**', '买***', '4*****************', '三月中旬']);
  expect(refused[0]!.remedy).toEqual({
    zh: '请改为下列之一：公安注销、卫健死亡证明、殡葬火化、人社停发；或请管理员把它登记为同义词', en: 'Use one of: police, health, funeral, pension; or have this one added as a synonym',
  });
  const out = join(folder, '隔离.xlsx');
  await writeQuarantine(house, out);
  const { sheets: [sheet] } = await readXlsx(readFileSync(out));
  expect(sheet!.rows.slice(1).map((row) => row.at(-2))).toEqual(['口头约定', '王**', '买***', '4*****************', '公安注销']);
});

test('words of the registers and amounts in words are plain, names of people are not', () => {
  const words = wordsOf(loadCatalogue());
  expect(['长期租赁', '转包合同', '一级残疾', '五百块钱吧', '公安局注销'].filter((text) => !words.has(text))).toEqual([]);
  const surnames = '王李张刘陈杨黄赵吴周林方付程金成万钱欧', given = '伟芳秀丽建国文志海春金凤荣成德福生祥万元级';
  const names = [...surnames].flatMap((surname) => [...given].flatMap((one) => [surname + one, ...[...given].map((two) => surname + one + two)]));
  expect(names.filter((name) => words.has(name))).toEqual([]);
});
