import { chmod, copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testHouse } from '../testing.ts';
import { examine } from './examine.ts';
import { lookAtMemory, lookAtNode } from './machine.ts';

const statesOf = async (env: Record<string, string>) => Object.fromEntries((await examine(env)).map(({ check, state }) => [check, state]));

test('a sound house is fine in everything', async () => {
  await using house = await testHouse();
  const states = await statesOf(house.env);
  expect(new Set(Object.values(states))).toEqual(new Set(['fine']));
  expect(Object.keys(states)).toEqual(expect.arrayContaining(['node', 'config', 'memory', 'home', 'permissions', 'disk', 'registers', 'postgres', 'roles', 'migrations']));
});

test('what is wrong is told with what to do, and nothing else is hidden by it', async () => {
  await using house = await testHouse();
  await chmod(house.home.keys, 0o755);
  await writeFile(join(house.home.registers, 'odd.yaml'), 'id: [');
  const findings = await examine({ ...house.env, DATABASE_URL: house.env['MINGJIAN_OWNER_URL']! });
  const wrong = findings.filter(({ state }) => state === 'wrong');
  expect(wrong.map(({ check }) => check)).toEqual(expect.arrayContaining(['permissions', 'registers', 'roles']));
  expect(wrong.filter(({ words }) => words.en.includes('odd.yaml'))).toHaveLength(1);
  for (const { advice } of wrong) expect(advice?.zh && advice.en).toBeTruthy();
  expect(findings).toContainEqual(expect.objectContaining({ check: 'migrations', state: 'fine' }));
});

test('keys of another home are wrong, and so are keys that are gone', async () => {
  await using house = await testHouse();
  await using other = await testHouse();
  expect(await statesOf(house.env)).toMatchObject({ keys: 'fine' });
  await copyFile(join(other.home.keys, 'identity.json'), join(house.home.keys, 'identity.json'));
  const [keys] = (await examine(house.env)).filter(({ check }) => check === 'keys');
  expect(keys).toMatchObject({ state: 'wrong', words: { en: expect.stringContaining('not the one this database was made with') } });
  await rm(join(house.home.keys, 'identity.json'));
  expect(await statesOf(house.env)).toMatchObject({ keys: 'wrong' });
});

test('a database that does not answer is a finding, not a crash', async () => {
  await using house = await testHouse();
  const findings = await examine({ ...house.env, DATABASE_URL: 'postgres://u:p@127.0.0.1:1/none' });
  expect(findings).toContainEqual(expect.objectContaining({ check: 'postgres', state: 'wrong', words: { zh: '连不上数据库 127.0.0.1:1（ECONNREFUSED）', en: 'the database 127.0.0.1:1 does not answer (ECONNREFUSED)' } }));
  expect(findings).toContainEqual(expect.objectContaining({ check: 'home', state: 'fine' }));
});

test('without a home, and with a misspelt setting, the rest waits', async () => {
  expect(await statesOf({ MINGJIAN_HOME: '/nowhere/at/all' })).toMatchObject({ home: 'wrong', postgres: 'skipped' });
  expect(await statesOf({ MINGJIAN_HOEM: 'x' })).toMatchObject({ config: 'wrong', home: 'skipped' });
});

test('an old Node and too little memory are wrong', () => {
  expect(lookAtNode('20.19.0').state).toBe('wrong');
  const config = { MINGJIAN_MEMORY_MB: 2048 } as Parameters<typeof lookAtMemory>[0];
  expect([lookAtMemory(config, 2 * 2 ** 30, 0).state, lookAtMemory(config, 4 * 2 ** 30, 0).state]).toEqual(['wrong', 'fine']);
});
