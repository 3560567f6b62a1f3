import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { Unreadable } from '../expression.ts';
import type { Reconcile } from '../model.ts';
import { type Reading, foldedRows, rowsText } from './read.ts';
import { type Scope, sayText } from '../say.ts';
import { type Source, columnSaid } from './source.ts';

/** Makes `key.…` known and, with `where_both`, keeps each side to where both sides speak at all: a roll that was not delivered, a
 *  month not yet paid, are no differences. */
export function openReconcile(draft: Draft, readings: Map<string, Reading>, reconcile: Reconcile) {
  const [left, right] = reconcile.sides.map((alias) => draft.source(alias, nowhere)) as [Source, Source];
  for (const side of [left, right]) {
    if (!side.read.sum_up) throw new Unreadable(`${side.alias} must be summed up by the key`, nowhere, 'sum_up: {by: [pid, policy, month], gives: …}');
    const reading = readings.get(side.alias)!;
    for (const column of side.read.sum_up.by) if (side.inner.has(`${column}_tier`)) reading.only.push(`${column}_tier <= 2`);
  }
  draft.specials['key'] = (name, span, isLater) => {
    const columns = columnsOf(reconcile, name);
    const named = columns && left.outer.get(columns[0]);
    if (!columns || !named) throw new Unreadable(`the key has no ${name}`, span, `it has ${Object.keys(reconcile.same).join(', ')}${reconcile.place ? ', place' : ''}`);
    const sql = `coalesce(${left.name}.${columns[0]}, ${right.name}.${columns[1]})`;
    const at = isLater ? draft.carryAs(`key__${name}`, sql) : sql;
    return { sql: at, type: named.type, ...(named.month ? { last: draft.dialect.lastDayOfMonth(at) } : {}) };
  };
  const both = reconcile.where_both ? whereBoth(draft, readings, reconcile, [left, right]) : null;
  return both;
}

function columnsOf(reconcile: Reconcile, name: string): [string, string] | null {
  const column = name === 'place' ? reconcile.place : reconcile.same[name];
  return column === undefined ? null : typeof column === 'string' ? [column, column] : (column as [string, string]);
}

/** One side: what of the key is compared, in full and as far as it can be told before months are unfolded. */
type Part = { reading: Reading; town: string; whole: Key[]; monthless: Key[] };
type Key = { sql: string; name: string; isOfMonth: boolean };

/** What both sides speak of. Each side is first summed up to its places, programmes and months (`…_spoken`); where rows have several
 *  months, also before they are unfolded (`…_folded`): a programme that has no roll at all is not multiplied to find that out. */
function whereBoth(draft: Draft, readings: Map<string, Reading>, reconcile: Reconcile, sides: [Source, Source]) {
  const parts = sides.map((side, i): Part => {
    const whole = reconcile.where_both!.map((text, k) => ({ ...sayKey(draft, reconcile, side, i, text), name: `k${k + 1}` }));
    const place = side.register.place;
    return { reading: readings.get(side.alias)!, town: place ? `${place} - ${place} % 1000` : 'cast(null as bigint)', whole, monthless: whole.filter((key) => !key.isOfMonth) };
  });
  const hasReach = parts.every(({ reading, whole, monthless }) => reading.months && monthless.length > 0 && monthless.length < whole.length);
  for (const { reading, whole, monthless } of parts) {
    reading.only.push(among(whole, 'both_sides'));
    if (hasReach) reading.reach.push(among(monthless, 'reach'));
  }
  const spoken = (part: Part) => summary(part, 'spoken', part.whole, 'count(*)', rowsText(part.reading));
  const folded = (part: Part) => summary(part, 'folded', part.monthless, 'sum(months)', foldedRows(draft, part.reading, []));
  return {
    reach: () => (hasReach ? [...parts.map(folded), shared(parts, 'reach', 'folded', parts[0]!.monthless)] : []),
    tables: () => [...parts.map(spoken), shared(parts, 'both_sides', 'spoken', parts[0]!.whole)],
    counts: () => parts.map((part) => notBoth(draft, part, hasReach)),
  };
}

const names = (keys: Key[]): string => keys.map(({ name }) => name).join(', ');
const among = (keys: Key[], table: string): string => `(${keys.map(({ sql }) => sql).join(', ')}) in (select ${names(keys)} from ${table})`;

function summary({ reading, town }: Part, stage: string, keys: Key[], n: string, rows: string): string {
  return `${reading.source.name}_${stage} as (\n  select ${keys.map(({ sql, name }) => `${sql} as ${name}`).join(', ')}, ${town} as town, ${n} as n from ${rows} g\n  group by ${[...keys.map(({ sql }) => sql), town].join(', ')}\n)`;
}

const shared = (parts: Part[], table: string, stage: string, keys: Key[]): string =>
  `${table} as (\n  ${parts.map(({ reading }) => `select ${names(keys)} from ${reading.source.name}_${stage}`).join(' intersect ')}\n)`;

/** Rows of a side of which the other side says nothing, counted in months. */
function notBoth(draft: Draft, { reading, whole, monthless }: Part, hasReach: boolean) {
  const missing = (stage: string, table: string, keys: Key[]) =>
    `select s.town, s.n from ${reading.source.name}_${stage} s left join ${table} b on ${keys.map(({ name }) => `b.${name} = s.${name}`).join(' and ')} where b.${keys[0]!.name} is null`;
  const parts = [missing('spoken', 'both_sides', whole), ...(hasReach ? [missing('folded', 'reach', monthless)] : [])];
  return { reason: `'not_both'`, region: 'town', n: draft.dialect.bigint('sum(n)'), from: `from (${parts.join(' union all ')}) g group by town` };
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
