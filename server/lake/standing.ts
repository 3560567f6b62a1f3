import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../db.ts';
import type { ActiveBatch } from './store.ts';

/** A batch as a reader needs it to tell one delivery from another. `deliveredOn` is the day it came in, UTC. */
export type DeliveredBatch = Pick<ActiveBatch, 'id' | 'register' | 'sender' | 'asAt' | 'asAtFrom' | 'rows' | 'towns'> & {
  deliveredOn: string;
  state: 'staged' | 'active' | 'retired' | 'replaced';
};

/** The batches of these numbers, standing or ended. */
export const batchesOf = (db: Database, ids: readonly bigint[]): Promise<DeliveredBatch[]> =>
  readBatches(db, sql`b.id = any(${`{${ids.join(',')}}`}::bigint[])`);

/** The batches that stand now. */
export const standingBatches = (db: Database): Promise<DeliveredBatch[]> => readBatches(db, sql`b.state = 'active'`);

/** The batches that stood when a warning was last found: what was searched then, whatever came since. */
export const batchesWhenFound = (db: Database, warning: string): Promise<DeliveredBatch[]> =>
  readBatches(db, sql`exists (select from warning w join run r on r.id = w.last_run
    where w.id = ${warning} and b.activated_at <= r.started_at and (b.ended_at is null or b.ended_at > r.started_at))`);

async function readBatches(db: Database, where: RawBuilder<unknown>): Promise<DeliveredBatch[]> {
  const { rows } = await sql<Omit<DeliveredBatch, 'towns'> & { towns: { town: string; from: string | null; to: string | null }[] | null }>`
    select b.id, b.register, d.sender, b.as_at::text as "asAt", b.as_at_from as "asAtFrom", b.accepted as rows, b.state,
      (d.began_at at time zone 'UTC')::date::text as "deliveredOn",
      (select json_agg(json_build_object('town', t.town::text, 'from', t.period_from, 'to', t.period_to)) from batch_town t where t.batch = b.id) as towns
    from batch b join delivery d on d.id = b.delivery where ${where} order by b.id`.execute(db);
  return rows.map((row) => ({ ...row, towns: (row.towns ?? []).map((town) => ({ ...town, town: BigInt(town.town) })) }));
}
