import type { Candidates } from './candidates.ts';
import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { hasPlace, isNeeded, regionOf, uncovered, unseen } from './fit.ts';
import { meet } from './meet.ts';
import { type Exception, only } from '../model.ts';
import { Unreadable, at, parseExpression } from '../expression.ts';
import { type Reading, needed, readText } from './read.ts';
import { impliedNegative } from './repaid.ts';
import { sayCondition, sayText, tight } from '../say.ts';
import { type Source, isUnfoldedWhereItMeets } from './source.ts';
import type { Said } from '../types.ts';

/** How candidates are judged row by row: side tables, joins to them, and the cases in order. */
export type Judgement = {
  tables: ((readings: Map<string, Reading>) => string)[];
  joins: string[];
  unassessable: { when: string; reason: string }[];
  excused: { when: string; code: string }[];
  /** Rows of which an exception cannot tell whether they are innocent; asked last, because another exception may know. */
  untold: { when: string; reason: string }[];
  /** Columns that tell one asked row from another, and those that tell its partners apart. */
  unit: string[];
  partners: string[];
};

export function judge(draft: Draft, found: Candidates): Judgement {
  const judgement: Judgement = { tables: [], joins: [], unassessable: [], excused: [], untold: [], unit: unitOf(draft), partners: partnersOf(draft, found) };
  for (const flag of found.flags) judgement.unassessable.push({ when: `c.f_${flag.name} is null`, reason: `unknown.${flag.name}` });
  judgement.unassessable.push({ when: 'c.subject is null', reason: 'unknown.subject' });
  (draft.model.without ?? []).forEach((entry, i) => at(['without', i, only(entry)[0]], () => cover(draft, judgement, i, ...only(entry))));
  (draft.model.except ?? []).forEach((exception, i) => at(['except', i], () => excuse(draft, judgement, i, exception)));
  return judgement;
}

/** What makes an asked row one: its address, its month where it was read month by month, its key where it was summed up. */
function unitOf(draft: Draft): string[] {
  const { model, asked } = draft;
  if (model.reconcile) return reconciledUnit(draft, model.reconcile);
  if (asked.read.sum_up) return asked.read.sum_up.by.map((column) => draft.carry(asked, column));
  return [draft.carry(asked, '_ref'), ...(asked.read.by_month ? [draft.carry(asked, 'month')] : [])];
}

/** Two sides laid together: the address of the first row behind either side and, where rows have several months, the month. Numbers tell
 *  half a million months apart in a third of the time that places, programmes and persons take. */
function reconciledUnit(draft: Draft, { sides, same }: NonNullable<Draft['model']['reconcile']>): string[] {
  const [left, right] = sides.map((alias) => draft.source(alias, nowhere)) as [Source, Source];
  const keys = Object.entries(same).map(([name, columns]) => ({ sql: draft.specials['key']!(name, nowhere, true).sql, columns: [columns].flat() }));
  const isAddressed = left.register.id !== right.register.id && !left.read.both_ways && !right.read.both_ways;
  if (!isAddressed) return keys.map(({ sql }) => sql);
  const address = draft.carryAs('row__ref', `coalesce(${left.name}._ref, ${right.name}._ref)`);
  if (draft.numbered.size) return [address, draft.carryAs('row__nr', 'numbered.nr')];
  return [address, ...keys.filter(({ columns }) => columns.includes('month')).map(({ sql }) => sql)];
}

function partnersOf(draft: Draft, found: Candidates): string[] {
  return found.partners.flatMap((alias) => {
    const source = draft.source(alias, nowhere);
    const month = source.read.by_month && !source.read.sum_up ? [draft.carry(source, 'month')] : [];
    return [draft.carry(source, '_ref'), ...(source.read.sum_up ? [draft.carry(source, '_last_ref')] : []), ...month];
  });
}

function cover(draft: Draft, judgement: Judgement, i: number, alias: string, absence: NonNullable<Draft['model']['without']>[number][string]): void {
  if (!absence.covering) return;
  const source = draft.source(alias, nowhere);
  const gap = uncovered(draft, `uncovered_${i + 1}`, source, absence.covering);
  judgement.tables.push(() => gap.cte);
  judgement.joins.push(gap.join);
  judgement.unassessable.push({ when: gap.hit, reason: `not_covered.${alias}` });
  if (hasPlace(draft.asked)) judgement.unassessable.push({ when: `${regionOf(draft)} is null`, reason: `not_covered.${alias}` });
}

function excuse(draft: Draft, judgement: Judgement, i: number, exception: Exception): void {
  if (exception.then && exception.altogether !== undefined) throw new Unreadable('what a whole matter is let go by cannot make it not assessable', nowhere, 'give this exception when or found');
  const parts: string[] = [];
  if (exception.when !== undefined) {
    const said = sayCondition(exception.when, draft.later());
    parts.push(draft.given.without === 'exception_null' ? `coalesce(${said.sql}, true)` : tight(said, 2));
  }
  if (exception.found) parts.push(look(draft, judgement, `found_${i + 1}`, exception.found, [...parts]));
  if (!parts.length) return;
  const gaps = gapsOf(draft, exception).map((alias) => ({ alias, ...unseen(draft, `unseen_${i + 1}_${alias}`, draft.source(alias, nowhere)) }));
  judgement.tables.push(...gaps.map(({ cte }) => () => cte));
  judgement.joins.push(...gaps.map(({ join }) => join));
  judgement.untold.push(...gaps.map(({ alias, hit }) => ({ when: [...parts, hit].join(' and '), reason: `missing.${alias}` })));
  if (exception.then) judgement.untold.push({ when: parts.join(' and '), reason: exception.code });
  else judgement.excused.push({ when: [...parts, ...gaps.map(({ seen }) => seen)].join(' and '), code: exception.code });
}

/** Sources in which an exception holds because it finds nothing, and in which it would find nothing, too, where nobody delivered them. What was
 *  found in the same register before is there. */
function gapsOf(draft: Draft, { found = [] }: Exception): string[] {
  const register = (alias: string) => draft.source(alias, nowhere).register.id;
  const seen = new Set(found.filter((entry) => !only(entry)[1].none).map((entry) => register(only(entry)[0])));
  const none = found.filter((entry) => only(entry)[1].none).map((entry) => only(entry)[0]);
  return none.filter((alias) => !seen.has(register(alias)) && !isNeeded(draft, draft.source(alias, nowhere)));
}

type Step = { alias: string; on: string[]; none: boolean };

/** Looks for a row, or a chain of rows, once for all candidates for which the rest of the exception holds: they are few, the register is not.
 *  Where the chain speaks of the candidates only in its first row, it is put together before they meet it: payments that a bank returned
 *  are fewer still than all payments of half a million candidates. */
function look(draft: Draft, judgement: Judgement, name: string, entries: NonNullable<Exception['found']>, when: string[]): string {
  const fresh = new Set<string>();
  draft.touched = new Set();
  const steps = entries.map((entry): Step => {
    const [alias, meeting] = only(entry);
    fresh.add(alias);
    const { on } = meet(draft, meeting, draft.later({ fresh: new Set(fresh), dates: 'select' }), false);
    if (meeting.none) fresh.delete(alias);
    return { alias, on: [...on, ...impliedNegative(draft, meeting.and)], none: meeting.none === true };
  });
  const keys = keysOf(draft, judgement);
  judgement.tables.push((readings) => {
    const read = (alias: string) => readText(readings.get(alias)!);
    const [first, ...rest] = steps as [Step, ...Step[]];
    const source = draft.source(first.alias, nowhere);
    const isApart = rest.length > 0 && !first.none && !isUnfoldedWhereItMeets(source) && !source.read.sum_up && rest.every((s) => !s.on.some((text) => /\bc\./.test(text)));
    const chain = (from: string, entries: Step[]) => [from, ...entries.flatMap((s) => (s.none && !foundNull(s) ? [] : [`${s.none ? 'left join' : 'join'} ${read(s.alias)} on ${s.on.join(' and ')}`]))].join('\n  ');
    const where = (conditions: string[]) => (conditions.length ? `\n  where ${conditions.join(' and ')}` : '');
    const without = (entries: Step[]) => entries.filter((s) => s.none).map((s) => foundNull(s) ?? `not exists (select 1 from ${read(s.alias)} where ${s.on.join(' and ')})`);
    const foundNull = ({ alias, on }: Step) => nullWhereNone(draft.source(alias, nowhere).name, on);
    const distinct = `${name} as (\n  select distinct ${keys.join(', ')} from `;
    if (!isApart) return `${distinct}${chain('candidates c', steps)}${where([...when, ...without(steps)])}\n)`;
    return `${name}_rows as ${draft.dialect.kept}(\n  select ${needed(source).map((column) => `${source.name}.${column}`).join(', ')} from ${chain(read(first.alias), rest)}${where(without(rest))}\n),
${distinct}candidates c\n  join ${name}_rows ${source.name} on ${first.on.join(' and ')}${where(when)}\n)`;
  });
  const optional = optionalSources(draft);
  const same = (k: string) => (optional.has(k) ? 'is not distinct from' : '=');
  judgement.joins.push(`left join ${name} on ${keys.map((k) => `${k.replace('c.', `${name}.`)} ${same(k)} ${k}`).join(' and ')}`);
  return `${keys[0]!.replace('c.', `${name}.`)} is not null`;
}

/** A row that must not be there, looked for by equal columns alone, is a left join that found nothing: one step for the engine, of which DuckDB
 *  makes three where the same stands in `not exists` over rows that were sifted. Null where more than equality is asked. */
function nullWhereNone(source: string, on: string[]): string | null {
  const column = on.every((text) => /^[\w.]+ = [\w.]+$/.test(text)) && on[0]!.split(' = ').find((side) => side.startsWith(`${source}.`));
  return column ? `${column} is null` : null;
}

/** What tells candidates apart as far as the search spoke of them: the asked row, and the partners it used. */
function keysOf(draft: Draft, judgement: Judgement): string[] {
  const used = [...draft.touched].filter((alias) => alias !== draft.asked.alias && !draft.model.reconcile);
  return [...new Set([...judgement.unit, ...used.map((alias) => draft.carry(draft.source(alias, nowhere), '_ref'))])];
}

const optionalSources = (draft: Draft): Set<string> =>
  new Set([...(draft.model.match ?? []).filter((entry) => only(entry)[1].optional).map((entry) => `c.${only(entry)[0]}__ref`), ...(draft.model.reconcile ? Object.keys(draft.model.reconcile.same).map((k) => `c.key__${k}`) : [])]);

/** What a finding says of each row before rows are put together: subject, matter, region, period, money. */
export type RowSayings = { subjectKind: string; subject: Said; matter: string | null; region: string; from: string; to: string; amount: Said | null };

export function sayRows(draft: Draft, found: Candidates): RowSayings {
  const { model } = draft;
  const later = draft.later();
  const [kind, text] = only(model.about as Record<string, string>);
  const subject = at(['about', kind], () => sayText(text, later));
  const tier = tierBeside(draft, text);
  if (tier && model.tiers !== 'any' && !found.tiers.some((t) => t.includes(tier.sql))) found.tiers.push(tier.sql);
  if (tier?.asked) found.identity.add(tier.asked);
  for (const other of model.tiers && model.tiers !== 'any' ? (model.tiers.of ?? []) : []) {
    const also = tierBeside(draft, other);
    if (also) found.tiers.push(`coalesce(${also.sql}, 1)`);
    if (also?.asked) found.identity.add(also.asked);
  }
  const d = draft.dialect;
  const matter = (model.matter ?? []).map((part, i) => at(['matter', i], () => `coalesce(${d.text(sayText(part, later).sql)}, '')`));
  const period = model.period ? (['from', 'to'] as const).map((end) => at(['period', end], () => sayText(model.period![end], later))) : null;
  const money = model.amount === undefined ? null : at(['amount'], () => sayAmount(draft, model.amount!));
  return {
    ...subjectText(draft, kind, text, subject),
    matter: matter.length ? matter.join(` || '|' || `) : null,
    region: regionOf(draft),
    from: period ? (period[0]!.low ?? period[0]!.sql) : 'cast(null as date)',
    to: period ? (period[1]!.last ?? period[1]!.high ?? period[1]!.sql) : 'cast(null as date)',
    amount: money,
  };
}

/** The money of one row, where the model gives it per row; an aggregate is left to the matter. */
function sayAmount(draft: Draft, text: string | number | boolean): Said | null {
  const said = sayText(text, draft.later({ aggregates: true }));
  return said.aggregate ? null : said;
}

function subjectText(draft: Draft, kind: string, text: string, subject: Said): Pick<RowSayings, 'subjectKind' | 'subject'> {
  const d = draft.dialect;
  const asText = (sql: string) => d.text(sql);
  if (kind !== 'party') return { subjectKind: `'${kind}'`, subject: { ...subject, sql: asText(subject.sql) } };
  const node = parseExpression(text);
  const [alias, name] = node.kind === 'column' ? [node.source, node.name] : [null, ''];
  const face = (f: string) => draft.later().resolve(alias, `${name}${f}`, node.span).sql;
  return { subjectKind: `case when ${face('_org')} is not null then 'org' else 'person' end`, subject: { ...subject, sql: `coalesce(${face('_org')}, ${asText(face('_pid'))})` } };
}

/** The match tier that stands beside a person's, an organisation's or a party's column. */
function tierBeside(draft: Draft, text: string): { sql: string; asked?: string } | null {
  const node = parseExpression(text);
  if (node.kind !== 'column' || node.source === null || draft.specials[node.source]) return null;
  const source = draft.source(node.source, node.span);
  if (!source.outer.has(`${node.name}_tier`)) return null;
  const sql = draft.meeting().resolve(node.source, `${node.name}_tier`, node.span).sql;
  const isAskedPerson = source === draft.asked && source.outer.get(node.name)?.type.kind === 'person';
  return isAskedPerson ? { sql, asked: node.name } : { sql };
}

/** What is still told of a row once it has been judged: what a finding says, and what its measures and its level look at (`later`). Half of
 *  what the candidates carry has done its work by then, and every step that repeats it costs the engine's planner as much as a join. */
export function toldColumns(judgement: Judgement, rows: RowSayings, later: string): string[] {
  const spoken = [...judgement.unit, ...judgement.partners, ...(later.match(/\bc\.\w+/g) ?? [])].map((column) => column.replace('c.', ''));
  const worked = ['subject_kind', 'subject', 'matter', 'region', 'period_from', 'period_to', ...(rows.amount ? ['amount'] : []), 'tier'];
  return [...new Set([...worked, ...spoken.filter((column) => column !== 'reason' && column !== 'result')])];
}

export function judgedText(judgement: Judgement, rows: RowSayings, told: string[]): string {
  const cases = (all: { when: string; reason: string }[]) => all.map(({ when, reason }) => `when ${when} then '${reason}'`);
  const na = [...judgement.unassessable, ...judgement.untold];
  const reasons = [...cases(judgement.unassessable), ...judgement.excused.map((e) => `when ${e.when} then '${e.code}'`), ...cases(judgement.untold)];
  const columns = [
    `${rows.subjectKind} as subject_kind`, `${rows.subject.sql} as subject`, `${rows.matter ?? 'cast(null as varchar)'} as matter`,
    `${rows.region} as region`, `${rows.from} as period_from`, `${rows.to} as period_to`, ...(rows.amount ? [`${rows.amount.sql} as amount`] : []),
  ];
  return `said as (
  select c.*, ${columns.join(',\n    ')}
  from candidates c
),
judged as (
  select ${told.map((column) => `c.${column}`).join(', ')},
    case ${reasons.join('\n      ')} end as reason
  from said c${judgement.joins.map((j) => `\n  ${j}`).join('')}
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in (${na.map((u) => `'${u.reason}'`).join(', ')}) then 'not_assessable' else 'let_go' end as result
  from judged c
)`;
}

/** An asked row counts once, whatever the number of its partners. */
export function settledText(draft: Draft, judgement: Judgement, found: Candidates, rows: RowSayings, told: string[]): string {
  // A reconciliation lays two sides side by side by their whole key: no row has two partners.
  const isOne = found.joins.length === (draft.model.reconcile ? 1 : 0);
  const [before, from] = isOne ? ['', 'ruled'] : [`${onePartner(draft, judgement, rows, told)},\n`, 'counted_once'];
  const settled = `${before}settled as ${draft.dialect.inline}`;
  if (draft.model.tiers === 'any' || found.tiers.length === 0) return `${settled}(\n  select c.* from ${from} c\n)`;
  // A probable identity does not hold back what certain numbers already show, nor is it added to it. Probable ones are few: only they are looked up.
  return `${settled}(
  select c.* from ${from} c where c.tier <= 2 or c.result = 'not_assessable'
  union all
  select c.* from ${from} c left join ${from} s
    on s.tier <= 2 and s.result = c.result and s.subject_kind = c.subject_kind and s.subject = c.subject and coalesce(s.matter, '') = coalesce(c.matter, '')
  where c.tier > 2 and c.result <> 'not_assessable' and s.subject is null
)`;
}

/** Rows with several partners are few: only they are put in order. To order all of them was a quarter of the time of a rule about pairs. */
function onePartner(draft: Draft, judgement: Judgement, rows: RowSayings, told: string[]): string {
  const [first, second] = draft.model.partners === 'hit' ? ['hit', 'let_go'] : ['let_go', 'hit'];
  const order = [
    `case c.result when '${first}' then 1 when '${second}' then 2 else 3 end`, 'c.tier', 'c.reason', ...(rows.amount ? ['c.amount desc'] : []),
    'c.subject', 'c.matter', 'c.period_from', 'c.period_to', ...judgement.partners,
  ];
  // Rows that were summed up are told apart by columns that may be unknown; addresses and months are not.
  const same = judgement.unit.map((key) => `${key.replace('c.', 's.')} ${draft.asked.read.sum_up ? 'is not distinct from' : '='} ${key}`).join(' and ');
  const columns = [...told, 'reason', 'result'].map((column) => `c.${column}`).join(', ');
  return `several as (
  select ${judgement.unit.join(', ')}, count(*) as n from ruled c group by ${judgement.unit.join(', ')} having count(*) > 1
),
counted_once as (
  select ${columns} from ruled c left join several s on ${same} where s.n is null
  union all
  select ${columns} from (
    select c.*, row_number() over (partition by ${judgement.unit.join(', ')} order by ${order.join(', ')}) as nth from ruled c join several s on ${same}
  ) c where c.nth = 1
)`;
}
