import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { Unreadable } from '../expression.ts';
import { type Model, only } from '../model.ts';
import { sayText } from '../say.ts';
import type { Source } from './source.ts';

/** Registers that a home always has: the vocabulary that ships stands in for what a county did not deliver. */
export const vocabulary: ReadonlySet<string> = new Set(['subsidy_policy', 'policy_exclusion', 'subsidy_standard', 'region']);

/** The sources without which a question cannot be asked: all but those of optional matches and of exceptions. The asked one, which is read first, is last. */
export function neededAliases(model: Model): string[] {
  return [...new Set([
    ...(model.match ?? []).filter((entry) => !only(entry)[1].optional).map((entry) => only(entry)[0]),
    ...(model.without ?? []).map((entry) => only(entry)[0]),
    ...(model.reconcile?.sides ?? []),
    Object.keys(model.reads)[0]!,
  ])];
}

/** Must a source be there for the question to be asked at all? Where it is not, nothing is found, and nothing need be said of it again. */
export const isNeeded = (draft: Draft, source: Source): boolean =>
  vocabulary.has(source.register.id) || neededSources(draft.model, draft.sources).some(({ register }) => register.id === source.register.id);

function neededSources(model: Model, sources: Map<string, Source>): Source[] {
  const byRegister = new Map(neededAliases(model).map((alias) => sources.get(alias)!).map((s) => [s.register.id, s]));
  for (const s of sources.values()) if (s.read.stale) byRegister.set(s.register.id, s);
  return [...byRegister.values()].filter((s) => !vocabulary.has(s.register.id));
}

export const hasPlace = (source: Source): boolean => source.register.place !== undefined;

/** Towns in which a needed source is missing, or older than the model bears: there, nothing is found and everything is counted as not
 *  assessable. Worked out from the coverage alone, never from the rows. Town 0 stands for rows whose place is unknown: for them a source is
 *  missing where nobody delivered it at all. */
export function unfit(draft: Draft): string {
  const d = draft.dialect;
  const needs = neededSources(draft.model, draft.sources).map((s) => {
    const days = s.read.stale ? Number(s.read.stale.split(' ')[0]) : null;
    return [`'${s.register.id}'`, `'${s.alias}'`, days === null ? 'cast(null as date)' : d.plus(d.date(draft.given.asOf), `-${days}`, 'day')];
  });
  return `unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from ${towns(draft)} t cross join ${d.rowsAsTable('s', ['register', 'source', 'since'], needs)}
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
)`;
}

const towns = (draft: Draft): string => (hasPlace(draft.asked)
  ? `(select region_from - region_from % 1000 as town from coverage where register = '${draft.asked.register.id}' union select ${draft.dialect.bigint('0')})`
  : `(select cast(null as bigint) as town)`);

/** Towns for which nobody delivered a source in which an exception looks for the absence of a row: there it is missing, not absent. */
export function unseen(draft: Draft, name: string, source: Source): { cte: string; join: string; hit: string; seen: string } {
  const region = regionOf(draft);
  const cte = `${name} as (
  select coalesce(t.town, 0) as town from ${towns(draft)} t
  left join coverage v on v.register = '${source.register.id}' and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
  where v.register is null
)`;
  return { cte, join: `left join ${name} on ${name}.town = coalesce(${region} - ${region} % 1000, 0)`, hit: `${name}.town is not null`, seen: `${name}.town is null` };
}

/** Stretches of time for which a source has been delivered, joined where they touch. */
export function covered(draft: Draft, registers: string[]): string {
  const next = draft.dialect.plus('before', '1', 'day');
  return `covered as (
  select register, region_from, region_to, min(period_from) as period_from, max(period_to) as period_to from (
    select o.*, sum(case when before is null or period_from > ${next} then 1 else 0 end)
        over (partition by register, region_from, region_to order by period_from, period_to rows unbounded preceding) as stretch
    from (
      select register, region_from, region_to, period_from, period_to,
        max(period_to) over (partition by register, region_from, region_to order by period_from, period_to rows between unbounded preceding and 1 preceding) as before
      from coverage where register in (${registers.map((r) => `'${r}'`).join(', ')})
    ) o
  ) s group by register, region_from, region_to, stretch
)`;
}

/** Places and periods that the candidates need and an absent source does not cover, once per place and period. */
export function uncovered(draft: Draft, name: string, source: Source, covering: { from: string | number | boolean; to: string | number | boolean }): { cte: string; join: string; hit: string } {
  const later = draft.later();
  const [from, to] = [sayText(covering.from, later), sayText(covering.to, later)];
  if (from.type.kind !== 'date' || to.type.kind !== 'date') throw new Unreadable('covering is from one date to another', nowhere, 'covering: {from: …, to: …}');
  const region = regionOf(draft);
  const [first, last] = [from.low ?? from.sql, to.last ?? to.high ?? to.sql];
  const cte = `${name} as (
  select k.region, k.first, k.last from (select distinct ${region} as region, ${first} as first, ${last} as last from candidates c) k
  where not exists (
    select 1 from covered v where v.register = '${source.register.id}' and (k.region is null or k.region between v.region_from and v.region_to)
      and v.period_from <= k.first and v.period_to >= k.last)
)`;
  const join = `left join ${name} on coalesce(${name}.region, 0) = coalesce(${region}, 0) and ${name}.first = ${first} and ${name}.last = ${last}`;
  return { cte, join, hit: `${name}.first is not null` };
}

/** The place of an asked row as the candidates carry it; null where its register has none. */
export function regionOf(draft: Draft): string {
  if (draft.model.reconcile) return draft.specials['key'] && draft.model.reconcile.place ? draft.specials['key']('place', nowhere, true).sql : 'cast(null as bigint)';
  const asked = draft.asked;
  const place = asked.register.place;
  if (!place) return 'cast(null as bigint)';
  if (!asked.outer.has(place)) throw new Unreadable(`the asked rows lose their place: ${place}`, nowhere, `give sum_up the column ${place}: min(${place})`);
  return draft.carry(asked, place);
}
