import { sql } from 'kysely';
import type { Database } from '../db.ts';

/** A row of `warning` as a run hands it over; BIGINT as text, because it travels as JSON. */
export type RaisedRow = {
  id: string; subject_kind: string; subject: string; matter: string; region: string | null;
  period_from: string | null; period_to: string | null; amount: string | null;
  tier: number; level: string; use: string; measures: Record<string, unknown>; facts_hash: string;
  compared: unknown;
};
export type EvidenceRow = { warning: string; ref: string; batch: string; register: string; facts: unknown; names: string | null };
export type LetGoRow = { subject_kind: string; subject: string; matter: string; reason: string; region: string | null; period_from: string | null; period_to: string | null; evidence: string[] };

export const deleteLetGo = (db: Database, model: string) => sql`delete from let_go where model = ${model}`.execute(db);

export const insertLetGo = (db: Database, run: bigint, model: string, rows: LetGoRow[]) => sql`
  insert into let_go (model, subject_kind, subject, matter, reason, region, period_from, period_to, run, evidence)
  select ${model}, x.subject_kind, x.subject, x.matter, x.reason, x.region, x.period_from, x.period_to, ${run},
         array(select e::bigint from jsonb_array_elements_text(x.evidence) as e)
  from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as x(subject_kind text, subject text, matter text, reason text, region bigint, period_from date, period_to date, evidence jsonb)`.execute(db);

/** Raises or renews; answers the numbers of those whose evidence must be written: new, or changed. */
export const upsertWarnings = async (
  db: Database,
  by: { run: bigint; model: string; version: number; settings: unknown },
  rows: RaisedRow[],
): Promise<Set<string>> => {
  const result = await sql<{ id: string; state: string }>`
    insert into warning as w (id, model, model_version, subject_kind, subject, matter, region, period_from, period_to, amount,
      tier, level, use, measures, settings, facts_hash, compared, state, first_run, last_run, assessed_run)
    select x.id, ${by.model}, ${by.version}::integer, x.subject_kind, x.subject, x.matter, x.region, x.period_from, x.period_to, x.amount,
      x.tier, x.level, x.use, x.measures, ${JSON.stringify(by.settings)}::jsonb, x.facts_hash, x.compared, 'new',
      ${by.run}::bigint, ${by.run}::bigint, ${by.run}::bigint
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id text, subject_kind text, subject text, matter text, region bigint,
      period_from date, period_to date, amount bigint, tier smallint, level text, use text, measures jsonb, facts_hash text, compared jsonb)
    on conflict (id) do update set
      state = case when w.facts_hash = excluded.facts_hash and w.state <> 'gone' then 'persisting' else 'changed' end,
      model_version = excluded.model_version, region = excluded.region, period_from = excluded.period_from,
      period_to = excluded.period_to, amount = excluded.amount, tier = excluded.tier, level = excluded.level, use = excluded.use,
      measures = excluded.measures, settings = excluded.settings, facts_hash = excluded.facts_hash, compared = excluded.compared,
      last_run = excluded.last_run, assessed_run = excluded.assessed_run
    returning id, state`.execute(db);
  return new Set(result.rows.filter((row) => row.state !== 'persisting').map((row) => row.id));
};

export const deleteEvidence = (db: Database, warnings: string[]) =>
  sql`delete from warning_evidence where warning = any(${warnings})`.execute(db);

export const insertEvidence = (db: Database, rows: EvidenceRow[]) => sql`
  insert into warning_evidence (warning, ref, batch, register, facts, names)
  select x.warning, x.ref, x.batch, x.register, x.facts, x.names
  from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(warning text, ref bigint, batch bigint, register text, facts jsonb, names text)`.execute(db);

/** What this run could have found and did not is gone. Where the town was not assessable nothing is said: missing data proves nothing. Nor where what it
 *  rested on was withdrawn, and no standing batch of that register speaks of that town and time. */
export const markGone = (db: Database, run: bigint, model: string) => sql`
  update warning w set state = 'gone', assessed_run = ${run}
  where w.model = ${model} and w.last_run <> ${run} and w.state <> 'gone'
    and not exists (select from run_count c where c.run = ${run} and c.model = w.model and c.result = 'not_assessable'
                    and c.reason ~ '^(missing|stale|not_covered)[.]' and c.region in (0, w.region / 1000 * 1000))
    and not exists (select from warning_evidence e join batch b on b.id = e.batch
                    where e.warning = w.id and b.state in ('retired', 'replaced') and not exists (
                      select from batch_town t join batch s on s.id = t.batch
                      where s.state = 'active' and s.register = b.register and (t.town = 0 or w.region is null or t.town = w.region / 1000 * 1000)
                        and coalesce(t.period_from <= w.period_to, true) and coalesce(t.period_to >= w.period_from, true)))`.execute(db);

/** Points every warning to the first of its matter; `columns` are the facts that name a programme, as register and column. */
export const pointToFirst = (db: Database, columns: (readonly [register: string, column: string])[]) => sql`
  with recursive several as (select subject_kind, subject from warning group by 1, 2 having count(distinct model) > 1),
    about as (
      select distinct w.id, w.subject_kind, w.subject, e.facts ->> p.name as programme
      from warning w join several using (subject_kind, subject) join warning_evidence e on e.warning = w.id
      join unnest(${columns.map(([register]) => register)}::text[], ${columns.map(([, name]) => name)}::text[]) as p(register, name) using (register)
      where e.facts ->> p.name is not null),
    joined(id, other) as (
      select id, id from warning
      union
      select j.id, b.id from joined j join about a on a.id = j.other join about b using (subject_kind, subject, programme)),
    first as (select distinct on (j.id) j.id, w.id as first from joined j join warning w on w.id = j.other order by j.id, w.first_run, w.id)
  update warning w set first_of_matter = first.first from first
  where first.id = w.id and w.first_of_matter is distinct from first.first`.execute(db);
