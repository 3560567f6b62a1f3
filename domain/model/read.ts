import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { Unreadable } from './expression.ts';
import { sayCondition, sayText } from './say.ts';
import { type Source, nameBeside } from './source.ts';

/** How a source is read, written once everything else has said which of its columns it needs. */
export type Reading = {
  source: Source;
  where: string | null;
  made: [name: string, sql: string][];
  given: [name: string, sql: string][];
  keys: string[];
  /** Further conditions that a reconciliation sets on the rows before they are summed up. */
  only: string[];
};

/** Reads what the model says about a source; fills `outer`, the columns that the rest of the model may name. */
export function prepare(draft: Draft, source: Source): Reading {
  const { read } = source;
  const inside = draft.inside(source);
  const where = read.where === undefined ? null : sayCondition(read.where, inside).sql;
  const made = Object.entries(read.with ?? {}).map(([name, text]): [string, string] => {
    const said = sayText(text, inside);
    for (const columns of [source.inner, source.outer]) columns.set(name, { type: said.type });
    return [name, said.sql];
  });
  for (const column of [...(read.one_per?.by ?? []), ...(read.both_ways ?? []), ...(read.sum_up?.by ?? []), ...(read.by_month?.share ?? [])]) use(source, column);
  if (read.one_per) use(source, read.one_per.keep.trim().split(/\s+/)[0]!);
  const reading: Reading = { source, where, made, given: [], keys: [], only: [] };
  if (read.sum_up) sumUp(draft, reading, read.sum_up);
  return reading;
}

/** A column that the reading itself needs. */
function use(source: Source, name: string): void {
  if (!source.inner.has(name)) throw new Unreadable(`${source.register.id} has no column ${name}`, nowhere, `its columns are ${[...source.inner.keys()].join(', ')}`);
  const isParty = source.inner.get(name)!.type.kind === 'party';
  for (const physical of isParty ? [`${name}_pid`, `${name}_org`] : [name]) source.used.add(physical);
}

/** Groups instead of rows: the key, its tier and name where it is a person, and what the model asks for. */
function sumUp(draft: Draft, reading: Reading, sum: NonNullable<Source['read']['sum_up']>): void {
  const { source } = reading;
  const outer: Source['outer'] = new Map();
  const give = (column: string, by: 'min' | 'max'): void => {
    reading.given.push([column, `${by}(${column})`]);
    source.used.add(column);
    outer.set(column, source.inner.get(column)!);
  };
  for (const column of sum.by) {
    const named = source.inner.get(column)!;
    const isParty = named.type.kind === 'party';
    const physical = isParty ? [`${column}_pid`, `${column}_org`] : [column];
    for (const p of physical) {
      source.used.add(p);
      reading.keys.push(p);
    }
    outer.set(column, { type: named.type, ...(named.month ? { month: true } : {}) });
    if (source.inner.has(`${column}_tier`)) give(`${column}_tier`, 'max');
    const name = nameBeside(source.inner, column);
    if (name && !sum.by.includes(name)) give(name, 'min');
  }
  const inside = draft.inside(source, true);
  for (const [name, text] of Object.entries(sum.gives)) {
    const said = sayText(text, inside);
    if (!said.aggregate) throw new Unreadable(`${name} must be one value of many rows`, nowhere, 'write sum(…), min(…), max(…), count(…) or any(…)');
    const own = reading.given.findIndex(([n]) => n === name);
    if (own >= 0) reading.given.splice(own, 1);
    reading.given.push([name, said.sql]);
    outer.set(name, { type: said.type });
  }
  source.outer = outer;
}

/** The source as it stands after FROM. */
export function readText(draft: Draft, reading: Reading): string {
  const { source } = reading;
  const rows = rowsText(draft, reading);
  const summed = source.read.sum_up ? summedText(reading, rows) : rows;
  const kept = source.read.one_per ? keptText(source, summed) : summed;
  return `${kept} ${source.name}`;
}

/** The rows of a source before they are summed up or chosen among. */
export function rowsText(draft: Draft, reading: Reading): string {
  const { source, where } = reading;
  const { read } = source;
  const plain = source.register.id;
  const filtered = where ? `(select * from ${plain} where ${where})` : plain;
  const ways = read.both_ways ? bothWays(source, filtered, read.both_ways as [string, string]) : filtered;
  const months = read.by_month ? byMonth(draft, source, ways, read.by_month) : ways;
  return reading.made.length ? `(select r.*, ${reading.made.map(([name, sql]) => `${sql} as ${name}`).join(', ')} from ${months} r)` : months;
}

/** The facts columns that later steps need, the address first. */
const needed = (source: Source, made: string[] = []): string[] => ['_ref', ...[...source.used].filter((c) => source.inner.has(c) && !made.includes(c)).sort()];

function bothWays(source: Source, rows: string, [a, b]: [string, string]): string {
  const columns = needed(source, [...(source.read.by_month ? ['month'] : []), ...Object.keys(source.read.with ?? {})]);
  const [nameA, nameB] = [nameBeside(source.inner, a), nameBeside(source.inner, b)];
  const swap = (column: string): string => {
    for (const [x, y] of [[a, b], [b, a], [nameA, nameB], [nameB, nameA]]) {
      if (x && y && (column === x || column.startsWith(`${x}_`))) return column.replace(x, y);
    }
    return column;
  };
  const there = columns.map((c) => (swap(c) === c ? c : `${swap(c)} as ${c}`)).join(', ');
  return `(select ${columns.join(', ')} from ${rows} e union all select ${there} from ${rows} e)`;
}

/** A row of n months as n rows. Nearly all rows are of one month: only the others are multiplied. */
function byMonth(draft: Draft, source: Source, rows: string, by: NonNullable<Source['read']['by_month']>): string {
  const d = draft.dialect;
  const inside = draft.inside(source);
  const from = inside.resolve(null, by.from, nowhere);
  const to = by.to ? inside.resolve(null, by.to, nowhere) : null;
  const last = to ? `coalesce(${to.last ?? to.sql}, ${from.last ?? from.sql})` : (from.last ?? from.sql);
  const n = `${d.monthNumber(last)} - ${d.monthNumber(from.sql)} + 1`;
  const share = new Set(by.share ?? []);
  const columns = needed(source, ['month', ...Object.keys(source.read.with ?? {})]);
  const parts = columns.map((c) => (share.has(c) ? `${d.bigint(`floor(${d.double(`r.${c}`)} / r.months)`)} as ${c}` : `r.${c}`));
  const start = (of: string) => d.firstDayOfMonth(of);
  return `(select ${columns.join(', ')}, ${start(from.sql)} as month from ${rows} r where ${n} = 1
      union all
      select ${parts.join(', ')}, ${d.plus(start(`r.${by.from}`), 'k.nth', 'month')} as month
      from (select *, ${n} as months from ${rows} r where ${n} > 1) r join ${d.counted('k', 'nth', 1199)} on k.nth < r.months)`;
}

function summedText(reading: Reading, rows: string): string {
  const { keys, given, only } = reading;
  const where = only.length ? ` where ${only.join(' and ')}` : '';
  const columns = [...keys, ...given.map(([name, sql]) => `${sql} as ${name}`), 'min(_ref) as _ref', 'max(_ref) as _last_ref'];
  return `(select ${columns.join(', ')} from ${rows} g${where} group by ${keys.join(', ')})`;
}

/** One row per key. Equal rows by what is read of them, then by address, so that the order of delivery decides nothing that shows. */
function keptText(source: Source, rows: string): string {
  const { by, keep } = source.read.one_per!;
  const [column, direction] = keep.trim().split(/\s+/) as [string, string | undefined];
  const keys = by.flatMap((k) => (source.inner.get(k)!.type.kind === 'party' ? [`${k}_pid`, `${k}_org`] : [k]));
  const ties = needed(source).filter((c) => c !== '_ref' && c !== column && !keys.includes(c));
  const order = [`${column}${direction === 'desc' ? ' desc' : ''} nulls last`, ...ties, '_ref'];
  return `(select * from (select x.*, row_number() over (partition by ${keys.join(', ')} order by ${order.join(', ')}) as nth from ${rows} x) o where nth = 1)`;
}
