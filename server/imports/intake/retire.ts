import { sql } from 'kysely';
import type { House } from '../../house.ts';
import { Refused } from '../../refused.ts';
import { refuseLoss } from '../compared/loss.ts';
import { endSupplements } from '../store.ts';

/** Ends a batch: no later run reads it. Its files stay, so that what warnings cite of it can still be read.
 *  With `by` it gives way to another standing batch of the same register. One transaction, by condition: of two at once one is refused.
 *  `confirmed`: that what the other does not speak of may be lost, see refuseLoss. */
export async function endBatch(house: House, batch: bigint, because: string, by: bigint | null = null, confirmed = false): Promise<void> {
  await house.db.transaction().execute(async (tx) => {
    if (by !== null && !confirmed) await refuseLoss(tx, batch, by);
    const { rows } = await sql<{ id: bigint }>`
      update batch set state = ${by === null ? 'retired' : 'replaced'}, replaced_by = ${by}, ended_at = ${house.clock()}, ended_because = ${because}
      where id = ${batch} and state = 'active'
        and (${by}::bigint is null or exists (select from batch n where n.id = ${by} and n.state = 'active' and n.register = batch.register and n.id <> batch.id)) returning id`.execute(tx);
    if (rows.length === 0) throw await refusal(house, batch, by);
    await sql`update source set active = false where batch = ${batch}`.execute(tx);
    await endSupplements(tx, [batch], house.clock(), because);
    await sql`update delivery d set state = 'ended' where id in (select delivery from batch where ${batch} in (id, supplements))
      and not exists (select from batch b where b.delivery = d.id and b.state = 'active')`.execute(tx);
  });
}

async function refusal(house: House, batch: bigint, by: bigint | null): Promise<Refused> {
  const { rows } = await sql<{ state: string }>`select state from batch where id = ${batch} and state <> 'staged'`.execute(house.db);
  const advice = { zh: '用 mingjian imports --all 查看批次', en: 'look at the batches with mingjian imports --all' };
  if (!rows[0]) return new Refused('batch.unknown', { zh: `没有批次 ${batch}`, en: `there is no batch ${batch}` }, advice);
  if (rows[0].state !== 'active') return new Refused('batch.ended', { zh: `批次 ${batch} 已不在用`, en: `batch ${batch} has ended already` }, advice);
  return new Refused('batch.not-its-like', { zh: `批次 ${by} 不能替换批次 ${batch}：须是同一台账的在用批次`, en: `batch ${by} cannot replace ${batch}: it must stand and be of the same register` }, advice);
}
