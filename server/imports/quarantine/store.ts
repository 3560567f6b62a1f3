import type { Words } from '@mingjian/domain/words.ts';
import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import type { Origin } from './corrected.ts';
import type { SealedRow } from './seal.ts';

export async function insertRefused(db: Database, batch: bigint, source: number, rows: SealedRow[]): Promise<void> {
  await sql`
    insert into quarantine (batch, source, row, col, name, header, code, reason, remedy, shown, sealed)
    select ${batch}, ${source}, * from unnest(${rows.map((r) => r.row)}::int[], ${rows.map((r) => r.col)}::int[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.header)}::text[],
      ${rows.map((r) => r.code)}::text[], ${rows.map((r) => JSON.stringify(r.reason))}::jsonb[], ${rows.map((r) => JSON.stringify(r.remedy))}::jsonb[],
      ${rows.map((r) => r.shown)}::text[], ${rows.map((r) => r.sealed)}::bytea[])`.execute(db);
}

export type Refused = {
  id: bigint; batch: bigint; source: number; file: string; sheet: string | null; row: number; col: number | null; name: string; header: string;
  code: string; reason: Words; remedy: Words; shown: string; register: string; sender: string | null;
};

const isOpen = sql`b.state = 'active' and q.resolved_by is null and q.dismissed_at is null`;

/** Rows that are still refused, of standing batches; those of one batch where it is named. */
export async function listRefused(db: Database, batch?: bigint): Promise<Refused[]> {
  const { rows } = await sql<Refused>`
    select q.id, q.batch, q.source, d.file, s.sheet, q.row, q.col, q.name, q.header, q.code, q.reason, q.remedy, q.shown, b.register, d.sender
    from quarantine q join batch b on b.id = q.batch join delivery d on d.id = b.delivery join source s on s.batch = q.batch and s.number = q.source
    where ${isOpen} and (${batch ?? null}::bigint is null or q.batch = ${batch ?? null})
    order by d.file, q.source, q.row`.execute(db);
  return rows;
}

/** A refused row with what was delivered, still sealed. */
export type Sealed = {
  id: bigint; batch: bigint; source: number; file: string; sheet: string | null; row: number; reason: Words; remedy: Words; sealed: Buffer; corrected: Buffer | null; headers: string[]; register: string;
};

/** Rows that are still refused, of standing batches or of one, to be written out. */
export const listSealed = async (db: Database, batch?: bigint): Promise<Sealed[]> =>
  (await sql<Sealed>`
    select q.id, q.batch, q.source, d.file, s.sheet, q.row, q.reason, q.remedy, q.sealed, q.corrected, s.headers, b.register
    from quarantine q join batch b on b.id = q.batch join delivery d on d.id = b.delivery join source s on s.batch = q.batch and s.number = q.source
    where ${isOpen} and (${batch ?? null}::bigint is null or q.batch = ${batch ?? null}) order by q.batch, q.source, q.row`.execute(db)).rows;

/** One entry of the quarantine, open or settled. `width` is the number of columns of its table; `name` is empty where the row did not fit under them. */
export type Entry = {
  id: bigint; batch: bigint; source: number; row: number; col: number | null; name: string; code: string; reason: Words; remedy: Words;
  sealed: Buffer; corrected: Buffer | null; width: number; resolvedBy: bigint | null; dismissed: string | null;
};

/** Those of these numbers that stand in one table's quarantine. */
export const findEntries = async (db: Database, { batch, source }: Pick<Origin, 'batch' | 'source'>, ids: bigint[]): Promise<Entry[]> =>
  (await sql<Entry>`
    select q.id, q.batch, q.source, q.row, q.col, q.name, q.code, q.reason, q.remedy, q.sealed, q.corrected, cardinality(s.headers) as width, q.resolved_by as "resolvedBy", q.dismissed_because as dismissed
    from quarantine q join source s on s.batch = q.batch and s.number = q.source
    where q.batch = ${batch} and q.source = ${source} and q.id = any(${ids}::bigint[])`.execute(db)).rows;

/** Holds a standing batch until the end of the transaction: of two that settle its quarantine at once the second waits, and sees what the first did. */
export const holdStanding = async (tx: Database, batch: bigint): Promise<boolean> =>
  (await sql`select from batch where id = ${batch} and state = 'active' for update`.execute(tx)).rows.length === 1;

/** Settles open entries as released by a batch, and keeps where in it the rows of each stand. @returns how many were open */
export async function releaseEntries(tx: Database, to: { batch: bigint; source: number }, rows: ReadonlyMap<bigint, readonly number[]>): Promise<number> {
  const places = [...rows].flatMap(([id, all]) => all.map((row) => [id, row] as const));
  const { rows: counted } = await sql<{ n: bigint }>`
    with released as (
      update quarantine set resolved_by = ${to.batch} where id = any(${[...rows.keys()]}::bigint[]) and resolved_by is null and dismissed_at is null returning id),
    kept as (
      insert into correction (batch, source, row, quarantine) select ${to.batch}, ${to.source}, g.row, g.id
      from unnest(${places.map(([id]) => id)}::bigint[], ${places.map(([, row]) => row)}::int[]) as g (id, row) join released r on r.id = g.id returning quarantine)
    select count(*) as n from released`.execute(tx);
  return Number(counted[0]!.n);
}

type Renewed = SealedRow & { id: bigint };
const given = (rows: Renewed[]) => sql`
  unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.col)}::int[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.header)}::text[], ${rows.map((r) => r.code)}::text[],
    ${rows.map((r) => JSON.stringify(r.reason))}::jsonb[], ${rows.map((r) => JSON.stringify(r.remedy))}::jsonb[], ${rows.map((r) => r.shown)}::text[], ${rows.map((r) => r.sealed)}::bytea[])
    as g (id, col, name, header, code, reason, remedy, shown, corrected)`;

/** Entries that came back and are still wrong: the same entries, with the newest reason. */
export const renewEntries = (tx: Database, rows: Renewed[]): Promise<unknown> => sql`
  update quarantine q set col = g.col, name = g.name, header = g.header, code = g.code, reason = g.reason, remedy = g.remedy, shown = g.shown, corrected = g.corrected
  from ${given(rows)} where q.id = g.id and q.resolved_by is null and q.dismissed_at is null`.execute(tx);

/** Rows that somebody made of an entry beside others of the same number, and that are still wrong: entries of their own, of the same delivered row. */
export const splitEntries = (tx: Database, rows: Renewed[]): Promise<unknown> => sql`
  insert into quarantine (batch, source, row, col, name, header, code, reason, remedy, shown, sealed, corrected)
  select q.batch, q.source, q.row, g.col, g.name, g.header, g.code, g.reason, g.remedy, g.shown, q.sealed, g.corrected from ${given(rows)} join quarantine q on q.id = g.id`.execute(tx);

/** Settles one open entry of a standing batch as dismissed. @returns null where there is no such entry, else how it was settled before, if it was */
export async function dismissEntry(tx: Database, id: bigint, because: string, at: Date): Promise<Pick<Entry, 'resolvedBy' | 'dismissed'> | null> {
  const { rows } = await sql<Pick<Entry, 'resolvedBy' | 'dismissed'>>`
    select q.resolved_by as "resolvedBy", q.dismissed_because as dismissed from quarantine q join batch b on b.id = q.batch where q.id = ${id} and b.state = 'active' for update of q`.execute(tx);
  const [before] = rows;
  if (before && before.resolvedBy === null && before.dismissed === null) await sql`update quarantine set dismissed_at = ${at}, dismissed_because = ${because} where id = ${id}`.execute(tx);
  return before ?? null;
}
