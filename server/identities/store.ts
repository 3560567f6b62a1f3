import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '../db.ts';

/** One connection within a transaction: COPY needs it bare. */
export type Connection = pg.PoolClient;

/** Runs `work` in a transaction of its own, READ COMMITTED: after waiting for another's lock it must see what the other wrote. */
export async function inTransaction<T>(pool: pg.Pool, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await pool.connect();
  let broken: Error | undefined;
  try {
    await connection.query("BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL work_mem = '64MB'");
    const result = await work(connection);
    await connection.query('COMMIT');
    return result;
  } catch (error) {
    await connection.query('ROLLBACK').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    connection.release(broken);
  }
}

export type MapState = { version: number; people: bigint };

/** Which version of the person key is in force, and how many people there are. */
export const readMap = async (connection: Connection): Promise<MapState> => (await connection.query<MapState>('SELECT version, people FROM person_map')).rows[0]!;

/** The same, held to the end of the transaction: nobody is entered and no key rotated meanwhile. */
export const lockMap = async (connection: Connection): Promise<MapState> => (await connection.query<MapState>('SELECT version, people FROM person_map FOR UPDATE')).rows[0]!;

export const readKeysCheck = async (connection: Connection | pg.Pool): Promise<bigint | null> => (await connection.query<{ keys_check: bigint | null }>('SELECT keys_check FROM person_map')).rows[0]!.keys_check;
export const writeKeysCheck = (connection: Connection, check: bigint) => connection.query('UPDATE person_map SET keys_check = $1', [check]);

export const writeKeyVersion = (connection: Connection, version: number) => connection.query('UPDATE person_map SET version = $1', [version]);

// Digests travel as one array literal of 32-digit hex, ids as one of decimals: driver-side arrays cost more than the statement.
const literal = (parts: readonly (string | bigint)[]): string => `{${parts.join(',')}}`;

/** The ids of digests, in their order; null where a digest is not known. */
export async function readPersonIds(connection: Connection, digests: readonly string[]): Promise<(bigint | null)[]> {
  const { rows } = await connection.query<{ ids: string | null }>(
    `SELECT array_agg(k.person_id ORDER BY w.n)::text AS ids
     FROM unnest($1::uuid[]) WITH ORDINALITY AS w (digest, n) LEFT JOIN person_key k USING (digest)`,
    [literal(digests)],
  );
  return rows[0]?.ids ? rows[0].ids.slice(1, -1).split(',').map((id) => (id === 'NULL' ? null : BigInt(id))) : [];
}

export type NewPerson = { digest: string; id: bigint; sealed: Buffer };

/** Enters people who are not there; the caller holds the map. */
export async function insertPersons(connection: Connection, people: readonly NewPerson[]): Promise<void> {
  if (people.length === 0) return;
  const copy = connection.query(copyFrom('COPY person_key (digest, person_id, sealed) FROM STDIN (FORMAT binary)'));
  await pipeline([binaryRows(people)], copy);
  await connection.query('UPDATE person_map SET people = people + $1', [people.length]);
}

// PostgreSQL's binary COPY: signature, flags and header length; per row the number of fields and each with its length; the end mark.
const COPY_START = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);

function binaryRows(people: readonly NewPerson[]): Buffer {
  const bytes = people.reduce((sum, { sealed }) => sum + 38 + sealed.length, COPY_START.length + 2);
  const out = Buffer.allocUnsafe(bytes);
  let at = COPY_START.copy(out);
  for (const { digest, id, sealed } of people) {
    at = out.writeInt16BE(3, at);
    at = out.writeInt32BE(16, at);
    at += out.write(digest, at, 'hex');
    at = out.writeInt32BE(8, at);
    at = out.writeBigInt64BE(id, at);
    at = out.writeInt32BE(sealed.length, at);
    at += sealed.copy(out, at);
  }
  out.writeInt16BE(-1, at);
  return out;
}

export type SealedPerson = { person_id: bigint; digest: string; sealed: Buffer };

export async function readSealedPersons(connection: Connection, ids: readonly bigint[]): Promise<SealedPerson[]> {
  const { rows } = await connection.query<SealedPerson>(
    `SELECT person_id, replace(digest::text, '-', '') AS digest, sealed FROM person_key WHERE person_id = ANY ($1::bigint[])`,
    [literal(ids)],
  );
  return rows;
}

/** A page of the map in the order of the ids, for a rotation. */
export async function readDigestsAfter(connection: Connection, after: bigint, limit: number): Promise<{ person_id: bigint; digest: string }[]> {
  const { rows } = await connection.query<{ person_id: bigint; digest: string }>(
    `SELECT person_id, replace(digest::text, '-', '') AS digest FROM person_key WHERE person_id > $1 ORDER BY person_id LIMIT $2`,
    [after, limit],
  );
  return rows;
}

export async function updateDigests(connection: Connection, ids: readonly bigint[], digests: readonly string[]): Promise<void> {
  await connection.query(
    'UPDATE person_key k SET digest = w.digest FROM unnest($1::bigint[], $2::uuid[]) AS w (id, digest) WHERE k.person_id = w.id',
    [literal(ids), literal(digests)],
  );
}

export type NewReveal = { at: Date; by: string; purpose: string; what: 'person' | 'cell' | 'original' | 'lookup'; targets: unknown[] };

export async function insertReveal(db: Database, reveal: NewReveal): Promise<bigint> {
  const { rows } = await sql<{ id: bigint }>`
    INSERT INTO reveal (at, by, purpose, what, targets)
    VALUES (${reveal.at}, ${reveal.by}, ${reveal.purpose}, ${reveal.what}, ${JSON.stringify(reveal.targets)}::jsonb) RETURNING id`.execute(db);
  return rows[0]!.id;
}
