import type { Register } from '@mingjian/domain/model/register.ts';
import { type Duck, quoted } from '../duckdb.ts';
import type { ActiveBatch } from './store.ts';

/** Puts the rows of an event register under its name. What an earlier batch already delivered (the same content for the n-th time)
 *  is left out, whatever file it came again in; the earliest address stays. The copies are few: they are held, the rows are not. */
export async function layerEvents(duck: Duck, register: Register, rows: string, batches: readonly ActiveBatch[]): Promise<void> {
  const name = quoted(register.id);
  if (batches.length <= 1) {
    await duck.run(`create or replace view ${name} as ${rows}`);
    return;
  }
  const copies = quoted(`copies of ${register.id}`);
  await duck.run(`create or replace table ${copies} as
    with twice as (select _hash, _n, min(_ref) as first from (${rows}) group by 1, 2 having count(*) > 1)
    select r._ref, r._hash, r._n from (${rows}) r join twice t on t._hash = r._hash and t._n = r._n where r._ref <> t.first`);
  const { n } = await duck.row<{ n: bigint }>(`select count(*) as n from ${copies}`);
  await duck.run(n === 0n ? `create or replace view ${name} as ${rows}` : `create or replace view ${name} as
    select r.* from (${rows}) r where not exists (select 1 from ${copies} c where c._ref = r._ref and c._hash = r._hash and c._n = r._n)`);
}
