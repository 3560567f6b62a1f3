import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import { foldProgramme } from './programme-names.ts';

/** What people have said of the names of programmes, for the batches that stand. */
export type DecidedNames = {
  /** how many names were decided */
  size: number;
  /** changes when anybody decides anything */
  digest: string;
  /** The programme that a delivered name of this batch means; null: it is none of ours; undefined: nobody has said. */
  of: (batch: bigint, delivered: string) => string | null | undefined;
};

type Sent = { id: bigint; sender: string | null; asAt: string };
type Alias = { sender: string; folded: string; from: string; to: string | null; programme: string | null };

/** Reads all decisions of a region once. The sender's own goes before one for all senders, the later before the earlier, and each counts for
 *  the day that a batch speaks of: as when the batch was imported, only that more has been said since. */
export async function decidedNames(db: Database, region: bigint, batches: readonly Sent[]): Promise<DecidedNames> {
  const { rows } = await sql<Alias>`
    select sender, folded, valid_from::text as from, valid_to::text as to, programme from programme_alias
    where state = 'confirmed' and region = ${region} order by folded, sender = '', valid_from desc, sender`.execute(db);
  const county = await sql<{ name: string }>`select name from region where code = ${region} order by valid_from desc limit 1`.execute(db);
  const byName = Map.groupBy(rows, ({ folded }) => folded);
  const sent = new Map(batches.map((batch) => [batch.id, batch]));
  return {
    size: rows.length,
    digest: createHash('sha256').update(JSON.stringify(rows)).digest('hex'),
    of: (batch, delivered) => {
      const { sender, asAt } = sent.get(batch)!;
      const said = byName.get(foldProgramme(delivered, county.rows[0]?.name));
      return said?.find((one) => (one.sender === '' || one.sender === (sender ?? '')) && one.from <= asAt && (one.to === null || one.to >= asAt))?.programme;
    },
  };
}
