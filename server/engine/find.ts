import type { Compiled } from '@mingjian/domain/model/compiled.ts';
import { type FactColumn, factColumns } from '@mingjian/domain/model/facts.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { type Duck, literal, quoted } from '../duckdb.ts';
import { wholeOf } from '../lake/held.ts';
import type { CountRow } from './store.ts';

/** One model ready to be asked. */
export type Question = { id: string; compiled: Compiled; registers: Register[] };

/** What one model found, left in DuckDB: table `finding` (compiled columns and `id`, hits also `facts_hash`)
 *  and table `cited` (id, ref, register, facts), one row per hit and evidence row. */
export type Found = { asked: bigint; subjects: bigint; hits: bigint };

/** Leaves a model's answer in table `finding`, nothing more. */
export async function answer(duck: Duck, question: Pick<Question, 'id' | 'compiled'>): Promise<void> {
  await duck.run(`create or replace table finding as select ${warningId(question.id)} as id, f.* from (\n${question.compiled.sql}\n) f`);
}

/** Asks one model. Tables named as registers and `coverage` must stand in `duck`; what the model before left is replaced. */
export async function find(duck: Duck, question: Question): Promise<Found> {
  await answer(duck, question);
  await refuseDoubles(duck, question.id);
  const { asked } = await duck.row<{ asked: bigint }>(question.compiled.asked);
  const { subjects, hits } = await duck.row<{ subjects: bigint; hits: bigint }>(
    `select count(distinct subject) as subjects, count(*) as hits from finding where result = 'hit'`,
  );
  await cite(duck, question);
  return { asked, subjects, hits };
}

/** A warning's number comes from what makes the matter one matter, so that next month's run finds it again. */
const warningId = (model: string) =>
  `'W-' || upper(substr(md5(concat_ws(chr(31), ${literal(model)}, f.subject_kind, f.subject, coalesce(f.matter, ''))), 1, 14))`;

async function refuseDoubles(duck: Duck, model: string): Promise<void> {
  const [twice] = await duck.rows<{ n: bigint }>(
    `select count(*) as n from finding where result <> 'not_assessable' group by id, result, reason having count(*) > 1 limit 1`,
  );
  // Two warnings under one number would overwrite each other: the model's matter is too coarse.
  if (twice) throw new Error(`model ${model} raises the same matter twice: its matter does not tell its rows apart`);
}

/** Collects the evidence rows and hashes what the question looked at in them. */
async function cite(duck: Duck, question: Question): Promise<void> {
  await duck.run(`create or replace table cite as
    select distinct f.id, f.subject, e.ref from finding f cross join unnest(f.evidence) as e(ref) where f.result = 'hit' and e.ref is not null`);
  const parts = question.registers.map((register) => citedFrom(register, question.compiled.reads[register.id] ?? []));
  await duck.run(`create or replace table cited as ${parts.join('\nunion all\n')}`);
  // Only the evidence: what also depends on the day of the run (days overdue) would undo a verdict overnight.
  await duck.run(`create or replace table hashed as
    select id, md5(string_agg(seen, ',' order by register, seen)) as facts_hash from cited group by id`);
  await duck.run(`create or replace table compared as ${comparedWith(question.compiled.peers)}`);
}

/** Of hundreds of peers those nearest the median are kept: it is they that decide it. */
const PEERS_KEPT = 60;

function comparedWith(peers: Compiled['peers']): string {
  if (!peers) return `select cast(null as varchar) as id, cast(null as varchar) as compared where false`;
  return `select id, cast(json_object('unit', ${peers.unit ? literal(peers.unit) : 'null'}, 'n', max(n), 'median', max(median),
      'rows', array_agg(json_array(cast(peer as varchar), value) order by value, peer)) as varchar) as compared
    from (
      select m.*, count(*) over (partition by id) as n, row_number() over (partition by id order by abs(value - median), peer) as nth
      from (
        select *, median(value) over (partition by id) as median
        from (select distinct c.id, p.peer, p.value from cite c join (\n${peers.sql}\n) p on p.ref = c.ref) d
      ) m
    ) k where nth <= ${PEERS_KEPT} group by id`;
}

function citedFrom(register: Register, read: string[]): string {
  const seen = read.length ? read.map((name) => text(`r.${quoted(name)}`)).join(', ') : `''`;
  const shown = factColumns(register).filter((column) => column.of && isShowable(register, column.of));
  // 64-bit numbers as text: whoever parses JSON in JavaScript would round a person's id
  const fact = (column: FactColumn) => (column.type === 'BIGINT' ? `cast(r.${quoted(column.name)} as varchar)` : `r.${quoted(column.name)}`);
  const facts = shown.map((column) => `${literal(column.name)}, ${fact(column)}`).join(', ');
  return `select c.id, c.ref, ${literal(register.id)} as register, md5(concat_ws(chr(31), ${seen})) as seen,
      cast(json_object(${facts}) as varchar) as facts, ${namesSubject(register)} as names
    from cite c join ${wholeOf(register.id)} r on r._ref = c.ref`;
}

/** The delivered column of this row that names the subject: the way back to the identifier as it was delivered. */
function namesSubject(register: Register): string {
  const identity = factColumns(register).filter((column) => NAMING.has(register.columns[column.of]?.type ?? '') && column.type === 'BIGINT');
  const cases = identity.map((column) => `when cast(r.${quoted(column.name)} as varchar) = c.subject then ${literal(column.of)}`);
  return cases.length ? `case ${cases.join(' ')} end` : 'cast(null as varchar)';
}
const NAMING = new Set<string>(['citizen_number', 'sender_key', 'party', 'token', 'phone', 'plate']);

/** Tokens say nothing to a reader and link people across warnings: they are not frozen. Person ids are references, not identity. */
const isShowable = (register: Register, column: string): boolean => register.columns[column]?.privacy !== 'token';

const text = (expression: string) => `coalesce(cast(${expression} as varchar), '∅')`;

/** The four results per town: hits, those that wait for an identity to be confirmed, what was let go and why, what could not be assessed and why. */
export const countPerTown = (duck: Duck): Promise<CountRow[]> =>
  duck.rows<CountRow>(`select cast(coalesce(region - region % 1000, 0) as varchar) as region,
      case when result = 'hit' and tier > 2 then 'identity' else result end as result,
      case when result = 'hit' then '' else coalesce(reason, '') end as reason, cast(sum(n) as varchar) as n
    from finding group by 1, 2, 3`);
