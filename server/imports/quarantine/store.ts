import type { Words } from '@mingjian/domain/words.ts';
import { sql } from 'kysely';
import type { Database } from '../../db.ts';
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

/** Rows that are still refused, of standing batches; those of one batch where it is named. */
export async function listRefused(db: Database, batch?: bigint): Promise<Refused[]> {
  const { rows } = await sql<Refused>`
    select q.id, q.batch, q.source, d.file, s.sheet, q.row, q.col, q.name, q.header, q.code, q.reason, q.remedy, q.shown, b.register, d.sender
    from quarantine q join batch b on b.id = q.batch join delivery d on d.id = b.delivery join source s on s.batch = q.batch and s.number = q.source
    where b.state = 'active' and q.resolved_by is null and (${batch ?? null}::bigint is null or q.batch = ${batch ?? null})
    order by d.file, q.source, q.row`.execute(db);
  return rows;
}

/** A refused row with what was delivered, still sealed. */
export type Sealed = { id: bigint; batch: bigint; source: number; file: string; sheet: string | null; row: number; reason: Words; remedy: Words; sealed: Buffer; headers: string[]; register: string };

const sealedRows = sql`
  select q.id, q.batch, q.source, d.file, s.sheet, q.row, q.reason, q.remedy, q.sealed, s.headers, b.register
  from quarantine q join batch b on b.id = q.batch join delivery d on d.id = b.delivery join source s on s.batch = q.batch and s.number = q.source`;

/** Rows that are still refused, of standing batches or of one, to be written out. */
export const listSealed = async (db: Database, batch?: bigint): Promise<Sealed[]> =>
  (await sql<Sealed>`${sealedRows} where b.state = 'active' and q.resolved_by is null and (${batch ?? null}::bigint is null or q.batch = ${batch ?? null}) order by q.batch, q.source, q.row`.execute(db)).rows;

/** These refused rows of one batch. */
export const listSealedOf = async (db: Database, batch: bigint, ids: bigint[]): Promise<Sealed[]> =>
  (await sql<Sealed>`${sealedRows} where q.batch = ${batch} and q.id = any(${ids}::bigint[])`.execute(db)).rows;
