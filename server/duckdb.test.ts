import { expect, test } from 'vitest';
import { openDuck } from './duckdb.ts';

const small = { memoryMb: 256, threads: 1, spill: null };

test('values come back as plain JavaScript', async () => {
  await using duck = await openDuck(small);
  const row = await duck.row(`select 9007199254740993::bigint as big, date '2024-02-29' as day, 1.25::decimal(18,4) as area,
    [3::bigint, null] as refs, null as nothing, '张三' as name, true as yes`);
  expect(row).toEqual({ big: 9007199254740993n, day: '2024-02-29', area: 1.25, refs: [3n, null], nothing: null, name: '张三', yes: true });
});

test('a stream hands out every row, and a second connection sees the same tables', async () => {
  await using duck = await openDuck(small);
  await duck.run('create table t as select i from range(5000) r(i)');
  await using other = await duck.another();
  let seen = 0;
  for await (const _ of other.stream('select * from t')) seen++;
  expect(seen).toBe(5000);
});

test('without a spill folder, what does not fit fails instead of being written out', async () => {
  await using duck = await openDuck({ memoryMb: 20, threads: 1, spill: null });
  await expect(duck.run('create table big as select md5(i::varchar) || md5(i::varchar) as t from range(3000000) r(i)')).rejects.toThrow(/memory/i);
});
