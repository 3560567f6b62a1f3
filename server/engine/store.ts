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

