import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { Unreadable } from './expression.ts';
import type { Reconcile } from './model.ts';
import { type Reading, foldedRows, rowsText } from './read.ts';
import { type Scope, sayText } from './say.ts';
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

type Part = { reading: Reading; said: string[]; whole: Meets; monthless: Meets | null };
type Meets = { columns: string[]; table: string; on: string; among: string };

/** Two tables: what both sides speak of, and, where that can be told before months are unfolded, `reach`: what either could meet at all.
 *  Without it every payment of a county becomes twelve rows to find that its programme has no roll. */
function whereBoth(draft: Draft, readings: Map<string, Reading>, reconcile: Reconcile, sides: [Source, Source]) {
  const parts = sides.map((side, i): Part => {
    const said = reconcile.where_both!.map((text) => sayKey(draft, reconcile, side, i, text));
    const folded = said.flatMap(({ sql, isOfMonth }, k) => (isOfMonth ? [] : [{ sql, k: `k${k + 1}` }]));
    return { reading: readings.get(side.alias)!, said: said.map(({ sql }) => sql), whole: meets(said.map(({ sql }, k) => ({ sql, k: `k${k + 1}` })), 'both_sides'), monthless: folded.length > 0 && folded.length < said.length && side.read.by_month ? meets(folded, 'reach') : null };
  });
  const hasReach = parts.every(({ monthless }) => monthless);
  for (const { reading, whole, monthless } of parts) {
    reading.only.push(whole.among);
    if (hasReach) reading.reach.push(monthless!.among);
  }
  return {
    reach: () => (hasReach ? [`reach as (\n  ${parts.map(({ reading, monthless }) => `select distinct ${monthless!.columns.join(', ')} from ${foldedRows(draft, reading, [])} g`).join('\n  intersect\n  ')}\n)`] : []),
    table: () => `both_sides as (\n  ${parts.map(({ reading, whole }) => `select distinct ${whole.columns.join(', ')} from ${rowsText(reading)} g`).join('\n  intersect\n  ')}\n)`,
    counts: () => parts.map((part) => notBoth(draft, part, hasReach)),
  };
}

const meets = (said: { sql: string; k: string }[], table: string): Meets => ({
  columns: said.map(({ sql, k }) => `${sql} as ${k}`), on: said.map(({ sql, k }) => `b.${k} = ${sql}`).join(' and '), table,
  among: `(${said.map(({ sql }) => sql).join(', ')}) in (select ${said.map(({ k }) => k).join(', ')} from ${table})`,
});

/** Rows of a side of which the other side says nothing, counted in months. */
function notBoth(draft: Draft, { reading, whole, monthless }: Part, hasReach: boolean) {
  const place = reading.source.register.place;
  const town = place ? `(${place} - ${place} % 1000)` : 'cast(null as bigint)';
  const counted = (n: string, rows: string, met: Meets) => `select ${town} as town, ${n} as n from ${rows} g left join ${met.table} b on ${met.on} where b.k1 is null${place ? ` group by ${town}` : ''}`;
  const parts = [counted('count(*)', rowsText(reading), whole), ...(hasReach ? [counted('sum(months)', foldedRows(draft, reading, []), monthless!)] : [])];
  return { reason: `'not_both'`, region: 'town', n: draft.dialect.bigint('sum(n)'), from: `from (${parts.join(' union all ')}) g where n > 0 group by town` };
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
