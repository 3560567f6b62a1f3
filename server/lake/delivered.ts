import { sql } from 'kysely';
import { rowAddress } from '@mingjian/domain/model/facts.ts';
import type { Database } from '../db.ts';

/** Where a row stands in what was delivered: file below the imported folder, sheet where the file has sheets, line or sheet row from 1. */
export type DeliveredRow = { file: string; sheet: string | null; row: number };

/** Leads row addresses back to the delivered files; asks the database once per new batch, not once per row. */
export function deliveredRows(db: Database): (refs: readonly bigint[]) => Promise<DeliveredRow[]> {
  const sources = new Map<string, Omit<DeliveredRow, 'row'>>();
  const known = new Set<bigint>();
  return async (refs) => {
    const addresses = refs.map((ref) => rowAddress.read(ref));
    const fresh = [...new Set(addresses.map((address) => address.batch))].filter((batch) => !known.has(batch));
    if (fresh.length) {
      for (const row of await readSources(db, fresh)) sources.set(`${row.batch}/${row.number}`, { file: row.file, sheet: row.sheet });
      for (const batch of fresh) known.add(batch);
    }
    return addresses.map(({ batch, source, row }) => ({ ...sources.get(`${batch}/${source}`)!, row }));
  };
}

type SourceRow = { batch: bigint; number: number; file: string; sheet: string | null };

const readSources = async (db: Database, batches: bigint[]): Promise<SourceRow[]> =>
  (await sql<SourceRow>`
    select s.batch, s.number, d.file, s.sheet from source s join batch b on b.id = s.batch join delivery d on d.id = b.delivery
    where s.batch = any(${`{${batches.join(',')}}`}::bigint[])`.execute(db)).rows;
