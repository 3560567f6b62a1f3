-- pv-date-order version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'pv' union select cast(0 as bigint)) t cross join (values ('pv', 'pv', cast(date '2025-12-31' + -400 * interval '1' day as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select pv.filed_at as pv__filed_at, pv.filed_at_precision as pv__filed_at_precision, pv.applied_at as pv__applied_at, pv.applied_at_precision as pv__applied_at_precision, pv.surveyed_at as pv__surveyed_at, pv.surveyed_at_precision as pv__surveyed_at_precision, pv.accepted_at as pv__accepted_at, pv.accepted_at_precision as pv__accepted_at_precision, pv.connected_at as pv__connected_at, pv.connected_at_precision as pv__connected_at_precision, pv.settled_at as pv__settled_at, pv.settled_at_precision as pv__settled_at_precision, pv.customer_no as pv__customer_no, pv.pv_no as pv__pv_no, pv.village as pv__village, pv._ref as pv__ref, pv.pilot as pv__pilot, pv.migrated as pv__migrated, 1 as tier
  from pv pv
),
worked_out_1 as (
  select c.*,
    case c.pv__filed_at_precision when 'month' then last_day(c.pv__filed_at) when 'year' then cast(date_trunc('year', c.pv__filed_at) + interval '1' year - interval '1' day as date) else c.pv__filed_at end as pv__filed_at_last,
    case c.pv__applied_at_precision when 'month' then last_day(c.pv__applied_at) when 'year' then cast(date_trunc('year', c.pv__applied_at) + interval '1' year - interval '1' day as date) else c.pv__applied_at end as pv__applied_at_last,
    case c.pv__surveyed_at_precision when 'month' then last_day(c.pv__surveyed_at) when 'year' then cast(date_trunc('year', c.pv__surveyed_at) + interval '1' year - interval '1' day as date) else c.pv__surveyed_at end as pv__surveyed_at_last,
    case c.pv__accepted_at_precision when 'month' then last_day(c.pv__accepted_at) when 'year' then cast(date_trunc('year', c.pv__accepted_at) + interval '1' year - interval '1' day as date) else c.pv__accepted_at end as pv__accepted_at_last,
    case c.pv__connected_at_precision when 'month' then last_day(c.pv__connected_at) when 'year' then cast(date_trunc('year', c.pv__connected_at) + interval '1' year - interval '1' day as date) else c.pv__connected_at end as pv__connected_at_last,
    case c.pv__settled_at_precision when 'month' then last_day(c.pv__settled_at) when 'year' then cast(date_trunc('year', c.pv__settled_at) + interval '1' year - interval '1' day as date) else c.pv__settled_at end as pv__settled_at_last
  from met c
),
candidates as (
  select c.* from (
    select c.*,
      (coalesce(c.pv__applied_at_last < c.pv__filed_at, false) or coalesce(c.pv__surveyed_at_last < c.pv__filed_at, false) or coalesce(c.pv__surveyed_at_last < c.pv__applied_at, false) or coalesce(c.pv__accepted_at_last < c.pv__filed_at, false) or coalesce(c.pv__accepted_at_last < c.pv__applied_at, false) or coalesce(c.pv__accepted_at_last < c.pv__surveyed_at, false) or coalesce(c.pv__connected_at_last < c.pv__filed_at, false) or coalesce(c.pv__connected_at_last < c.pv__applied_at, false) or coalesce(c.pv__connected_at_last < c.pv__surveyed_at, false) or coalesce(c.pv__connected_at_last < c.pv__accepted_at, false) or coalesce(c.pv__settled_at_last < c.pv__filed_at, false) or coalesce(c.pv__settled_at_last < c.pv__applied_at, false) or coalesce(c.pv__settled_at_last < c.pv__surveyed_at, false) or coalesce(c.pv__settled_at_last < c.pv__accepted_at, false) or coalesce(c.pv__settled_at_last < c.pv__connected_at, false)) as f_inverted
    from worked_out_1 c
  ) c
  left join unfit on unfit.town = coalesce(c.pv__village - c.pv__village % 1000, 0)
  where coalesce(c.f_inverted, true)
    and unfit.town is null
    and c.tier <= 3
),
said as (
  select c.*, 'customer' as subject_kind,
    cast(coalesce(c.pv__customer_no, c.pv__pv_no) as varchar) as subject,
    coalesce(cast(c.pv__pv_no as varchar), '') as matter,
    c.pv__village as region,
    nullif(least(coalesce(c.pv__filed_at, date '9999-12-31'), coalesce(c.pv__applied_at, date '9999-12-31'), coalesce(c.pv__surveyed_at, date '9999-12-31'), coalesce(c.pv__accepted_at, date '9999-12-31'), coalesce(c.pv__connected_at, date '9999-12-31'), coalesce(c.pv__settled_at, date '9999-12-31')), date '9999-12-31') as period_from,
    nullif(greatest(coalesce(c.pv__filed_at_last, date '0001-01-01'), coalesce(c.pv__applied_at_last, date '0001-01-01'), coalesce(c.pv__surveyed_at_last, date '0001-01-01'), coalesce(c.pv__accepted_at_last, date '0001-01-01'), coalesce(c.pv__connected_at_last, date '0001-01-01'), coalesce(c.pv__settled_at_last, date '0001-01-01')), date '0001-01-01') as period_to
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.tier, c.pv__ref, c.pv__connected_at_last, c.pv__filed_at, c.pv__connected_at, c.pv__filed_at_last,
    case when c.f_inverted is null then 'unknown.inverted'
      when c.subject is null then 'unknown.subject'
      when c.pv__pilot then 'pilot'
      when c.pv__migrated then 'migrated' end as reason
  from said c
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.inverted', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
settled as not materialized (
  select c.* from ruled c
),
matters as (
  select case when c.reason is null then 'hit' else 'let_go' end as result,
    c.reason as reason,
    cast(1 as bigint) as n,
    c.subject_kind,
    c.subject,
    c.matter,
    min(c.region) as region,
    min(c.period_from) as period_from,
    max(c.period_to) as period_to,
    cast(null as bigint) as amount,
    cast(max(c.tier) as integer) as tier,
    case when bool_or(case when c.pv__connected_at_last < c.pv__filed_at then true when c.pv__connected_at >= c.pv__filed_at_last then false end) then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.pv__ref))) as evidence
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from pv pv join unfit u on u.town = coalesce((pv.village - pv.village % 1000), 0) group by u.reason, u.town
