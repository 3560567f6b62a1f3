import type { Dialect } from './dialect.ts';
import { type Span, Unreadable } from './expression.ts';
import { type Kind, type Said, describe, mustCompare, number } from './types.ts';
import { plain, sameDimension } from './units.ts';

/** What a function may take at one place. `any` takes all; `open` is a date that may also be null for “no end”. */
type Takes = Kind | 'any' | 'open' | 'money';
type Call = { args: Said[]; dialect: Dialect; span: Span; distinct: boolean };
export type Function = { takes: Takes[]; more?: Takes; aggregate?: true; reads: string; say(call: Call): Said };

const FOREVER = '9999-12-31';

const date = (sql: string): Said => ({ sql, type: { kind: 'date' } });
const boolean = (sql: string): Said => ({ sql, type: { kind: 'boolean' } });
const count = (sql: string, unit?: string): Said => ({ sql, type: number(unit ? { [unit]: 1 } : plain) });

/** A date whose month is known, else null: a year alone says nothing about months. */
const month = (d: Said): string => (d.precision ? `case when ${d.precision} <> 'year' then ${d.sql} end` : d.sql);
/** A date known to the day, else null. */
const day = (d: Said): string => (d.precision ? `case when ${d.precision} in ('day', 'open') then ${d.sql} end` : d.sql);
const first = (d: Said): string => d.low ?? d.sql;
const last = (d: Said, dialect: Dialect): string => (d.type.kind === 'null' ? dialect.date(FOREVER) : `coalesce(${d.last ?? d.high ?? d.sql}, ${dialect.date(FOREVER)})`);

/** Null where a start is unknown: engines disagree about greatest() and least() of a null. */
function known([f1, t1, f2, t2]: Said[], d: Dialect, then: string): string {
  const needs = [[f1!, t1!], [f2!, t2!]].flatMap(([f, t]) => {
    const order = reversed(f!, t!, d);
    return order.length || f!.constant ? order : [`${f!.sql} is not null`];
  });
  return needs.length ? `case when ${needs.join(' and ')} then ${then} end` : then;
}

/** A delivered period that ends before it begins is a mistake of its sender, not a period of no months. */
function reversed(from: Said, to: Said, d: Dialect): string[] {
  return from.source !== undefined && from.source === to.source ? [`${first(from)} <= ${last(to, d)}`] : [];
}

function commonMonths([f1, t1, f2, t2]: Said[], d: Dialect): string {
  const m = d.monthNumber;
  return known([f1!, t1!, f2!, t2!], d, `greatest(0, least(${m(last(t1!, d))}, ${m(last(t2!, d))}) - greatest(${m(first(f1!))}, ${m(first(f2!))}) + 1)`);
}

/** Whether two stretches have a month in common: as `overlap_months(…) >= 1 months`, in comparisons that an engine can use before it
 *  has put every pair together. */
function shareMonth([f1, t1, f2, t2]: Said[], d: Dialect): string {
  const begins = (from: Said, to: Said) => (to.type.kind === 'null' ? [] : [`${first(from)} <= ${d.lastDayOfMonth(last(to, d))}`]);
  return [...begins(f1!, t2!), ...begins(f2!, t1!), ...reversed(f1!, t1!, d), ...reversed(f2!, t2!, d)].join(' and ') || `${first(f1!)} is not null and ${first(f2!)} is not null`;
}

function commonDays([f1, t1, f2, t2]: Said[], d: Dialect): string {
  const end = `least(${last(t1!, d)}, ${last(t2!, d)})`;
  return known([f1!, t1!, f2!, t2!], d, `greatest(0, ${d.daysBetween(`greatest(${first(f1!)}, ${first(f2!)})`, end)} + 1)`);
}

function spread([money, ...dates]: Said[], d: Dialect): string {
  const all = `${d.monthNumber(last(dates[1]!, d))} - ${d.monthNumber(first(dates[0]!))} + 1`;
  return d.bigint(`floor(${d.double(money!.sql)} * ${commonMonths(dates, d)} / nullif(${all}, 0))`);
}

const years = (birth: string, on: string): string =>
  `(year(${on}) - year(${birth}) - case when month(${on}) * 100 + day(${on}) < month(${birth}) * 100 + day(${birth}) then 1 else 0 end)`;

/** Both of two, null if one is: written out, because engines disagree. */
function extreme(which: 'greatest' | 'least', { args, span }: Call): Said {
  const [a, b] = args as [Said, Said];
  mustCompare(a, b, span);
  const of = (f: (s: Said) => string) => `case when ${f(a)} is not null and ${f(b)} is not null then ${which}(${f(a)}, ${f(b)}) end`;
  return each(a.type, args, of);
}

const exactest = (args: Said[]) => (['double', 'decimal'] as const).find((e) => args.some((s) => s.type.exact === e)) ?? 'integer';

/** A value made of several: for dates also its first, last and latest meaning, made in the same way. */
function each(type: Said['type'], args: Said[], of: (f: (s: Said) => string) => string): Said {
  const source = args.every((a) => a.source === args[0]!.source) ? args[0]!.source : undefined;
  const said: Said = { sql: of((s) => s.sql), type: { ...type, ...(type.kind === 'number' ? { exact: exactest(args) } : {}) }, ...(source ? { source } : {}) };
  if (type.kind === 'date' && args.some((s) => s.high || s.last)) {
    Object.assign(said, { low: of(first), high: of((s) => s.high ?? s.sql), last: of((s) => s.last ?? s.high ?? s.sql) });
  }
  return said;
}

function coalesce({ args, span }: Call): Said {
  const type = args.find((s) => s.type.kind !== 'null')?.type ?? args[0]!.type;
  for (const arg of args.slice(1)) mustCompare(args[0]!, arg, span);
  return each(type, args, (f) => `coalesce(${args.map(f).join(', ')})`);
}

function sum({ args: [x], dialect }: Call): Said {
  const type = x!.type;
  if (type.exact === 'integer') return { sql: dialect.bigint(`sum(${x!.sql})`), type };
  const isMoney = sameDimension(type.dimension ?? plain, { fen: 1 });
  return isMoney ? { sql: dialect.whole(`sum(${x!.sql})`), type: { ...type, exact: 'integer' } } : { sql: `sum(${dialect.double(x!.sql)})`, type: { ...type, exact: 'double' } };
}

const LONG_AGO = '0001-01-01';

/** The largest or smallest of those that are known: a sentinel stands for the unknown, because engines disagree about a null. */
function extremeKnown(which: 'greatest' | 'least', { args, dialect, span }: Call): Said {
  for (const arg of args.slice(1)) mustCompare(args[0]!, arg, span);
  const isDate = args[0]!.type.kind === 'date';
  const edge = isDate ? dialect.date(which === 'least' ? FOREVER : LONG_AGO) : which === 'least' ? '9000000000000000000' : '-9000000000000000000';
  return each(args[0]!.type, args, (f) => `nullif(${which}(${args.map((a) => `coalesce(${f(a)}, ${edge})`).join(', ')}), ${edge})`);
}

/** Some date is certainly before one that stands further left. What is unknown, or not known to the day, is not compared. */
function outOfOrder({ args }: Call): Said {
  const pairs = args.flatMap((later, j) => args.slice(0, j).map((earlier) => `coalesce(${later.high ?? later.sql} < ${first(earlier)}, false)`));
  return boolean(`(${pairs.join(' or ')})`);
}

const aggregate = (name: string): Function => ({ takes: ['any'], aggregate: true, reads: name, say: ({ args: [x] }) => ({ sql: `${name}(${x!.last ?? x!.sql})`, type: x!.type }) });
const wider = (w: string) => `case when ${w} % 1000000 = 0 then 999999 when ${w} % 1000 = 0 then 999 else 0 end`;

/** Every function of the language. The name is what an analyst writes; nothing else can be called. */
export const functions: Record<string, Function> = {
  coalesce: { takes: ['any', 'any'], more: 'any', reads: 'the first that is known', say: coalesce },
  greatest: { takes: ['any', 'any'], reads: 'the larger', say: (call) => extreme('greatest', call) },
  least: { takes: ['any', 'any'], reads: 'the smaller', say: (call) => extreme('least', call) },
  abs: { takes: ['number'], reads: 'size without sign', say: ({ args: [x] }) => ({ sql: `abs(${x!.sql})`, type: x!.type }) },
  round: { takes: ['number'], reads: 'rounded', say: ({ args: [x], dialect }) => ({ sql: dialect.whole(x!.sql), type: { ...x!.type, exact: 'integer' } }) },
  months_between: { takes: ['date', 'date'], reads: 'months from a to b', say: ({ args: [a, b], dialect: d }) => count(`(${d.monthNumber(month(b!))} - ${d.monthNumber(month(a!))})`, 'month') },
  days_between: { takes: ['date', 'date'], reads: 'days from a to b', say: ({ args: [a, b], dialect }) => count(dialect.daysBetween(day(a!), day(b!)), 'day') },
  age_on: { takes: ['date', 'date'], reads: 'age on a day', say: ({ args: [a, b] }) => count(years(day(a!), day(b!)), 'year') },
  last_day_of_month: { takes: ['date'], reads: 'last day of the month', say: ({ args: [d], dialect }) => date(dialect.lastDayOfMonth(month(d!))) },
  first_day_of_month: { takes: ['date'], reads: 'first day of the month', say: ({ args: [d], dialect }) => date(dialect.firstDayOfMonth(month(d!))) },
  first_day_of_year: { takes: ['date'], reads: 'first day of the year', say: ({ args: [d], dialect }) => date(dialect.firstDayOfYear(d!.sql)) },
  days_in_month: { takes: ['date'], reads: 'days of the month', say: ({ args: [d], dialect }) => count(`day(${dialect.lastDayOfMonth(month(d!))})`, 'day') },
  same_month: { takes: ['date', 'date'], reads: 'in the same month', say: ({ args: [a, b], dialect: d }) => boolean(`${d.monthNumber(month(a!))} = ${d.monthNumber(month(b!))}`) },
  same_year: { takes: ['date', 'date'], reads: 'in the same year', say: ({ args: [a, b] }) => boolean(`year(${a!.sql}) = year(${b!.sql})`) },
  year_of: { takes: ['date'], reads: 'year', say: ({ args: [d] }) => count(`year(${d!.sql})`) },
  month_of: { takes: ['date'], reads: 'month', say: ({ args: [d], dialect }) => date(dialect.firstDayOfMonth(month(d!))) },
  overlap_months: { takes: ['date', 'open', 'date', 'open'], reads: 'months in common', say: ({ args, dialect }) => count(commonMonths(args, dialect), 'month') },
  overlap_days: { takes: ['date', 'open', 'date', 'open'], reads: 'days in common', say: ({ args, dialect }) => count(commonDays(args, dialect), 'day') },
  share_month: { takes: ['date', 'open', 'date', 'open'], reads: 'share a month', say: ({ args, dialect }) => ({ ...boolean(shareMonth(args, dialect)), binds: 2 }) },
  spread: { takes: ['money', 'date', 'open', 'date', 'open'], reads: 'the money of the months in common', say: ({ args, dialect }) => ({ sql: spread(args, dialect), type: number({ fen: 1 }) }) },
  within: { takes: ['date', 'date', 'open'], reads: 'within', say: ({ args: [d, from, to], dialect }) => boolean(`${d!.sql} between ${first(from!)} and ${last(to!, dialect)}`) },
  earliest: { takes: ['date'], reads: 'first day it can mean', say: ({ args: [d] }) => date(first(d!)) },
  latest: { takes: ['date'], reads: 'last day it can mean', say: ({ args: [d] }) => date(d!.last ?? d!.high ?? d!.sql) },
  town_of: { takes: ['region'], reads: 'town', say: ({ args: [r] }) => ({ sql: `(${r!.sql} - ${r!.sql} % 1000)`, type: { kind: 'region' } }) },
  county_of: { takes: ['region'], reads: 'county', say: ({ args: [r] }) => ({ sql: `(${r!.sql} - ${r!.sql} % 1000000)`, type: { kind: 'region' } }) },
  in_place: { takes: ['region', 'region'], reads: 'lies in', say: ({ args: [p, w] }) => boolean(`${p!.sql} between ${w!.sql} and ${w!.sql} + ${wider(w!.sql)}`) },
  is_village: { takes: ['region'], reads: 'known to the village', say: ({ args: [r] }) => boolean(`${r!.sql} % 1000 <> 0`) },
  contains: { takes: ['text', 'text'], reads: 'contains', say: ({ args: [t, part] }) => boolean(`strpos(${t!.sql}, ${part!.sql}) > 0`) },
  largest: { takes: ['any', 'any'], more: 'any', reads: 'the largest known', say: (call) => extremeKnown('greatest', call) },
  smallest: { takes: ['any', 'any'], more: 'any', reads: 'the smallest known', say: (call) => extremeKnown('least', call) },
  out_of_order: { takes: ['date', 'date'], more: 'date', reads: 'out of order', say: outOfOrder },
  days: { takes: ['number'], reads: 'days', say: ({ args: [x] }) => ({ ...x!, type: { ...x!.type, dimension: { day: 1 } } }) },
  months: { takes: ['number'], reads: 'months', say: ({ args: [x] }) => ({ ...x!, type: { ...x!.type, dimension: { month: 1 } } }) },
  count: { takes: ['any'], aggregate: true, reads: 'number of', say: ({ args: [x], distinct }) => count(`count(${distinct ? 'distinct ' : ''}${x!.sql})`) },
  sum: { takes: ['number'], aggregate: true, reads: 'sum of', say: sum },
  min: { ...aggregate('min'), reads: 'smallest', say: ({ args: [x] }) => ({ sql: `min(${x!.sql})`, type: x!.type }) },
  max: { ...aggregate('max'), reads: 'largest' },
  avg: { takes: ['number'], aggregate: true, reads: 'average of', say: ({ args: [x], dialect }) => ({ sql: `avg(${dialect.double(x!.sql)})`, type: { ...x!.type, exact: 'double' } }) },
  any: { takes: ['boolean'], aggregate: true, reads: 'for any row', say: ({ args: [x], dialect }) => boolean(dialect.anyTrue(x!.sql)) },
};

/** Refuses a wrong number or kind of arguments, with what the function takes. */
export function mustTake(name: string, f: Function, args: Said[], span: Span): void {
  const max = f.more ? Infinity : f.takes.length;
  if (args.length < f.takes.length || args.length > max) {
    throw new Unreadable(`${name} takes ${f.takes.length}${f.more ? ' or more' : ''} values, here ${args.length}`, span, `${name}(${f.takes.join(', ')})`);
  }
  args.forEach((arg, i) => {
    const takes = f.takes[i] ?? f.more!;
    if (fits(arg, takes)) return;
    throw new Unreadable(`${name} wants ${takes === 'open' ? 'a date or null' : takes === 'money' ? 'money' : describe({ kind: takes as Kind })} here, not ${describe(arg.type)}`, span, `${name}(${f.takes.join(', ')})`);
  });
}

function fits(arg: Said, takes: Takes): boolean {
  if (takes === 'any') return true;
  if (takes === 'open') return arg.type.kind === 'date' || arg.type.kind === 'null';
  if (takes === 'money') return arg.type.kind === 'number' && sameDimension(arg.type.dimension ?? plain, { fen: 1 });
  return arg.type.kind === takes || (arg.type.kind === 'null' && takes === 'date');
}
