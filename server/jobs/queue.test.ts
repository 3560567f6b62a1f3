import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getConstructionPlans } from 'pg-boss';
import { expect, test } from 'vitest';
import { Refused } from '../refused.ts';
import { testHouse } from '../testing.ts';
import { drain, enqueue, serveQueue, type Done, type Handlers } from './queue.ts';

function recorder(fail: (n: number) => void = () => {}) {
  const seen: [string, object][] = [];
  const record = (name: string) => async (_house: unknown, data: object) => {
    seen.push([name, data]);
    fail(seen.length);
    return { n: seen.length };
  };
  return { seen, handlers: { import: record('import'), run: record('run') } satisfies Handlers };
}

test('what was left for later is done once, each in its order', async () => {
  await using house = await testHouse();
  await enqueue(house, 'import', { files: ['a.csv'] });
  await enqueue(house, 'import', { files: ['b.csv'] });
  await enqueue(house, 'run', { asOf: '2026-06-30' });
  const { seen, handlers } = recorder();
  expect(await drain(house, handlers)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
  expect(seen.filter(([name]) => name === 'import').map(([, data]) => data)).toEqual([{ files: ['a.csv'] }, { files: ['b.csv'] }]);
  expect(await drain(house, handlers)).toEqual([]);
});

test('a refusal ends a job, a failure of ours leaves it to be tried again', async () => {
  await using house = await testHouse();
  await enqueue(house, 'import', {});
  const refusing = recorder(() => {
    throw new Refused('file.missing', { zh: '没有', en: 'none' }, { zh: '给', en: 'give' });
  });
  expect(await drain(house, refusing.handlers)).toMatchObject([{ ok: false }]);
  await enqueue(house, 'run', {});
  const failing = recorder(() => {
    throw new Error('broken');
  });
  expect(await drain(house, failing.handlers)).toMatchObject([{ ok: false }]);
  const { rows } = await house.pool.query<{ name: string; state: string }>('SELECT name, state FROM pgboss.job ORDER BY name');
  expect(rows).toEqual([{ name: 'import', state: 'completed' }, { name: 'run', state: 'retry' }]);
});

test('a worker does what comes', async () => {
  await using house = await testHouse();
  const { handlers } = recorder();
  const done = Promise.withResolvers<Done>();
  await using _worker = await serveQueue(house, handlers, done.resolve);
  const id = await enqueue(house, 'run', {});
  expect(await done.promise).toEqual({ name: 'run', id, ok: true, output: { n: 1 } });
});

test("the frozen tables are those of the pg-boss that is installed", async () => {
  const frozen = await readFile(join(import.meta.dirname, '../migrations/0006_jobs.sql'), 'utf8');
  const bare = (sql: string) => sql.replace(/^\s*(--.*|BEGIN;|COMMIT;|SET LOCAL .*|SELECT pg_advisory_xact_lock.*)$/gm, '').replace(/\s+/g, ' ').trim();
  expect(bare(frozen)).toContain(bare(getConstructionPlans('pgboss')));
});
