import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '../db.ts';

type Connection = Database | Transaction<Record<never, never>> | Kysely<Record<never, never>>;

/** The version of the person key in force. Held until the transaction ends, so that no rotation comes between it and what is done under it. */
export async function readKeyVersion(db: Connection): Promise<number> {
  const { rows } = await sql<{ version: number }>`SELECT version FROM person_key_state FOR SHARE`.execute(db);
  return rows[0]!.version;
}

export async function lockKeyVersion(db: Connection): Promise<number> {
  const { rows } = await sql<{ version: number }>`SELECT version FROM person_key_state FOR UPDATE`.execute(db);
  return rows[0]!.version;
}

export const writeKeyVersion = (db: Connection, version: number) => sql`UPDATE person_key_state SET version = ${version}`.execute(db);

// Digests travel as one array literal of 32-digit hex, ids as one of decimals: driver-side arrays cost more than the statement.
const literal = (parts: readonly (string | bigint)[]): string => `{${parts.join(',')}}`;

/** The ids of digests, in their order; null where a digest is not known. */
export async function readPersonIds(db: Connection, digests: readonly string[]): Promise<(string | null)[]> {
  const { rows } = await sql<{ ids: string }>`
    SELECT array_agg(k.person_id ORDER BY w.n)::text AS ids
    FROM unnest(${literal(digests)}::uuid[]) WITH ORDINALITY AS w (digest, n)
    LEFT JOIN person_key k USING (digest)`.execute(db);
  const ids = rows[0]?.ids ?? '{}';
  return ids === '{}' ? [] : ids.slice(1, -1).split(',').map((id) => (id === 'NULL' ? null : id));
}

export type NewPerson = { digest: string; id: bigint; sealed: Buffer };

/** Enters people that are not there yet. In the order of their digests: two imports that enter the same people would otherwise wait for each other. */
export async function insertPersons(db: Connection, people: readonly NewPerson[]): Promise<void> {
  const sealed = literal(people.map((p) => p.sealed.toString('hex')));
  await sql`
    INSERT INTO person_key (digest, person_id, sealed)
    SELECT w.digest, w.id, decode(w.sealed, 'hex')
    FROM unnest(${literal(people.map((p) => p.digest))}::uuid[], ${literal(people.map((p) => p.id))}::bigint[], ${sealed}::text[]) AS w (digest, id, sealed)
    ORDER BY w.digest
    ON CONFLICT (digest) DO NOTHING`.execute(db);
}

export type SealedPerson = { person_id: bigint; digest: string; sealed: Buffer };

export async function readSealedPersons(db: Connection, ids: readonly bigint[]): Promise<SealedPerson[]> {
  const { rows } = await sql<SealedPerson>`
    SELECT person_id, replace(digest::text, '-', '') AS digest, sealed FROM person_key WHERE person_id = ANY (${literal(ids)}::bigint[])`.execute(db);
  return rows;
}

/** A page of the map in the order of the ids, for a rotation. */
export async function readDigestsAfter(db: Connection, after: bigint, limit: number): Promise<{ person_id: bigint; digest: string }[]> {
  const { rows } = await sql<{ person_id: bigint; digest: string }>`
    SELECT person_id, replace(digest::text, '-', '') AS digest FROM person_key WHERE person_id > ${after} ORDER BY person_id LIMIT ${limit}`.execute(db);
  return rows;
}

export async function updateDigests(db: Connection, ids: readonly bigint[], digests: readonly string[]): Promise<void> {
  await sql`
    UPDATE person_key k SET digest = w.digest
    FROM unnest(${literal(ids)}::bigint[], ${literal(digests)}::uuid[]) AS w (id, digest)
    WHERE k.person_id = w.id`.execute(db);
}

export type NewReveal = { at: Date; by: string; purpose: string; what: 'person' | 'cell' | 'original' | 'lookup'; targets: unknown[] };

export async function insertReveal(db: Connection, reveal: NewReveal): Promise<bigint> {
  const { rows } = await sql<{ id: bigint }>`
    INSERT INTO reveal (at, by, purpose, what, targets)
    VALUES (${reveal.at}, ${reveal.by}, ${reveal.purpose}, ${reveal.what}, ${JSON.stringify(reveal.targets)}::jsonb) RETURNING id`.execute(db);
  return rows[0]!.id;
}
