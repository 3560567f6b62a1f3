import { sql } from 'kysely';
import type { Database } from '../db.ts';
import type { PartHashes } from './whole.ts';

/** What a batch says of one town (12-digit code that ends in zeros; 0 where its rows name no place). */
export type CoveredTown = { town: bigint; from: string | null; to: string | null };

/** One register's rows out of one delivered file, standing. */
export type ActiveBatch = {
  id: bigint;
  register: string;
  sender: string | null;
  /** The day the rows speak of, and how it was found (`clock`: nobody said; the day of the import). */
  asAt: string;
  asAtFrom: 'report' | 'title' | 'file' | 'delivered' | 'rows' | 'clock';
  command: string;
  supplements: bigint | null;
  rows: bigint;
  /** SHA-256 of each part, by file name; null of batches imported before that was recorded. */
  parts?: PartHashes | null;
  towns: CoveredTown[];
};

/** All standing batches, oldest first. Staged and ended ones are invisible. */
export async function activeBatches(db: Database): Promise<ActiveBatch[]> {
  const { rows } = await sql<Omit<ActiveBatch, 'towns'> & { towns: { town: string; from: string | null; to: string | null }[] | null }>`
    select b.id, b.register, d.sender, b.as_at as "asAt", b.as_at_from as "asAtFrom", d.command, b.supplements, b.accepted as rows, b.quality->'parts' as parts,
      (select json_agg(json_build_object('town', t.town::text, 'from', t.period_from, 'to', t.period_to)) from batch_town t where t.batch = b.id) as towns
    from batch b join delivery d on d.id = b.delivery
    where b.state = 'active' order by b.id`.execute(db);
  return rows.map((row) => ({ ...row, towns: (row.towns ?? []).map((town) => ({ ...town, town: BigInt(town.town) })) }));
}
