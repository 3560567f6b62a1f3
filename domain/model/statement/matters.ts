import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { Unreadable, at } from '../expression.ts';
import type { Judgement, RowSayings } from './judge.ts';
import { type Scope, sayCondition, sayText } from '../say.ts';
import { type Said, number } from '../types.ts';
import { sameDimension, units } from '../units.ts';

/** What is said of a whole matter: money, measures, level, and the conditions that are judged on what is left of it. */
export type Sayings = { amount: string; measures: { name: string; sql: string }[]; level: string; having: string[]; altogether: { sql: string; code: string }[] };

export function sayMatters(draft: Draft, rows: RowSayings): Sayings {
  const { model } = draft;
  const many = draft.later({ aggregates: true });
  const named: Record<string, Said> = {};
  const measures = Object.entries(model.measures ?? {}).map(([name, measure]) => at(['measures', name], () => {
    const said = sayText(measure.is, many);
    if (!said.aggregate) throw new Unreadable(`the measure ${name} must be one value of many rows`, nowhere, 'write sum(…), max(…), count(…)');
    const unit = units[measure.unit];
    if (!unit) throw new Unreadable(`“${measure.unit}” is no unit`, nowhere, `the units are ${Object.keys(units).join(', ')}`);
    if (said.type.kind === 'number' && !sameDimension(said.type.dimension ?? {}, unit.dimension)) {
      throw new Unreadable(`the measure ${name} is not in ${measure.unit}`, nowhere, 'give it the unit that its expression has');
    }
    named[name] = { ...said, sql: countedOnce(draft, said.sql) };
    return { name, sql: named[name].sql };
  }));
  const amount = at(['amount'], () => amountOf(draft, rows, many));
  if (amount) named['amount'] = amount;
  const judging = draft.later({ aggregates: true, named });
  return {
    amount: amount?.sql ?? 'cast(null as bigint)',
    measures,
    level: at(['level'], () => levelOf(draft, judging)),
    having: Object.entries(model.having ?? {}).map(([name, text]) => at(['having', name], () => sayCondition(text, judging).sql)),
    altogether: (model.except ?? []).flatMap((e, i) => (e.altogether === undefined ? [] : [{ sql: at(['except', i], () => sayCondition(e.altogether!, judging).sql), code: e.code }])),
  };
}

/** Months of a reconciliation whose findings name all the rest of its key are different months already: to tell them apart once more was
 *  a tenth of the time. */
function countedOnce(draft: Draft, sql: string): string {
  const { reconcile, about, matter = [], finding_per } = draft.model;
  const told = new Set([...Object.values(about), ...matter]);
  const [month, ...others] = Object.keys(reconcile?.same ?? {}).filter((name) => !told.has(`key.${name}`));
  return month === undefined || others.length || finding_per ? sql : sql.replaceAll(`count(distinct c.key__${month})`, `count(c.key__${month})`);
}

function amountOf(draft: Draft, rows: RowSayings, many: Scope): Said | null {
  if (draft.model.amount === undefined) return null;
  const said = rows.amount ?? sayText(draft.model.amount, many);
  if (said.type.kind !== 'number' || !sameDimension(said.type.dimension ?? {}, { fen: 1 })) throw new Unreadable('the amount is not money', nowhere, 'an expression of columns that hold money');
  if (!rows.amount) return said;
  const sum = said.type.exact === 'integer' ? draft.dialect.bigint('sum(c.amount)') : draft.dialect.whole('sum(c.amount)');
  return { sql: sum, type: number({ fen: 1 }), aggregate: true };
}

function levelOf(draft: Draft, scope: Scope): string {
  const { level } = draft.model;
  if (typeof level === 'string') return `'${level}'`;
  const whens = (['red', 'yellow'] as const).flatMap((colour) => (level[colour] === undefined ? [] : [`when ${sayCondition(level[colour], scope).sql} then '${colour}'`]));
  return whens.length ? `case ${whens.join(' ')} else 'blue' end` : `'blue'`;
}

const LET_GO_OR_HIT = "case when c.reason is null then 'hit' else 'let_go' end";

/** Rows that share a subject and a matter become one finding; of what is let go, one for each reason: of a year, two months may have been returned
 *  and one repaid, and no reason speaks for the months of another. */
export function mattersText(draft: Draft, judgement: Judgement, said: Sayings): string {
  const isSimple = said.having.length === 0 && said.altogether.length === 0;
  if (isSimple) return `matters as (\n${group(draft, judgement, said, LET_GO_OR_HIT, 'c.reason', "c.result <> 'not_assessable'", ['c.reason'])}\n)`;
  const passed = said.having.length ? `\n  having ${said.having.join('\n    and ')}` : '';
  const excuse = said.altogether.length ? `case ${said.altogether.map((a) => `when ${a.sql} then '${a.code}'`).join(' ')} end` : 'cast(null as varchar)';
  const result = said.altogether.length ? `case when ${said.altogether.map((a) => `coalesce(${a.sql}, false)`).join(' or ')} then 'let_go' else 'hit' end` : `'hit'`;
  const passing = said.having.length ? `passing as (
  select c.subject_kind, c.subject, c.matter from settled c where c.result in ('hit', 'let_go')
  group by c.subject_kind, c.subject, c.matter${passed}
),
` : '';
  // A matter that passes only together with rows that are excused is let go by their reasons.
  const together = said.having.length ? ` join passing p on ${sameMatter('p', 'e')}` : '';
  return `left_over as (
${group(draft, judgement, said, result, excuse, "c.result = 'hit'", [])}${passed}
),
${passing}excused as (
${group(draft, judgement, said, `'let_go'`, 'c.reason', "c.result = 'let_go'", ['c.reason'])}
),
matters as (
  select * from left_over
  union all
  select e.* from excused e${together} left join left_over l
    on ${sameMatter('l', 'e')}
  where l.subject is null
)`;
}

const sameMatter = (a: string, b: string): string => `${a}.subject_kind = ${b}.subject_kind and ${a}.subject = ${b}.subject and coalesce(${a}.matter, '') = coalesce(${b}.matter, '')`;

function group(draft: Draft, judgement: Judgement, said: Sayings, result: string, reason: string, where: string, also: string[]): string {
  const columns = [
    `${result} as result`, `${reason} as reason`, `${draft.dialect.bigint('1')} as n`, 'c.subject_kind', 'c.subject', 'c.matter', 'min(c.region) as region',
    'min(c.period_from) as period_from', 'max(c.period_to) as period_to', `${said.amount} as amount`, `cast(max(c.tier) as integer) as tier`, `${said.level} as level`,
    `${draft.dialect.addresses(judgement.partners.filter((p) => p.endsWith('_ref')))} as evidence`,
    ...said.measures.map((m) => `${m.sql} as m_${m.name}`),
  ];
  return `  select ${columns.join(',\n    ')}
  from settled c where ${where}
  group by ${[...also, 'c.subject_kind', 'c.subject', 'c.matter'].join(', ')}`;
}
