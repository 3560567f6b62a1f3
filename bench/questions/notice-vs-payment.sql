-- Those on the board and those paid, by person, programme, month and village (docs/thirty.md, 16).
with notice as (
  select notice_no, pid, pid_tier, name, policy, village, amount, published_at, date_trunc('month', period_from) as m1,
         case when coalesce(case when period_to is not null then period_to_precision end, period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(period_to, period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(period_to, period_from)) end as m2
  from notice_row where policy is not null and period_from is not null
),
pay as (
  select pid, pid_tier, name, policy, village, amount, coalesce(pay_type in ('back_pay', 'adjustment'), false) as late, date_trunc('month', period_from) as m1,
         case when coalesce(case when period_to is not null then period_to_precision end, period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(period_to, period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(period_to, period_from)) end as m2
  from subsidy_pay
  where policy is not null and village is not null and amount > 0 and (status is null or status = 'paid')
    and (policy, village) in (select (policy, village) from notice)
),
notice_month as (
  select *, amount // (date_diff('month', m1, m2) + 1) as part, cast(unnest(generate_series(m1, m2, interval 1 month)) as date) as m from notice where m2 >= m1
),
pay_month as (
  select *, amount // (date_diff('month', m1, m2) + 1) as part, cast(unnest(generate_series(m1, m2, interval 1 month)) as date) as m from pay where m2 >= m1
),
listed as (
  select pid, policy, village, m, min(part) as least_part, max(part) as most_part, sum(part) as whole, max(published_at) as published_at, min(name) as name_min, max(name) as name_max
  from notice_month where pid_tier <= 2 group by pid, policy, village, m
),
given as (
  select pid, policy, village, m, sum(part) as part, bool_and(late) as only_late, min(name) as name_min, max(name) as name_max
  from pay_month where pid_tier <= 2 group by pid, policy, village, m
),
scope as (
  select policy, village, m, max(published_at) as newest from notice_month group by policy, village, m
),
scope_paid as (select distinct policy, village, m from pay_month),
side_by_side as (
  select coalesce(l.pid, g.pid) as pid, coalesce(l.policy, g.policy) as policy, coalesce(l.village, g.village) as village, coalesce(l.m, g.m) as m,
         l.least_part, l.most_part, l.whole, l.published_at, g.part, g.only_late, coalesce(l.name_min, g.name_min) as name,
         least(l.name_min, g.name_min) = greatest(l.name_max, g.name_max) or coalesce(l.name_min, g.name_min) is null as one_name
  from listed l full join given g on g.pid = l.pid and g.policy = l.policy and g.village = l.village and g.m = l.m
),
differs as (
  select s.*, c.newest,
         case when s.least_part is null then s.part when s.part is null then s.most_part
              when s.part > s.most_part then s.part - s.most_part else s.least_part - s.part end as gap
  from side_by_side s
  join scope c on c.policy = s.policy and c.village = s.village and c.m = s.m
  join scope_paid d on d.policy = s.policy and d.village = s.village and d.m = s.m
  where s.one_name and (s.least_part is null or s.part is null or s.part > s.most_part + 100 or s.part < s.least_part - 100)
),
back as (
  select p.pid, p.policy, date_trunc('month', p.period_from) as m1, date_trunc('month', coalesce(p.period_to, p.period_from)) as m2
  from subsidy_pay p
  where p.pid_tier <= 2 and (p.status = 'returned' or p.pay_id in (
    select pay_id from bank_result where pay_id is not null group by pay_id
    having count(*) filter (result = 'returned') > 0 and count(*) filter (result = 'paid') = 0))
)
select cast(d.pid as varchar) as subject, cast(min(d.m) as date) as period_from, last_day(max(d.m)) as period_to, cast(sum(d.gap) as bigint) as amount
from differs d
where d.only_late is not true
  and not coalesce(abs(d.part - d.whole) <= 100, false)
  and not (d.least_part is null and exists (select 1 from notice_month n where n.policy = d.policy and n.village = d.village and n.m = d.m and n.name = d.name))
  and not (d.part is null and exists (select 1 from pay_month n where n.policy = d.policy and n.village = d.village and n.m = d.m and n.name = d.name))
  and not (d.part is null and coalesce(d.newest > d.published_at, false))
  and not exists (select 1 from back r where r.pid = d.pid and r.policy = d.policy and r.m1 <= d.m and r.m2 >= d.m)
group by d.pid, d.village, d.policy;
