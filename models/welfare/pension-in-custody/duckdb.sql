-- pension-in-custody version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'pension' union select cast(0 as bigint)) t cross join (values ('custody', 'custody', cast(null as date)), ('pension', 'pay', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select pay.month as pay__month, custody.from_date as custody__from_date, custody.from_date_precision as custody__from_date_precision, custody.to_date as custody__to_date, custody.to_date_precision as custody__to_date_precision, pay.pid as pay__pid, pay.scheme as pay__scheme, pay.amount as pay__amount, pay.village as pay__village, pay._ref as pay__ref, custody._ref as custody__ref, custody.judgement as custody__judgement, custody.judgement_precision as custody__judgement_precision, custody.pid_tier as custody__pid_tier, custody.pid as custody__pid, pay.reason as pay__reason, case when pay.name <> custody.name then 3 else greatest(pay.pid_tier, custody.pid_tier) end as tier
  from (select * from pension where (status is null or status = 'paid') and amount > 0) pay
  join (select * from custody where type in ('prison', 'detention')) custody
    on pay.pid = custody.pid
    and pay.pid_tier <= 2
    and custody.pid_tier <= 2
),
worked_out_1 as (
  select c.*,
    case c.custody__from_date_precision when 'month' then last_day(c.custody__from_date) when 'year' then cast(date_trunc('year', c.custody__from_date) + interval '1' year - interval '1' day as date) else c.custody__from_date end as custody__from_date_last,
    case c.custody__to_date_precision when 'month' then last_day(c.custody__to_date) when 'year' then cast(date_trunc('year', c.custody__to_date) + interval '1' year - interval '1' day as date) else c.custody__to_date end as custody__to_date_last,
    case c.custody__judgement_precision when 'month' then last_day(c.custody__judgement) when 'year' then cast(date_trunc('year', c.custody__judgement) + interval '1' year - interval '1' day as date) else c.custody__judgement end as custody__judgement_last
  from met c
),
worked_out_2 as (
  select c.*,
    cast(cast(date_trunc('month', c.custody__from_date_last) as date) + interval '1' month as date) as t_inside,
    last_day(cast(c.custody__to_date + -1 * interval '1' month as date)) as t_out_before
  from worked_out_1 c
),
candidates as (
  select c.* from (
    select c.*,
      case when c.pay__month <= coalesce(last_day(c.pay__month), date '9999-12-31') and c.t_inside is not null then greatest(0, least(date_diff('month', date '2000-01-01', coalesce(last_day(c.pay__month), date '9999-12-31')), date_diff('month', date '2000-01-01', coalesce(c.t_out_before, date '9999-12-31'))) - greatest(date_diff('month', date '2000-01-01', c.pay__month), date_diff('month', date '2000-01-01', c.t_inside)) + 1) end >= 1 as f_whole_month
    from worked_out_2 c
  ) c
  left join unfit on unfit.town = coalesce(c.pay__village - c.pay__village % 1000, 0)
  where coalesce(c.f_whole_month, true)
    and unfit.town is null
    and c.tier <= 3
),
found_1 as (
  select distinct c.pay__ref, c.custody__ref from candidates c
  where c.custody__to_date is not null and c.custody__judgement is null and not exists (select 1 from (select * from custody where type = 'prison') sentence where c.custody__pid = sentence.pid and c.custody__pid_tier <= 2 and sentence.pid_tier <= 2 and sentence.from_date >= c.custody__from_date)
),
found_2 as (
  select distinct c.pay__ref, c.custody__ref from candidates c
  join (select * from custody where type in ('probation', 'parole', 'control')) outside on c.custody__pid = outside.pid and c.custody__pid_tier <= 2 and outside.pid_tier <= 2 and outside.from_date >= c.custody__from_date and case outside.from_date_precision when 'month' then last_day(outside.from_date) when 'year' then cast(date_trunc('year', outside.from_date) + interval '1' year - interval '1' day as date) else outside.from_date end <= last_day(c.pay__month)
),
said as (
  select c.*, 'person' as subject_kind,
    cast(c.pay__pid as varchar) as subject,
    coalesce(cast(c.pay__scheme as varchar), '') as matter,
    c.pay__village as region,
    cast(date_trunc('month', c.pay__month) as date) as period_from,
    last_day(c.pay__month) as period_to,
    c.pay__amount as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.custody__ref, c.pay__month,
    case when c.f_whole_month is null then 'unknown.whole_month'
      when c.subject is null then 'unknown.subject'
      when c.custody__to_date is not null and c.custody__judgement is null and found_1.pay__ref is not null then 'released'
      when found_2.pay__ref is not null then 'outside'
      when (strpos(c.pay__reason, '余额') > 0 or strpos(c.pay__reason, '一次性') > 0 or strpos(c.pay__reason, '补发') > 0) then 'lump' end as reason
  from said c
  left join found_1 on found_1.pay__ref = c.pay__ref and found_1.custody__ref = c.custody__ref
  left join found_2 on found_2.pay__ref = c.pay__ref and found_2.custody__ref = c.custody__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.whole_month', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.pay__ref, count(*) as n from ruled c group by c.pay__ref having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.custody__ref, c.pay__month, c.reason, c.result from ruled c left join several s on s.pay__ref = c.pay__ref where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.custody__ref, c.pay__month, c.reason, c.result from (
    select c.*, row_number() over (partition by c.pay__ref order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.amount desc, c.subject, c.matter, c.period_from, c.period_to, c.pay__ref, c.custody__ref) as nth from ruled c join several s on s.pay__ref = c.pay__ref
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
    case when count(distinct cast(date_trunc('month', c.pay__month) as date)) >= 6 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.pay__ref) || array_agg(c.custody__ref))) as evidence,
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
from (select * from pension where (status is null or status = 'paid') and amount > 0) pay join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (pay.village - pay.village % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from pension where (status is null or status = 'paid') and amount > 0) pay left join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) where (pay.pid_tier > 2) and u.town is null group by (pay.village - pay.village % 1000)
