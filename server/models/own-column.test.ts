import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { expect, test } from 'vitest';
import { runHouse } from '../engine/cli.ts';
import type { House } from '../house.ts';
import { deliver } from '../imports/deliver.ts';
import { openWorkshop } from '../imports/intake/workshop.ts';
import { findFiles } from '../imports/intake/walk.ts';
import { testHouse } from '../testing.ts';
import { findWarnings } from '../warnings/find-warnings.ts';
import { warningLines } from '../warnings/words/lines.ts';

/** A county's bank delivers one column more: how often the payee's card was replaced that year. */
const COLUMN = `adds_to: subsidy_pay
columns:
  cards_replaced:
    type: integer
    privacy: fact
    title: {zh: 补卡次数, en: cards replaced}
    headers: {zh: [补卡次数], en: [cards replaced]}
`;

const MODEL = `id: many-cards
version: 1
title: {zh: 一年多次补卡, en: Cards replaced again and again}
asks: {zh: 谁的卡一年里补了三次以上？, en: Whose card was replaced three times or more in a year?}
theme: benefits
why: {zh: 卡不在本人手里。, en: The card is not in its owner's hands.}
basis: [{rule: 县一卡通管理办法, clause: 第八条}]
route: department
reads:
  pay: {register: subsidy_pay}
settings:
  least: {value: 3, unit: times, meaning: {zh: 至少补卡几次, en: at least so many replacements}}
flag: {often: pay.cards_replaced >= least}
about: {person: pay.pid}
level: yellow
says: {zh: 一年里多次补卡。, en: The card was replaced again and again.}
may: warn
share: 0.5
`;

const number = (n: number): string => {
  const seventeen = `4399211980010110${n}`;
  return seventeen + checkCharacter(seventeen);
};
const ROLL = [
  '发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,所属期止,发放金额(元),发放状态,补卡次数',
  `P1,低保,${number(1)},张伟,439921101201,2025-03-01,2025-03-31,300.00,成功,2`,
  `P2,低保,${number(2)},张芳,439921101201,2025-03-01,2025-03-31,300.00,成功,3`,
  `P3,低保,${number(3)},张娜,439921101201,2025-03-01,2025-03-31,300.00,成功,`,
];

function put(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

async function take(house: House): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-delivery-'));
  put(folder, '财政局/一卡通发放明细.csv', ROLL.join('\n') + '\n');
  await using shop = await openWorkshop(house);
  const [report] = await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});
  expect(report).toMatchObject({ outcome: 'imported' });
}

test('a column is added by its YAML alone: it is read from a file, and a model of the home finds by it', async () => {
  await using house = await testHouse();
  put(house.home.registers, 'cards.yaml', COLUMN);
  put(house.home.models, 'benefits/many-cards/model.yaml', MODEL);
  await take(house);

  const { models } = await runHouse(house, { asOf: '2025-06-30', only: ['many-cards'] });

  expect(models).toMatchObject([{ model: 'many-cards', outcome: 'done', hits: 1, not_assessable: 1 }]);
  const found = [];
  for await (const line of warningLines(house, findWarnings(house.db, {}), { language: 'en', looking: { by: 'test', purpose: 'test' } })) found.push(line);
  expect(found).toMatchObject([{ model: 'many-cards', level: 'yellow', subjects: [{ kind: 'person', key: number(2) }], evidence: [{ file: '财政局/一卡通发放明细.csv', row: 3 }] }]);
});
