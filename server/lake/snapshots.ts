import type { Register } from '@mingjian/domain/model/register.ts';
import { type Duck, quoted } from '../duckdb.ts';
import type { ActiveBatch } from './store.ts';

/** Deliveries of a snapshot that stand for one moment: what one sender sent by one command within one month is one roster in
 *  several files, not a roster that forgot half its rows. Corrected rows belong to the moment of the batch they correct. */
type Moment = { series: number; at: number; date: string; batches: ActiveBatch[] };

/** Rows of `batch × 1000 × 10^8` share a batch (facts.ts, rowAddress). */
const BATCH_OF_REF = '_ref // 100000000000';

/** Puts the rows of a snapshot register under its name, each once, with the days between which it was listed: `seen_to` is null
 *  where the newest delivery that covers the row's town still has it. An omission outside a delivery's coverage ends nothing. */
export async function layerSnapshots(duck: Duck, register: Register, rows: string, batches: readonly ActiveBatch[], asOf: string): Promise<void> {
  const name = quoted(register.id);
  const moments = momentsOf(batches, asOf);
  if (moments.length <= 1) {
    const seen = moments[0] ? `date '${moments[0].date}'` : 'cast(null as date)';
    await duck.run(`create or replace view ${name} as select *, ${seen} as seen_from, cast(null as date) as seen_to from (${rows})`);
    return;
  }
  await writeMoments(duck, moments);
  const town = register.place ? `coalesce(${quoted(register.place)} - ${quoted(register.place)} % 1000, 0)` : '0';
  await duck.run(`create or replace temp table layered as select r.*, m.series, m.nth, m.date as seen_on, ${town} as town
    from (${rows}) r join moment_batch m on m.batch = r.${BATCH_OF_REF}`);
  await writeSpans(duck);
  await duck.run(`create or replace table ${name} as
    select r.* exclude (series, nth, seen_on, town), s.seen_from, s.seen_to from layered r join span s on s._ref = r._ref and s._hash = r._hash and s._n = r._n`);
  for (const table of ['layered', 'span', 'moment_batch', 'moment_town']) await duck.run(`drop table ${table}`);
}

function momentsOf(batches: readonly ActiveBatch[], asOf: string): Moment[] {
  const roots = new Map(batches.map((batch) => [batch.id, batch]));
  const rootOf = (batch: ActiveBatch): ActiveBatch => (batch.supplements !== null && roots.has(batch.supplements) ? rootOf(roots.get(batch.supplements)!) : batch);
  const series = new Map<string, Map<string, Moment>>();
  for (const batch of batches) {
    const root = rootOf(batch);
    const key = `${root.register} ${root.sender ?? ''}`;
    const moments = series.get(key) ?? series.set(key, new Map()).get(key)!;
    const moment = `${root.asAt.slice(0, 7)} ${root.command}`;
    const date = root.asAt > asOf ? asOf : root.asAt;
    const known = moments.get(moment);
    if (known) Object.assign(known, { batches: [...known.batches, batch], date: known.date > date ? known.date : date });
    else moments.set(moment, { series: [...series.keys()].indexOf(key), at: 0, date, batches: [batch] });
  }
  return [...series.values()].flatMap((moments) => inOrder([...moments.values()]));
}

/** By their day, and by their import where two days are equal: the later word counts. */
const inOrder = (moments: Moment[]): Moment[] =>
  moments.sort((a, b) => (a.date === b.date ? Number(a.batches[0]!.id - b.batches[0]!.id) : a.date < b.date ? -1 : 1)).map((moment, at) => ({ ...moment, at }));

async function writeMoments(duck: Duck, moments: Moment[]): Promise<void> {
  const values = moments.flatMap(({ series, at, date, batches }) => batches.map(({ id }) => `(${id}, ${series}, ${at}, date '${date}')`));
  await duck.run(`create or replace temp table moment_batch as select * from (values ${values.join(', ')}) v(batch, series, nth, date)`);
  const towns = moments.flatMap(({ series, at, batches }) => batches.flatMap((batch) => batch.towns.map(({ town }) => `(${series}, ${at}, ${town})`)));
  await duck.run(`create or replace temp table moment_town as select series, nth, town, dense_rank() over (partition by series, town order by nth) as k
    from (select distinct * from (values ${[...towns, '(-1, -1, -1)'].join(', ')}) v(series, nth, town))`);
}

/** A content that was listed, left out and listed again has two spans; nearly all have one, and are found without sorting. */
async function writeSpans(duck: Duck): Promise<void> {
  await duck.run(`create or replace temp table run_of as
    select r.series, r.town, r._hash, r._n, min(t.k) as first_k, max(t.k) as last_k, max(r._ref) as _ref, count(distinct t.k) as listed
    from layered r join moment_town t on t.series = r.series and t.nth = r.nth and t.town = r.town group by 1, 2, 3, 4`);
  await duck.run(`create or replace temp table span_k as
    select series, town, _hash, _n, first_k, last_k, _ref from run_of where listed = last_k - first_k + 1
    union all
    select series, town, _hash, _n, min(k), max(k), max(_ref) from (
      select r.series, r.town, r._hash, r._n, r._ref, t.k, t.k - row_number() over (partition by r.series, r.town, r._hash, r._n order by t.k) as island
      from layered r join moment_town t on t.series = r.series and t.nth = r.nth and t.town = r.town
      join run_of g on g.series = r.series and g.town = r.town and g._hash = r._hash and g._n = r._n where g.listed < g.last_k - g.first_k + 1)
    group by series, town, _hash, _n, island`);
  await duck.run(`create or replace temp table span as
    select s._ref, s._hash, s._n, f.date as seen_from, case when s.last_k < n.newest then l.date end as seen_to
    from span_k s
    join (select series, town, max(k) as newest from moment_town group by 1, 2) n on n.series = s.series and n.town = s.town
    join (${DATED}) f on f.series = s.series and f.town = s.town and f.k = s.first_k
    join (${DATED}) l on l.series = s.series and l.town = s.town and l.k = s.last_k`);
  await duck.run('drop table run_of; drop table span_k');
}

const DATED = `select t.series, t.town, t.k, max(b.date) as date from moment_town t join moment_batch b on b.series = t.series and b.nth = t.nth group by 1, 2, 3`;
