import { sql } from 'kysely';
import type { Database } from '../db.ts';
import type { PartHashes } from '../lake/whole.ts';
import type { Mapping } from './proposing/mapping.ts';
import type { AsAt } from './intake/as-at.ts';
import type { Quality } from './intake/quality.ts';

export type NewDelivery = {
  sha256: string; file: string; bytes: number; format: string; encoding: string | null; delimiter: string | null; sender: string | null; command: string; at: Date;
};
export type NewBatch = { delivery: bigint; register: string; version: number; asAt: string; asAtFrom: string; supplements: bigint | null };
export type NewSource = { batch: bigint; number: number; sheet: string | null; tableIndex: number; headerRows: number[]; headers: string[]; mapping: Mapping; content: string };
export type SourceCounts = { batch: bigint; number: number; rows: number; accepted: number; quarantined: number };
export type NewTown = { town: bigint; rows: bigint; from: string | null; to: string | null };

/** Staged: seen by nobody but the sweep of a later start. */
export async function stageDelivery(db: Database, d: NewDelivery): Promise<bigint> {
  const { rows } = await sql<{ id: bigint }>`
    insert into delivery (sha256, file, bytes, format, encoding, delimiter, sender, command, state, began_at)
    values (${d.sha256}, ${d.file}, ${d.bytes}, ${d.format}, ${d.encoding}, ${d.delimiter}, ${d.sender}, ${d.command}, 'staged', ${d.at}) returning id`.execute(db);
  return rows[0]!.id;
}

export async function stageBatch(db: Database, b: NewBatch): Promise<bigint> {
  const { rows } = await sql<{ id: bigint }>`
    insert into batch (delivery, register, register_version, as_at, as_at_from, state, supplements)
    values (${b.delivery}, ${b.register}, ${b.version}, ${b.asAt}, ${b.asAtFrom}, 'staged', ${b.supplements}) returning id`.execute(db);
  return rows[0]!.id;
}

export const stageSource = (db: Database, s: NewSource): Promise<unknown> => sql`
  insert into source (batch, number, sheet, table_index, header_rows, headers, mapping, content)
  values (${s.batch}, ${s.number}, ${s.sheet}, ${s.tableIndex}, ${s.headerRows}, ${s.headers}, ${JSON.stringify(s.mapping)}, ${s.content})`.execute(db);

export const countSource = (db: Database, c: SourceCounts): Promise<unknown> => sql`
  update source set rows = ${c.rows}, accepted = ${c.accepted}, quarantined = ${c.quarantined} where batch = ${c.batch} and number = ${c.number}`.execute(db);

export const finishBatch = (db: Database, batch: bigint, quality: Quality, asAt: AsAt, parts: PartHashes): Promise<unknown> => sql`
  update batch set as_at = ${asAt.date}, as_at_from = ${asAt.from}, rows = ${quality.rows}, accepted = ${quality.accepted}, quarantined = ${quality.quarantined}, quality = ${JSON.stringify({ ...quality, parts })} where id = ${batch}`.execute(db);

/** Adds rows to what a batch has of these towns, each named once. */
export const addTowns = (db: Database, batch: bigint, towns: readonly NewTown[]): Promise<unknown> => sql`
  insert into batch_town (batch, town, rows, period_from, period_to)
  select ${batch}, * from unnest(${towns.map((t) => t.town)}::bigint[], ${towns.map((t) => t.rows)}::bigint[], ${towns.map((t) => t.from)}::date[], ${towns.map((t) => t.to)}::date[])
  on conflict (batch, town) do update set rows = batch_town.rows + excluded.rows,
    period_from = least(batch_town.period_from, excluded.period_from), period_to = greatest(batch_town.period_to, excluded.period_to)`.execute(db);

/** Makes a staged delivery stand, whole, and ends what it replaces: the same file under another mapping (two lists of nothing may be the same file and
 *  speak of two towns). In the caller's transaction. */
export async function activateDelivery(tx: Database, delivery: bigint, at: Date): Promise<bigint[]> {
  await sql`update source s set active = false from batch b, delivery d, batch nb, source n
    where s.batch = b.id and b.delivery = d.id and s.active and nb.delivery = ${delivery} and n.batch = nb.id
      and d.sha256 = (select sha256 from delivery where id = ${delivery}) and d.id <> ${delivery} and s.table_index = n.table_index and s.content <> n.content
      and (b.register <> nb.register or nb.quality -> 'empty' is null)`.execute(tx);
  const { rows } = await sql<{ id: bigint }>`
    update batch b set state = 'replaced', ended_at = ${at}, ended_because = 'mapped anew'
    where b.state = 'active' and not exists (select from source s where s.batch = b.id and s.active) and exists (select from source s where s.batch = b.id)
      and b.delivery in (select id from delivery where sha256 = (select sha256 from delivery where id = ${delivery}) and id <> ${delivery}) returning id`.execute(tx);
  await endSupplements(tx, rows.map((row) => row.id), at, 'mapped anew');
  await sql`update source set active = true where batch in (select id from batch where delivery = ${delivery})`.execute(tx);
  await sql`update batch set state = 'active', activated_at = ${at} where delivery = ${delivery}`.execute(tx);
  await sql`update delivery set state = 'active' where id = ${delivery}`.execute(tx);
  return rows.map((row) => row.id);
}

/** What was corrected out of the quarantine of batches that ended counts as part of them and ends with them; and what ended batches had themselves
 *  released is quarantined again. In the transaction that ends them. */
export async function endSupplements(tx: Database, batches: readonly bigint[], at: Date, because: string): Promise<void> {
  const { rows } = await sql<{ id: bigint }>`
    update batch set state = 'retired', ended_at = ${at}, ended_because = ${because} where state = 'active' and supplements = any(${batches}::bigint[]) returning id`.execute(tx);
  const ended = rows.map((row) => row.id);
  await sql`update source set active = false where batch = any(${ended}::bigint[])`.execute(tx);
  await sql`update quarantine set resolved_by = null where resolved_by = any(${[...batches, ...ended]}::bigint[])`.execute(tx);
}

/** What of a file already stands: its tables, and under which mapping. */
export async function standingContents(db: Database, sha256: string): Promise<{ tables: Set<number>; contents: Set<string> }> {
  const { rows } = await sql<{ table_index: number; content: string }>`
    select s.table_index, s.content from source s join batch b on b.id = s.batch join delivery d on d.id = b.delivery where s.active and d.sha256 = ${sha256}`.execute(db);
  return { tables: new Set(rows.map((row) => row.table_index)), contents: new Set(rows.map((row) => row.content)) };
}

export type Leftover = { delivery: bigint; command: string; batches: { id: bigint; register: string }[] };

/** Deliveries that are staged: being imported by somebody, or left behind. */
export async function stagedDeliveries(db: Database): Promise<Leftover[]> {
  const { rows } = await sql<{ delivery: bigint; command: string; batches: { id: string; register: string }[] | null }>`
    select d.id as delivery, d.command, (select json_agg(json_build_object('id', b.id::text, 'register', b.register)) from batch b where b.delivery = d.id) as batches
    from delivery d where d.state = 'staged' order by d.id`.execute(db);
  return rows.map(({ delivery, command, batches }) => ({ delivery, command, batches: (batches ?? []).map((batch) => ({ ...batch, id: BigInt(batch.id) })) }));
}

export const deleteStagedBatch = (db: Database, batch: bigint): Promise<unknown> => sql`delete from batch where id = ${batch} and state = 'staged'`.execute(db);

/** @returns the hash of its file where no other delivery holds the same one */
export async function deleteStaged(db: Database, delivery: bigint): Promise<string | null> {
  await sql`delete from batch where delivery = ${delivery} and state = 'staged'`.execute(db);
  const { rows } = await sql<{ sha256: string; last: boolean }>`
    delete from delivery d where id = ${delivery} and state = 'staged'
    returning sha256, not exists (select from delivery o where o.sha256 = d.sha256 and o.id <> d.id) as last`.execute(db);
  return rows[0]?.last ? rows[0].sha256 : null;
}

export type WaitingTable = {
  sha256: string; file: string; sheet: string | null; tableIndex: number; sender: string | null; encoding: string | null; delimiter: string | null;
  headerRows: number[]; headers: string[]; proposal: unknown; at: Date;
};

export const keepWaiting = (db: Database, w: WaitingTable): Promise<unknown> => sql`
  insert into waiting (sha256, file, sheet, table_index, sender, encoding, delimiter, header_rows, headers, proposal, since)
  values (${w.sha256}, ${w.file}, ${w.sheet}, ${w.tableIndex}, ${w.sender}, ${w.encoding}, ${w.delimiter}, ${w.headerRows}, ${w.headers}, ${JSON.stringify(w.proposal)}, ${w.at})
  on conflict (sha256, table_index) do update set file = excluded.file, sender = excluded.sender, proposal = excluded.proposal, headers = excluded.headers`.execute(db);

export const dropWaiting = (db: Database, sha256: string, tableIndexes: number[]): Promise<unknown> =>
  sql`delete from waiting where sha256 = ${sha256} and table_index = any(${tableIndexes})`.execute(db);

/** The towns of a county, as far as its list of regions or earlier deliveries of a register name them. */
export async function knownTowns(db: Database, register: string, county: bigint): Promise<bigint[]> {
  const { rows } = await sql<{ town: bigint }>`
    select code as town from region where level = 'town' and code between ${county} and ${county + 999_999n} and valid_to is null
    union select t.town from batch_town t join batch b on b.id = t.batch where b.register = ${register} and b.state = 'active' and t.town between ${county + 1n} and ${county + 999_999n}
    order by town`.execute(db);
  return rows.map((row) => row.town);
}
