import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { Unreadable } from '../expression.ts';
import { type Months, foldedText, metMonths, monthsOf } from './months.ts';
import { sayCondition, sayText } from '../say.ts';
import { type Source, isUnfoldedWhereItMeets, nameBeside } from './source.ts';

/** How a source is read, written once everything else has said which of its columns it needs. */
export type Reading = {
  source: Source;
  where: string | null;
  made: [name: string, sql: string][];
  given: [name: string, sql: string][];
  keys: string[];
  /** What a reconciliation asks of the rows before they are summed up. */
  only: string[];
  /** The columns for which a reconciliation has one number, and by what a row finds it, besides its stretch of months. */
  numbered?: { by: { name: string; sql: string }[]; columns: string[]; stretches: () => string; agreed?: { name: string; column: string }[] };
  months: Months | null;
};

/** Reads what the model says about a source; fills `outer`, the columns that the rest of the model may name. */
export function prepare(draft: Draft, source: Source): Reading {
  const { read } = source;
  const inside = draft.inside(source);
  const where = read.where === undefined ? null : sayCondition(read.where, draft.inside(source, { isSifting: read.by_month !== undefined })).sql;
  const made = Object.entries(read.with ?? {}).map(([name, text]): [string, string] => {
    const said = sayText(text, inside);
    for (const columns of [source.inner, source.outer]) columns.set(name, { type: said.type });
    return [name, said.sql];
  });
  for (const column of [...(read.one_per?.by ?? []), ...(read.both_ways ?? []), ...(read.sum_up?.by ?? []), ...(read.by_month?.share ?? [])]) use(source, column);
  if (read.one_per) use(source, read.one_per.keep.trim().split(/\s+/)[0]!);
  const reading: Reading = { source, where, made, given: [], keys: [], only: [], months: read.by_month ? monthsOf(draft, source) : null };
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
  const inside = draft.inside(source, { aggregates: true });
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
export function readText(reading: Reading): string {
  const { source } = reading;
  const { name } = source;
  if (isUnfoldedWhereItMeets(source)) return `(${plainText(reading)} ${name} join ${name}_months ${name}_k on ${metMonths(source, reading.months!, name, `${name}_k`)})`;
  const rows = rowsText(reading);
  const summed = source.read.sum_up ? summedText(reading, rows) : rows;
  const kept = source.read.one_per ? keptText(source, summed) : summed;
  return `${kept} ${name}`;
}

/** The rows of a source before they are summed up or chosen among. */
export const rowsText = (reading: Reading): string => madeText(reading, reading.months ? monthsText(reading) : plainText(reading));

export const madeText = ({ made }: Reading, rows: string): string => (made.length ? `(select r.*, ${made.map(([name, sql]) => `${sql} as ${name}`).join(', ')} from ${rows} r)` : rows);

function monthsText({ source, months, numbered }: Reading): string {
  const met = metMonths(source, months!, 'r', 'k');
  if (!numbered) return `(select r.*, k.month from ${source.name}_rows r join ${source.name}_months k on ${met})`;
  const near = `${source.name}_near r`;
  const left = numbered.agreed ? `${near} left join agreed a on ${numbered.agreed.map(({ name, column }) => `a.${name} = r.${column}`).join(' and ')} and a.p_year = year(r.first_month)` : near;
  return `(select r.*, k.month, k.nr from ${left} join ${source.name}_reached k on ${[...numbered.by.map(({ name, sql }) => `k.${name} = ${sql}`), met].join(' and ')}${numbered.agreed ? ' where a.p_year is null' : ''})`;
}

/** Rows of several months before they are unfolded; other rows as they are. `months` counts what they would become. */
export const foldedRows = (draft: Draft, reading: Reading): string =>
  reading.months ? `(${foldedText(draft, reading.source, reading.months, plainText(reading), needed(reading.source, ['month', ...reading.made.map(([name]) => name)]))})` : plainText(reading);

export function plainText({ source, where }: Reading): string {
  const filtered = where ? `(select * from ${source.register.id} where ${where})` : source.register.id;
  return source.read.both_ways ? bothWays(source, filtered, source.read.both_ways as [string, string]) : filtered;
}

/** The facts columns that later steps need, the address first. */
export const needed = (source: Source, made: string[] = []): string[] => ['_ref', ...[...source.used].filter((c) => source.inner.has(c) && !made.includes(c)).sort()];

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

function summedText(reading: Reading, rows: string): string {
  const { given, only, numbered } = reading;
  const keys = numbered ? [...reading.keys.filter((key) => !numbered.columns.includes(key)), 'nr'] : reading.keys;
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
