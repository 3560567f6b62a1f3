-- elder-allowance-dead version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'elder_allowance' union select cast(0 as bigint)) t cross join (values ('death', 'death', cast(date '2025-12-31' + -400 * interval '1' day as date)), ('elder_allowance', 'pay', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select death.death_date as death__death_date, death.death_date_precision as death__death_date_precision, pay.month as pay__month, pay.pid as pay__pid, pay.amount as pay__amount, pay.village as pay__village, pay._ref as pay__ref, death._ref as death__ref, pay.pid_tier as pay__pid_tier, pay.liveness_at as pay__liveness_at, pay.liveness_at_precision as pay__liveness_at_precision, case when pay.name <> death.name then 3 else greatest(pay.pid_tier, death.pid_tier) end as tier
  from (select * from elder_allowance where (status is null or status = 'paid') and amount > 0) pay
  join (select * from (select x.*, row_number() over (partition by pid, name order by death_date desc nulls last, death_date_precision, pid_tier, _ref) as nth from death x) o where nth = 1) death
    on pay.pid = death.pid
    and pay.pid_tier <= 2
    and death.pid_tier <= 2
),
worked_out_1 as (
  select c.*,
    case c.death__death_date_precision when 'month' then last_day(c.death__death_date) when 'year' then cast(date_trunc('year', c.death__death_date) + interval '1' year - interval '1' day as date) else c.death__death_date end as death__death_date_last,
    case c.pay__liveness_at_precision when 'month' then last_day(c.pay__liveness_at) when 'year' then cast(date_trunc('year', c.pay__liveness_at) + interval '1' year - interval '1' day as date) else c.pay__liveness_at end as pay__liveness_at_last
  from met c
),
candidates as (
  select c.* from (
    select c.*,
      (date_diff('month', date '2000-01-01', c.pay__month) - date_diff('month', date '2000-01-01', c.death__death_date_last)) > 1 as f_after_death
    from worked_out_1 c
  ) c
  left join unfit on unfit.town = coalesce(c.pay__village - c.pay__village % 1000, 0)
  where coalesce(c.f_after_death, true)
    and unfit.town is null
    and c.tier <= 3
),
found_1 as (
  select distinct c.pay__ref, c.death__ref from candidates c
  join (select * from person where status = 'alive') alive on c.pay__pid = alive.pid and c.pay__pid_tier <= 2 and alive.pid_tier <= 2 and alive.changed_at > c.death__death_date
),
said as (
  select c.*, 'person' as subject_kind,
    cast(c.pay__pid as varchar) as subject,
    cast(null as varchar) as matter,
    c.pay__village as region,
    cast(date_trunc('month', c.pay__month) as date) as period_from,
    last_day(c.pay__month) as period_to,
    c.pay__amount as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.death__ref, c.pay__liveness_at, c.death__death_date_last, c.pay__liveness_at_last, c.death__death_date, c.pay__month,
    case when c.f_after_death is null then 'unknown.after_death'
      when c.subject is null then 'unknown.subject'
      when found_1.pay__ref is not null then 'revived' end as reason
  from said c
  left join found_1 on found_1.pay__ref = c.pay__ref and found_1.death__ref = c.death__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.after_death', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.pay__ref, count(*) as n from ruled c group by c.pay__ref having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.death__ref, c.pay__liveness_at, c.death__death_date_last, c.pay__liveness_at_last, c.death__death_date, c.pay__month, c.reason, c.result from ruled c left join several s on s.pay__ref = c.pay__ref where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.death__ref, c.pay__liveness_at, c.death__death_date_last, c.pay__liveness_at_last, c.death__death_date, c.pay__month, c.reason, c.result from (
    select c.*, row_number() over (partition by c.pay__ref order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.amount desc, c.subject, c.matter, c.period_from, c.period_to, c.pay__ref, c.death__ref) as nth from ruled c join several s on s.pay__ref = c.pay__ref
  ) c where c.nth = 1
),
settled as not materialized (
  select c.* from counted_once c where c.tier <= 2 or c.result = 'not_assessable'
  union all
  select c.* from counted_once c left join counted_once s
    on s.tier <= 2 and s.result = c.result and s.subject_kind = c.subject_kind and s.subject = c.subject and coalesce(s.matter, '') = coalesce(c.matter, '')
  where c.tier > 2 and c.result <> 'not_assessable' and s.subject is null
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
    case when bool_or(case when c.pay__liveness_at > c.death__death_date_last then true when c.pay__liveness_at_last <= c.death__death_date then false end) or cast(sum(c.amount) as bigint) >= 200000 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.pay__ref) || array_agg(c.death__ref))) as evidence,
    count(distinct cast(date_trunc('month', c.pay__month) as date)) as m_months
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from elder_allowance where (status is null or status = 'paid') and amount > 0) pay join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (pay.village - pay.village % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from elder_allowance where (status is null or status = 'paid') and amount > 0) pay left join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) where (pay.pid_tier > 2) and u.town is null group by (pay.village - pay.village % 1000)
