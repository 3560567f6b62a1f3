import type { House } from '../house.ts';
import { knowKeys, verifyKeys } from './keys/known-keys.ts';
import { addSealingKey, makeKeys, openKeys } from './keys/keys.ts';
import type { SuiteName } from './sealing/suite.ts';
import { inTransaction, lockMap, readKeysCheck } from './store.ts';

/** Makes the keys where there never were any, and a sealing key of this suite where the newest is of another. Nothing is sealed anew: each
 *  sealed thing names its key, and each key its suite.
 *  @throws Refused `keys.missing`, `keys.other` */
export async function sealBy(house: Pick<House, 'home' | 'pool'>, suite: SuiteName, now: Date): Promise<void> {
  await inTransaction(house.pool, async (connection) => {
    await lockMap(connection); // whoever writes the key file holds it: a rotation does so too
    const known = (await readKeysCheck(connection)) !== null;
    const keys = known ? await openKeys(house.home) : await makeKeys(house.home, suite, now);
    await (known ? verifyKeys(connection, keys) : knowKeys(connection, keys));
    if (keys.sealing.at(-1)!.suite !== suite) await addSealingKey(house.home, suite, now);
  });
}
