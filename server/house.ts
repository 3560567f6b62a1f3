import type pg from 'pg';
import type { Logger } from 'pino';
import { readConfig, type Config } from './config.ts';
import { openDatabase, type Database } from './db.ts';
import { openHome, type Home } from './home.ts';
import { openLog } from './log.ts';
import { migrate, migrationState } from './migrations/migrate.ts';
import { openCluster } from './postgres/cluster.ts';
import { Refused } from './refused.ts';

/** Everything that work needs, handed to it as an argument. */
export type House = AsyncDisposable & {
  home: Home;
  config: Config;
  db: Database;
  /** for COPY and for advisory locks; everything else goes through `db` */
  pool: pg.Pool;
  log: Logger;
  clock: () => Date;
};

export type Urls = { app: string; owner: string | null };

/** Opens the home that the configuration names, with its database up to date.
 *  @throws Refused when there is no home, the database is another home's, or an outside database lacks migrations */
export async function openHouse(config: Config = readConfig(), clock = () => new Date()): Promise<House> {
  const home = await openHome(config.MINGJIAN_HOME);
  await using stack = new AsyncDisposableStack();
  const urls = stack.use(await databaseUrls(config, home));
  if (!config.DATABASE_URL) await bringUpToDate(urls);
  const { db, pool } = stack.use(openDatabase(urls.app));
  await refusePending(pool);
  if (config.DATABASE_URL) await refuseOtherHome(pool, home);
  else await claimDatabase(pool, home); // it lies in the home, so it can be no other's
  const log = openLog(home.logs, config.MINGJIAN_LOG);
  const opened = stack.move();
  return { home, config, db, pool, log, clock, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** Where the database is: named by DATABASE_URL, else the home's own, which is started where it does not run. */
export async function databaseUrls(config: Config, home: Home): Promise<Urls & AsyncDisposable> {
  if (config.DATABASE_URL) {
    return { app: config.DATABASE_URL, owner: config.MINGJIAN_OWNER_URL ?? null, async [Symbol.asyncDispose]() {} };
  }
  const cluster = await openCluster(home.pg);
  return { app: cluster.appUrl, owner: cluster.ownerUrl, [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose]() };
}

/** Applies what is pending. The role of daily work is the one that DATABASE_URL names. */
export async function bringUpToDate(urls: Urls): Promise<string[]> {
  if (!urls.owner) throw noOwner();
  return migrate(urls.owner, decodeURIComponent(new URL(urls.app).username));
}

/** Writes into the database whose it is; an existing answer stays. */
export async function claimDatabase(pool: pg.Pool, home: Home): Promise<void> {
  await pool.query('INSERT INTO house (id, training, region) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [home.id, home.training, home.region]);
  await refuseOtherHome(pool, home);
}

async function refusePending(pool: pg.Pool): Promise<void> {
  const { pending } = await migrationState(pool);
  if (pending.length === 0) return;
  throw new Refused(
    'house.migrations-pending',
    { zh: `数据库还缺 ${pending.length} 个迁移：${pending.join('、')}`, en: `the database lacks ${pending.length} migrations: ${pending.join(', ')}` },
    { zh: '设置 MINGJIAN_OWNER_URL 后执行 mingjian migrate', en: 'set MINGJIAN_OWNER_URL and run mingjian migrate' },
  );
}

async function refuseOtherHome(pool: pg.Pool, home: Home): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM house');
  if (rows[0]?.id === home.id) return;
  throw new Refused(
    'house.other-home',
    rows[0]
      ? { zh: '这个数据库属于另一个家目录', en: 'this database belongs to another home' }
      : { zh: '这个数据库还没有与家目录对应', en: 'this database has not been joined to a home yet' },
    { zh: '换一个空数据库，或用 MINGJIAN_HOME 指向它的家目录；新数据库先执行 mingjian init', en: 'use an empty database, or let MINGJIAN_HOME name its home; a new database is joined by mingjian init' },
  );
}

const noOwner = () =>
  new Refused(
    'house.no-owner',
    { zh: '缺少可改表角色的连接地址', en: 'the URL for the role that may change tables is missing' },
    { zh: '设置 MINGJIAN_OWNER_URL（与 DATABASE_URL 指同一数据库）', en: 'set MINGJIAN_OWNER_URL, naming the same database as DATABASE_URL' },
  );
