-- Tekun support or care paid for months after the month of death (docs/thirty.md, 2).
with negative as (
  select pid, policy, amount, date_trunc('month', period_from) as m1, date_trunc('month', coalesce(period_to, period_from)) as m2
  from subsidy_pay
  where amount < 0 and (status is null or status = 'paid') and policy in ('tekun', 'tekun-care')
),
paid as (
  select p._ref, p.pid, p.policy, p.pay_id, p.amount,
         date_trunc('month', p.period_from) as m1,
         case when coalesce(case when p.period_to is not null then p.period_to_precision end, p.period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(p.period_to, p.period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(p.period_to, p.period_from)) end as m2,
         max(case when d.death_date_precision = 'year' then cast(date_trunc('year', d.death_date) + interval 11 month as date) else date_trunc('month', d.death_date) end) as dead_month,
         max(d.death_date) as death_date
  from subsidy_pay p
  join death d on d.pid = p.pid and (p.name is null or d.name is null or p.name = d.name)
  where p.policy in ('tekun', 'tekun-care') and p.amount > 0 and (p.status is null or p.status = 'paid')
    and p.pid_tier <= 2 and d.pid_tier <= 2
  group by all
),
returned as (
  select pay_id from bank_result where pay_id is not null group by pay_id
  having count(*) filter (result = 'returned') > 0 and count(*) filter (result = 'paid') = 0
)
select cast(c.pid as varchar) as subject, cast(min(c.m1) as date) as period_from, last_day(max(c.m2)) as period_to, cast(sum(c.amount) as bigint) as amount
from paid c
where c.m1 > c.dead_month and c.m2 >= c.m1
  and not exists (select 1 from returned r where r.pay_id = c.pay_id)
  and not exists (select 1 from negative n where n.pid = c.pid and n.policy = c.policy and n.m1 <= c.m2 and n.m2 >= c.m1 and -n.amount >= c.amount)
  and not exists (select 1 from person a where a.pid = c.pid and a.pid_tier <= 2 and a.status = 'alive' and a.changed_at > c.death_date)
group by c.pid, c.policy;
