import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openHouse } from './house.ts';
import { readConfig } from './config.ts';
import { testHouse } from './testing.ts';

test('a house has its own home and its own migrated database', async () => {
  await using house = await testHouse();
  await using other = await testHouse();
  const { rows } = await sql<{ id: string; region: bigint }>`SELECT id, region FROM house`.execute(house.db);
  expect(rows).toEqual([{ id: house.home.id, region: 439921000000n }]);
  expect(other.home.id).not.toBe(house.home.id);
});

test('nothing in a home is open to other users', async () => {
  await using house = await testHouse();
  for (const name of ['', ...(await readdir(house.home.at))]) {
    expect([name, (await stat(join(house.home.at, name))).mode & 0o077]).toEqual([name, 0]);
  }
});

test('the role of daily work may write rows and may not change tables', async () => {
  await using house = await testHouse();
  await expect(sql`CREATE TABLE mine (x int)`.execute(house.db)).rejects.toThrow(/permission denied/);
  await expect(sql`ALTER TABLE house ADD COLUMN x int`.execute(house.db)).rejects.toThrow(/must be owner/);
});

test('a database of another home is refused', async () => {
  await using house = await testHouse();
  await using other = await testHouse();
  const mixed = readConfig({ ...house.env, MINGJIAN_HOME: other.home.at });
  await expect(openHouse(mixed)).rejects.toMatchObject({ code: 'house.other-home' });
});

test('a home whose rows are known by other hashes is refused before anything is added to it', async () => {
  await using house = await testHouse();
  const file = join(house.home.at, 'home.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace('"version": 2', '"version": 1'));
  await expect(openHouse(readConfig(house.env))).rejects.toMatchObject({ code: 'home.older' });
  await writeFile(file, '{"version": 2}');
  await expect(openHouse(readConfig(house.env))).rejects.toMatchObject({ code: 'home.damaged' });
});

test('int8 is a BigInt, a date is its day, whatever the time zone of the machine', async () => {
  await using house = await testHouse();
  const { rows } = await sql`SELECT 9007199254740993::int8 AS n, '{1,9007199254740993}'::int8[] AS ns, '2026-03-31'::date AS day`.execute(house.db);
  expect(rows).toEqual([{ n: 9007199254740993n, ns: [1n, 9007199254740993n], day: '2026-03-31' }]);
});
