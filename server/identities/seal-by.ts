import type { House } from '../house.ts';
import { addSealingKey, openKeys } from './keys.ts';
import type { SuiteName } from './sealing/suite.ts';
import { inTransaction, lockMap } from './store.ts';

/** Makes the keys where there are none, and a sealing key of this suite where the newest is of another. Nothing is sealed anew: each sealed
 *  thing names its key, and each key its suite. */
export async function sealBy(house: Pick<House, 'home' | 'pool'>, suite: SuiteName, now: Date): Promise<void> {
  await inTransaction(house.pool, async (connection) => {
    await lockMap(connection); // whoever writes the key file holds it: a rotation does so too
    const keys = await openKeys({ keys: house.home.keys, suite }, now);
    if (keys.sealing.at(-1)!.suite !== suite) await addSealingKey(house.home, suite, now);
  });
}
