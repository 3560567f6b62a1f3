-- Eighty for three months and more, registered here, alive, and no age allowance in six whole months (docs/thirty.md, 12).
with day as (
  select cast(date_trunc('month', cast(getvariable('as_of') as date)) - interval 8 month as date) as w1,
         last_day(cast(date_trunc('month', cast(getvariable('as_of') as date)) - interval 3 month as date)) as w2
),
old as (
  select p.pid, p.hukou_region, w1, w2
  from person p, day
  where p.status = 'alive' and p.seen_to is null and p.pid_tier <= 2 and p.birth + interval 80 year <= w1 - interval 3 month
),
paid as (
  select e.pid from elder_allowance e, day
  where e.pid_tier <= 2 and e.amount > 0 and (e.status is null or e.status = 'paid') and e.month between w1 and w2
  union all
  select p.pid from subsidy_pay p, day
  where p.policy = 'elder' and p.pid_tier <= 2 and p.amount > 0 and (p.status is null or p.status = 'paid')
    and date_trunc('month', p.period_from) <= w2
    and last_day(case when coalesce(case when p.period_to is not null then p.period_to_precision end, p.period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(p.period_to, p.period_from)) + interval 11 month as date)
              else coalesce(p.period_to, p.period_from) end) >= w1
)
select cast(o.pid as varchar) as subject, o.w1 as period_from, o.w2 as period_to, cast(null as bigint) as amount
from old o
where not exists (
    select 1 from generate_series(o.w1, o.w2, interval 1 month) as g(m)
    where not exists (select 1 from coverage c where c.register = 'elder_allowance' and o.hukou_region between c.region_from and c.region_to
      and date_trunc('month', c.period_from) <= g.m and c.period_to >= g.m))
  and not exists (select 1 from paid p where p.pid = o.pid)
  and not exists (select 1 from approval_roll a where a.pid = o.pid and a.pid_tier <= 2 and a.policy = 'elder' and a.status in ('refused', 'withdrawn'))
  and not exists (select 1 from death x where x.pid = o.pid and x.pid_tier <= 2)
  and not exists (select 1 from custody c where c.pid = o.pid and c.pid_tier <= 2 and c.type in ('detention', 'prison') and c.from_date <= o.w2 and (c.to_date is null or c.to_date >= o.w2));
