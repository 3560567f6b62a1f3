-- disability-unpaid version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'disability' union select cast(0 as bigint)) t cross join (values ('subsidy_pay', 'pay', cast(null as date)), ('disability', 'cert', cast(date '2025-12-31' + -400 * interval '1' day as date))) as s(register, source, since)
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
      from coverage where register in ('subsidy_pay')
    ) o
  ) s group by register, region_from, region_to, stretch
),
met as (
  select cert.grade as cert__grade, cert.issued as cert__issued, cert.issued_precision as cert__issued_precision, cert.expires as cert__expires, cert.expires_precision as cert__expires_precision, cert.pid as cert__pid, cert.village as cert__village, cert._ref as cert__ref, cert.pid_tier as cert__pid_tier, greatest(coalesce(cert.pid_tier, 1), coalesce(coalesce(cert.pid_tier, 1), 1)) as tier
  from (select * from disability where status = 'valid' and seen_to is null) cert
  where not exists (select 1 from (select * from subsidy_pay where policy = 'disability-care' and (status is null or status = 'paid') and amount > 0) pay where cert.pid = pay.pid and cert.pid_tier <= 2 and pay.pid_tier <= 2 and pay.period_from <= last_day(coalesce(last_day(cast(date '2025-12-31' + -3 * interval '1' month as date)), date '9999-12-31')) and cast(date_trunc('month', cast(date '2025-12-31' + -8 * interval '1' month as date)) as date) <= last_day(coalesce(coalesce(case pay.period_to_precision when 'month' then last_day(pay.period_to) when 'year' then cast(date_trunc('year', pay.period_to) + interval '1' year - interval '1' day as date) else pay.period_to end, case pay.period_from_precision when 'month' then last_day(pay.period_from) when 'year' then cast(date_trunc('year', pay.period_from) + interval '1' year - interval '1' day as date) else pay.period_from end), date '9999-12-31')) and pay.period_from <= coalesce(coalesce(case pay.period_to_precision when 'month' then last_day(pay.period_to) when 'year' then cast(date_trunc('year', pay.period_to) + interval '1' year - interval '1' day as date) else pay.period_to end, case pay.period_from_precision when 'month' then last_day(pay.period_from) when 'year' then cast(date_trunc('year', pay.period_from) + interval '1' year - interval '1' day as date) else pay.period_from end), date '9999-12-31'))
),
worked_out_1 as (
  select c.*,
    case c.cert__issued_precision when 'month' then last_day(c.cert__issued) when 'year' then cast(date_trunc('year', c.cert__issued) + interval '1' year - interval '1' day as date) else c.cert__issued end as cert__issued_last,
    case c.cert__expires_precision when 'month' then last_day(c.cert__expires) when 'year' then cast(date_trunc('year', c.cert__expires) + interval '1' year - interval '1' day as date) else c.cert__expires end as cert__expires_last
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
      c.cert__grade <= 2 as f_severe,
      c.cert__issued_last < c.t_window_from as f_held_before,
      c.cert__expires is null or c.cert__expires >= c.t_window_to as f_holds_on
    from worked_out_2 c
  ) c
  left join unfit on unfit.town = coalesce(c.cert__village - c.cert__village % 1000, 0)
  where coalesce(c.f_severe, true)
    and coalesce(c.f_held_before, true)
    and coalesce(c.f_holds_on, true)
    and unfit.town is null
    and c.tier <= 2
),
uncovered_1 as (
  select k.region, k.first, k.last from (select distinct c.cert__village as region, c.t_window_from as first, c.t_window_to as last from candidates c) k
  where not exists (
    select 1 from covered v where v.register = 'subsidy_pay' and (k.region is null or k.region between v.region_from and v.region_to)
      and v.period_from <= k.first and v.period_to >= k.last)
),
found_1 as (
  select distinct c.cert__ref from candidates c
  join tekun tekun on c.cert__pid = tekun.pid and c.cert__pid_tier <= 2 and tekun.pid_tier <= 2 and c.t_window_to between tekun.from_date and coalesce(coalesce(case tekun.to_date_precision when 'month' then last_day(tekun.to_date) when 'year' then cast(date_trunc('year', tekun.to_date) + interval '1' year - interval '1' day as date) else tekun.to_date end, tekun.seen_to), date '9999-12-31')
),
found_2 as (
  select distinct c.cert__ref from candidates c
  join (select * from subsidy_pay where policy = 'orphan' and (status is null or status = 'paid') and amount > 0) orphan on c.cert__pid = orphan.pid and c.cert__pid_tier <= 2 and orphan.pid_tier <= 2 and orphan.period_from <= last_day(coalesce(c.t_window_to, date '9999-12-31')) and c.t_window_from <= last_day(coalesce(coalesce(case orphan.period_to_precision when 'month' then last_day(orphan.period_to) when 'year' then cast(date_trunc('year', orphan.period_to) + interval '1' year - interval '1' day as date) else orphan.period_to end, case orphan.period_from_precision when 'month' then last_day(orphan.period_from) when 'year' then cast(date_trunc('year', orphan.period_from) + interval '1' year - interval '1' day as date) else orphan.period_from end), date '9999-12-31')) and orphan.period_from <= coalesce(coalesce(case orphan.period_to_precision when 'month' then last_day(orphan.period_to) when 'year' then cast(date_trunc('year', orphan.period_to) + interval '1' year - interval '1' day as date) else orphan.period_to end, case orphan.period_from_precision when 'month' then last_day(orphan.period_from) when 'year' then cast(date_trunc('year', orphan.period_from) + interval '1' year - interval '1' day as date) else orphan.period_from end), date '9999-12-31')
),
found_3 as (
  select distinct c.cert__ref from candidates c
  join (select * from approval_roll where policy = 'disability-care' and status in ('refused', 'withdrawn')) roll on c.cert__pid = roll.pid and c.cert__pid_tier <= 2 and roll.pid_tier <= 2
),
found_4 as (
  select distinct c.cert__ref from candidates c
  join death death on c.cert__pid = death.pid and c.cert__pid_tier <= 2 and death.pid_tier <= 2
),
found_5 as (
  select distinct c.cert__ref from candidates c
  join (select * from person where status in ('moved', 'cancelled')) gone on c.cert__pid = gone.pid and c.cert__pid_tier <= 2 and gone.pid_tier <= 2
),
found_6 as (
  select distinct c.cert__ref from candidates c
  join (select * from custody where type in ('detention', 'prison')) custody on c.cert__pid = custody.pid and c.cert__pid_tier <= 2 and custody.pid_tier <= 2 and c.t_window_to between custody.from_date and coalesce(case custody.to_date_precision when 'month' then last_day(custody.to_date) when 'year' then cast(date_trunc('year', custody.to_date) + interval '1' year - interval '1' day as date) else custody.to_date end, date '9999-12-31')
),
said as (
  select c.*, 'person' as subject_kind,
    cast(c.cert__pid as varchar) as subject,
    cast(null as varchar) as matter,
    c.cert__village as region,
    c.t_window_from as period_from,
    c.t_window_to as period_to
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.tier, c.cert__ref,
    case when c.f_severe is null then 'unknown.severe'
      when c.f_held_before is null then 'unknown.held_before'
      when c.f_holds_on is null then 'unknown.holds_on'
      when c.subject is null then 'unknown.subject'
      when uncovered_1.first is not null then 'not_covered.pay'
      when c.cert__village is null then 'not_covered.pay'
      when found_1.cert__ref is not null then 'tekun'
      when found_2.cert__ref is not null then 'orphan'
      when found_3.cert__ref is not null then 'refused'
      when found_4.cert__ref is not null then 'dead'
      when found_5.cert__ref is not null then 'F-MOVE'
      when found_6.cert__ref is not null then 'held' end as reason
  from said c
  left join uncovered_1 on coalesce(uncovered_1.region, 0) = coalesce(c.cert__village, 0) and uncovered_1.first = c.t_window_from and uncovered_1.last = c.t_window_to
  left join found_1 on found_1.cert__ref = c.cert__ref
  left join found_2 on found_2.cert__ref = c.cert__ref
  left join found_3 on found_3.cert__ref = c.cert__ref
  left join found_4 on found_4.cert__ref = c.cert__ref
  left join found_5 on found_5.cert__ref = c.cert__ref
  left join found_6 on found_6.cert__ref = c.cert__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.severe', 'unknown.held_before', 'unknown.holds_on', 'unknown.subject', 'not_covered.pay', 'not_covered.pay') then 'not_assessable' else 'let_go' end as result
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
    list_sort(list_distinct(array_agg(c.cert__ref))) as evidence
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from (select * from disability where status = 'valid' and seen_to is null) cert join unfit u on u.town = coalesce((cert.village - cert.village % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (cert.village - cert.village % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from (select * from disability where status = 'valid' and seen_to is null) cert left join unfit u on u.town = coalesce((cert.village - cert.village % 1000), 0) where (cert.pid_tier > 2) and u.town is null group by (cert.village - cert.village % 1000)
