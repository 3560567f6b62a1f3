import { randomFillSync } from 'node:crypto';
import type { Database } from '../db.ts';
import { Refused } from '../refused.ts';
import type { Keys } from './keys.ts';
import { hmacEach } from './keyed-hash.ts';
import { sealNumbers } from './sealing/numbers.ts';
import { digestOf } from './sealing/suite.ts';
import { insertPersons, readKeyVersion, readPersonIds } from './store.ts';

const CHUNK = 50_000; // numbers of one statement
const PERMANENT = (1n << 62n) - 1n; // permanent ids end here, provisional ids begin behind

/** The permanent ids of people, by their normalised numbers (`PersonNumber.number`), in the same order; people never seen get a random id for good.
 *  Safe beside other imports and after a kill: ids that were given stay given, asking again gives the same.
 *  @throws Refused `keys.rotated` when the keys were read before a rotation: open them again */
export const personIds = (db: Database, keys: Keys, numbers: readonly string[]): Promise<BigInt64Array> => idsOf(db, keys, numbers);

/** The permanent ids of what a sender calls by a key of its own (beneficiary number, customer number): equal only within that sender and register. */
export const senderIds = (db: Database, keys: Keys, sender: string, values: readonly string[]): Promise<BigInt64Array> =>
  idsOf(db, keys, values.map((value) => `${sender}\u0000${value}`));

/** The ids of people already known, null for the rest; nobody is entered. */
export async function findPersonIds(db: Database, keys: Keys, numbers: readonly string[]): Promise<(bigint | null)[]> {
  return db.transaction().execute(async (tx) => {
    const known = await readPersonIds(tx, personDigests(keys, await readKeyVersion(tx), numbers));
    return known.map((id) => (id === null ? null : BigInt(id)));
  });
}

/** Ids for rows without a usable number: random, each its own, never equal to a person's and never joined with one. */
export const provisionalIds = (count: number): BigInt64Array => randomIds(count).map((id) => id | (1n << 62n));
/** Whether an id stands for a row without a usable number. */
export const isProvisional = (id: bigint): boolean => id > PERMANENT;

async function idsOf(db: Database, keys: Keys, numbers: readonly string[]): Promise<BigInt64Array> {
  const out = new BigInt64Array(numbers.length);
  for (let from = 0; from < numbers.length; from += CHUNK) {
    const chunk = numbers.slice(from, from + CHUNK);
    const ids = await db.transaction().execute(async (tx) => {
      const digests = personDigests(keys, await readKeyVersion(tx), chunk);
      const known = await readPersonIds(tx, digests);
      const missing = digests.flatMap((digest, i) => (known[i] === null ? [{ digest, number: chunk[i]! }] : []));
      if (missing.length === 0) return known;
      await insertPersons(tx, newPeople(keys, missing));
      return readPersonIds(tx, digests); // again: another import may have entered some of them first
    });
    for (let i = 0; i < ids.length; i++) out[from + i] = BigInt(ids[i]!);
  }
  return out;
}

function newPeople(keys: Keys, missing: { digest: string; number: string }[]) {
  const unique = [...new Map(missing.map((person) => [person.digest, person])).values()];
  const ids = randomIds(unique.length);
  const sealed = sealNumbers(keys, unique.map(({ number }) => number));
  return unique.map(({ digest }, i) => ({ digest, id: ids[i]!, sealed: sealed[i]! }));
}

/** 1 … 2^62-1. */
function randomIds(count: number): BigInt64Array {
  const ids = randomFillSync(new BigInt64Array(count));
  return ids.map((id) => (id & PERMANENT) || 1n);
}

/** The digests under which people are looked up while `version` of the person key is in force, as 32 hex digits. */
export function personDigests(keys: Keys, version: number, numbers: readonly string[]): string[] {
  const chain = keys.person.filter((key) => key.version <= version);
  if (chain.at(-1)?.version !== version) throw rotated();
  let digests: readonly string[] = numbers;
  for (const { version: v, key } of chain) digests = nextDigests(keys, key, v === 1 ? 'person\u0000' : 'rotated\u0000', digests);
  return digests as string[];
}

/** One link of the chain: version 1 digests the number, each later version digests the digest before it. So a rotation never needs a number in plain. */
export function nextDigests(keys: Pick<Keys, 'suite'>, key: Buffer, prefix: string, values: readonly string[]): string[] {
  const out = new Array<string>(values.length);
  hmacEach(digestOf(keys.suite), key, prefix, values, (digest, i) => {
    out[i] = digest.toString('hex', 0, 16);
  });
  return out;
}

const rotated = () =>
  new Refused(
    'keys.rotated',
    { zh: '密钥已在别处轮换', en: 'the keys have been rotated elsewhere meanwhile' },
    { zh: '请重新执行本命令', en: 'run the command again' },
  );
