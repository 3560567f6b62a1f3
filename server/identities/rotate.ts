import type { House } from '../house.ts';
import { addPersonKey, openKeys, type Keys } from './keys.ts';
import { nextDigests } from './person-ids.ts';
import { lockKeyVersion, readDigestsAfter, updateDigests, writeKeyVersion } from './store.ts';

const PAGE = 50_000;

/** Puts a new person key in force: the map's digests are digested once more under it, in one transaction. Facts, warnings and vault are not touched, ids stay.
 *  A kill before the end leaves the old version in force and at most one unused key in the file, which the next rotation takes.
 *  @returns the version now in force, and how many people were turned to it */
export async function rotate(house: Pick<House, 'home' | 'db' | 'clock'>): Promise<{ version: number; people: number }> {
  return house.db.transaction().execute(async (tx) => {
    const version = (await lockKeyVersion(tx)) + 1;
    const opened = await openKeys(house.home);
    const keys = opened.person.some((key) => key.version === version) ? opened : await addPersonKey(house.home, house.clock());
    const people = await turn(tx, keys, version);
    await writeKeyVersion(tx, version);
    return { version, people };
  });
}

async function turn(tx: Parameters<typeof lockKeyVersion>[0], keys: Keys, version: number): Promise<number> {
  const { key } = keys.person.find((k) => k.version === version)!;
  let [after, people] = [0n, 0];
  for (;;) {
    const page = await readDigestsAfter(tx, after, PAGE);
    if (page.length === 0) return people;
    await updateDigests(tx, page.map((p) => p.person_id), nextDigests(keys, key, 'rotated\u0000', page.map((p) => p.digest)));
    [after, people] = [page.at(-1)!.person_id, people + page.length];
  }
}
