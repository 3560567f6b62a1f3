import type pg from 'pg';
import type { Home } from '../home.ts';
import { verifyKeys } from '../identities/keys/known-keys.ts';
import { openKeys } from '../identities/keys/keys.ts';
import { migrationState } from '../migrations/migrate.ts';
import { fine, wrong, type Finding } from './finding.ts';

const OLDEST = 150_000;

export async function lookAtVersion(pool: pg.Pool): Promise<Finding[]> {
  const { rows } = await pool.query<{ number: number; name: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name`,
  );
  const { number, name } = rows[0]!;
  if (number >= OLDEST) return [fine('postgres', `PostgreSQL ${name}`, `PostgreSQL ${name}`)];
  return [wrong('postgres', { zh: `PostgreSQL ${name} 太旧`, en: `PostgreSQL ${name} is too old` }, { zh: '升级到 15 或更新版本，或不设 DATABASE_URL 而用内置的', en: 'upgrade to 15 or newer, or unset DATABASE_URL to use the embedded one' })];
}

/** The role of daily work must not be able to change tables: a mistake or an intruder then cannot either. */
export async function lookAtRole(pool: pg.Pool): Promise<Finding[]> {
  const { rows } = await pool.query<{ role: string; may: boolean }>(
    `SELECT current_user AS role, rolsuper OR has_schema_privilege('public', 'CREATE') OR EXISTS (
       SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND pg_has_role(current_user, relowner, 'USAGE')) AS may
     FROM pg_roles WHERE rolname = current_user`,
  );
  const { role, may } = rows[0]!;
  if (!may) return [fine('roles', `日常角色 ${role} 不能改表`, `the role of daily work, ${role}, may not change tables`)];
  return [wrong('roles', { zh: `日常角色 ${role} 可以改表`, en: `the role of daily work, ${role}, may change tables` }, { zh: '为 DATABASE_URL 另建一个只读写数据的角色，改表的角色放到 MINGJIAN_OWNER_URL', en: 'give DATABASE_URL a role of its own that only reads and writes rows, and name the other one in MINGJIAN_OWNER_URL' })];
}

export async function lookAtMigrations(pool: pg.Pool): Promise<Finding[]> {
  const { applied, pending } = await migrationState(pool);
  if (pending.length === 0) return [fine('migrations', `${applied.length} 个迁移已执行`, `${applied.length} migrations applied`)];
  return [wrong('migrations', { zh: `还缺迁移：${pending.join('、')}`, en: `migrations are pending: ${pending.join(', ')}` }, { zh: '执行 mingjian migrate', en: 'run mingjian migrate' })];
}

/** The keys are there, whole, and those that the people of this database are known by. */
export async function lookAtKeys(pool: pg.Pool, home: Home): Promise<Finding[]> {
  const keys = await openKeys(home);
  await verifyKeys(pool, keys);
  const { version } = keys.person.at(-1)!;
  return [fine('keys', `密钥完好，第 ${version} 版，封存用 ${keys.sealing.at(-1)!.suite}`, `the keys are whole: version ${version}, sealing by ${keys.sealing.at(-1)!.suite}`)];
}
