import type pg from 'pg';
import { Refused } from '../../refused.ts';
import type { Keys } from './keys.ts';
import { type Connection, readKeysCheck, writeKeysCheck } from '../store.ts';
import { tokens } from '../tokens.ts';

/** What these keys make of a fixed text. It tells nothing of them. */
const checkOf = (keys: Keys): bigint => tokens(keys, 'check', ['mingjian'])[0]!;

/** Lets the database know which keys its people are known by. */
export const knowKeys = (connection: Connection, keys: Keys) => writeKeysCheck(connection, checkOf(keys));

/** Refuses keys that are not those of the database: under them every person would be a new one, and no row would meet an earlier row.
 *  @throws Refused `keys.other` */
export async function verifyKeys(connection: Connection | pg.Pool, keys: Keys): Promise<void> {
  const known = await readKeysCheck(connection);
  if (known === null || known === checkOf(keys)) return;
  throw new Refused(
    'keys.other',
    { zh: '密钥文件 keys/identity.json 不是这个数据库所用的那一个', en: 'the key file keys/identity.json is not the one this database was made with' },
    { zh: '从备份恢复同一次备份的密钥和数据库', en: 'restore keys and database of the same backup' },
  );
}
