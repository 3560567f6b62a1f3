import type { Words } from '@mingjian/domain/words.ts';
import { sql } from 'kysely';
import type { Database } from '../../db.ts';

/** A roster that lists far fewer than the one before it, in the towns that it covers. */
export type Drop = { was: number; now: number; since: string };

const HALF = 0.5;
/** Below this many rows a share says nothing: two of three left is not a list that forgot half its people. */
const FEWEST = 10;

/** Whether a staged batch of a snapshot lists less than half of what the same sender's last one had in the same towns. Files of one sending are one
 *  roster and are not compared with each other; of a town that came in several files the largest is taken, so that a split alarms rather than hides. */
export async function findDrop(db: Database, batch: bigint): Promise<Drop | null> {
  const { rows } = await sql<{ was: bigint | null; now: bigint | null; since: string | null }>`
    with listed as (select town, rows from batch_town where batch = ${batch}),
    before as (
      select t.town, t.rows, o.as_at from batch b join delivery d on d.id = b.delivery
      join batch o on o.register = b.register and o.id <> b.id and o.state = 'active' and o.supplements is null and o.as_at <= b.as_at
      join delivery e on e.id = o.delivery and e.sender is not distinct from d.sender and e.sha256 <> d.sha256
        and (e.command <> d.command or date_trunc('month', o.as_at) <> date_trunc('month', b.as_at))
      join batch_town t on t.batch = o.id where b.id = ${batch}),
    last as (
      select town, max(rows) as rows, max(as_at) as as_at from before
      where date_trunc('month', as_at) = (select date_trunc('month', max(n.as_at)) from before n where n.town = before.town) group by town)
    select sum(last.rows)::bigint as was, sum(listed.rows)::bigint as now, max(last.as_at)::text as since from listed join last on last.town = listed.town`.execute(db);
  const { was, now, since } = rows[0]!;
  if (was === null || now === null || since === null) return null;
  const isFar = Number(now) < Number(was) * HALF && (Number(was) >= FEWEST || Number(now) === 0);
  return isFar ? { was: Number(was), now: Number(now), since } : null;
}

/** Why such a list waits, and what to do. */
export const dropWords = ({ was, now, since }: Drop): Words => ({
  zh: `这些乡镇上次（${since}）有 ${was} 条，这次只有 ${now} 条，少了一半以上，可能是漏报；请与报送单位核对，确认无误后加 --confirm-drop 导入`,
  en: `in these towns the list had ${was} entries last time (${since}) and has ${now} now, less than half: it may have lost its rows; ask the sender, and once it is confirmed import with --confirm-drop`,
});
