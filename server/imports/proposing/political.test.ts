import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { testHouse } from '../../testing.ts';
import { deliver } from '../deliver.ts';
import { findFiles } from '../intake/walk.ts';
import { openWorkshop } from '../intake/workshop.ts';

const numberOf = (n: number): string => {
  const seventeen = `43992119${60 + n}0101${String(100 + n)}`;
  return seventeen + checkCharacter(seventeen);
};

test('a list of cadres with 政治面貌 in its own words settles, and costs no row', async () => {
  await using house = await testHouse();
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-cadres-'));
  mkdirSync(join(folder, '组织部'));
  writeFileSync(join(folder, '组织部', '村干部花名册202401.csv'), ['姓名,身份证号,村(社区),职务,政治面貌,任职日期',
    ...['中共党员', '中共党员', '群众', '中共预备党员', '共青团员', '民盟盟员'].map((word, n) => `张${'伟芳娜敏静丽'[n]},${numberOf(n)},439921101201,${n === 0 ? '村支书' : '委员'},${word},2021-03-01`)].join('\n') + '\n');
  await using shop = await openWorkshop(house);
  const [report] = await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});
  expect(report).toMatchObject({ outcome: 'imported', batches: [{ register: 'village_cadre', quality: { rows: 6, accepted: 6, quarantined: 0, columns: { party: { nulls: 0 } } } }] });
});
