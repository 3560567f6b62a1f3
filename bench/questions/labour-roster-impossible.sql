-- Labour paid to the dead, to people on a public payroll, or for more days than the month has (docs/thirty.md, 24).
with work as (
  select _ref, pid, name, village, days, paid_at, date_trunc('month', month) as m, coalesce(amount, cast(round(cast(days as double) * rate) as bigint)) as amount
  from labour_roster
  where pid_tier <= 2 and (work_type is null or work_type <> 'public_duty') and coalesce(amount, cast(round(cast(days as double) * rate) as bigint)) > 0
),
dead as (
  select w._ref, max(d.death_date) as death_date,
         max(case when d.death_date_precision = 'year' then cast(date_trunc('year', d.death_date) + interval 11 month as date) else date_trunc('month', d.death_date) end) as dead_month
  from work w join death d on d.pid = w.pid and d.pid_tier <= 2 and (w.name is null or d.name is null or w.name = d.name)
  group by w._ref
),
staff as (
  select distinct w._ref
  from work w join public_staff s on s.pid = w.pid and s.pid_tier <= 2 and (w.name is null or s.name is null or w.name = s.name)
  where s.staff_type in ('civil', 'institution') and (s.hire is null or w.m > date_trunc('month', s.hire))
    and (coalesce(s.leave, s.seen_to) is null or w.m < date_trunc('month', coalesce(s.leave, s.seen_to)))
),
judged as (
  select w.*, d.death_date, coalesce(w.m > d.dead_month, false) as a, s._ref is not null as b, w.days > day(last_day(w.m)) as c
  from work w left join dead d on d._ref = w._ref left join staff s on s._ref = w._ref
)
select cast(j.pid as varchar) as subject, cast(min(j.m) as date) as period_from, last_day(max(j.m)) as period_to, cast(sum(j.amount) as bigint) as amount
from judged j
where (j.a or j.b or j.c)
  and not (j.a and not j.b and not j.c and (coalesce(j.paid_at <= j.death_date, false)
    or exists (select 1 from person p where p.pid = j.pid and p.pid_tier <= 2 and p.status = 'alive' and p.changed_at > j.death_date)))
  and not (j.b and not j.a and not j.c and j.days <= 8)
group by j.pid, j.village;
