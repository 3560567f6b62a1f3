-- Approved and paid laid side by side by person, programme and month (docs/thirty.md, 15).
-- Since written: payments of programmes that have no roll are left out before they are spread over their months, as whoever writes
-- this for a county of a million would do. Without it this one question took longer than all others and made any ratio look good.
with roll as (
  select pid, name, policy, village, amount, period_from, coalesce(period_to, period_from) as period_to, coalesce(case when period_to is not null then period_to_precision end, period_from_precision) as precision, cast(null as boolean) as late, true as approved
  from approval_roll where status = 'approved' and pid_tier <= 2
),
pay as (
  select pid, name, policy, village, amount, period_from, coalesce(period_to, period_from) as period_to, coalesce(case when period_to is not null then period_to_precision end, period_from_precision) as precision,
         coalesce(pay_type in ('back_pay', 'adjustment'), false) as late, false as approved
  from subsidy_pay where pid_tier <= 2 and amount > 0 and (status is null or status = 'paid')
    and policy in (select policy from approval_roll where status = 'approved')
),
spread as (
  select pid, name, policy, village, late, approved,
         amount // (date_diff('month', m1, m2) + 1) as amount,
         cast(unnest(generate_series(m1, m2, interval 1 month)) as date) as m
  from (
    select *, date_trunc('month', period_from) as m1,
           case when precision = 'year' then cast(date_trunc('year', period_to) + interval 11 month as date) else date_trunc('month', period_to) end as m2
    from (from roll union all from pay) where policy is not null
  ) where m2 >= m1
),
both_sides as (
  select floor(village / 1000) as town, policy, m from spread where village is not null
  group by all having bool_or(approved) and bool_or(not approved)
),
side_by_side as (
  select pid, policy, m, floor(max(village) / 1000) as town, count(distinct name) as names,
         coalesce(sum(amount) filter (approved), 0) as roll_amount, coalesce(sum(amount) filter (not approved), 0) as pay_amount,
         bool_and(late) filter (not approved) as only_late
  from spread group by pid, policy, m
),
differs as (
  select s.* from side_by_side s join both_sides b on b.town = s.town and b.policy = s.policy and b.m = s.m
  where abs(s.roll_amount - s.pay_amount) >= 100 and s.names <= 1 and s.only_late is not true
),
back as (
  select p.pid, p.policy, date_trunc('month', p.period_from) as m1, date_trunc('month', coalesce(p.period_to, p.period_from)) as m2
  from subsidy_pay p
  where p.pid_tier <= 2 and (p.status = 'returned' or p.pay_id in (
    select pay_id from bank_result where pay_id is not null group by pay_id
    having count(*) filter (result = 'returned') > 0 and count(*) filter (result = 'paid') = 0))
)
select cast(d.pid as varchar) as subject, cast(min(d.m) as date) as period_from, last_day(max(d.m)) as period_to, cast(sum(abs(d.roll_amount - d.pay_amount)) as bigint) as amount
from differs d
where not exists (select 1 from back r where r.pid = d.pid and r.policy = d.policy and r.m1 <= d.m and r.m2 >= d.m)
group by d.pid, d.policy;
