import type { House } from '../../house.ts';
import { addPersonKey, openKeys, type Keys } from './keys.ts';
import { verifyKeys } from './known-keys.ts';
import { nextDigests } from '../person-ids.ts';
import { type Connection, inTransaction, lockMap, readDigestsAfter, updateDigests, writeKeyVersion } from '../store.ts';

const PAGE = 50_000;

/** Puts a new person key in force: the map's digests are digested once more under it, in one transaction. Facts, warnings and vault are not touched, ids stay.
 *  A kill before the end leaves the old version in force and at most one unused key in the file, which the next rotation takes.
 *  @returns the version now in force, and how many people were turned to it */
export async function rotate(house: Pick<House, 'home' | 'pool' | 'clock'>): Promise<{ version: number; people: number }> {
  return inTransaction(house.pool, async (connection) => {
    const version = (await lockMap(connection)).version + 1;
    const opened = await openKeys(house.home);
    await verifyKeys(connection, opened);
    const keys = opened.person.some((key) => key.version === version) ? opened : await addPersonKey(house.home, house.clock());
    const people = await turn(connection, keys, version);
    await writeKeyVersion(connection, version);
    return { version, people };
  });
}

async function turn(connection: Connection, keys: Keys, version: number): Promise<number> {
  const { key } = keys.person.find((k) => k.version === version)!;
  let [after, people] = [0n, 0];
  for (;;) {
    const page = await readDigestsAfter(connection, after, PAGE);
    if (page.length === 0) return people;
    await updateDigests(connection, page.map((p) => p.person_id), nextDigests(keys, key, 'rotated\u0000', page.map((p) => p.digest)));
    [after, people] = [page.at(-1)!.person_id, people + page.length];
  }
}
