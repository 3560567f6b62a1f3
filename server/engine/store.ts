import { sql } from 'kysely';
import type { Database } from '../db.ts';

export type CountRow = { region: string; result: string; reason: string; n: string };
export type RunModelRow = {
  run: bigint; model: string; version: number; content_hash: string; outcome: string; reason: string | null;
  asked: bigint | null; settings: unknown; millis: number;
};

/** The finished run over exactly these inputs, if there was one and nothing ran after it. */
export const findRun = async (db: Database, inputs: string): Promise<bigint | null> => {
  const { rows } = await sql<{ id: bigint; inputs: string }>`select id, inputs from run order by id desc limit 1`.execute(db);
  return rows[0]?.inputs === inputs ? rows[0].id : null;
};

export const insertRun = async (db: Database, run: { asOf: string; inputs: string; at: Date }): Promise<bigint> => {
  const { rows } = await sql<{ id: bigint }>`
    insert into run (as_of, inputs, started_at, finished_at) values (${run.asOf}, ${run.inputs}, ${run.at}, ${run.at})
    returning id`.execute(db);
  return rows[0]!.id;
};

export const finishRun = (db: Database, run: bigint, at: Date) =>
  sql`update run set finished_at = greatest(started_at, ${at}) where id = ${run}`.execute(db);

export const insertRunModel = (db: Database, row: RunModelRow) => sql`
  insert into run_model (run, model, version, content_hash, outcome, reason, asked, settings, millis)
  values (${row.run}, ${row.model}, ${row.version}, ${row.content_hash}, ${row.outcome}, ${row.reason}, ${row.asked},
          ${JSON.stringify(row.settings)}::jsonb, ${row.millis})`.execute(db);

export const insertCounts = (db: Database, run: bigint, model: string, rows: CountRow[]) => sql`
  insert into run_count (run, model, region, result, reason, n)
  select ${run}, ${model}, x.region, x.result, x.reason, x.n
  from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(region bigint, result text, reason text, n bigint)`.execute(db);

/** What a run could not assess, by model, town and reason. */
export const findReasons = async (db: Database, run: bigint): Promise<{ model: string; region: bigint; reason: string; n: bigint }[]> =>
  (await sql<{ model: string; region: bigint; reason: string; n: bigint }>`
    select model, region, reason, n from run_count where run = ${run} and result = 'not_assessable' order by model, reason, region`.execute(db)).rows;

export type RunModelCounts = { model: string; version: number; outcome: 'done' | 'held' | 'not_assessable' | 'failed'; reason: string | null; hits: number; identity: number; let_go: number; not_assessable: number; millis: number };
export type RunCounts = { id: bigint; as_of: string; finished_at: Date; models: RunModelCounts[] };

/** The newest runs with what each model counted, over all places. */
export const findRuns = async (db: Database, limit: number): Promise<RunCounts[]> =>
  (await sql<RunCounts>`
    with counted as (
      select run, model, coalesce(sum(n) filter (where result = 'hit'), 0)::int as hits, coalesce(sum(n) filter (where result = 'identity'), 0)::int as identity,
        coalesce(sum(n) filter (where result = 'let_go'), 0)::int as let_go, coalesce(sum(n) filter (where result = 'not_assessable'), 0)::int as not_assessable
      from run_count group by run, model)
    select r.id, r.as_of::text as as_of, r.finished_at, json_agg(json_build_object('model', m.model, 'version', m.version, 'outcome', m.outcome, 'reason', m.reason,
      'hits', coalesce(c.hits, 0), 'identity', coalesce(c.identity, 0), 'let_go', coalesce(c.let_go, 0), 'not_assessable', coalesce(c.not_assessable, 0), 'millis', m.millis) order by m.model) as models
    from (select * from run order by id desc limit ${limit}) r join run_model m on m.run = r.id left join counted c on c.run = m.run and c.model = m.model
    group by r.id, r.as_of, r.finished_at order by r.id desc`.execute(db)).rows;
