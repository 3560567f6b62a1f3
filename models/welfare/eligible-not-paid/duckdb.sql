-- eligible-not-paid version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'person' union select cast(0 as bigint)) t cross join (values ('elder_allowance', 'allowance', cast(null as date)), ('subsidy_pay', 'pay', cast(null as date)), ('person', 'person', cast(date '2025-12-31' + -400 * interval '1' day as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
covered as (
  select register, region_from, region_to, min(period_from) as period_from, max(period_to) as period_to from (
    select o.*, sum(case when before is null or period_from > cast(before + interval '1' day as date) then 1 else 0 end)
        over (partition by register, region_from, region_to order by period_from, period_to rows unbounded preceding) as stretch
    from (
      select register, region_from, region_to, period_from, period_to,
        max(period_to) over (partition by register, region_from, region_to order by period_from, period_to rows between unbounded preceding and 1 preceding) as before
      from coverage where register in ('elder_allowance')
    ) o
  ) s group by register, region_from, region_to, stretch
),
met as (
  select person.birth as person__birth, person.birth_precision as person__birth_precision, person.pid as person__pid, person.hukou_region as person__hukou_region, person._ref as person__ref, person.pid_tier as person__pid_tier, greatest(coalesce(person.pid_tier, 1), coalesce(coalesce(person.pid_tier, 1), 1)) as tier
  from (select * from person where status = 'alive' and seen_to is null) person
  where not exists (select 1 from (select * from elder_allowance where (status is null or status = 'paid') and amount > 0) allowance where person.pid = allowance.pid and person.pid_tier <= 2 and allowance.pid_tier <= 2 and allowance.month between cast(date_trunc('month', cast(date '2025-12-31' + -8 * interval '1' month as date)) as date) and coalesce(cast(date_trunc('month', last_day(cast(date '2025-12-31' + -3 * interval '1' month as date))) as date), date '9999-12-31'))
    and not exists (select 1 from (select * from subsidy_pay where policy = 'elder' and (status is null or status = 'paid') and amount > 0) pay where person.pid = pay.pid and person.pid_tier <= 2 and pay.pid_tier <= 2 and pay.period_from <= last_day(coalesce(last_day(cast(date '2025-12-31' + -3 * interval '1' month as date)), date '9999-12-31')) and cast(date_trunc('month', cast(date '2025-12-31' + -8 * interval '1' month as date)) as date) <= last_day(coalesce(coalesce(case pay.period_to_precision when 'month' then last_day(pay.period_to) when 'year' then cast(date_trunc('year', pay.period_to) + interval '1' year - interval '1' day as date) else pay.period_to end, case pay.period_from_precision when 'month' then last_day(pay.period_from) when 'year' then cast(date_trunc('year', pay.period_from) + interval '1' year - interval '1' day as date) else pay.period_from end), date '9999-12-31')) and pay.period_from <= coalesce(coalesce(case pay.period_to_precision when 'month' then last_day(pay.period_to) when 'year' then cast(date_trunc('year', pay.period_to) + interval '1' year - interval '1' day as date) else pay.period_to end, case pay.period_from_precision when 'month' then last_day(pay.period_from) when 'year' then cast(date_trunc('year', pay.period_from) + interval '1' year - interval '1' day as date) else pay.period_from end), date '9999-12-31'))
),
worked_out_1 as (
  select c.*,
    case c.person__birth_precision when 'month' then last_day(c.person__birth) when 'year' then cast(date_trunc('year', c.person__birth) + interval '1' year - interval '1' day as date) else c.person__birth end as person__birth_last
  from met c
),
worked_out_2 as (
  select c.*,
    cast(date_trunc('month', cast(date '2025-12-31' + -8 * interval '1' month as date)) as date) as t_window_from,
    last_day(cast(date '2025-12-31' + -3 * interval '1' month as date)) as t_window_to
  from worked_out_1 c
),
candidates as (
  select c.* from (
    select c.*,
      (year(cast(c.t_window_from + -3 * interval '1' month as date)) - year(case when c.person__birth_precision in ('day', 'open') then c.person__birth end) - case when month(cast(c.t_window_from + -3 * interval '1' month as date)) * 100 + day(cast(c.t_window_from + -3 * interval '1' month as date)) < month(case when c.person__birth_precision in ('day', 'open') then c.person__birth end) * 100 + day(case when c.person__birth_precision in ('day', 'open') then c.person__birth end) then 1 else 0 end) >= 80 as f_old_enough
    from worked_out_2 c
  ) c
  left join unfit on unfit.town = coalesce(c.person__hukou_region - c.person__hukou_region % 1000, 0)
  where coalesce(c.f_old_enough, true)
    and unfit.town is null
    and c.tier <= 2
),
uncovered_1 as (
  select k.region, k.first, k.last from (select distinct c.person__hukou_region as region, c.t_window_from as first, c.t_window_to as last from candidates c) k
  where not exists (
    select 1 from covered v where v.register = 'elder_allowance' and (k.region is null or k.region between v.region_from and v.region_to)
      and v.period_from <= k.first and v.period_to >= k.last)
),
found_1 as (
  select distinct c.person__ref from candidates c
  join (select * from approval_roll where policy = 'elder' and status in ('refused', 'withdrawn')) roll on c.person__pid = roll.pid and c.person__pid_tier <= 2 and roll.pid_tier <= 2
),
found_2 as (
  select distinct c.person__ref from candidates c
  join death death on c.person__pid = death.pid and c.person__pid_tier <= 2 and death.pid_tier <= 2
),
found_3 as (
  select distinct c.person__ref from candidates c
  join (select * from custody where type in ('detention', 'prison')) custody on c.person__pid = custody.pid and c.person__pid_tier <= 2 and custody.pid_tier <= 2 and c.t_window_to between custody.from_date and coalesce(case custody.to_date_precision when 'month' then last_day(custody.to_date) when 'year' then cast(date_trunc('year', custody.to_date) + interval '1' year - interval '1' day as date) else custody.to_date end, date '9999-12-31')
),
said as (
  select c.*, 'person' as subject_kind,
    cast(c.person__pid as varchar) as subject,
    cast(null as varchar) as matter,
    c.person__hukou_region as region,
    c.t_window_from as period_from,
    c.t_window_to as period_to
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.tier, c.person__ref,
    case when c.f_old_enough is null then 'unknown.old_enough'
      when c.subject is null then 'unknown.subject'
      when uncovered_1.first is not null then 'not_covered.allowance'
      when c.person__hukou_region is null then 'not_covered.allowance'
      when found_1.person__ref is not null then 'refused'
      when found_2.person__ref is not null then 'dead'
      when found_3.person__ref is not null then 'held' end as reason
  from said c
  left join uncovered_1 on coalesce(uncovered_1.region, 0) = coalesce(c.person__hukou_region, 0) and uncovered_1.first = c.t_window_from and uncovered_1.last = c.t_window_to
  left join found_1 on found_1.person__ref = c.person__ref
  left join found_2 on found_2.person__ref = c.person__ref
  left join found_3 on found_3.person__ref = c.person__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.old_enough', 'unknown.subject', 'not_covered.allowance', 'not_covered.allowance') then 'not_assessable' else 'let_go' end as result
  from judged c
),
settled as not materialized (
  select c.* from ruled c where c.tier <= 2 or c.result = 'not_assessable'
  union all
  select c.* from ruled c left join ruled s
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
    cast(null as bigint) as amount,
    cast(max(c.tier) as integer) as tier,
    'yellow' as level,
    list_sort(list_distinct(array_agg(c.person__ref))) as evidence
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from (select * from person where status = 'alive' and seen_to is null) person join unfit u on u.town = coalesce((person.hukou_region - person.hukou_region % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (person.hukou_region - person.hukou_region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from (select * from person where status = 'alive' and seen_to is null) person left join unfit u on u.town = coalesce((person.hukou_region - person.hukou_region % 1000), 0) where (person.pid_tier > 2) and u.town is null group by (person.hukou_region - person.hukou_region % 1000)
