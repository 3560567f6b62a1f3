-- Pension for whole months in prison or detention (docs/thirty.md, 31).
with held as (
  select c.pid, c.name, c.from_date, cast(date_trunc('month', c.from_date) + interval 1 month as date) as first_month,
         cast(date_trunc('month', c.to_date) - interval 1 month as date) as last_month,
         c.type = 'detention' and c.to_date is not null and c.judgement is null
           and not exists (select 1 from custody n where n.pid = c.pid and n.pid_tier <= 2 and n.type = 'prison' and n.from_date >= c.from_date) as released
  from custody c
  where c.pid_tier <= 2 and c.type in ('prison', 'detention')
),
inside as (
  select p._ref, p.pid, p.scheme, p.amount, date_trunc('month', p.month) as m,
         h.released or coalesce(regexp_matches(p.reason, '余额|一次性|补发'), false)
           or exists (select 1 from custody o where o.pid = h.pid and o.pid_tier <= 2 and o.type in ('probation', 'parole', 'control')
                        and o.from_date >= h.from_date and date_trunc('month', o.from_date) <= date_trunc('month', p.month)) as innocent
  from pension p
  join held h on h.pid = p.pid and (p.name is null or h.name is null or p.name = h.name)
  where p.pid_tier <= 2 and p.amount > 0 and (p.status is null or p.status = 'paid')
    and date_trunc('month', p.month) >= h.first_month and (h.last_month is null or date_trunc('month', p.month) <= h.last_month)
),
once as (
  select _ref, pid, scheme, amount, m from inside group by all having not bool_or(innocent)
)
select cast(pid as varchar) as subject, cast(min(m) as date) as period_from, last_day(max(m)) as period_to, cast(sum(amount) as bigint) as amount
from once
group by pid, scheme;
