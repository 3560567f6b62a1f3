-- A disability subsidy paid for months of tekun support (docs/thirty.md, 9).
with paid as (
  select _ref, pid, name, policy, pay_id, amount,
         date_trunc('month', period_from) as m1,
         case when coalesce(case when period_to is not null then period_to_precision end, period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(period_to, period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(period_to, period_from)) end as m2
  from subsidy_pay
  where policy in ('disability-care', 'disability-living') and pid_tier <= 2 and amount > 0 and (status is null or status = 'paid')
),
met as (
  select p.*, greatest(p.m1, cast(date_trunc('month', t.from_date) + interval 1 month as date), date '2016-01-01') as first_month,
         least(p.m2, coalesce(cast(date_trunc('month', coalesce(t.to_date, t.seen_to)) - interval 1 month as date), p.m2)) as last_month
  from paid p
  join tekun t on t.pid = p.pid and t.pid_tier <= 2 and (p.name is null or t.name is null or p.name = t.name)
),
counted as (
  select _ref, pid, policy, pay_id, m1, m2, min(first_month) as first_month, max(last_month) as last_month,
         max(cast(amount * (date_diff('month', first_month, last_month) + 1) // (date_diff('month', m1, m2) + 1) as bigint)) as share
  from met where first_month <= last_month
  group by all
),
returned as (
  select pay_id from bank_result where pay_id is not null group by pay_id
  having count(*) filter (result = 'returned') > 0 and count(*) filter (result = 'paid') = 0
),
negative as (
  select pid, policy, amount, date_trunc('month', period_from) as m1, date_trunc('month', coalesce(period_to, period_from)) as m2
  from subsidy_pay where amount < 0 and (status is null or status = 'paid')
)
select cast(c.pid as varchar) as subject, cast(min(c.first_month) as date) as period_from, last_day(max(c.last_month)) as period_to, cast(sum(c.share) as bigint) as amount
from counted c
where not exists (select 1 from returned r where r.pay_id = c.pay_id)
  and not exists (select 1 from negative n where n.pid = c.pid and n.policy = c.policy and n.m1 <= c.m2 and n.m2 >= c.m1 and -n.amount >= c.share)
group by c.pid, c.policy;
