-- One agent drew cash in one year for three or more people who are neither kin, household nor registered (docs/thirty.md, 19).
with drawn as (
  select w.agent_pid, w.agent_name, w.pid, w.amount, w.date
  from cash_withdrawal w
  where w.pid_tier <= 2 and w.agent_pid_tier <= 2 and w.agent_pid <> w.pid and w.amount > 0
    and not exists (select 1 from proxy x where x.pid = w.pid and x.agent_pid = w.agent_pid and x.pid_tier <= 2 and x.agent_pid_tier <= 2
      and (x.from_date is null or x.from_date <= w.date) and coalesce(x.to_date, x.seen_to, date '9999-12-31') >= w.date)
    and not exists (select 1 from kinship k where k.pid_a = w.pid and k.pid_b = w.agent_pid and k.pid_a_tier <= 2 and k.pid_b_tier <= 2)
    and not exists (select 1 from kinship k where k.pid_b = w.pid and k.pid_a = w.agent_pid and k.pid_a_tier <= 2 and k.pid_b_tier <= 2)
    and not exists (
      select 1 from household h join household o on o.household_no = h.household_no and o.kind = h.kind
      where h.pid = w.pid and o.pid = w.agent_pid and h.pid_tier <= 2 and o.pid_tier <= 2
        and (h.from_date is null or h.from_date <= w.date) and coalesce(h.to_date, h.seen_to, date '9999-12-31') >= w.date
        and (o.from_date is null or o.from_date <= w.date) and coalesce(o.to_date, o.seen_to, date '9999-12-31') >= w.date)
)
select cast(agent_pid as varchar) as subject, min(date) as period_from, max(date) as period_to, cast(sum(amount) as bigint) as amount
from drawn
group by agent_pid, agent_name, year(date)
having count(distinct pid) >= 3;
