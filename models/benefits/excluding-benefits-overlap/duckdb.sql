-- excluding-benefits-overlap version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
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
pay_months as (
  select s.period_from, s.period_from_precision, s.period_to, s.period_to_precision, s.months, cast(s.first_month + k.nth * interval '1' month as date) as month
  from (select period_from, period_from_precision, period_to, period_to_precision, cast(date_trunc('month', period_from) as date) as first_month, date_diff('month', date '2000-01-01', coalesce(case period_to_precision when 'month' then last_day(period_to) when 'year' then cast(date_trunc('year', period_to) + interval '1' year - interval '1' day as date) else period_to end, case period_from_precision when 'month' then last_day(period_from) when 'year' then cast(date_trunc('year', period_from) + interval '1' year - interval '1' day as date) else period_from end)) - date_diff('month', date '2000-01-01', period_from) + 1 as months from (select distinct period_from, period_from_precision, period_to, period_to_precision from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) r) r) s join (select unnest(generate_series(0, 1199)) as nth) k on k.nth < s.months
),
met as (
  select rule.policy_a as rule__policy_a, rule.policy_b as rule__policy_b, pay.pid as pay__pid, pay_k.month as pay__month, cast(floor(cast(pay.amount as double) / pay_k.months) as bigint) as pay__amount, other.amount as other__amount, other.period_from as other__period_from, other.period_from_precision as other__period_from_precision, other.period_to as other__period_to, other.period_to_precision as other__period_to_precision, pay.village as pay__village, pay._ref as pay__ref, rule._ref as rule__ref, other._ref as other__ref, pay.pay_id as pay__pay_id, other.pay_id as other__pay_id, pay.pid_tier as pay__pid_tier, pay.policy as pay__policy, other.pid_tier as other__pid_tier, other.pid as other__pid, other.policy as other__policy, rule.grace_months as rule__grace_months, case when pay.name <> other.name then 3 else greatest(pay.pid_tier, other.pid_tier) end as tier
  from ((select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) pay join pay_months pay_k on pay_k.period_from = pay.period_from and pay_k.period_from_precision is not distinct from pay.period_from_precision and pay_k.period_to is not distinct from pay.period_to and pay_k.period_to_precision is not distinct from pay.period_to_precision)
  join policy_exclusion rule
    on pay.policy = rule.policy_b
    and pay_k.month between coalesce(rule.from_date, date '1900-01-01') and coalesce(coalesce(case rule.to_date_precision when 'month' then last_day(rule.to_date) when 'year' then cast(date_trunc('year', rule.to_date) + interval '1' year - interval '1' day as date) else rule.to_date end, rule.seen_to), date '9999-12-31')
  join (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) other
    on pay.pid = other.pid
    and pay.pid_tier <= 2
    and other.pid_tier <= 2
    and other.policy = rule.policy_a and other.period_from <= last_day(coalesce(last_day(pay_k.month), date '9999-12-31')) and pay_k.month <= last_day(coalesce(coalesce(case other.period_to_precision when 'month' then last_day(other.period_to) when 'year' then cast(date_trunc('year', other.period_to) + interval '1' year - interval '1' day as date) else other.period_to end, case other.period_from_precision when 'month' then last_day(other.period_from) when 'year' then cast(date_trunc('year', other.period_from) + interval '1' year - interval '1' day as date) else other.period_from end), date '9999-12-31')) and other.period_from <= coalesce(coalesce(case other.period_to_precision when 'month' then last_day(other.period_to) when 'year' then cast(date_trunc('year', other.period_to) + interval '1' year - interval '1' day as date) else other.period_to end, case other.period_from_precision when 'month' then last_day(other.period_from) when 'year' then cast(date_trunc('year', other.period_from) + interval '1' year - interval '1' day as date) else other.period_from end), date '9999-12-31') and pay_k.month <= coalesce(last_day(pay_k.month), date '9999-12-31')
),
worked_out_1 as (
  select c.*,
    case c.other__period_from_precision when 'month' then last_day(c.other__period_from) when 'year' then cast(date_trunc('year', c.other__period_from) + interval '1' year - interval '1' day as date) else c.other__period_from end as other__period_from_last,
    case c.other__period_to_precision when 'month' then last_day(c.other__period_to) when 'year' then cast(date_trunc('year', c.other__period_to) + interval '1' year - interval '1' day as date) else c.other__period_to end as other__period_to_last
  from met c
),
worked_out_2 as (
  select c.*,
    cast(floor(cast(c.other__amount as double) * case when c.other__period_from <= coalesce(coalesce(c.other__period_to_last, c.other__period_from_last), date '9999-12-31') and c.pay__month <= coalesce(last_day(c.pay__month), date '9999-12-31') then greatest(0, least(date_diff('month', date '2000-01-01', coalesce(coalesce(c.other__period_to_last, c.other__period_from_last), date '9999-12-31')), date_diff('month', date '2000-01-01', coalesce(last_day(c.pay__month), date '9999-12-31'))) - greatest(date_diff('month', date '2000-01-01', c.other__period_from), date_diff('month', date '2000-01-01', c.pay__month)) + 1) end / nullif(date_diff('month', date '2000-01-01', coalesce(coalesce(c.other__period_to_last, c.other__period_from_last), date '9999-12-31')) - date_diff('month', date '2000-01-01', c.other__period_from) + 1, 0)) as bigint) as t_other_share
  from worked_out_1 c
),
candidates as (
  select c.* from (
    select c.*,
      not (c.rule__policy_a in ('tekun', 'tekun-care') and c.rule__policy_b in ('disability-care', 'disability-living')) and not (c.rule__policy_b in ('tekun', 'tekun-care') and c.rule__policy_a in ('disability-care', 'disability-living')) as f_asked_here
    from worked_out_2 c
  ) c
  left join unfit on unfit.town = coalesce(c.pay__village - c.pay__village % 1000, 0)
  where coalesce(c.f_asked_here, true)
    and unfit.town is null
    and c.tier <= 3
),
found_1 as (
  select distinct c.pay__ref, c.pay__month from candidates c
  join (select * from bank_result where result = 'returned') back on c.pay__pay_id = back.pay_id
  left join (select * from bank_result where result = 'paid') again on c.pay__pay_id = again.pay_id
  where again.pay_id is null
),
found_2 as (
  select distinct c.pay__ref, c.pay__month, c.other__ref from candidates c
  join (select * from bank_result where result = 'returned') other_back on c.other__pay_id = other_back.pay_id
  left join (select * from bank_result where result = 'paid') other_again on c.other__pay_id = other_again.pay_id
  where other_again.pay_id is null
),
found_3 as (
  select distinct c.pay__ref, c.pay__month from candidates c
  join (select * from subsidy_pay where (status is null or status = 'paid') and amount < 0) undo on c.pay__pid = undo.pid and c.pay__pid_tier <= 2 and undo.pid_tier <= 2 and undo.policy = c.pay__policy and undo.amount + c.pay__amount <= 0 and undo.period_from <= last_day(coalesce(last_day(c.pay__month), date '9999-12-31')) and c.pay__month <= last_day(coalesce(coalesce(case undo.period_to_precision when 'month' then last_day(undo.period_to) when 'year' then cast(date_trunc('year', undo.period_to) + interval '1' year - interval '1' day as date) else undo.period_to end, case undo.period_from_precision when 'month' then last_day(undo.period_from) when 'year' then cast(date_trunc('year', undo.period_from) + interval '1' year - interval '1' day as date) else undo.period_from end), date '9999-12-31')) and undo.period_from <= coalesce(coalesce(case undo.period_to_precision when 'month' then last_day(undo.period_to) when 'year' then cast(date_trunc('year', undo.period_to) + interval '1' year - interval '1' day as date) else undo.period_to end, case undo.period_from_precision when 'month' then last_day(undo.period_from) when 'year' then cast(date_trunc('year', undo.period_from) + interval '1' year - interval '1' day as date) else undo.period_from end), date '9999-12-31') and c.pay__month <= coalesce(last_day(c.pay__month), date '9999-12-31')
),
found_4 as (
  select distinct c.pay__ref, c.pay__month, c.other__ref from candidates c
  join (select * from subsidy_pay where (status is null or status = 'paid') and amount < 0) other_undo on c.other__pid = other_undo.pid and c.other__pid_tier <= 2 and other_undo.pid_tier <= 2 and other_undo.policy = c.other__policy and other_undo.amount + c.t_other_share <= 0 and other_undo.period_from <= last_day(coalesce(last_day(c.pay__month), date '9999-12-31')) and c.pay__month <= last_day(coalesce(coalesce(case other_undo.period_to_precision when 'month' then last_day(other_undo.period_to) when 'year' then cast(date_trunc('year', other_undo.period_to) + interval '1' year - interval '1' day as date) else other_undo.period_to end, case other_undo.period_from_precision when 'month' then last_day(other_undo.period_from) when 'year' then cast(date_trunc('year', other_undo.period_from) + interval '1' year - interval '1' day as date) else other_undo.period_from end), date '9999-12-31')) and other_undo.period_from <= coalesce(coalesce(case other_undo.period_to_precision when 'month' then last_day(other_undo.period_to) when 'year' then cast(date_trunc('year', other_undo.period_to) + interval '1' year - interval '1' day as date) else other_undo.period_to end, case other_undo.period_from_precision when 'month' then last_day(other_undo.period_from) when 'year' then cast(date_trunc('year', other_undo.period_from) + interval '1' year - interval '1' day as date) else other_undo.period_from end), date '9999-12-31') and c.pay__month <= coalesce(last_day(c.pay__month), date '9999-12-31')
),
said as (
  select c.*, 'person' as subject_kind,
    cast(c.pay__pid as varchar) as subject,
    coalesce(cast(c.rule__policy_a as varchar), '') || '|' || coalesce(cast(c.rule__policy_b as varchar), '') as matter,
    c.pay__village as region,
    c.pay__month as period_from,
    last_day(c.pay__month) as period_to,
    case when c.pay__amount is not null and c.t_other_share is not null then least(c.pay__amount, c.t_other_share) end as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.pay__month, c.rule__ref, c.other__ref, c.rule__grace_months,
    case when c.f_asked_here is null then 'unknown.asked_here'
      when c.subject is null then 'unknown.subject'
      when found_1.pay__ref is not null then 'returned'
      when found_2.pay__ref is not null then 'other-returned'
      when found_3.pay__ref is not null then 'repaid'
      when found_4.pay__ref is not null then 'other-repaid' end as reason
  from said c
  left join found_1 on found_1.pay__ref = c.pay__ref and found_1.pay__month = c.pay__month
  left join found_2 on found_2.pay__ref = c.pay__ref and found_2.pay__month = c.pay__month and found_2.other__ref = c.other__ref
  left join found_3 on found_3.pay__ref = c.pay__ref and found_3.pay__month = c.pay__month
  left join found_4 on found_4.pay__ref = c.pay__ref and found_4.pay__month = c.pay__month and found_4.other__ref = c.other__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.asked_here', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.pay__ref, c.pay__month, count(*) as n from ruled c group by c.pay__ref, c.pay__month having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.pay__month, c.rule__ref, c.other__ref, c.rule__grace_months, c.reason, c.result from ruled c left join several s on s.pay__ref = c.pay__ref and s.pay__month = c.pay__month where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.pay__month, c.rule__ref, c.other__ref, c.rule__grace_months, c.reason, c.result from (
    select c.*, row_number() over (partition by c.pay__ref, c.pay__month order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.amount desc, c.subject, c.matter, c.period_from, c.period_to, c.pay__ref, c.pay__month, c.rule__ref, c.other__ref) as nth from ruled c join several s on s.pay__ref = c.pay__ref and s.pay__month = c.pay__month
  ) c where c.nth = 1
),
settled as not materialized (
  select c.* from counted_once c where c.tier <= 2 or c.result = 'not_assessable'
  union all
  select c.* from counted_once c left join counted_once s
    on s.tier <= 2 and s.result = c.result and s.subject_kind = c.subject_kind and s.subject = c.subject and coalesce(s.matter, '') = coalesce(c.matter, '')
  where c.tier > 2 and c.result <> 'not_assessable' and s.subject is null
),
left_over as (
  select case when coalesce(count(distinct c.pay__month) <= max(coalesce(c.rule__grace_months, 1)), false) then 'let_go' else 'hit' end as result,
    case when count(distinct c.pay__month) <= max(coalesce(c.rule__grace_months, 1)) then 'transition' end as reason,
    cast(1 as bigint) as n,
    c.subject_kind,
    c.subject,
    c.matter,
    min(c.region) as region,
    min(c.period_from) as period_from,
    max(c.period_to) as period_to,
    cast(sum(c.amount) as bigint) as amount,
    cast(max(c.tier) as integer) as tier,
    case when count(distinct c.pay__month) >= 6 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.pay__ref) || array_agg(c.rule__ref) || array_agg(c.other__ref))) as evidence,
    count(distinct c.pay__month) as m_months
  from settled c where c.result = 'hit'
  group by c.subject_kind, c.subject, c.matter
),
excused as (
  select 'let_go' as result,
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
    case when count(distinct c.pay__month) >= 6 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.pay__ref) || array_agg(c.rule__ref) || array_agg(c.other__ref))) as evidence,
    count(distinct c.pay__month) as m_months
  from settled c where c.result = 'let_go'
  group by c.reason, c.subject_kind, c.subject, c.matter
),
matters as (
  select * from left_over
  union all
  select e.* from excused e left join left_over l
    on l.subject_kind = e.subject_kind and l.subject = e.subject and coalesce(l.matter, '') = coalesce(e.matter, '')
  where l.subject is null
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, cast(sum(months) as bigint), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select _ref, cast(floor(cast(amount as double) / months) as bigint) as amount, name, pay_id, pid, pid_tier, policy, village, first_month, months
    from (select *, cast(date_trunc('month', period_from) as date) as first_month, date_diff('month', date '2000-01-01', coalesce(case period_to_precision when 'month' then last_day(period_to) when 'year' then cast(date_trunc('year', period_to) + interval '1' year - interval '1' day as date) else period_to end, case period_from_precision when 'month' then last_day(period_from) when 'year' then cast(date_trunc('year', period_from) + interval '1' year - interval '1' day as date) else period_from end)) - date_diff('month', date '2000-01-01', period_from) + 1 as months from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) r) r
    where months >= 1) pay join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (pay.village - pay.village % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from ((select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) pay join pay_months pay_k on pay_k.period_from = pay.period_from and pay_k.period_from_precision is not distinct from pay.period_from_precision and pay_k.period_to is not distinct from pay.period_to and pay_k.period_to_precision is not distinct from pay.period_to_precision) left join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) where (pay.pid_tier > 2) and u.town is null group by (pay.village - pay.village % 1000)
