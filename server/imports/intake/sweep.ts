import type { House } from '../../house.ts';
import { isAlive } from '../../scratch.ts';
import { discard } from './import-file.ts';
import { stagedDeliveries } from '../store.ts';

/** Clears away what killed imports left staged. An import that is alive holds the lock of its command and is left alone.
 *  Nothing of it was ever visible; this only gives the space back. */
export async function sweepLeftovers(house: House): Promise<number> {
  let swept = 0;
  for (const { delivery, command, batches } of await stagedDeliveries(house.db)) {
    if (await isAlive(house, command)) continue;
    await discard({ house }, delivery, batches);
    swept++;
  }
  return swept;
}
