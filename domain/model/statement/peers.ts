import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { Unreadable } from '../expression.ts';
import type { Peers } from '../model.ts';
import { type Reading, readText } from './read.ts';
import { sayCondition, sayText } from '../say.ts';
import { mustCompare, number } from '../types.ts';

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
  return {
    table: (readings: Map<string, Reading>) => `peers as (
  select ref, max(n) as count, case when max(n) >= ${least} then avg(case when 2 * nth between n and n + 2 then value end) end as median
  from (
    select ref, value, row_number() over (partition by ref order by value) as nth, count(*) over (partition by ref) as n
    from (
      select ${draft.asked.name}._ref as ref, ${value.sql} as value
      from ${readText(readings.get(draft.asked.alias)!)}
      join ${readText(readings.get(peers.among)!)} on ${[...alike, ...and].join(' and ')}
    ) v where value is not null
  ) r group by ref
)`,
  };
}
