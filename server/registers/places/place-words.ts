import { sql } from 'kysely';
import type { Database } from '../../db.ts';

/** How officials name the places of a county among themselves: town and village together, a county or more by its own name.
 *  Codes that no list of regions knows stand for themselves. By 12-digit code. */
export async function placeWords(db: Database, codes: Iterable<bigint>): Promise<Map<bigint, string>> {
  const asked = [...new Set(codes)];
  const { rows } = await sql<{ code: bigint; words: string }>`
    with named as (
      select distinct on (code) code, name from region
      where code = any(${asked}::bigint[]) or code = any(select c / 1000 * 1000 from unnest(${asked}::bigint[]) c) order by code, valid_from desc)
    select a.code, concat(town.name, coalesce(own.name, a.code::text)) as words
    from unnest(${asked}::bigint[]) as a(code)
    left join named own on own.code = a.code
    left join named town on town.code = a.code / 1000 * 1000 and town.code <> a.code and a.code % 1000000 >= 1000`.execute(db);
  return new Map(rows.map(({ code, words }) => [code, words]));
}
