import { sql } from 'kysely';
import type { Database } from '../../db.ts';

/** Sealed files that a home must hold: the identities of each standing batch, and each delivered file, of retired batches too.
 *  Batches imported before this was recorded do not say whether they have identities. */
export type Kept = { vaults: { register: string; batch: bigint; file: string }[]; originals: { sha256: string; file: string }[] };

export async function listKept(db: Database): Promise<Kept> {
  const vaults = await sql<Kept['vaults'][number]>`
    select b.register, b.id as batch, d.file from batch b join delivery d on d.id = b.delivery where b.state = 'active' and b.quality ? 'sealed' order by b.id`.execute(db);
  const originals = await sql<Kept['originals'][number]>`select sha256, min(file) as file from delivery where state <> 'staged' group by sha256 order by min(id)`.execute(db);
  return { vaults: vaults.rows, originals: originals.rows };
}
