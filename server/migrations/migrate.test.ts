import { expect, test } from 'vitest';
import { testHouse } from '../testing.ts';
import { migrate, migrationState, readMigrations, type Migration } from './migrate.ts';

const one = (name: string, sql: string): Migration => ({ name, sql, sha256: sql });

test('pending files are applied once, in order, and all or none', async () => {
  await using house = await testHouse();
  const all = await readMigrations();
  const [owner, role] = [house.env['MINGJIAN_OWNER_URL']!, new URL(house.env['DATABASE_URL']!).username];
  const next = [one('9001_a.sql', 'CREATE TABLE a (x int)'), one('9002_b.sql', 'ALTER TABLE a ADD COLUMN y int')];
  await expect(migrate(owner, role, [...all, next[0]!, one('9002_b.sql', 'ALTER TABLE nowhere ADD COLUMN y int')])).rejects.toThrow('nowhere');
  expect((await migrationState(house.pool)).pending).toEqual([]);
  expect(await migrate(owner, role, [...all, ...next])).toEqual(['9001_a.sql', '9002_b.sql']);
  expect(await migrate(owner, role, [...all, ...next])).toEqual([]);
  await house.pool.query('INSERT INTO a VALUES (1, 2)'); // the role of daily work was granted the new table
});

test('a file that was changed after it was applied is refused, and so is a database newer than the program', async () => {
  await using house = await testHouse();
  const all = await readMigrations();
  const [owner, role] = [house.env['MINGJIAN_OWNER_URL']!, new URL(house.env['DATABASE_URL']!).username];
  const changed = all.map((m, at) => (at === 0 ? { ...m, sha256: 'other' } : m));
  await expect(migrate(owner, role, changed)).rejects.toMatchObject({ code: 'migrate.changed' });
  await expect(migrate(owner, role, all.slice(0, -1))).rejects.toMatchObject({ code: 'migrate.newer' });
});

test('two at once apply each file once', async () => {
  await using house = await testHouse();
  const [owner, role] = [house.env['MINGJIAN_OWNER_URL']!, new URL(house.env['DATABASE_URL']!).username];
  const all = [...(await readMigrations()), one('9001_a.sql', 'CREATE TABLE a (x int)')];
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(owner, role, all)));
  expect(applied.flat()).toEqual(['9001_a.sql']);
});
