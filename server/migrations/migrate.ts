import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Refused } from '../refused.ts';

export type Migration = { name: string; sql: string; sha256: string };
export type MigrationState = { applied: string[]; pending: string[] };

const FOLDER = import.meta.dirname;
const LOCK = 4_399_211;

/** The numbered SQL files, in order. `:app` in one stands for the role of daily work. */
export async function readMigrations(folder = FOLDER): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Brings the tables up to date: forward only, all pending files in one transaction, one process at a time.
 *  @param ownerUrl by the role that may change tables
 *  @param appRole  the role of daily work; it may read and write rows, nothing else
 *  @returns the names applied now
 *  @throws Refused `migrate.changed` when a file that was applied is no longer what it was */
export async function migrate(ownerUrl: string, appRole: string, migrations?: Migration[]): Promise<string[]> {
  const all = migrations ?? (await readMigrations());
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query('BEGIN');
    await owner.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await prepare(owner, pg.escapeIdentifier(appRole));
    const { pending } = compare(all, await readApplied(owner));
    for (const { name, sql, sha256 } of pending) {
      await owner.query(sql.replace(/(?<!:):app\b/g, pg.escapeIdentifier(appRole)));
      await owner.query('INSERT INTO migration (name, sha256) VALUES ($1, $2)', [name, sha256]);
    }
    await owner.query('COMMIT');
    return pending.map(({ name }) => name);
  } finally {
    await owner.end(); // an open transaction ends with its connection
  }
}

/** What is applied and what is missing, asked by any role that may read. */
export async function migrationState(db: { query: pg.Pool['query'] }): Promise<MigrationState> {
  const known = await db.query(`SELECT to_regclass('migration') IS NOT NULL AS known`);
  const applied = known.rows[0].known ? await readApplied(db) : new Map<string, string>();
  const { pending } = compare(await readMigrations(), applied);
  return { applied: [...applied.keys()], pending: pending.map(({ name }) => name) };
}

async function prepare(owner: pg.Client, app: string): Promise<void> {
  await owner.query(`
    CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, sha256 text NOT NULL, applied timestamptz NOT NULL DEFAULT now());
    GRANT USAGE ON SCHEMA public TO ${app};
    GRANT SELECT ON migration TO ${app};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${app}`);
}

async function readApplied(db: { query: pg.Pool['query'] }): Promise<Map<string, string>> {
  const { rows } = await db.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM migration ORDER BY name');
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]));
}

function compare(all: Migration[], applied: Map<string, string>): { pending: Migration[] } {
  const changed = all.find(({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256);
  if (changed) throw refuseChanged(changed.name);
  const files = new Set(all.map(({ name }) => name));
  const newer = [...applied.keys()].find((name) => !files.has(name));
  if (newer) throw refuseNewer(newer);
  return { pending: all.filter(({ name }) => !applied.has(name)) };
}

const refuseChanged = (name: string) =>
  new Refused(
    'migrate.changed',
    { zh: `迁移文件 ${name} 与已执行的内容不同`, en: `the migration ${name} is no longer what was applied` },
    { zh: '恢复该文件原来的内容；改动请写进新编号的文件', en: 'restore the file as it was; put the change into a file with the next number' },
  );

const refuseNewer = (name: string) =>
  new Refused(
    'migrate.newer',
    { zh: `数据库已执行本程序没有的迁移 ${name}`, en: `the database has had a migration that this program does not know: ${name}` },
    { zh: '数据库比程序新，请升级程序', en: 'the database is newer than the program: upgrade the program' },
  );
