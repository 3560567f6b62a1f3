-- labour-roster-impossible version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'labour_roster' union select cast(0 as bigint)) t cross join (values ('labour_roster', 'work', cast(null as date)), ('death', 'death', cast(date '2025-12-31' + -400 * interval '1' day as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select work.amount as work__amount, work.days as work__days, work.rate as work__rate, death._ref as death__ref, staff._ref as staff__ref, work.month as work__month, work.pid as work__pid, work.village as work__village, work._ref as work__ref, work.paid_at as work__paid_at, work.paid_at_precision as work__paid_at_precision, death.death_date as death__death_date, death.death_date_precision as death__death_date_precision, death.pid_tier as death__pid_tier, death.pid as death__pid, greatest(coalesce(coalesce(case when death._ref is not null then case when work.name <> death.name then 3 else greatest(work.pid_tier, death.pid_tier) end end, 1), 1), coalesce(coalesce(case when staff._ref is not null then case when work.name <> staff.name then 3 else greatest(work.pid_tier, staff.pid_tier) end end, 1), 1), coalesce(coalesce(work.pid_tier, 1), 1)) as tier
  from (select * from labour_roster where work_type is null or work_type <> 'public_duty') work
  left join (select * from (select x.*, row_number() over (partition by pid, name order by death_date desc nulls last, death_date_precision, pid_tier, _ref) as nth from death x) o where nth = 1) death
    on case when work.pid_tier <= 2 then work.pid end = death.pid
    and death.pid_tier <= 2
    and case when (work.days > day(last_day(work.month))) then null else work.month end > case death.death_date_precision when 'month' then last_day(death.death_date) when 'year' then cast(date_trunc('year', death.death_date) + interval '1' year - interval '1' day as date) else death.death_date end
  left join (select r.*, coalesce(case hire_precision when 'month' then last_day(hire) when 'year' then cast(date_trunc('year', hire) + interval '1' year - interval '1' day as date) else hire end, date '1900-01-01') as hired, coalesce(leave, seen_to, date '9999-12-31') as until from (select * from public_staff where staff_type in ('civil', 'institution')) r) staff
    on case when work.pid_tier <= 2 then work.pid end = staff.pid
    and staff.pid_tier <= 2
    and case when (work.days > day(last_day(work.month))) then null else work.month end > staff.hired and work.month < cast(date_trunc('month', staff.until) as date)
),
worked_out_1 as (
  select c.*,
    case c.work__paid_at_precision when 'month' then last_day(c.work__paid_at) when 'year' then cast(date_trunc('year', c.work__paid_at) + interval '1' year - interval '1' day as date) else c.work__paid_at end as work__paid_at_last,
    case c.death__death_date_precision when 'month' then last_day(c.death__death_date) when 'year' then cast(date_trunc('year', c.death__death_date) + interval '1' year - interval '1' day as date) else c.death__death_date end as death__death_date_last
  from met c
),
worked_out_2 as (
  select c.*,
    coalesce(c.work__amount, cast(round(cast(c.work__days as double) * c.work__rate) as bigint)) as t_pay,
    c.death__ref is not null as t_dead,
    c.staff__ref is not null as t_employed,
    c.work__days > day(last_day(c.work__month)) as t_overfull
  from worked_out_1 c
),
candidates as (
  select c.* from (
    select c.*,
      c.t_pay > 0 as f_paid,
      c.t_dead or c.t_employed or c.t_overfull as f_impossible
    from worked_out_2 c
  ) c
  left join unfit on unfit.town = coalesce(c.work__village - c.work__village % 1000, 0)
  where coalesce(c.f_paid, true)
    and coalesce(c.f_impossible, true)
    and unfit.town is null
    and c.tier <= 3
),
found_2 as (
  select distinct c.work__ref, c.death__ref from candidates c
  join (select * from person where status = 'alive') alive on c.death__pid = alive.pid and c.death__pid_tier <= 2 and alive.pid_tier <= 2 and alive.changed_at > c.death__death_date
  where not c.t_employed
),
said as (
  select c.*, 'person' as subject_kind,
    cast(c.work__pid as varchar) as subject,
    coalesce(cast(c.work__village as varchar), '') as matter,
    c.work__village as region,
    cast(date_trunc('month', c.work__month) as date) as period_from,
    last_day(c.work__month) as period_to,
    c.t_pay as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.work__ref, c.death__ref, c.staff__ref, c.t_dead, c.work__days,
    case when c.f_paid is null then 'unknown.paid'
      when c.f_impossible is null then 'unknown.impossible'
      when c.subject is null then 'unknown.subject'
      when not c.t_employed and case when c.work__paid_at_last <= c.death__death_date then true when c.work__paid_at > c.death__death_date_last then false end then 'month-mistyped'
      when not c.t_employed and found_2.work__ref is not null then 'revived'
      when not c.t_dead and c.work__days <= 8 then 'spare-time' end as reason
  from said c
  left join found_2 on found_2.work__ref = c.work__ref and found_2.death__ref is not distinct from c.death__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.paid', 'unknown.impossible', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.work__ref, count(*) as n from ruled c group by c.work__ref having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.work__ref, c.death__ref, c.staff__ref, c.t_dead, c.work__days, c.reason, c.result from ruled c left join several s on s.work__ref = c.work__ref where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.work__ref, c.death__ref, c.staff__ref, c.t_dead, c.work__days, c.reason, c.result from (
    select c.*, row_number() over (partition by c.work__ref order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.amount desc, c.subject, c.matter, c.period_from, c.period_to, c.work__ref, c.death__ref, c.staff__ref) as nth from ruled c join several s on s.work__ref = c.work__ref
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
    case when bool_or(c.t_dead) then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.work__ref) || array_agg(c.death__ref) || array_agg(c.staff__ref))) as evidence,
    sum(cast(c.work__days as double)) as m_days
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from labour_roster where work_type is null or work_type <> 'public_duty') work join unfit u on u.town = coalesce((work.village - work.village % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (work.village - work.village % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from labour_roster where work_type is null or work_type <> 'public_duty') work left join unfit u on u.town = coalesce((work.village - work.village % 1000), 0) where (work.pid_tier > 2) and u.town is null group by (work.village - work.village % 1000)
