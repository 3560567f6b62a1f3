-- Age allowance for months after death, beyond one month of grace (docs/thirty.md, 4).
with late as (
  select p._ref, p.pid, p.amount, date_trunc('month', p.month) as m, max(d.death_date) as death_date,
         max(case when d.death_date_precision = 'year' then cast(date_trunc('year', d.death_date) + interval 11 month as date) else date_trunc('month', d.death_date) end) as dead_month
  from elder_allowance p
  join death d on d.pid = p.pid and (p.name is null or d.name is null or p.name = d.name)
  where p.pid_tier <= 2 and d.pid_tier <= 2 and p.amount > 0 and (p.status is null or p.status = 'paid')
  group by all
)
select cast(l.pid as varchar) as subject, cast(min(l.m) as date) as period_from, last_day(max(l.m)) as period_to, cast(sum(l.amount) as bigint) as amount
from late l
where l.m > l.dead_month + interval 1 month
  and not exists (select 1 from person a where a.pid = l.pid and a.pid_tier <= 2 and a.status = 'alive' and a.changed_at > l.death_date)
group by l.pid;
