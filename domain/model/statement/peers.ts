import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { Unreadable } from '../expression.ts';
import type { Peers } from '../model.ts';
import { type Reading, readText } from './read.ts';
import { sayCondition, sayText } from '../say.ts';
import { mustCompare, number } from '../types.ts';
import { plain, unitFor } from '../units.ts';

/** Makes `peers.median` and `peers.count` known: what the like of an asked row have. The median is that of row numbers (design: portable
 *  SQL), not of an engine's own function; with too few peers it is null, and whatever is compared with it unknown. */
export function openPeers(draft: Draft, peers: Peers) {
  const scope = draft.meeting('select');
  const value = sayText(peers.of, scope);
  const alike = peers.alike.map(([a, b]) => {
    const [left, right] = [sayText(a!, scope), sayText(b!, scope)];
    mustCompare(left, right, nowhere);
    return `${left.sql} = ${right.sql}`;
  });
  const and = peers.and === undefined ? [] : [sayCondition(peers.and, scope).sql];
  const least = typeof peers.at_least === 'number' ? String(peers.at_least) : sayText(peers.at_least, scope).sql;
  draft.specials['peers'] = (name, span, isLater) => {
    if (name !== 'median' && name !== 'count') throw new Unreadable(`peers have no ${name}`, span, 'peers.median, peers.count');
    const sql = isLater ? draft.carryAs(`peers__${name}`, `peers.${name}`) : `peers.${name}`;
    return { sql, type: name === 'median' ? { ...value.type, exact: 'double' } : number() };
  };
  const met = (readings: Map<string, Reading>) => `from ${readText(readings.get(draft.asked.alias)!)}
      join ${readText(readings.get(peers.among)!)} on ${[...alike, ...and].join(' and ')}`;
  const [asked, peer] = [draft.asked.name, draft.source(peers.among, nowhere).name];
  return {
    /** Which rows an asked row is compared with, and what each of them has. */
    pairs: (readings: Map<string, Reading>) => `select ref, peer, ${draft.dialect.double('value')} as value
from (select ${asked}._ref as ref, ${peer}._ref as peer, ${value.sql} as value ${met(readings)}) v where value is not null`,
    unit: unitFor(value.type.dimension ?? plain),
    table: (readings: Map<string, Reading>) => `peers as (
  select ref, max(n) as count, case when max(n) >= ${least} then avg(case when 2 * nth between n and n + 2 then value end) end as median
  from (
    select ref, value, row_number() over (partition by ref order by value) as nth, count(*) over (partition by ref) as n
    from (
      select ${asked}._ref as ref, ${value.sql} as value
      ${met(readings)}
    ) v where value is not null
  ) r group by ref
)`,
  };
}
