import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from './config.ts';
import { createHome, TRAINING_REGION } from './home.ts';
import { claimDatabase, openHouse, type House } from './house.ts';
import { openDatabase } from './db.ts';
import { sealBy } from './identities/seal-by.ts';
import { migrate, readMigrations } from './migrations/migrate.ts';
import { type Cluster, openCluster } from './postgres/cluster.ts';

/** A house for one test: its own home in a temporary folder, its own database on a real server, nothing shared.
 *  `env` lets a child process (`bin/mingjian`) open the same house. `await using` takes all of it away again. */
export type TestHouse = House & { env: Record<string, string> };

export type TestHouseWish = { training?: boolean; region?: string; clock?: () => Date };

export async function testHouse({ training = true, region = TRAINING_REGION, clock }: TestHouseWish = {}): Promise<TestHouse> {
  const server = await (shared ??= openServer());
  await using stack = new AsyncDisposableStack();
  const at = await mkdtemp(join(tmpdir(), 'mingjian-home-'));
  stack.defer(() => rm(at, { recursive: true, force: true }));
  const database = await cloneTemplate(server);
  stack.defer(() => dropDatabase(server.owner, database));
  const env = { MINGJIAN_HOME: at, DATABASE_URL: on(server.app, database), MINGJIAN_OWNER_URL: on(server.owner, database) };
  const home = await createHome(at, { training, region, now: clock?.() ?? new Date() });
  {
    await using claimed = openDatabase(env.DATABASE_URL, 1);
    await claimDatabase(claimed.pool, home);
    await sealBy({ home, pool: claimed.pool }, home.suite, new Date());
  }
  const house = stack.use(await openHouse(readConfig(env), clock));
  const opened = stack.move();
  return { ...house, env, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

type Server = { owner: string; app: string; template: string };
let shared: Promise<Server> | undefined;

/** One server for all tests of this machine: that of DATABASE_URL (its owner role must be allowed to make databases), else an
 *  embedded one that outlives the process; the last user to end stops it (of test runs: testing.setup.ts). */
async function openServer(): Promise<Server> {
  const { owner, app } = await serverUrls();
  const migrations = await readMigrations();
  const appRole = decodeURIComponent(new URL(app).username);
  const version = createHash('sha256').update(migrations.map((m) => m.sha256).join()).digest('hex').slice(0, 12);
  const template = `mingjian_template_${version}`;
  await asOwner(owner, async (client) => {
    await client.query('SELECT pg_advisory_lock(4399212)');
    await dropLeftovers(client);
    const known = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (known.rowCount) return;
    await client.query(`DROP DATABASE IF EXISTS ${template}_new`);
    await client.query(`CREATE DATABASE ${template}_new`);
    await migrate(on(owner, `${template}_new`), appRole, migrations);
    await client.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`);
  });
  return { owner, app, template };
}

async function serverUrls(): Promise<{ owner: string; app: string }> {
  const { DATABASE_URL, MINGJIAN_OWNER_URL } = process.env;
  if (DATABASE_URL && MINGJIAN_OWNER_URL) return { owner: MINGJIAN_OWNER_URL, app: DATABASE_URL };
  const cluster = await openTestCluster();
  return { owner: cluster.ownerUrl, app: cluster.appUrl };
}

/** Kept per user, so that runs beside each other share it, and not in a run's own temporary folder. Not durable: nothing in it is worth a disk's wait. */
export const testClusterFolder = (): string => join(process.env[SHARED_TMP] ?? tmpdir(), `mingjian-test-${userInfo().uid}`);
export const SHARED_TMP = 'TESTS_SHARED_TMP';

/** Told to leave when the process has nothing more to do: proofs and benches use it outside the test runner. */
async function openTestCluster(): Promise<Cluster> {
  const cluster = await openCluster(testClusterFolder(), { durable: false });
  process.once('beforeExit', () => void cluster[Symbol.asyncDispose]());
  return cluster;
}

let count = 0;
async function cloneTemplate({ owner, template }: Server): Promise<string> {
  const name = `mingjian_test_${process.pid}_${++count}_${Math.random().toString(36).slice(2, 8)}`;
  await asOwner(owner, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  return name;
}

/** Waits up to 5 s for connections that are just closing; one that stays open is a leak and fails the test. */
const dropDatabase = (owner: string, name: string) =>
  asOwner(owner, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name}`);
  });

/** Databases whose process is gone without having cleared away. */
async function dropLeftovers(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`SELECT datname AS name FROM pg_database WHERE datname LIKE 'mingjian\\_test\\_%'`);
  for (const { name } of rows) {
    if (!alive(Number(name.split('_')[2]))) await client.query(`DROP DATABASE IF EXISTS ${name}`);
  }
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function asOwner<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function on(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}
