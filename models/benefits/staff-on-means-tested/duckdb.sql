-- staff-on-means-tested version 3, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'subsidy_pay' union select cast(0 as bigint)) t cross join (values ('public_staff', 'staff', cast(date '2025-12-31' + -400 * interval '1' day as date)), ('subsidy_pay', 'pay', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select policy.means_tested as policy__means_tested, pay.period_from as pay__period_from, pay.period_from_precision as pay__period_from_precision, pay.period_to as pay__period_to, pay.period_to_precision as pay__period_to_precision, staff.hire as staff__hire, staff.hire_precision as staff__hire_precision, staff.pay_month as staff__pay_month, staff.seen_from as staff__seen_from, staff.leave as staff__leave, staff.leave_precision as staff__leave_precision, staff.seen_to as staff__seen_to, staff.staff_type as staff__staff_type, staff.gross as staff__gross, pay.pid as pay__pid, pay.policy as pay__policy, pay.amount as pay__amount, pay.village as pay__village, pay._ref as pay__ref, policy._ref as policy__ref, staff._ref as staff__ref, policy.after_death_ok as policy__after_death_ok, pay.pid_tier as pay__pid_tier, pay.paid_at as pay__paid_at, pay.paid_at_precision as pay__paid_at_precision, pay.pay_id as pay__pay_id, case when pay.name <> staff.name then 3 else greatest(pay.pid_tier, staff.pid_tier) end as tier
  from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) pay
  join (select * from (select x.*, row_number() over (partition by policy order by from_date desc nulls last, after_death_ok, means_tested, _ref) as nth from subsidy_policy x) o where nth = 1) policy
    on pay.policy = policy.policy
  join public_staff staff
    on pay.pid = staff.pid
    and pay.pid_tier <= 2
    and staff.pid_tier <= 2
),
worked_out_1 as (
  select c.*,
    case c.pay__period_from_precision when 'month' then last_day(c.pay__period_from) when 'year' then cast(date_trunc('year', c.pay__period_from) + interval '1' year - interval '1' day as date) else c.pay__period_from end as pay__period_from_last,
    case c.pay__period_to_precision when 'month' then last_day(c.pay__period_to) when 'year' then cast(date_trunc('year', c.pay__period_to) + interval '1' year - interval '1' day as date) else c.pay__period_to end as pay__period_to_last,
    case c.staff__hire_precision when 'month' then last_day(c.staff__hire) when 'year' then cast(date_trunc('year', c.staff__hire) + interval '1' year - interval '1' day as date) else c.staff__hire end as staff__hire_last,
    case c.staff__leave_precision when 'month' then last_day(c.staff__leave) when 'year' then cast(date_trunc('year', c.staff__leave) + interval '1' year - interval '1' day as date) else c.staff__leave end as staff__leave_last,
    case c.pay__paid_at_precision when 'month' then last_day(c.pay__paid_at) when 'year' then cast(date_trunc('year', c.pay__paid_at) + interval '1' year - interval '1' day as date) else c.pay__paid_at end as pay__paid_at_last
  from met c
),
worked_out_2 as (
  select c.*,
    coalesce(c.pay__period_to, c.pay__period_from) as t_until,
    coalesce(c.pay__period_to_last, c.pay__period_from_last) as t_until_last,
    coalesce(cast(cast(date_trunc('month', c.staff__hire_last) as date) + (6 + 1) * interval '1' month as date), cast(date_trunc('month', coalesce(last_day(c.staff__pay_month), c.staff__seen_from)) as date)) as t_settled,
    last_day(cast(coalesce(c.staff__leave, c.staff__seen_to) + -1 * interval '1' month as date)) as t_left_before,
    cast(date_trunc('month', c.pay__period_from) as date) as t_start
  from worked_out_1 c
),
worked_out_3 as (
  select c.*,
    case when c.pay__period_from <= coalesce(c.t_until_last, date '9999-12-31') and c.t_settled is not null then greatest(0, least(date_diff('month', date '2000-01-01', coalesce(c.t_until_last, date '9999-12-31')), date_diff('month', date '2000-01-01', coalesce(c.t_left_before, date '9999-12-31'))) - greatest(date_diff('month', date '2000-01-01', c.pay__period_from), date_diff('month', date '2000-01-01', c.t_settled)) + 1) end as t_common,
    last_day(c.t_until_last) as t_finish,
    cast(floor(cast(c.pay__amount as double) * case when c.pay__period_from <= coalesce(c.t_until_last, date '9999-12-31') and c.t_settled is not null then greatest(0, least(date_diff('month', date '2000-01-01', coalesce(c.t_until_last, date '9999-12-31')), date_diff('month', date '2000-01-01', coalesce(c.t_left_before, date '9999-12-31'))) - greatest(date_diff('month', date '2000-01-01', c.pay__period_from), date_diff('month', date '2000-01-01', c.t_settled)) + 1) end / nullif(date_diff('month', date '2000-01-01', coalesce(c.t_until_last, date '9999-12-31')) - date_diff('month', date '2000-01-01', c.pay__period_from) + 1, 0)) as bigint) as t_money
  from worked_out_2 c
),
candidates as (
  select c.* from (
    select c.*,
      c.policy__means_tested as f_needy,
      c.t_common >= 1 as f_on_payroll,
      case when (c.staff__staff_type = 'temp' and c.staff__gross is null) then null else true end as f_pay_known
    from worked_out_3 c
  ) c
  left join unfit on unfit.town = coalesce(c.pay__village - c.pay__village % 1000, 0)
  where coalesce(c.f_needy, true)
    and coalesce(c.f_on_payroll, true)
    and coalesce(c.f_pay_known, true)
    and unfit.town is null
    and c.tier <= 3
),
found_3 as (
  select distinct c.pay__ref from candidates c
  join (select * from (select x.*, row_number() over (partition by pid order by death_date desc nulls last, death_date_precision, pid_tier, _ref) as nth from death x) o where nth = 1) death on c.pay__pid = death.pid and c.pay__pid_tier <= 2 and death.pid_tier <= 2 and coalesce(c.pay__paid_at, c.t_until) >= case death.death_date_precision when 'month' then last_day(death.death_date) when 'year' then cast(date_trunc('year', death.death_date) + interval '1' year - interval '1' day as date) else death.death_date end
  where c.policy__after_death_ok
),
found_4 as (
  select distinct c.pay__ref from candidates c
  join (select * from bank_result where result = 'returned') back on c.pay__pay_id = back.pay_id
  left join (select * from bank_result where result = 'paid') again on c.pay__pay_id = again.pay_id
  where again.pay_id is null
),
found_5 as (
  select distinct c.pay__ref, c.staff__ref from candidates c
  join (select * from subsidy_pay where (status is null or status = 'paid') and amount < 0) undo on c.pay__pid = undo.pid and c.pay__pid_tier <= 2 and undo.pid_tier <= 2 and undo.policy = c.pay__policy and undo.amount + c.t_money <= 0 and undo.period_from <= last_day(coalesce(c.t_until_last, date '9999-12-31')) and c.pay__period_from <= last_day(coalesce(coalesce(case undo.period_to_precision when 'month' then last_day(undo.period_to) when 'year' then cast(date_trunc('year', undo.period_to) + interval '1' year - interval '1' day as date) else undo.period_to end, case undo.period_from_precision when 'month' then last_day(undo.period_from) when 'year' then cast(date_trunc('year', undo.period_from) + interval '1' year - interval '1' day as date) else undo.period_from end), date '9999-12-31')) and undo.period_from <= coalesce(coalesce(case undo.period_to_precision when 'month' then last_day(undo.period_to) when 'year' then cast(date_trunc('year', undo.period_to) + interval '1' year - interval '1' day as date) else undo.period_to end, case undo.period_from_precision when 'month' then last_day(undo.period_from) when 'year' then cast(date_trunc('year', undo.period_from) + interval '1' year - interval '1' day as date) else undo.period_from end), date '9999-12-31') and c.pay__period_from <= coalesce(c.t_until_last, date '9999-12-31')
),
said as (
  select c.*, 'person' as subject_kind,
    cast(c.pay__pid as varchar) as subject,
    coalesce(cast(c.pay__policy as varchar), '') as matter,
    c.pay__village as region,
    case when c.t_start is not null and c.t_settled is not null then greatest(c.t_start, c.t_settled) end as period_from,
    case when c.t_finish is not null and coalesce(c.t_left_before, c.t_finish) is not null then least(c.t_finish, coalesce(c.t_left_before, c.t_finish)) end as period_to,
    c.t_money as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.policy__ref, c.staff__ref, c.t_common,
    case when c.f_needy is null then 'unknown.needy'
      when c.f_on_payroll is null then 'unknown.on_payroll'
      when c.f_pay_known is null then 'unknown.pay_known'
      when c.subject is null then 'unknown.subject'
      when c.staff__staff_type = 'retired' then 'retired'
      when c.staff__staff_type = 'temp' and c.staff__gross < 300000 then 'temp-low-pay'
      when c.policy__after_death_ok and found_3.pay__ref is not null then 'after-death'
      when found_4.pay__ref is not null then 'returned'
      when found_5.pay__ref is not null then 'repaid' end as reason
  from said c
  left join found_3 on found_3.pay__ref = c.pay__ref
  left join found_4 on found_4.pay__ref = c.pay__ref
  left join found_5 on found_5.pay__ref = c.pay__ref and found_5.staff__ref = c.staff__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.needy', 'unknown.on_payroll', 'unknown.pay_known', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.pay__ref, count(*) as n from ruled c group by c.pay__ref having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.policy__ref, c.staff__ref, c.t_common, c.reason, c.result from ruled c left join several s on s.pay__ref = c.pay__ref where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.policy__ref, c.staff__ref, c.t_common, c.reason, c.result from (
    select c.*, row_number() over (partition by c.pay__ref order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.amount desc, c.subject, c.matter, c.period_from, c.period_to, c.pay__ref, c.policy__ref, c.staff__ref) as nth from ruled c join several s on s.pay__ref = c.pay__ref
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
    case when cast(sum(c.amount) as bigint) >= 500000 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.pay__ref) || array_agg(c.policy__ref) || array_agg(c.staff__ref))) as evidence,
    cast(sum(c.t_common) as bigint) as m_months
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
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (pay.village - pay.village % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) pay left join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) where (pay.pid_tier > 2) and u.town is null group by (pay.village - pay.village % 1000)
