-- A disability subsidy for months later than three months after the last certificate expired (docs/thirty.md, 10).
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
  select p._ref, p.pid, p.policy, p.pay_id, p.amount, p.m1, p.m2,
         max(case when d.expires_precision = 'year' then cast(date_trunc('year', d.expires) + interval 11 month as date) else date_trunc('month', d.expires) end) as expires_month
  from paid p
  join disability d on d.pid = p.pid and d.pid_tier <= 2 and d.expires is not null and (p.name is null or d.name is null or p.name = d.name)
  group by all
),
counted as (
  select *, greatest(m1, cast(expires_month + interval 4 month as date)) as first_month
  from met where m2 >= expires_month + interval 4 month and m2 >= m1
),
shared as (
  select *, cast(amount * (date_diff('month', first_month, m2) + 1) // (date_diff('month', m1, m2) + 1) as bigint) as share from counted
),
returned as (
  select pay_id from bank_result where pay_id is not null group by pay_id
  having count(*) filter (result = 'returned') > 0 and count(*) filter (result = 'paid') = 0
),
negative as (
  select pid, policy, amount, date_trunc('month', period_from) as m1, date_trunc('month', coalesce(period_to, period_from)) as m2
  from subsidy_pay where amount < 0 and (status is null or status = 'paid')
)
select cast(c.pid as varchar) as subject, cast(min(c.first_month) as date) as period_from, last_day(max(c.m2)) as period_to, cast(sum(c.share) as bigint) as amount
from shared c
where not exists (select 1 from disability u where u.pid = c.pid and u.pid_tier <= 2 and u.expires is null and u.status = 'valid')
  and not exists (select 1 from returned r where r.pay_id = c.pay_id)
  and not exists (select 1 from negative n where n.pid = c.pid and n.policy = c.policy and n.m1 <= c.m2 and n.m2 >= c.m1 and -n.amount >= c.share)
group by c.pid, c.policy;
