-- Two mutually exclusive benefits drawn for the same months, beyond the months of transition (docs/thirty.md, 8).
with rule as (
  select policy_a, policy_b, grace_months, from_date, coalesce(to_date, seen_to, date '9999-12-31') as to_date
  from policy_exclusion
  where not (policy_a in ('tekun', 'tekun-care') and policy_b in ('disability-care', 'disability-living'))
    and not (policy_b in ('tekun', 'tekun-care') and policy_a in ('disability-care', 'disability-living'))
),
paid as (
  select _ref, pid, name, policy, pay_id, amount,
         date_trunc('month', period_from) as m1,
         case when coalesce(case when period_to is not null then period_to_precision end, period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(period_to, period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(period_to, period_from)) end as m2
  from subsidy_pay
  where pid_tier <= 2 and amount > 0 and (status is null or status = 'paid')
    and policy in (select policy_a from rule union all select policy_b from rule)
),
returned as (
  select pay_id from bank_result where pay_id is not null group by pay_id
  having count(*) filter (result = 'returned') > 0 and count(*) filter (result = 'paid') = 0
),
negative as (
  select pid, policy, amount, date_trunc('month', period_from) as m1, date_trunc('month', coalesce(period_to, period_from)) as m2
  from subsidy_pay where amount < 0 and (status is null or status = 'paid')
),
pair as (
  select a._ref as a_ref, b._ref as b_ref, b.pid, a.policy as policy_a, b.policy as policy_b, a.pay_id as a_pay, b.pay_id as b_pay,
         a.m1 as a_m1, a.m2 as a_m2, b.m1 as b_m1, b.m2 as b_m2, r.grace_months,
         a.amount // (date_diff('month', a.m1, a.m2) + 1) as a_month, b.amount // (date_diff('month', b.m1, b.m2) + 1) as b_month,
         cast(unnest(generate_series(greatest(a.m1, b.m1), least(a.m2, b.m2), interval 1 month)) as date) as m, r.from_date, r.to_date
  from rule r
  join paid b on b.policy = r.policy_b
  join paid a on a.policy = r.policy_a and a.pid = b.pid and a.m1 <= b.m2 and b.m1 <= a.m2 and (a.name is null or b.name is null or a.name = b.name)
),
month_of as (
  select p.b_ref, p.pid, p.policy_a, p.policy_b, p.m, max(p.grace_months) as grace_months, max(least(p.a_month, p.b_month)) as amount,
         bool_or(ra.pay_id is not null or rb.pay_id is not null
           or exists (select 1 from negative n where n.pid = p.pid and n.policy = p.policy_a and n.m1 <= p.m and n.m2 >= p.m and -n.amount >= p.a_month)
           or exists (select 1 from negative n where n.pid = p.pid and n.policy = p.policy_b and n.m1 <= p.m and n.m2 >= p.m and -n.amount >= p.b_month)) as innocent
  from pair p
  left join returned ra on ra.pay_id = p.a_pay
  left join returned rb on rb.pay_id = p.b_pay
  where (p.from_date is null or p.from_date <= p.m) and p.to_date >= p.m
  group by all
),
-- A month that two rules forbid is given back once (docs/models.md: an asked row counts once); found at a million people.
once as (
  select * from (
    select *, row_number() over (partition by b_ref, m order by innocent desc, amount desc, policy_a || '|' || policy_b) as nth from month_of
  ) n where nth = 1
)
select cast(pid as varchar) as subject, cast(min(m) as date) as period_from, last_day(max(m)) as period_to, cast(sum(amount) as bigint) as amount
from once
where not innocent
group by pid, policy_a, policy_b
having count(distinct m) > coalesce(max(grace_months), 1);
