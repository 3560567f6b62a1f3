import { sql } from 'kysely';
import { rowAddress } from '@mingjian/domain/model/facts.ts';
import type { Database } from '../db.ts';

type Place = { file: string; sheet: string | null; row: number };
/** Where a row stands in what was delivered: file below the imported folder, sheet where the file has sheets, line or sheet row from 1. A row that
 *  was corrected is cited as the one it came from; `correction` is where it stands as it was read. */
export type DeliveredRow = Place & { correction?: Place };

/** Leads row addresses back to the delivered files; asks the database once per new batch, not once per row. */
export function deliveredRows(db: Database): (refs: readonly bigint[]) => Promise<DeliveredRow[]> {
  const sources = new Map<string, Omit<Place, 'row'>>();
  const corrected = new Map<string, Place>();
  const known = new Set<bigint>();
  return async (refs) => {
    const addresses = refs.map((ref) => rowAddress.read(ref));
    const fresh = [...new Set(addresses.map((address) => address.batch))].filter((batch) => !known.has(batch));
    if (fresh.length) {
      for (const { batch, number, file, sheet } of await readSources(db, fresh)) sources.set(`${batch}/${number}`, { file, sheet });
      for (const { at, ...origin } of await readCorrections(db, fresh)) corrected.set(at, origin);
      for (const batch of fresh) known.add(batch);
    }
    return addresses.map(({ batch, source, row }) => {
      const place = { ...sources.get(`${batch}/${source}`)!, row };
      const origin = corrected.get(`${batch}/${source}:${row}`);
      return origin ? { ...origin, correction: place } : place;
    });
  };
}

const readCorrections = async (db: Database, batches: bigint[]): Promise<(Place & { at: string })[]> =>
  (await sql<Place & { at: string }>`
    select c.batch || '/' || c.source || ':' || c.row as at, d.file, s.sheet, q.row
    from correction c join quarantine q on q.id = c.quarantine join batch b on b.id = q.batch join delivery d on d.id = b.delivery join source s on s.batch = q.batch and s.number = q.source
    where c.batch = any(${`{${batches.join(',')}}`}::bigint[])`.execute(db)).rows;

type SourceRow = { batch: bigint; number: number; file: string; sheet: string | null };

const readSources = async (db: Database, batches: bigint[]): Promise<SourceRow[]> =>
  (await sql<SourceRow>`
    select s.batch, s.number, d.file, s.sheet from source s join batch b on b.id = s.batch join delivery d on d.id = b.delivery
    where s.batch = any(${`{${batches.join(',')}}`}::bigint[])`.execute(db)).rows;
