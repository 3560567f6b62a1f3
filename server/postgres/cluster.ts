import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries, type Binaries } from './binaries.ts';
import { giveToServer, launch, runToEnd } from './launch.ts';

/** A running embedded PostgreSQL. Disposing it says "I am done": the last of all processes that use it stops it. */
export type Cluster = AsyncDisposable & { ownerUrl: string; appUrl: string };

type Passwords = { postgres: string; mingjian_owner: string; mingjian_app: string };

/** Every process holds this advisory lock while it uses the cluster; who gets it alone may stop the server. */
const IN_USE = 4_399_210;

/** Opens the cluster in `folder` (a home's `pg/`): makes it if there is none, attaches to it if it runs, perhaps left behind by
 *  a killed process, and starts it otherwise. `durable: false` is for tests: a power cut may lose it. */
export async function openCluster(folder: string, { durable = true } = {}): Promise<Cluster> {
  const binaries = await findBinaries();
  await makeOnce(folder, binaries);
  const passwords = JSON.parse(await readFile(join(folder, 'cluster', 'passwords.json'), 'utf8')) as Passwords;
  for (let attempt = 1; ; attempt++) {
    const port = (await runningPort(folder)) ?? (await start(folder, binaries, durable));
    const url = (role: keyof Passwords, database: string) => `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${database}`;
    try {
      const user = await enter(url('postgres', 'postgres'));
      await prepare(user, passwords);
      user.unref(); // the lock alone must not keep a finished process alive
      return {
        ownerUrl: url('mingjian_owner', 'mingjian'),
        appUrl: url('mingjian_app', 'mingjian'),
        [Symbol.asyncDispose]: () => leave(user, folder, binaries),
      };
    } catch (error) {
      if (attempt === 20) throw error; // it was being stopped, or its recovery after a crash takes its time
      await sleep(50 * attempt);
    }
  }
}

/** Stops a server that nobody uses, left behind by users that were killed or are just going: asks for up to `seconds`, because the database notices
 *  only after a moment that a process is gone. @returns whether none runs any more */
export async function stopUnused(folder: string, seconds = 10): Promise<boolean> {
  for (const until = Date.now() + seconds * 1000; (await runningPort(folder)) !== null; await sleep(200)) {
    if (Date.now() > until) return false;
    const binaries = await findBinaries();
    const passwords = JSON.parse(await readFile(join(folder, 'cluster', 'passwords.json'), 'utf8')) as Passwords;
    const port = await runningPort(folder);
    const user = port === null ? null : await enter(`postgres://postgres:${passwords.postgres}@127.0.0.1:${port}/postgres`).catch(() => null); // it is just being stopped
    if (user) await leave(user, folder, binaries);
  }
  return true;
}

/** The cluster is made beside its place and put there by one rename: a kill leaves no half-made one, and of two makers one wins. */
async function makeOnce(folder: string, { initdb, lib }: Binaries): Promise<void> {
  if (await present(join(folder, 'cluster'))) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beside = await mkdtemp(join(folder, 'new-'));
  const data = join(beside, 'data');
  await mkdir(data, { mode: 0o700 });
  await giveToServer(data);
  const secret = () => randomBytes(24).toString('base64url');
  const passwords: Passwords = { postgres: secret(), mingjian_owner: secret(), mingjian_app: secret() };
  await writeFile(join(beside, 'password'), passwords.postgres, { mode: 0o600 });
  const options = ['-U', 'postgres', '-E', 'UTF8', '--locale=C', '-A', 'scram-sha-256', `--pwfile=${join(beside, 'password')}`];
  await runToEnd(initdb, ['-D', data, ...options, '--no-instructions'], lib);
  await rm(join(beside, 'password'));
  await writeFile(join(beside, 'passwords.json'), JSON.stringify(passwords), { mode: 0o600 });
  await rename(beside, join(folder, 'cluster')).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'EPERM') throw error;
    return rm(beside, { recursive: true }); // another process was quicker
  });
}

const present = (path: string) => stat(path).then(() => true, () => false);
const dataOf = (folder: string) => join(folder, 'cluster', 'data');

const SETTINGS = (port: number, durable: boolean) => ({
  port,
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 100,
  shared_buffers: '128MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_statement: 'none',
  log_min_error_statement: 'panic', // a statement can carry what must not be logged
  log_error_verbosity: 'terse',
  ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
});

async function start(folder: string, { postgres, lib }: Binaries, durable: boolean): Promise<number> {
  const port = await freePort();
  const settings = Object.entries(SETTINGS(port, durable)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  await using log = await open(join(folder, 'postgres.log'), 'a', 0o600);
  // detached: Ctrl-C in the terminal is for us, who must be able to roll back before the server goes
  const child = launch(postgres, ['-D', dataOf(folder), ...settings], lib, { detached: true, stdio: ['ignore', log.fd, log.fd] });
  let ended = false;
  child.on('error', () => (ended = true)).on('exit', () => (ended = true));
  child.unref();
  for (let waited = 0; waited < 1200; waited++) {
    const running = await runningPort(folder);
    if (running) return running; // ours, or that of a process that was quicker
    if (ended && waited > 40) break;
    await sleep(25);
  }
  const said = await readFile(join(folder, 'postgres.log'), 'utf8').catch(() => '');
  throw new Error(`the embedded PostgreSQL did not start: ${said.slice(-2000)}`);
}

/** Port of the server that runs on this data, told by its postmaster.pid: process, data, start, port, socket, address, memory, status. */
async function runningPort(folder: string): Promise<number | null> {
  const lines = (await readFile(join(dataOf(folder), 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  if (!lines[7]?.startsWith('ready') || !alive(Number(lines[0]))) return null;
  return Number(lines[3]);
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** @types/pg does not know that a client can be let go of by the event loop. */
type User = pg.Client & { ref(): void; unref(): void };

async function enter(url: string): Promise<User> {
  const user = new pg.Client({ connectionString: url }) as User;
  user.on('error', () => {}); // the server may go before we do; leaving copes with it
  await user.connect();
  await user.query('SELECT pg_advisory_lock_shared($1)', [IN_USE]);
  return user;
}

/** Makes the two roles and the database where they are missing. */
async function prepare(user: User, passwords: Passwords): Promise<void> {
  const { rowCount } = await user.query(`SELECT FROM pg_database WHERE datname = 'mingjian'`);
  if (rowCount) return;
  await user.query('SELECT pg_advisory_lock($1)', [IN_USE + 1]);
  try {
    for (const [role, may] of [['mingjian_owner', 'CREATEDB'], ['mingjian_app', '']] as const) {
      const known = await user.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
      const verb = known.rowCount ? 'ALTER' : 'CREATE';
      await user.query(`${verb} ROLE ${role} LOGIN ${may} PASSWORD ${pg.escapeLiteral(passwords[role])}`);
    }
    const made = await user.query(`SELECT FROM pg_database WHERE datname = 'mingjian'`);
    if (!made.rowCount) await user.query('CREATE DATABASE mingjian OWNER mingjian_owner');
  } finally {
    await user.query('SELECT pg_advisory_unlock($1)', [IN_USE + 1]);
  }
}

async function leave(user: User, folder: string, { pgCtl, lib }: Binaries): Promise<void> {
  const gone = { rows: [{ alone: false }] };
  user.ref();
  const { rows } = await user
    .query('SELECT pg_advisory_unlock_shared($1), pg_try_advisory_lock($1) AS alone', [IN_USE])
    .catch(() => gone); // the server is no longer there
  if (rows[0].alone) await runToEnd(pgCtl, ['-D', dataOf(folder), '-m', 'fast', '-w', 'stop'], lib);
  await user.end().catch(() => {});
}
