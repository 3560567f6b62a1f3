import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { Unreadable } from '../expression.ts';
import type { Reconcile } from '../model.ts';
import { stretchesText } from './months.ts';
import { type Reading, plainText, rowsText } from './read.ts';
import { type Scope, sayText } from '../say.ts';
import { type Source, columnSaid } from './source.ts';

/** Makes `key.…` known and, with `where_both`, keeps each side to where both sides speak at all: a roll that was not delivered, a
 *  month not yet paid, are no differences. */
export function openReconcile(draft: Draft, readings: Map<string, Reading>, reconcile: Reconcile): WhereBoth | null {
  const sides = reconcile.sides.map((alias) => draft.source(alias, nowhere)) as [Source, Source];
  for (const side of sides) {
    if (!side.read.sum_up) throw new Unreadable(`${side.alias} must be summed up by the key`, nowhere, 'sum_up: {by: [pid, policy, month], gives: …}');
    const reading = readings.get(side.alias)!;
    for (const column of side.read.sum_up.by) if (side.inner.has(`${column}_tier`)) reading.only.push(`${column}_tier <= 2`);
  }
  const types = new Map([...sides[0].outer].map(([name, { type }]) => [name, type]));
  const both = reconcile.where_both ? whereBoth(draft, readings, reconcile, sides) : null;
  draft.specials['key'] = (name, span, isLater) => {
    const columns = columnsOf(reconcile, name);
    const type = columns && types.get(columns[0]);
    if (!columns || !type) throw new Unreadable(`the key has no ${name}`, span, `it has ${Object.keys(reconcile.same).join(', ')}${reconcile.place ? ', place' : ''}`);
    const sql = draft.numbered.get(columns.join()) ?? `coalesce(${sides[0].name}.${columns[0]}, ${sides[1].name}.${columns[1]})`;
    const at = isLater ? draft.carryAs(`key__${name}`, sql) : sql;
    return { sql: at, type, ...(sides[0].inner.get(columns[0])?.month ? { last: draft.dialect.lastDayOfMonth(at) } : {}) };
  };
  return both;
}

/** Where both sides speak: the tables that tell, and the counts of what is left aside. */
export type WhereBoth = { tables: () => string[]; counts: () => { reason: string; region: string; n: string; from: string }[] };

function columnsOf(reconcile: Reconcile, name: string): [string, string] | null {
  const column = name === 'place' ? reconcile.place : reconcile.same[name];
  return column === undefined ? null : typeof column === 'string' ? [column, column] : (column as [string, string]);
}

/** One side: what of the key is compared. */
type Part = { reading: Reading; town: string; keys: Key[] };
type Key = { sql: string; name: string; isOfMonth: boolean };

/** What both sides speak of. Each side is first summed up to its places, programmes and months (`…_spoken`). */
function whereBoth(draft: Draft, readings: Map<string, Reading>, reconcile: Reconcile, sides: [Source, Source]): WhereBoth {
  const parts = sides.map((side, i): Part => {
    const keys = reconcile.where_both!.map((text, k) => ({ ...sayKey(draft, reconcile, side, i, text), name: `k${k + 1}` }));
    const place = side.register.place;
    return { reading: readings.get(side.alias)!, town: place ? `${place} - ${place} % 1000` : 'cast(null as bigint)', keys };
  }) as [Part, Part];
  const counts = () => parts.flatMap((part, side) => [notBoth(draft, part), ...nobodyKnown(draft, part, sides[side]!, numbered !== null)]);
  const shared = `select ${names(parts[0].keys)} from ${parts[0].reading.source.name}_spoken intersect select ${names(parts[1].keys)} from ${parts[1].reading.source.name}_spoken`;
  const numbered = numberedColumns(reconcile, sides, parts);
  if (numbered) return { tables: byNumber(draft, parts, numbered, shared), counts };
  for (const { reading, keys } of parts) reading.only.push(`(${keys.map(({ sql }) => sql).join(', ')}) in (select ${names(keys)} from both_sides)`);
  const spoken = (part: Part) => spokenText(part, part.keys.map(({ sql }) => sql), 'count(*)', `${rowsText(part.reading)} g`);
  return { tables: () => [...parts.map(spoken), `both_sides as (\n  ${shared}\n)`], counts };
}

const names = (keys: Key[]): string => keys.map(({ name }) => name).join(', ');

const spokenText = ({ reading, keys, town }: Part, said: string[], n: string, from: string): string =>
  `${reading.source.name}_spoken as (\n  select ${said.map((sql, i) => `${sql} as ${keys[i]!.name}`).join(', ')}, ${town} as town, ${n} as n from ${from}\n  group by ${[...said, town].join(', ')}\n)`;

/** Columns by which both sides are summed up and laid together, and which are compared as they stand: by the name of the key that holds
 *  them. Null where rows have no months or a month is not compared as it stands. */
function numberedColumns(reconcile: Reconcile, sides: [Source, Source], parts: [Part, Part]): Map<string, [string, string]> | null {
  const isPlain = parts.every(({ reading, keys }) => reading.months && keys.every(({ sql, isOfMonth }) => !isOfMonth || sql === 'month') && keys.some(({ isOfMonth }) => !isOfMonth));
  if (!isPlain) return null;
  const pairs = Object.values(reconcile.same).map((columns) => (typeof columns === 'string' ? [columns, columns] : columns) as [string, string]);
  const found = parts[0].keys.flatMap(({ name, sql }, k): [string, [string, string]][] => {
    const pair = pairs.find(([a, b]) => a === sql && b === parts[1].keys[k]!.sql && sides[0].read.sum_up!.by.includes(a) && sides[1].read.sum_up!.by.includes(b));
    return pair ? [[name, pair]] : [];
  });
  return found.length ? new Map(found) : null;
}

/** Rows of several months are many, their places, programmes and stretches few: what both sides speak of is told from those (`…_stretches`),
 *  each is given one number, and a row finds its months and their numbers in one step (`…_reached`). Millions of months are then summed up
 *  and laid together by a person and a number (half the time that a person, programme, month and village take). */
function byNumber(draft: Draft, parts: [Part, Part], numbered: Map<string, [string, string]>, shared: string): () => string[] {
  const kept = draft.dialect.kept;
  const keys = [...numbered.keys()].join(', ');
  const monthless = (part: Part) => part.keys.filter(({ isOfMonth }) => !isOfMonth);
  const stretches = (part: Part) => () => `${part.reading.source.name}_stretches as ${kept}(
  ${stretchesText(part.reading.months!, part.reading.source, plainText(part.reading), [...monthless(part).map(({ sql, name }): [string, string] => [name, sql]), ['town', part.town]], draft.dialect)}
)`;
  for (const [name, pair] of numbered) draft.numbered.set(pair.join(), `numbered.${name}`);
  parts.forEach((part, side) => {
    const columns = [...numbered.values()].map((pair) => pair[side]!);
    part.reading.numbered = { by: monthless(part), columns, stretches: stretches(part) };
    for (const column of columns) part.reading.source.outer.delete(column);
  });
  const met = ({ reading: { source } }: Part) => `${source.name}_stretches s join ${source.name}_months m on m.first_month = s.first_month and m.months = s.months`;
  const spoken = (part: Part) => spokenText({ ...part, town: 's.town' }, part.keys.map(({ name, isOfMonth }) => (isOfMonth ? 'm.month' : `s.${name}`)), 'sum(s.n)', met(part));
  const reached = (part: Part) => `${part.reading.source.name}_reached as (
  select distinct ${monthless(part).map(({ name }) => `s.${name}`).join(', ')}, s.first_month, s.months, m.month, b.nr
  from ${met(part)} join both_sides b on ${part.keys.map(({ name, isOfMonth }) => `b.${name} = ${isOfMonth ? 'm.month' : `s.${name}`}`).join(' and ')}
)`;
  const both = `both_sides as ${kept}(
  select s.*, dense_rank() over (order by ${keys}) as nr from (${shared}) s
),
numbered as (
  select distinct nr, ${keys} from both_sides
)`;
  const near = (part: Part) => `${part.reading.source.name}_near as ${kept}(
  select * from ${part.reading.source.name}_rows where (${monthless(part).map(({ sql }) => sql).join(', ')}) in (select ${names(monthless(part))} from both_sides)
)`;
  return () => [...parts.map(spoken), both, ...parts.map(reached), ...parts.map(near)];
}

/** Rows of a side of which the other side says nothing, counted in months. */
function notBoth(draft: Draft, { reading, keys }: Part) {
  const missing = `${reading.source.name}_spoken s left join both_sides b on ${keys.map(({ name }) => `b.${name} = s.${name}`).join(' and ')} where b.${keys[0]!.name} is null`;
  return { reason: `'not_both'`, region: 's.town', n: draft.dialect.bigint('sum(s.n)'), from: `from ${missing} group by s.town` };
}

/** Rows of a side that name nobody who could be found on the other, counted in months, where both sides speak: left out in silence, they would
 *  read as agreeing. */
function nobodyKnown(draft: Draft, { reading, keys, town }: Part, side: Source, isNumbered: boolean) {
  const tiers = side.read.sum_up!.by.map((column) => `${column}_tier`).filter((tier) => side.inner.has(tier));
  if (tiers.length === 0) return [];
  const unusable = `(${tiers.map((tier) => `${tier} > 2`).join(' or ')})`;
  const { name } = side;
  const met = keys.filter(({ isOfMonth }) => !isOfMonth).map((key) => `s.${key.name} = ${key.sql}`).join(' and ');
  const from = isNumbered
    ? `${name}_near r join ${name}_reached s on ${met} and s.first_month = r.first_month and s.months = r.months where ${unusable}`
    : `${rowsText(reading)} g where ${unusable} and (${keys.map(({ sql }) => sql).join(', ')}) in (select ${names(keys)} from both_sides)`;
  return [{ reason: `'identity'`, region: 'u.town', n: draft.dialect.bigint('count(*)'), from: `from (select ${town} as town from ${from}) u group by u.town` }];
}

function sayKey(draft: Draft, reconcile: Reconcile, side: Source, i: number, text: string): { sql: string; isOfMonth: boolean } {
  let isOfMonth = false;
  const { sql } = sayText(text, keyScope(draft, reconcile, side, i, (physical) => (isOfMonth ||= physical === 'month')));
  return { sql, isOfMonth };
}

/** The key by bare names, on the rows of one side. */
function keyScope(draft: Draft, reconcile: Reconcile, side: Source, i: number, seen: (physical: string) => void): Scope {
  const inside = draft.inside(side);
  return {
    ...inside,
    resolve: (alias, name, span) => {
      const columns = alias === null ? columnsOf(reconcile, name) : null;
      if (!columns) return inside.resolve(alias, name, span);
      return columnSaid(side, side.inner, columns[i]!, draft.dialect, (physical) => (seen(physical), side.used.add(physical), physical), span);
    },
  };
}
