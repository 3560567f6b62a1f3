-- Held for whole months while a benefit that stops in custody goes on (docs/thirty.md, 17).
with trait as (
  select distinct on (policy) policy, stops_in_custody, per_household from subsidy_policy order by policy, from_date desc nulls last
),
paid as (
  select p._ref, p.pid, p.name, p.policy, p.pay_id, p.pay_type, p.paid_at, p.amount, p.period_from, t.per_household,
         date_trunc('month', p.period_from) as m1,
         case when coalesce(case when p.period_to is not null then p.period_to_precision end, p.period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(p.period_to, p.period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(p.period_to, p.period_from)) end as m2
  from subsidy_pay p join trait t on t.policy = p.policy and t.stops_in_custody
  where p.pid_tier <= 2 and p.amount > 0 and (p.status is null or p.status = 'paid')
),
held as (
  select c.pid, c.name, c.type, c.to_date, date_trunc('month', c.from_date) as from_month, date_trunc('month', c.to_date) as to_month,
         c.type = 'detention' and c.to_date is not null and c.judgement is null
           and not exists (select 1 from custody n where n.pid = c.pid and n.type = 'prison' and n.from_date >= c.from_date) as released
  from custody c
  where c.pid_tier <= 2 and c.type in ('prison', 'detention', 'drug_rehab')
),
met as (
  select p.*, greatest(p.m1, cast(h.from_month + interval 1 month as date)) as first_month,
         least(p.m2, coalesce(cast(h.to_month - interval 1 month as date), p.m2)) as last_month,
         h.released or coalesce(h.type = 'detention' and p.pay_type = 'back_pay' and p.paid_at > h.to_date, false) as innocent
  from paid p join held h on h.pid = p.pid and (p.name is null or h.name is null or p.name = h.name)
),
counted as (
  select _ref, pid, policy, pay_id, period_from, per_household, m1, m2, min(first_month) as first_month, max(last_month) as last_month,
         max(cast(amount * (date_diff('month', first_month, last_month) + 1) // (date_diff('month', m1, m2) + 1) as bigint)) as share
  from met where first_month <= last_month
  group by all having not bool_or(innocent)
),
dead as (
  select pid, case when death_date_precision = 'year' then cast(date_trunc('year', death_date) + interval 11 month as date) else date_trunc('month', death_date) end as dead_month
  from death where pid_tier <= 2
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
where not (c.per_household is true and exists (
    select 1 from household h join household o on o.household_no = h.household_no and o.kind = h.kind
    where h.pid = c.pid and o.pid <> c.pid and h.pid_tier <= 2 and o.pid_tier <= 2
      and (o.from_date is null or o.from_date <= c.period_from)
      and coalesce(o.to_date, o.seen_to, date '9999-12-31') >= c.period_from
      and not exists (select 1 from dead d where d.pid = o.pid and d.dead_month <= c.m1)))
  and not exists (select 1 from returned r where r.pay_id = c.pay_id)
  and not exists (select 1 from negative n where n.pid = c.pid and n.policy = c.policy and n.m1 <= c.m2 and n.m2 >= c.m1 and -n.amount >= c.share)
group by c.pid, c.policy;
