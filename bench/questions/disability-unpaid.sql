-- Grade 1-2, certificate valid, and no care subsidy in six whole months (docs/thirty.md, 11).
with day as (
  select cast(date_trunc('month', cast(getvariable('as_of') as date)) - interval 8 month as date) as w1,
         last_day(cast(date_trunc('month', cast(getvariable('as_of') as date)) - interval 3 month as date)) as w2
),
paid as (
  select p.pid, p.policy
  from subsidy_pay p, day
  where p.policy in ('disability-care', 'orphan') and p.pid_tier <= 2 and p.amount > 0 and (p.status is null or p.status = 'paid')
    and date_trunc('month', p.period_from) <= w2
    and last_day(case when coalesce(case when p.period_to is not null then p.period_to_precision end, p.period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(p.period_to, p.period_from)) + interval 11 month as date)
              else coalesce(p.period_to, p.period_from) end) >= w1
)
select distinct cast(d.pid as varchar) as subject, w1 as period_from, w2 as period_to, cast(null as bigint) as amount
from disability d, day
where d.grade <= 2 and d.status = 'valid' and d.seen_to is null and d.pid_tier <= 2
  and d.issued < w1 and (d.expires is null or d.expires >= w2)
  and not exists (
    select 1 from generate_series(w1, w2, interval 1 month) as g(m)
    where not exists (select 1 from coverage c where c.register = 'subsidy_pay' and d.village between c.region_from and c.region_to
      and date_trunc('month', c.period_from) <= g.m and c.period_to >= g.m))
  and not exists (select 1 from paid p where p.pid = d.pid and p.policy = 'disability-care')
  and not exists (select 1 from paid p where p.pid = d.pid and p.policy = 'orphan')
  and not exists (select 1 from tekun t where t.pid = d.pid and t.pid_tier <= 2 and t.from_date <= w2 and coalesce(t.to_date, t.seen_to, date '9999-12-31') >= w2)
  and not exists (select 1 from approval_roll a where a.pid = d.pid and a.pid_tier <= 2 and a.policy = 'disability-care' and a.status in ('refused', 'withdrawn'))
  and not exists (select 1 from death x where x.pid = d.pid and x.pid_tier <= 2)
  and not exists (select 1 from person q where q.pid = d.pid and q.pid_tier <= 2 and q.status in ('moved', 'cancelled'))
  and not exists (select 1 from custody c where c.pid = d.pid and c.pid_tier <= 2 and c.type in ('detention', 'prison') and c.from_date <= w2 and (c.to_date is null or c.to_date >= w2));
