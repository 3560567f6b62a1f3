import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { Refused } from './refused.ts';

/** Each slice's store.ts declares its own tables: `db.withTables<MyTables>()`. There is no central list. */
export type Database = Kysely<Record<never, never>>;

export type OpenDatabase = AsyncDisposable & { db: Database; pool: pg.Pool };

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;

/** int8 comes as BigInt (person ids and row addresses exceed 2^53), date as `YYYY-MM-DD`: a Date would shift it by the time zone.
 *  timestamptz stays a Date, numeric a string. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
  if (oid === INT8) return BigInt;
  if (oid === INT8_ARRAY) return (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(BigInt));
  if (oid === DATE) return (text: string) => text;
  return pg.types.getTypeParser(oid);
};

/** Opens a pool on one database; no connection is made before the first statement. */
export function openDatabase(url: string, max = 10): OpenDatabase {
  const pool = new pg.Pool({ connectionString: url, max, types: { getTypeParser }, options: '-c timezone=UTC -c datestyle=ISO', application_name: 'mingjian' });
  pool.on('error', () => {}); // an idle connection was cut; the next statement opens another or fails loudly
  const db: Database = new Kysely({ dialect: new PostgresDialect({ pool }) });
  const close = async () => {
    await db.destroy();
    if (!pool.ended) await pool.end(); // Kysely leaves a pool open that it never used itself
  };
  return { db, pool, [Symbol.asyncDispose]: close };
}

/** A database that is away or does not let us in is for its keeper to mend, and no failure of ours; null for any other error. */
export function databaseAway(error: unknown): Refused | null {
  const { code = '', address, port } = (error ?? {}) as { code?: string; address?: string; port?: number };
  const where = address ? ` ${address}:${port}` : '';
  if (['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN', '57P03'].includes(code)) {
    return new Refused('database.away', { zh: `连不上数据库${where}（${code}）`, en: `the database${where} does not answer (${code})` },
      { zh: '看看它是否在运行、DATABASE_URL 的主机和端口是否正确，再执行一遍', en: 'see whether it runs and whether host and port of DATABASE_URL are right, then try again' });
  }
  if (['28P01', '28000', '3D000'].includes(code)) {
    return new Refused('database.refused', { zh: `数据库不让进（${code}）`, en: `the database lets nobody in (${code})` },
      { zh: '核对 DATABASE_URL 里的用户、口令和库名；新建的库见 docs/operate.md', en: 'look at user, password and database name in DATABASE_URL; docs/operate.md says how to make them' });
  }
  return null;
}
