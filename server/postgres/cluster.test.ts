import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { openCluster, stopUnused } from './cluster.ts';

async function temporaryFolder() {
  const at = await mkdtemp(join(tmpdir(), 'mingjian-pg-'));
  return { at, [Symbol.asyncDispose]: () => rm(at, { recursive: true, force: true }) };
}

const pidOf = async (folder: string) => Number((await readFile(join(folder, 'cluster/data/postmaster.pid'), 'utf8')).split('\n')[0]);

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows[0];
  } finally {
    await client.end();
  }
}

test('users share one server; it goes on until the last of them leaves', async () => {
  await using folder = await temporaryFolder();
  const [first, second] = await Promise.all([openCluster(folder.at, { durable: false }), openCluster(folder.at, { durable: false })]);
  expect(second.appUrl).toBe(first.appUrl);
  const pid = await pidOf(folder.at);
  await first[Symbol.asyncDispose]();
  expect(await ask(second.appUrl, 'SELECT current_user AS me')).toEqual({ me: 'mingjian_app' });
  await second[Symbol.asyncDispose]();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('a server whose user was killed is used again, and what was written is there', async () => {
  await using folder = await temporaryFolder();
  const program = `const { openCluster } = await import(${JSON.stringify(join(import.meta.dirname, 'cluster.ts'))});
    await openCluster(${JSON.stringify(folder.at)}); console.log('open'); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const pid = await pidOf(folder.at);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await using cluster = await openCluster(folder.at);
  expect(await pidOf(folder.at)).toBe(pid);
  await ask(cluster.ownerUrl, 'CREATE TABLE kept AS SELECT 1 AS x');
  expect(await ask(cluster.ownerUrl, 'SELECT x FROM kept')).toEqual({ x: 1 });
});

test('a server whose last user was killed is stopped when that is asked for; one in use is not', async () => {
  await using folder = await temporaryFolder();
  const program = `const { openCluster } = await import(${JSON.stringify(join(import.meta.dirname, 'cluster.ts'))});
    await openCluster(${JSON.stringify(folder.at)}, { durable: false }); console.log('open'); setInterval(() => {}, 1000)`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const pid = await pidOf(folder.at);
  expect(await stopUnused(folder.at, 0.5)).toBe(false);
  process.kill(pid, 0);
  child.kill('SIGKILL');
  expect(await stopUnused(folder.at)).toBe(true);
  await expect(pidOf(folder.at)).rejects.toThrow('ENOENT'); // the process itself may wait for somebody to collect it
  expect(await stopUnused(folder.at)).toBe(true);
});

test('nobody connects without the password, and it listens on loopback only', async () => {
  await using folder = await temporaryFolder();
  await using cluster = await openCluster(folder.at, { durable: false });
  const open = new URL(cluster.appUrl);
  open.password = 'guess';
  await expect(ask(open.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  expect(await ask(cluster.appUrl, `SELECT current_setting('listen_addresses') AS at`)).toEqual({ at: '127.0.0.1' });
});

test.runIf(process.platform === 'linux')('root does not run it: the server has no rights of its own over the machine', async () => {
  await using folder = await temporaryFolder();
  await using _cluster = await openCluster(folder.at, { durable: false });
  const user = execFileSync('ps', ['-o', 'user=', '-p', `${await pidOf(folder.at)}`], { encoding: 'utf8' }).trim();
  expect(user).not.toBe('root');
});
