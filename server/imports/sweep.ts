import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { House } from '../house.ts';
import { discard } from './intake/import-file.ts';
import { IMPORT_LOCK, lockNumber } from './intake/workshop.ts';
import { stagedDeliveries } from './store.ts';

/** Clears away what killed imports left staged. An import that is alive holds the lock of its command and is left alone.
 *  Nothing of it was ever visible; this only gives the space back. */
export async function sweepLeftovers(house: House): Promise<number> {
  let swept = 0;
  for (const { delivery, command, batches } of await stagedDeliveries(house.db)) {
    if (await isAlive(house, command)) continue;
    await discard({ house }, delivery, batches);
    await sweepPipes(house.home.tmp, batches.map(({ id }) => id));
    swept++;
  }
  return swept;
}

async function isAlive(house: House, command: string): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${IMPORT_LOCK}, ${lockNumber(command)}) as free`.execute(house.db);
  return !rows[0]!.free;
}

async function sweepPipes(tmp: string, batches: bigint[]): Promise<void> {
  for (const name of await readdir(tmp)) if (batches.some((id) => name.startsWith(`import-${id}-`))) await rm(join(tmp, name), { force: true });
}
