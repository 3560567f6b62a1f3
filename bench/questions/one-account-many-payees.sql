-- Money of several unrelated people into one account in one calendar year (docs/thirty.md, 6).
with paid as (
  select p.account, p.pid, b.pid as holder, p.amount, p.period_from, year(p.period_from) as y,
         date_trunc('month', p.period_from) as m1,
         case when coalesce(case when p.period_to is not null then p.period_to_precision end, p.period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(p.period_to, p.period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(p.period_to, p.period_from)) end as m2
  from subsidy_pay p
  join bank_account b on b.account = p.account
  where p.pid_tier <= 2 and b.pid_tier <= 2 and p.pid <> b.pid and p.amount > 0 and (p.status is null or p.status = 'paid')
    and (p.name is null or b.name is null or p.name <> b.name)
),
stranger as (
  select * from paid p
  where not exists (
      select 1 from household h join household o on o.household_no = h.household_no and o.kind = h.kind
      where h.pid = p.pid and o.pid = p.holder and h.pid_tier <= 2 and o.pid_tier <= 2
        and (h.from_date is null or h.from_date <= p.period_from) and coalesce(h.to_date, h.seen_to, date '9999-12-31') >= p.period_from
        and (o.from_date is null or o.from_date <= p.period_from) and coalesce(o.to_date, o.seen_to, date '9999-12-31') >= p.period_from)
    and not exists (select 1 from kinship k where k.pid_a = p.pid and k.pid_b = p.holder and k.pid_a_tier <= 2 and k.pid_b_tier <= 2)
    and not exists (select 1 from kinship k where k.pid_b = p.pid and k.pid_a = p.holder and k.pid_a_tier <= 2 and k.pid_b_tier <= 2)
    and not exists (
      select 1 from proxy x where x.pid = p.pid and x.agent_pid = p.holder and x.pid_tier <= 2 and x.agent_pid_tier <= 2
        and (x.from_date is null or x.from_date <= p.period_from) and coalesce(x.to_date, x.seen_to, date '9999-12-31') >= p.period_from)
)
select cast(account as varchar) as subject, cast(min(m1) as date) as period_from, last_day(max(m2)) as period_to, cast(sum(amount) as bigint) as amount
from stranger
group by account, y
having count(distinct pid) >= 2;
