-- Paid on the list of a village in which the payee is neither registered nor has land, house, spouse or household (docs/thirty.md, 14).
with paid as (
  select p._ref, p.pid, p.policy, p.village, p.pay_id, p.amount, p.period_from, a.changed_at,
         date_trunc('month', p.period_from) as m1,
         case when coalesce(case when p.period_to is not null then p.period_to_precision end, p.period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(p.period_to, p.period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(p.period_to, p.period_from)) end as m2
  from subsidy_pay p
  join person a on a.pid = p.pid and a.pid_tier <= 2 and (p.name is null or a.name is null or p.name = a.name)
  where p.policy in ('fertility', 'grain', 'forest', 'disaster-relief', 'winter-heating', 'dilapidated-house')
    and p.pid_tier <= 2 and p.amount > 0 and (p.status is null or p.status = 'paid')
    and p.village % 1000 <> 0 and a.hukou_region % 1000 <> 0 and a.hukou_region <> p.village
    and (a.status is null or a.status <> 'moved')
),
spouse as (
  select pid_a as pid, pid_b as of from kinship where relation = 'spouse' and pid_a_tier <= 2 and pid_b_tier <= 2
  union all select pid_b, pid_a from kinship where relation = 'spouse' and pid_a_tier <= 2 and pid_b_tier <= 2
  union all select pid_a, pid_b from marriage where event = 'marriage' and pid_a_tier <= 2 and pid_b_tier <= 2
  union all select pid_b, pid_a from marriage where event = 'marriage' and pid_a_tier <= 2 and pid_b_tier <= 2
),
returned as (
  select pay_id from bank_result where pay_id is not null group by pay_id
  having count(*) filter (result = 'returned') > 0 and count(*) filter (result = 'paid') = 0
),
negative as (
  select pid, policy, amount, date_trunc('month', period_from) as m1, date_trunc('month', coalesce(period_to, period_from)) as m2
  from subsidy_pay where amount < 0 and (status is null or status = 'paid')
)
select cast(p.pid as varchar) as subject, cast(min(p.m1) as date) as period_from, last_day(max(p.m2)) as period_to, cast(sum(p.amount) as bigint) as amount
from paid p
where not coalesce(p.changed_at > p.period_from, false)
  and p.village in (select village from land_right)
  and not exists (select 1 from land_right l where l.pid = p.pid and l.village = p.village and l.pid_tier <= 2)
  and not exists (select 1 from land_right l where l.contractor_pid = p.pid and l.village = p.village and l.contractor_pid_tier <= 2)
  and not exists (select 1 from household h where h.pid = p.pid and h.village = p.village and h.pid_tier <= 2
    and (h.from_date is null or h.from_date <= p.period_from) and coalesce(h.to_date, h.seen_to, date '9999-12-31') >= p.period_from)
  and not exists (select 1 from spouse s join person q on q.pid = s.of and q.pid_tier <= 2 where s.pid = p.pid and q.hukou_region = p.village)
  and not exists (select 1 from real_estate e where e.pid = p.pid and e.village = p.village and e.pid_tier <= 2 and (e.status is null or e.status <> 'cancelled'))
  and not exists (select 1 from returned r where r.pay_id = p.pay_id)
  and not exists (select 1 from negative n where n.pid = p.pid and n.policy = p.policy and n.m1 <= p.m2 and n.m2 >= p.m1 and -n.amount >= p.amount)
group by p.pid, p.village, p.policy;
