import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { testHouse } from '../../testing.ts';
import { deliver } from '../deliver.ts';
import { openWorkshop } from '../intake/workshop.ts';
import { endBatch } from '../intake/retire.ts';
import { listedJson, listImports } from './list.ts';
import { listRefused } from '../quarantine/store.ts';
import { refusedJson, refusedText } from './refused.ts';
import { findFiles } from '../intake/walk.ts';

const number = (n: number): string => {
  const seventeen = `43992119${50 + n}0101${100 + n}`;
  return seventeen + checkCharacter(seventeen);
};

test('the list says which delivered column became which; refused rows are told with their place, masked', async () => {
  await using house = await testHouse();
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-list-'));
  mkdirSync(join(folder, '民政局'));
  const lines = Array.from({ length: 20 }, (_, n) => `D${n},张${'伟芳娜敏静'[n % 5]},${number(n)},439921101201,500,2023-01-01`);
  writeFileSync(join(folder, '民政局/低保花名册2024年3月.csv'), ['低保证号,姓名,身份证号,村(社区),月保障金额(元),起保日期', ...lines, `D90,张伟,${number(30)}、${number(31)},439921101201,500,2023-01-01`].join('\n') + '\n');
  await using shop = await openWorkshop(house);
  await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});

  const [listed] = await listImports(house.db);
  expect(listed).toMatchObject({ register: 'dibao', rows: 21, accepted: 20, quarantined: 1 });
  expect(listed!.columns).toMatchObject({ grant_no: { header: '低保证号', at: [1] }, pid: { header: '身份证号', at: [3] }, monthly: { header: '月保障金额', at: [5] } });

  const refused = await listRefused(house.db);
  expect(JSON.parse(refusedJson(refused))).toMatchObject([{ file: '民政局/低保花名册2024年3月.csv', sheet: null, row: 22, column: 3, name: 'pid', code: 'citizen-number.several' }]);
  for (const told of [refusedJson(refused), refusedText(refused)]) expect(told).not.toContain(number(30).slice(0, 10));
});

test('a program that reads the list goes on with the numbers in it: a table that waits, one that stands, and the same one retired', async () => {
  await using house = await testHouse();
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-listed-'));
  mkdirSync(join(folder, '民政局'));
  const lines = Array.from({ length: 20 }, (_, n) => `D${n},张${'伟芳娜敏静'[n % 5]},${number(n)},439921101201,500,2023-01-01`);
  const roster = ['低保证号,姓名,身份证号,村(社区),月保障金额(元),起保日期', ...lines].join('\n') + '\n';
  writeFileSync(join(folder, '民政局/低保花名册2024年3月.csv'), roster);
  writeFileSync(join(folder, '民政局/低保退出名单2024年3月.csv'), roster.replaceAll('\nD', '\nE'));
  await using shop = await openWorkshop(house);
  await deliver(shop, await findFiles([folder], undefined, undefined), { yes: true, stated: [] }, {}, () => {});

  const listed = JSON.parse(listedJson(await listImports(house.db))) as { file: string; batch: string | null; state: string }[];
  expect(listed).toMatchObject([
    { file: '民政局/低保花名册2024年3月.csv', sheet: null, register: 'dibao', header_rows: [1], rows: 20, accepted: 20, quarantined: 0, batch: expect.stringMatching(/^\d+$/), state: 'active', sender: '民政局', as_at: '2024-03-31', as_at_from: 'file', waits: [] },
    { file: '民政局/低保退出名单2024年3月.csv', register: null, batch: null, state: 'waiting', waits: [{ zh: expect.stringContaining('“退出”') }] },
  ]);
  const standing = listed[0]!.batch!;
  await endBatch(house, BigInt(standing), '试');
  expect(JSON.parse(listedJson(await listImports(house.db)))).toMatchObject([{ state: 'waiting' }]);
  expect(JSON.parse(listedJson(await listImports(house.db, true)))).toMatchObject([{ batch: standing, state: 'retired' }, { state: 'waiting' }]);
});
