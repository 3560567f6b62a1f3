import { sql } from 'kysely';
import type { Database } from '../db.ts';
import type { Level, Outcome, WarningState, WarningUse } from '@mingjian/domain/warning.ts';

export type WarningFilter = {
  model?: string | undefined;
  level?: Level | undefined;
  state?: WarningState | undefined;
  /** 12-digit code: the region and all below it. */
  within?: { from: bigint; to: bigint } | undefined;
  /** Which uses are listed; by default what may warn and what only screens, never what waits for an identity. */
  uses?: WarningUse[] | undefined;
  /** Also what is gone, and what a verdict keeps silent. */
  all?: boolean | undefined;
};

export type StandingWarning = {
  id: string; model: string; model_version: number; subject_kind: string; subject: string; matter: string; region: bigint | null;
  period_from: string | null; period_to: string | null; amount: bigint | null; tier: number; level: Level; use: WarningUse;
  measures: Record<string, string | number | null>; settings: Record<string, unknown>; state: WarningState;
  refs: bigint[]; verdict: string | null;
  /** The number of the matter: the first warning ever raised of it. */
  matter_id: string;
};

/** Innocent and the facts have not changed since: silent. */
const silent = sql`exists (
  select from (select v.outcome, v.facts_hash from verdict v where v.warning = w.id order by v.id desc limit 1) said
  where said.outcome = 'innocent' and said.facts_hash = w.facts_hash)`;

const columns = sql`w.id, w.model, w.model_version, w.subject_kind, w.subject, w.matter, w.region,
  w.period_from::text as period_from, w.period_to::text as period_to, w.amount, w.tier, w.level, w.use, w.measures, w.settings, w.state,
  array(select e.ref from warning_evidence e where e.warning = w.id order by e.ref) as refs,
  (select v.outcome from verdict v where v.warning = w.id order by v.id desc limit 1) as verdict,
  coalesce(w.first_of_matter, w.id) as matter_id`;

const matching = (filter: WarningFilter) => sql`
  w.use = any(${filter.uses ?? ['warn', 'screen']})
  and (${filter.model ?? null}::text is null or w.model = ${filter.model ?? null})
  and (${filter.level ?? null}::text is null or w.level = ${filter.level ?? null})
  and (${filter.state ?? null}::text is null or w.state = ${filter.state ?? null})
  and (${filter.within?.from ?? null}::bigint is null or w.region between ${filter.within?.from ?? null} and ${filter.within?.to ?? null})
  and (${filter.all ?? filter.state === 'gone'} or (w.state <> 'gone' and not ${silent}))`;

const PAGE = 2_000;

/** Every standing warning that fits, by number, a page at a time: never the whole list in memory. */
export async function* findWarnings(db: Database, filter: WarningFilter): AsyncGenerator<StandingWarning> {
  for (let after = ''; ; ) {
    const { rows } = await sql<StandingWarning>`
      select ${columns} from warning w where w.id > ${after} and ${matching(filter)} order by w.id limit ${PAGE}`.execute(db);
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}

const first = sql`array_position(array['red', 'yellow', 'blue'], w.level), w.amount desc nulls last, w.id`;

/** What to look at first: red before yellow before blue, then by money. */
export const topWarnings = async (db: Database, filter: WarningFilter, limit: number): Promise<StandingWarning[]> =>
  (await sql<StandingWarning>`select ${columns} from warning w where ${matching(filter)} order by ${first} limit ${limit}`.execute(db)).rows;

/** One line of each matter: its warning to look at first, and the other models that ask about the same subject and programme. */
export type Matter = StandingWarning & { others: string[] };
export const topMatters = async (db: Database, filter: WarningFilter, limit: number): Promise<Matter[]> =>
  (await sql<Matter>`
    select w.* from (
      select ${columns}, row_number() over (partition by coalesce(w.first_of_matter, w.id) order by ${first}) as rank,
        array_remove(array_agg(w.model) over (partition by coalesce(w.first_of_matter, w.id)), w.model) as others
      from warning w where ${matching(filter)}) w
    where rank = 1 order by ${first} limit ${limit}`.execute(db)).rows;

export const countMatters = async (db: Database, filter: WarningFilter): Promise<bigint> =>
  (await sql<{ n: bigint }>`select count(distinct coalesce(w.first_of_matter, w.id)) as n from warning w where ${matching(filter)}`.execute(db)).rows[0]!.n;

/** The other warnings of a matter, whatever became of them. */
export const restOfMatter = async (db: Database, { id, matter_id }: StandingWarning): Promise<StandingWarning[]> =>
  (await sql<StandingWarning>`select ${columns} from warning w where w.first_of_matter = ${matter_id} and w.id <> ${id} order by ${first}`.execute(db)).rows;

/** By number or by a beginning of it that fits only one. */
export const warningsLike = async (db: Database, id: string): Promise<StandingWarning[]> =>
  (await sql<StandingWarning>`
    select ${columns} from warning w where w.id like ${id.toUpperCase()} || '%' order by w.id limit 2`.execute(db)).rows;

export type FrozenEvidence = { ref: bigint; batch: bigint; register: string; facts: Record<string, unknown> };
export const evidenceOf = async (db: Database, id: string): Promise<FrozenEvidence[]> =>
  (await sql<FrozenEvidence>`select ref, batch, register, facts from warning_evidence where warning = ${id} order by register, ref`.execute(db)).rows;

/** What a warning was compared with: how many and in which unit, the median, and address and value of those nearest to it. */
export type Compared = { unit: string | null; n: number; median: number; rows: [ref: string, value: number][] };

/** The day that the run which last found a warning judged for, and what it compared. */
export const circumstancesOf = async (db: Database, id: string): Promise<{ as_of: string; compared: Compared | null }> =>
  (await sql<{ as_of: string; compared: Compared | null }>`select r.as_of::text as as_of, w.compared from warning w join run r on r.id = w.last_run where w.id = ${id}`.execute(db)).rows[0]!;

/** Whether any question was ever asked: no warnings then mean nothing. */
export const everAsked = async (db: Database): Promise<boolean> => (await sql<{ yes: boolean }>`select exists (select from run) as yes`.execute(db)).rows[0]!.yes;

/** What was found of a warning so far, the newest first; `stale`: the facts behind it have changed since. */
export type Verdict = { outcome: Outcome; code: string | null; because: string; said_on: string; said_by: string | null; stale: boolean };
export const verdictsOf = async (db: Database, id: string): Promise<Verdict[]> =>
  (await sql<Verdict>`
    select v.outcome, v.code, v.because, to_char(v.said_at, 'YYYY-MM-DD') as said_on, v.said_by, v.facts_hash <> w.facts_hash as stale
    from verdict v join warning w on w.id = v.warning where v.warning = ${id} order by v.id desc`.execute(db)).rows;
