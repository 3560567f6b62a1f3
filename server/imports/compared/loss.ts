import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import { Refused } from '../../refused.ts';

type Side = { register: string; file: string; rows: bigint; towns: bigint; from: string | null; to: string | null };
type Meeting = { old: Side; new: Side; common: boolean };

const HALF = 0.5;

/** Refuses that a batch gives way to one that does not say it again: with no town and time in common, or with less than half of its rows, what only
 *  the first speaks of would be counted no more, and nobody would see it go. Corrected rows that were laid beside a batch count with it: they end with it.
 *  @throws Refused `batch.would-drop` with the figures of both */
export async function refuseLoss(tx: Database, batch: bigint, by: bigint): Promise<void> {
  const met = await meetingOf(tx, batch, by);
  if (!met || (met.common && Number(met.new.rows) >= HALF * Number(met.old.rows))) return;
  const [before, after] = [met.old, met.new];
  const left = met.common ? before.rows - after.rows : before.rows;
  throw new Refused('batch.would-drop', {
    zh: `批次 ${batch}（${sideZh(before)}）不能由批次 ${by}（${sideZh(after)}）替换：${met.common ? '后者不到前者的一半，至少 ' : '两份没有共同的乡镇和时间，'}${left} 行将没有接替，不再计入`,
    en: `batch ${batch} (${sideEn(before)}) cannot give way to batch ${by} (${sideEn(after)}): ${met.common ? 'that one has less than half of its rows' : 'they have no town and time in common'}; ${met.common ? 'at least ' : ''}${left} rows would be left without successor and count no more`,
  }, {
    zh: '请核对批次号；两份是各自的内容就都留着，不用替换；确认可以不要前者的这些行，再加 --confirm-drop',
    en: 'check the numbers of the batches; where each has rows of its own keep both; where those of the first may truly go, add --confirm-drop',
  });
}

/** Null where they are not two standing batches of one register: whoever ends one says so. */
async function meetingOf(tx: Database, batch: bigint, by: bigint): Promise<Meeting | null> {
  const { rows } = await sql<Side & { id: bigint }>`
    select b.id, b.register, d.file, b.accepted + coalesce((select sum(s.accepted) from batch s where s.supplements = b.id and s.state = 'active'), 0)::bigint as rows,
      count(t.town) as towns, min(t.period_from)::text as "from", max(t.period_to)::text as "to"
    from batch b join delivery d on d.id = b.delivery left join batch_town t on t.batch = b.id
    where b.id in (${batch}, ${by}) and b.state = 'active' group by b.id, d.file`.execute(tx);
  const [before, after] = [batch, by].map((id) => rows.find((one) => one.id === id));
  if (!before || !after || before.register !== after.register || batch === by) return null;
  const { rows: shared } = await sql`
    select from batch_town t join batch_town u on u.town = t.town
    where t.batch = ${batch} and u.batch = ${by} and coalesce(t.period_from <= u.period_to, true) and coalesce(u.period_from <= t.period_to, true) limit 1`.execute(tx);
  return { old: before, new: after, common: shared.length > 0 || before.rows === 0n };
}

const sideZh = ({ file, rows, towns, from, to }: Side): string => `“${file}”，${rows} 行，${towns} 个乡镇${from === null && to === null ? '' : `，${from ?? ''} 至 ${to ?? ''}`}`;
const sideEn = ({ file, rows, towns, from, to }: Side): string => `"${file}", ${rows} rows, ${towns} towns${from === null && to === null ? '' : `, ${from ?? ''} to ${to ?? ''}`}`;
