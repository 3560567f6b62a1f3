import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildApi } from './api.ts';
import { testHouse } from '../testing.ts';

test('health and registers answer', async () => {
  await using house = await testHouse();
  const api = await buildApi(() => house);
  expect((await api.inject('/health')).json()).toMatchObject({ ok: true, training: true, region: '439921000000', migrations: { pending: 0 } });
  const registers = (await api.inject('/api/registers')).json<{ id: string }[]>();
  expect(registers.length).toBeGreaterThanOrEqual(34);
  expect(registers.map(({ id }) => id)).toContain('subsidy_pay');
  expect((await api.inject('/api/imports?all=true')).json()).toEqual([]);
  expect((await api.inject('/api/models')).json<unknown[]>().length).toBeGreaterThanOrEqual(24);
  expect((await api.inject('/api/warnings?level=red&limit=5')).json()).toEqual([]);
  expect((await api.inject('/api/warnings?level=purple')).statusCode).toBe(400);
  expect((await api.inject('/api/imports?all=perhaps')).statusCode).toBe(400);
});

test('only the names of this machine are answered', async () => {
  await using house = await testHouse();
  const api = await buildApi(() => house);
  const answer = await api.inject({ url: '/health', headers: { host: 'rebound.example:4399' } });
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([421, 'request.host']);
});

test('a failure of ours is logged whole and answered with a reference only', async () => {
  await using house = await testHouse();
  const api = await buildApi(() => ({ ...house, pool: { query: () => Promise.reject(new Error('secret-of-the-database')) } as never }));
  const answer = await api.inject('/health');
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('secret-of-the-database');
  const { reference } = answer.json<{ reference: string }>();
  const log = await readFile(join(house.home.logs, 'mingjian.log'), 'utf8');
  expect(log.split('\n').find((line) => line.includes(reference))).toContain('secret-of-the-database');
});

test('the committed contract is the one that is served', async () => {
  const api = await buildApi(() => {
    throw new Error('no handler runs here');
  });
  const committed: unknown = JSON.parse(await readFile(join(import.meta.dirname, '../../docs/openapi.json'), 'utf8'));
  expect(api.swagger(), 'run: npm run openapi').toEqual(committed);
});
