-- On the public payroll and on a benefit for the needy for the same months (docs/thirty.md, 13).
with trait as (
  select distinct on (policy) policy, means_tested, after_death_ok from subsidy_policy order by policy, from_date desc nulls last
),
paid as (
  select p._ref, p.pid, p.name, p.policy, p.pay_id, p.amount, t.after_death_ok,
         coalesce(p.paid_at, p.period_to, p.period_from) as paid_on,
         date_trunc('month', p.period_from) as m1,
         case when coalesce(case when p.period_to is not null then p.period_to_precision end, p.period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(p.period_to, p.period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(p.period_to, p.period_from)) end as m2
  from subsidy_pay p
  join trait t on t.policy = p.policy and t.means_tested
  where p.pid_tier <= 2 and p.amount > 0 and (p.status is null or p.status = 'paid')
),
met as (
  select p.*, greatest(p.m1, coalesce(cast(date_trunc('month', s.hire) + interval 7 month as date), date_trunc('month', coalesce(s.pay_month, s.seen_from)))) as first_month,
         least(p.m2, coalesce(cast(date_trunc('month', coalesce(s.leave, s.seen_to)) - interval 1 month as date), p.m2)) as last_month,
         coalesce(s.staff_type = 'retired', false) or coalesce(s.staff_type = 'temp' and s.gross < 300000, false) as innocent,
         coalesce(s.staff_type = 'temp', false) and s.gross is null as unknown
  from paid p
  join public_staff s on s.pid = p.pid and s.pid_tier <= 2 and (p.name is null or s.name is null or p.name = s.name)
),
counted as (
  select _ref, pid, policy, pay_id, after_death_ok, paid_on, m1, m2, min(first_month) as first_month, max(last_month) as last_month,
         max(cast(amount * (date_diff('month', first_month, last_month) + 1) // (date_diff('month', m1, m2) + 1) as bigint)) as share
  from met where first_month <= last_month
  group by all
  having not bool_or(innocent) and not bool_and(unknown)
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
where not (c.after_death_ok is true and exists (
    select 1 from death d where d.pid = c.pid and d.pid_tier <= 2
    having max(case d.death_date_precision when 'month' then last_day(d.death_date) else d.death_date end) <= c.paid_on))
  and not exists (select 1 from returned r where r.pay_id = c.pay_id)
  and not exists (select 1 from negative n where n.pid = c.pid and n.policy = c.policy and n.m1 <= c.m2 and n.m2 >= c.m1 and -n.amount >= c.share)
group by c.pid, c.policy;
