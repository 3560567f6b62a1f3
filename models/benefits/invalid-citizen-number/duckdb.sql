-- invalid-citizen-number version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'subsidy_pay' union select cast(0 as bigint)) t cross join (values ('subsidy_pay', 'pay', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select pay.pid_tier as pay__pid_tier, pay.pid_issue as pay__pid_issue, pay.pid as pay__pid, pay.policy as pay__policy, pay.policy_delivered as pay__policy_delivered, pay.period_from as pay__period_from, pay.period_from_precision as pay__period_from_precision, pay.period_to as pay__period_to, pay.period_to_precision as pay__period_to_precision, pay.amount as pay__amount, pay.village as pay__village, pay._ref as pay__ref, pay.name as pay__name, 1 as tier
  from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) pay
),
worked_out_1 as (
  select c.*,
    case c.pay__period_from_precision when 'month' then last_day(c.pay__period_from) when 'year' then cast(date_trunc('year', c.pay__period_from) + interval '1' year - interval '1' day as date) else c.pay__period_from end as pay__period_from_last,
    case c.pay__period_to_precision when 'month' then last_day(c.pay__period_to) when 'year' then cast(date_trunc('year', c.pay__period_to) + interval '1' year - interval '1' day as date) else c.pay__period_to end as pay__period_to_last
  from met c
),
worked_out_2 as (
  select c.*,
    case when (c.pay__policy is null) then c.pay__policy_delivered end as t_unmapped,
    cast(date_trunc('month', c.pay__period_from) as date) as t_start,
    coalesce(c.pay__period_to, c.pay__period_from) as t_until,
    coalesce(c.pay__period_to_last, c.pay__period_from_last) as t_until_last
  from worked_out_1 c
),
worked_out_3 as (
  select c.*,
    last_day(c.t_until_last) as t_finish
  from worked_out_2 c
),
candidates as (
  select c.* from (
    select c.*,
      c.pay__pid_tier = 9 as f_unusable,
      case when (c.pay__pid_issue in ('length', 'characters', 'check', 'birth', 'region')) then true end as f_cannot_exist
    from worked_out_3 c
  ) c
  left join unfit on unfit.town = coalesce(c.pay__village - c.pay__village % 1000, 0)
  where coalesce(c.f_unusable, true)
    and coalesce(c.f_cannot_exist, true)
    and unfit.town is null
),
said as (
  select c.*, 'person' as subject_kind,
    first_value(cast(c.pay__pid as varchar)) over (partition by c.pay__name, c.pay__village, c.pay__policy order by c.pay__ref) as subject,
    coalesce(cast(c.pay__policy as varchar), '') || '|' || coalesce(cast(c.t_unmapped as varchar), '') as matter,
    c.pay__village as region,
    c.t_start as period_from,
    c.t_finish as period_to,
    c.pay__amount as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref,
    case when c.f_unusable is null then 'unknown.unusable'
      when c.f_cannot_exist is null then 'unknown.cannot_exist'
      when c.subject is null then 'unknown.subject' end as reason
  from said c
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.unusable', 'unknown.cannot_exist', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
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
    cast(sum(c.amount) as bigint) as amount,
    cast(max(c.tier) as integer) as tier,
    case when cast(sum(c.amount) as bigint) >= 200000 then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.pay__ref))) as evidence,
    count(*) as m_rows
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) pay join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) group by u.reason, u.town
