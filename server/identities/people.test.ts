import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testHouse } from '../testing.ts';
import { openKeys } from './keys/keys.ts';
import { findPersonIds, isProvisional, personIds, provisionalIds, senderIds } from './person-ids.ts';
import { lookUpPerson, revealPersons } from './reveal.ts';
import { rotate } from './keys/rotate.ts';

const numbers = Array.from({ length: 500 }, (_, i) => `43992119500101${String(1000 + i)}`);
const looking = { by: 'tester', purpose: 'a test' };

describe('person ids', () => {
  it('are permanent, one for each number, in the order asked, whatever is asked beside them', async () => {
    await using house = await testHouse();
    const keys = await openKeys(house.home);
    const first = await personIds(house, keys, numbers.slice(0, 300));
    const again = await personIds(house, keys, [...numbers.toReversed(), numbers[0]!]);
    expect([...again].reverse().slice(1, 301)).toEqual([...first]);
    expect(again[500]).toBe(first[0]);
    expect(new Set(again).size).toBe(500);
    expect([...again].some(isProvisional)).toBe(false);
    expect(await personIds(house, keys, [])).toHaveLength(0);
    expect(await findPersonIds(house, keys, [numbers[3]!, 'nobody'])).toEqual([first[3], null]);
    expect(await findPersonIds(house, keys, ['nobody'])).toEqual([null]);
  });

  it('are the same for eight imports that meet the same people at once', async () => {
    await using house = await testHouse();
    const keys = await openKeys(house.home);
    const all = await Promise.all(Array.from({ length: 8 }, (_, i) => personIds(house, keys, i % 2 ? numbers : numbers.toReversed())));
    for (const [i, ids] of all.entries()) expect(i % 2 ? [...ids] : [...ids].reverse()).toEqual([...all[1]!]);
  });

  it('of a sender hold for that sender alone', async () => {
    await using house = await testHouse();
    const keys = await openKeys(house.home);
    const [a, again] = [await senderIds(house, keys, '财政局', ['K1']), await senderIds(house, keys, '财政局', ['K1'])];
    expect(a).toEqual(again);
    expect((await senderIds(house, keys, '民政局', ['K1']))[0]).not.toBe(a[0]);
    expect((await personIds(house, keys, ['K1']))[0]).not.toBe(a[0]);
    expect(await revealPersons(house, looking, [a[0]!])).toEqual(new Map([[a[0]!, 'K1']]));
  });

  it('that are provisional are nobody’s', () => {
    const ids = provisionalIds(10_000);
    expect(new Set(ids).size).toBe(10_000);
    expect([...ids].every((id) => isProvisional(id) && id > 0n)).toBe(true);
  });

  it('stand in the database beside no number in plain', async () => {
    await using house = await testHouse();
    await personIds(house, await openKeys(house.home), numbers.slice(0, 5));
    const { rows } = await sql<{ text: string }>`SELECT person_key::text || encode(sealed, 'escape') AS text FROM person_key`.execute(house.db);
    expect(rows).toHaveLength(5);
    for (const { text } of rows) expect(text).not.toMatch(/4399211950/);
  });
});

describe('a rotation of the key', () => {
  it('keeps every id, asks for the new key, and leaves no old digest', async () => {
    await using house = await testHouse();
    const old = await openKeys(house.home);
    const ids = await personIds(house, old, numbers);
    const digests = () => sql<{ digest: string }>`SELECT digest FROM person_key`.execute(house.db).then(({ rows }) => rows.map((row) => row.digest));
    const before = new Set(await digests());
    expect(await rotate(house)).toEqual({ version: 2, people: 500 });
    expect(await rotate(house)).toEqual({ version: 3, people: 500 });
    expect((await digests()).some((digest) => before.has(digest))).toBe(false);
    await expect(personIds(house, old, numbers)).rejects.toMatchObject({ code: 'keys.rotated' });
    const fresh = await openKeys(house.home);
    expect(await personIds(house, fresh, numbers)).toEqual(ids);
    expect(await revealPersons(house, looking, [ids[7]!])).toEqual(new Map([[ids[7]!, numbers[7]!]]));
  });

  it('waits for an import that is asking, and none gets an id twice', async () => {
    await using house = await testHouse();
    const keys = await openKeys(house.home);
    const asked = await Promise.allSettled([personIds(house, keys, numbers), rotate(house), personIds(house, keys, numbers)]);
    expect(asked[1]!.status).toBe('fulfilled');
    for (const one of asked) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'keys.rotated' });
    const ids = await personIds(house, await openKeys(house.home), numbers);
    expect(new Set(ids).size).toBe(500);
    const { rows } = await sql<{ n: bigint }>`SELECT count(*) AS n FROM person_key`.execute(house.db);
    expect(rows[0]!.n).toBe(500n);
  });
});

describe('showing identity', () => {
  it('is recorded before the answer leaves, and the record cannot be changed', async () => {
    await using house = await testHouse({ clock: () => new Date('2025-06-01T00:00:00Z') });
    const [id] = await personIds(house, await openKeys(house.home), numbers.slice(0, 1));
    expect(await revealPersons(house, looking, [id!, 5n])).toEqual(new Map([[id!, numbers[0]!]]));
    expect(await lookUpPerson(house, looking, numbers[0]!)).toBe(id);
    expect(await lookUpPerson(house, looking, numbers[9]!)).toBeNull();
    const { rows } = await sql<{ what: string; by: string; purpose: string; targets: unknown }>`SELECT what, by, purpose, targets FROM reveal ORDER BY id`.execute(house.db);
    expect(rows).toEqual([
      { what: 'person', by: 'tester', purpose: 'a test', targets: [String(id), '5'] },
      { what: 'lookup', by: 'tester', purpose: 'a test', targets: [String(id)] },
      { what: 'lookup', by: 'tester', purpose: 'a test', targets: [null] },
    ]);
    await expect(sql`UPDATE reveal SET purpose = 'another'`.execute(house.db)).rejects.toThrow(/permission denied/);
    await expect(sql`DELETE FROM reveal`.execute(house.db)).rejects.toThrow(/permission denied/);
  });

  it('is refused where the record cannot be written', async () => {
    await using house = await testHouse();
    const [id] = await personIds(house, await openKeys(house.home), numbers.slice(0, 1));
    await expect(revealPersons(house, { ...looking, by: null as never }, [id!])).rejects.toThrow(/null value/);
  });

  it('is refused outside training, and finding nobody there says nothing', async () => {
    await using house = await testHouse({ training: false });
    await expect(revealPersons(house, looking, [1n])).rejects.toMatchObject({ code: 'reveal.training-only' });
    await expect(lookUpPerson(house, looking, numbers[0]!)).rejects.toMatchObject({ code: 'reveal.training-only' });
  });

  it('notices a sealed number that was put under another person', async () => {
    await using house = await testHouse();
    const [a, b] = await personIds(house, await openKeys(house.home), numbers.slice(0, 2));
    await sql`UPDATE person_key SET sealed = (SELECT sealed FROM person_key WHERE person_id = ${b!}) WHERE person_id = ${a!}`.execute(house.db);
    await expect(revealPersons(house, looking, [a!])).rejects.toThrow(/does not belong/);
  });
});
