import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { regionOf } from './fit.ts';
import { at } from '../expression.ts';
import { meet, standsBefore } from './meet.ts';
import { only, tierLimit } from '../model.ts';
import { type Reading, readText } from './read.ts';
import { sayCondition } from '../say.ts';

/** The rows that meet and may be hits: what the FROM, the join conditions and the conditions of the first step are made of. */
export type Candidates = {
  joins: { alias: string; optional: boolean; on: string[] }[];
  absences: { alias: string; on: string[] }[];
  tiers: string[];
  flags: { name: string; sql: string }[];
  /** Sources that a candidate row is made of, the asked one first. */
  partners: string[];
  /** Person columns of the asked rows without which they cannot be judged. */
  identity: Set<string>;
};

export function gather(draft: Draft): Candidates {
  const { model } = draft;
  const found: Candidates = { joins: [], absences: [], tiers: [], flags: [], partners: [draft.asked.alias], identity: new Set() };
  if (model.reconcile) reconcileSides(draft, found);
  (model.match ?? []).forEach((entry, i) => at(['match', i, only(entry)[0]], () => join(draft, found, ...only(entry))));
  (model.without ?? []).forEach((entry, i) => at(['without', i, only(entry)[0]], () => absent(draft, found, ...only(entry))));
  for (const [name, text] of Object.entries(model.flag)) at(['flag', name], () => found.flags.push({ name, sql: sayCondition(text, draft.later()).sql }));
  return found;
}

function join(draft: Draft, found: Candidates, alias: string, meeting: NonNullable<Draft['model']['match']>[number][string]): void {
  const scope = draft.meeting('select');
  const met = meet(draft, meeting, scope, draft.given.without !== 'names');
  const on = [...met.on];
  if (meeting.another) on.push(`${draft.source(alias, nowhere).name}._ref <> ${draft.asked.name}._ref`);
  if (meeting.before) on.push(standsBefore(draft, alias, meeting.before));
  found.joins.push({ alias, optional: meeting.optional === true, on });
  found.partners.push(alias);
  if (met.tier) found.tiers.push(meeting.optional ? `coalesce(case when ${draft.source(alias, nowhere).name}._ref is not null then ${met.tier} end, 1)` : met.tier);
  if (!meeting.optional) rememberIdentity(draft, found, meeting);
}

/** A person of the asked rows whose number cannot be used cannot be looked for. */
function rememberIdentity(draft: Draft, found: Candidates, meeting: { same: string; as: string[] }): void {
  if (meeting.same !== 'person' && meeting.same !== 'party') return;
  for (const side of meeting.as) {
    const [alias, column] = side.split('.') as [string, string];
    if (alias === draft.asked.alias) found.identity.add(column);
  }
}

function absent(draft: Draft, found: Candidates, alias: string, absence: NonNullable<Draft['model']['without']>[number][string]): void {
  const met = meet(draft, absence, draft.meeting('select'), false);
  found.absences.push({ alias, on: met.on });
  rememberIdentity(draft, found, absence);
}

function reconcileSides(draft: Draft, found: Candidates): void {
  const { sides, same } = draft.model.reconcile!;
  const [left, right] = sides.map((alias) => draft.source(alias, nowhere)) as [typeof draft.asked, typeof draft.asked];
  const pairs = Object.values(same).map((c) => (typeof c === 'string' ? [c, c] : c) as [string, string]);
  const apart = pairs.filter((pair) => !draft.numbered.has(pair.join()));
  const on = [...apart.map(([a, b]) => `${left.name}.${a} = ${right.name}.${b}`), ...(draft.numbered.size ? [`${left.name}.nr = ${right.name}.nr`] : [])];
  found.partners = [left.alias, right.alias];
  found.joins.push({ alias: right.alias, optional: true, on });
  const person = pairs.find(([a]) => left.outer.get(a)?.type.kind === 'person');
  if (!person) return;
  const tier = `greatest(coalesce(${left.name}.${person[0]}_tier, 1), coalesce(${right.name}.${person[1]}_tier, 1))`;
  const isNamed = left.outer.has('name') && right.outer.has('name') && draft.given.without !== 'names';
  found.tiers.push(isNamed ? `case when ${left.name}.name <> ${right.name}.name then 3 else ${tier} end` : tier);
}

/** The first step of the statement: `candidates`, and what stands before it. */
export function candidatesText(draft: Draft, found: Candidates, readings: Map<string, Reading>): string {
  const { model } = draft;
  const read = (alias: string) => readText(readings.get(alias)!);
  const from = [read(found.partners[0]!)];
  for (const j of found.joins) {
    const kind = model.reconcile && j.alias === found.partners[1] ? 'full join' : j.optional ? 'left join' : 'join';
    from.push(`${kind} ${read(j.alias)}\n    on ${j.on.join('\n    and ')}`);
  }
  if (draft.numbered.size) from.push(`join numbered on numbered.nr = coalesce(${found.partners.map((alias) => `${draft.source(alias, nowhere).name}.nr`).join(', ')})`);
  if (model.peers) from.push(`left join peers on peers.ref = ${draft.asked.name}._ref`);
  const where = found.absences.map((a) => `not exists (select 1 from ${read(a.alias)} where ${a.on.join(' and ')})`);
  const columns = [...[...draft.carried].map(([name, sql]) => `${sql} as ${name}`), `${tierText(found)} as tier`];
  return `met as (
  select ${columns.join(', ')}
  from ${from.join('\n  ')}${where.length ? `\n  where ${where.join('\n    and ')}` : ''}
),
${[...workedOut(draft, 'met', 'worked_out').steps, judgedFlags(draft, found)].join(',\n')}`;
}

/** What is worked out of the rows that met, each step after what it uses. Engines see through these steps; people read them. */
export function workedOut(draft: Draft, from: string, name: string): { steps: string[]; last: string } {
  const levels = [[...draft.meanings], ...byDepth(draft)].filter((level) => level.length > 0);
  const steps = levels.map((level, i) => `${name}_${i + 1} as (\n  select c.*,\n    ${level.map(([column, sql]) => `${sql} as ${column}`).join(',\n    ')}\n  from ${i === 0 ? from : `${name}_${i}`} c\n)`);
  return { steps, last: steps.length ? `${name}_${steps.length}` : from };
}

const byDepth = (draft: Draft): [string, string][][] => {
  const terms = [...draft.terms.values()];
  return Array.from({ length: Math.max(0, ...terms.map((t) => t.depth)) }, (_, i) => terms.filter((t) => t.depth === i + 1).flatMap((t) => t.columns));
};

export const judgedBy = (draft: Draft, found: Candidates): string[] => found.flags.map((f) => (draft.given.without === 'unknown' ? `c.f_${f.name}` : `coalesce(c.f_${f.name}, true)`));

/** Rows for which no condition is known to fail. One that is unknown is not assessable, and is told apart later. */
function judgedFlags(draft: Draft, found: Candidates): string {
  const unfit = fit(draft);
  const limit = tierLimit(draft.model);
  const tier = limit < 9 && draft.given.without !== 'tier_limit' ? [`c.tier <= ${limit}`] : [];
  return `candidates as (
  select c.* from (
    select c.*,
      ${found.flags.map((f) => `${f.sql} as f_${f.name}`).join(',\n      ')}
    from ${workedOut(draft, 'met', 'worked_out').last} c
  ) c${unfit.join}
  where ${[...judgedBy(draft, found), unfit.where, ...tier].join('\n    and ')}
)`;
}

/** Nothing is found where the question cannot be asked. */
function fit(draft: Draft): { join: string; where: string } {
  const region = regionOf(draft);
  if (region.startsWith('cast(null')) return { join: '', where: 'not exists (select 1 from unfit)' };
  return { join: `\n  left join unfit on unfit.town = coalesce(${region} - ${region} % 1000, 0)`, where: 'unfit.town is null' };
}

function tierText({ tiers }: Candidates): string {
  const parts = [...new Set(tiers)];
  return parts.length > 1 ? `greatest(${parts.map((t) => `coalesce(${t}, 1)`).join(', ')})` : (parts[0] ?? '1');
}

