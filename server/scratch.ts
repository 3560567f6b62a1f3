import { createHash, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { House } from './house.ts';

/** A folder of one command's own, for what must lie on disk while it works (pipes, spill, sealed files that grow), and the command's
 *  name for as long as it lives. Disposing takes both away. */
export type Scratch = AsyncDisposable & { name: string; at: string };

type Where = Pick<House, 'pool'> & { home: Pick<House['home'], 'tmp'> };

/** Two-key advisory locks of PostgreSQL: this class, and the command's own number. Whoever holds it is alive: a kill frees it. */
const ALIVE = 4_399_213;
const numberOf = (name: string): number => createHash('sha256').update(name).digest().readInt32BE(0);

/** Opens a folder below the home's `tmp/` and clears away those whose command was killed: two engines that shared one folder would
 *  write into each other's spill, and what a killed one left would stay for ever. */
export async function openScratch(house: Where): Promise<Scratch> {
  const name = randomUUID();
  const lock = await house.pool.connect();
  try {
    await lock.query('select pg_advisory_lock($1, $2)', [ALIVE, numberOf(name)]); // before the folder: a folder without its lock is swept
    await sweep(house);
    const at = join(house.home.tmp, name);
    await mkdir(at, { mode: 0o700 });
    const clear = (): void => rmSync(at, { recursive: true, force: true }); // whoever presses Ctrl-C twice leaves no folder either
    process.once('exit', clear);
    return {
      name,
      at,
      async [Symbol.asyncDispose]() {
        await rm(at, { recursive: true, force: true });
        process.removeListener('exit', clear);
        lock.release(true); // its session ends, and with it the lock
      },
    };
  } catch (error) {
    lock.release(true);
    throw error;
  }
}

/** Whether the command of this name still works. */
export async function isAlive({ pool }: Pick<House, 'pool'>, name: string): Promise<boolean> {
  const { rows } = await pool.query<{ free: boolean }>('select pg_try_advisory_xact_lock($1, $2) as free', [ALIVE, numberOf(name)]);
  return !rows[0]!.free;
}

const NAME = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

async function sweep(house: Where): Promise<void> {
  for (const name of await readdir(house.home.tmp)) {
    if (NAME.test(name) && !(await isAlive(house, name))) await rm(join(house.home.tmp, name), { recursive: true, force: true });
  }
}
