import type { RegionCode } from '@mingjian/domain/identifier/region.ts';
import { levelOf, parentOf, subtree } from '@mingjian/domain/identifier/region.ts';
import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import { Places, type RegionRow } from './places.ts';

type RegionTable = { code: bigint; name: string; level: string; parent: bigint | null; valid_from: string; valid_to: string | null; merged_into: bigint | null; source: string };
const regions = (db: Database) => db.withTables<{ region: RegionTable }>();

/** What a delivered region list says, row by row; `from` null: since ever. */
export type Told = { code: RegionCode; name: string; from: string | null; to: string | null; mergedInto: RegionCode | null };

/** Keeps a delivered list of regions. The list of a later delivery goes before the seed and before itself; nothing is removed,
 *  because old citizen numbers and old lists carry codes long abolished. Set-based: 600,000 rows in a few seconds. */
export async function learnRegions(db: Database, told: readonly Told[], source: string): Promise<number> {
  let kept = 0;
  const once = [...new Map(told.map((region) => [`${region.code} ${region.from ?? ''}`, region])).values()];
  for (let at = 0; at < once.length; at += 20_000) {
    const part = once.slice(at, at + 20_000);
    const result = await sql`
      insert into region (code, name, level, parent, valid_from, valid_to, merged_into, source)
      select * from unnest(${part.map((r) => r.code)}::bigint[], ${part.map((r) => r.name)}::text[], ${part.map((r) => levelOf(r.code))}::text[],
        ${part.map((r) => parentOf(r.code))}::bigint[], ${part.map((r) => r.from ?? '0001-01-01')}::date[], ${part.map((r) => r.to)}::date[],
        ${part.map((r) => r.mergedInto)}::bigint[], ${part.map(() => source)}::text[])
      on conflict (code, valid_from) do update set name = excluded.name, valid_to = excluded.valid_to, merged_into = excluded.merged_into, source = excluded.source
      where (region.name, region.valid_to, region.merged_into) is distinct from (excluded.name, excluded.valid_to, excluded.merged_into)
    `.execute(db);
    kept += Number(result.numAffectedRows ?? 0n);
  }
  return kept;
}

/** The places that a sender of `within` may name: its county's whole subtree and the regions above it. */
export async function openPlaces(db: Database, within: RegionCode): Promise<Places> {
  const [from, to] = subtree(within);
  const above: RegionCode[] = [];
  for (let at = parentOf(within); at !== null; at = parentOf(at)) above.push(at);
  const rows = await regions(db).selectFrom('region').selectAll()
    .where((eb) => eb.or([eb.between('code', BigInt(from), BigInt(to)), eb('code', '=', sql<bigint>`any(${above}::bigint[])`)]))
    .execute();
  const seed = within >= 439900000000 && within < 440000000000 ? TRAINING_SEED : [];
  return new Places([...seed.map((region) => ({ ...region, from: '0001-01-01' })), ...rows.map(asRow)]);
}

const asRow = (row: RegionTable): RegionRow => ({
  code: Number(row.code), name: row.name, from: row.valid_from, to: row.valid_to, mergedInto: row.merged_into === null ? null : Number(row.merged_into),
});

/** Gives each group named under a village a code of our own: village × 1000 + its number, or the next free one from 501 for a name.
 *  The same group keeps its code; two imports at once agree because the table decides. */
export async function keepGroups(db: Database, groups: readonly { village: RegionCode; number: number | null; name: string }[]): Promise<Map<string, bigint>> {
  const codes = new Map<string, bigint>();
  for (const { village, number, name } of groups) {
    const key = `${village} ${number ?? name}`;
    if (!codes.has(key)) codes.set(key, await keepGroup(db, BigInt(village), number, name));
  }
  return codes;
}

async function keepGroup(db: Database, village: bigint, number: number | null, name: string): Promise<bigint> {
  const canonical = number === null ? name : `${number}组`;
  for (;;) {
    const { rows } = await sql<{ code: bigint }>`
      with free as (select greatest(${village}::bigint * 1000 + 500, coalesce(max(code), 0)) + 1 as code from region where parent = ${village} and level = 'group'),
      made as (
        insert into region (code, name, level, parent, source)
        select case when ${number}::int is null then free.code else ${village}::bigint * 1000 + ${number}::int end, ${canonical}, 'group', ${village}, 'local' from free
        where not exists (select from region where parent = ${village} and level = 'group' and name = ${canonical})
        on conflict do nothing returning code)
      select code from made union all select code from region where parent = ${village} and level = 'group' and name = ${canonical}`.execute(db);
    if (rows[0]) return rows[0].code;
  }
}

/** The county of a training home, which exists nowhere else: its towns and villages come with the demo's own region list. */
export const TRAINING_SEED: Told[] = [
  { code: 430000000000, name: '衡东省', from: null, to: null, mergedInto: null },
  { code: 439900000000, name: '云溪市', from: null, to: null, mergedInto: null },
  { code: 439921000000, name: '青岚县', from: null, to: null, mergedInto: null },
];
