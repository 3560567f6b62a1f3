import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { Unreadable } from './expression.ts';
import type { Reconcile } from './model.ts';
import { type Reading, rowsText } from './read.ts';
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

function whereBoth(draft: Draft, readings: Map<string, Reading>, reconcile: Reconcile, sides: [Source, Source]) {
  const parts = sides.map((side, i) => {
    const said = reconcile.where_both!.map((text) => sayText(text, keyScope(draft, reconcile, side, i)).sql);
    return { side, said, meets: said.map((sql, k) => `b.k${k + 1} = ${sql}`).join(' and ') };
  });
  for (const part of parts) readings.get(part.side.alias)!.only.push(`exists (select 1 from both_sides b where ${part.meets})`);
  const distinct = (part: (typeof parts)[number]) => `select distinct ${part.said.map((sql, k) => `${sql} as k${k + 1}`).join(', ')} from ${rowsText(draft, readings.get(part.side.alias)!)} g`;
  return {
    table: () => `both_sides as (\n  ${parts.map(distinct).join('\n  intersect\n  ')}\n)`,
    counts: () => parts.map((part) => {
      const place = part.side.register.place;
      const region = place ? `(${place} - ${place} % 1000)` : 'cast(null as bigint)';
      return { reason: `'not_both'`, region, from: `from ${rowsText(draft, readings.get(part.side.alias)!)} g where not exists (select 1 from both_sides b where ${part.meets})${place ? ` group by ${region}` : ' having count(*) > 0'}` };
    }),
  };
}

/** The key by bare names, on the rows of one side. */
function keyScope(draft: Draft, reconcile: Reconcile, side: Source, i: number): Scope {
  const inside = draft.inside(side);
  return {
    ...inside,
    resolve: (alias, name, span) => {
      const columns = alias === null ? columnsOf(reconcile, name) : null;
      if (!columns) return inside.resolve(alias, name, span);
      return columnSaid(side, side.inner, columns[i]!, draft.dialect, (physical) => (side.used.add(physical), physical), span);
    },
  };
}
