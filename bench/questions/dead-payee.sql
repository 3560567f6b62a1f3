-- Paid for months after the death of the payee, beyond one month of grace (docs/thirty.md, 1).
with negative as (
  select pid, policy, amount, date_trunc('month', period_from) as m1, date_trunc('month', coalesce(period_to, period_from)) as m2
  from subsidy_pay
  where amount < 0 and (status is null or status = 'paid')
),
dead as (
  select pid, name, death_date,
         case when death_date_precision = 'year' then cast(date_trunc('year', death_date) + interval 11 month as date) else date_trunc('month', death_date) end as dead_month
  from death
  where pid_tier <= 2 and death_date is not null
),
paid as (
  select p._ref, p.pid, p.policy, p.pay_id, p.amount, p.period_from,
         date_trunc('month', p.period_from) as m1,
         case when coalesce(case when p.period_to is not null then p.period_to_precision end, p.period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(p.period_to, p.period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(p.period_to, p.period_from)) end as m2,
         max(d.dead_month) as dead_month, max(d.death_date) as death_date
  from subsidy_pay p
  join dead d on d.pid = p.pid and (p.name is null or d.name is null or p.name = d.name)
  where p.pid_tier <= 2 and p.amount > 0 and (p.status is null or p.status = 'paid')
    and p.policy not in ('tekun', 'tekun-care')
  group by all
),
late as (
  select *, greatest(m1, cast(dead_month + interval 2 month as date)) as first_month
  from paid
  where m1 > dead_month and m2 >= dead_month + interval 2 month and m2 >= m1
),
counted as (
  select *, cast(amount * (date_diff('month', first_month, m2) + 1) // (date_diff('month', m1, m2) + 1) as bigint) as share
  from late
),
trait as (
  select distinct on (policy) policy, per_household, after_death_ok from subsidy_policy order by policy, from_date desc nulls last
),
returned as (
  select pay_id from bank_result where pay_id is not null group by pay_id
  having count(*) filter (result = 'returned') > 0 and count(*) filter (result = 'paid') = 0
)
select cast(c.pid as varchar) as subject, cast(min(c.first_month) as date) as period_from, last_day(max(c.m2)) as period_to, cast(sum(c.share) as bigint) as amount
from counted c
left join trait t on t.policy = c.policy
where t.after_death_ok is not true
  and (t.per_household is not true or exists (select 1 from household h where h.pid = c.pid and h.pid_tier <= 2))
  and not (t.per_household is true and exists (
    select 1 from household h join household o on o.household_no = h.household_no and o.kind = h.kind
    where h.pid = c.pid and o.pid <> c.pid and h.pid_tier <= 2 and o.pid_tier <= 2
      and (o.from_date is null or o.from_date <= c.period_from)
      and coalesce(o.to_date, o.seen_to, date '9999-12-31') >= c.period_from
      and not exists (select 1 from dead d where d.pid = o.pid and d.dead_month <= c.m1)))
  and not exists (select 1 from returned r where r.pay_id = c.pay_id)
  and not exists (select 1 from negative n where n.pid = c.pid and n.policy = c.policy and n.m1 <= c.m2 and n.m2 >= c.m1 and -n.amount >= c.share)
  and not exists (select 1 from person a where a.pid = c.pid and a.pid_tier <= 2 and a.status = 'alive' and a.changed_at > c.death_date)
  and not (c.policy = 'elder' and exists (select 1 from elder_allowance e where e.pid = c.pid and e.pid_tier <= 2 and date_trunc('month', e.month) = c.m1))
group by c.pid, c.policy;
