-- The same recipient, programme, period and amount, twice (docs/thirty.md, 5).
with paid as (
  select _ref, pid, name, coalesce(policy, '?' || policy_delivered) as programme, period_from, period_to, period_from_precision, period_to_precision,
         amount, pay_id, pay_type, standard, qty
  from subsidy_pay
  where pid_tier <= 2 and amount > 0 and (status is null or status = 'paid')
),
several as (
  select pid, programme, period_from, period_to, amount
  from paid where programme is not null
  group by all having count(*) > 1
),
row_of as (
  select p.* from paid p join several s
    on p.pid = s.pid and p.programme = s.programme and p.period_from = s.period_from
   and p.period_to is not distinct from s.period_to and p.amount = s.amount
),
returned as (
  select pay_id from bank_result where pay_id is not null group by pay_id
  having count(*) filter (result = 'returned') > 0 and count(*) filter (result = 'paid') = 0
),
negative as (
  select pid, coalesce(policy, '?' || policy_delivered) as programme, amount, date_trunc('month', period_from) as m1, date_trunc('month', coalesce(period_to, period_from)) as m2
  from subsidy_pay where amount < 0 and (status is null or status = 'paid')
),
later as (
  select l._ref, l.pid, l.programme, l.period_from, l.amount,
         date_trunc('month', l.period_from) as m1,
         case when coalesce(case when l.period_to is not null then l.period_to_precision end, l.period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(l.period_to, l.period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(l.period_to, l.period_from)) end as m2,
         bool_or(coalesce(l.pay_id = e.pay_id, false)
           or coalesce(l.pay_type in ('back_pay', 'adjustment'), false) or coalesce(e.pay_type in ('back_pay', 'adjustment'), false)
           or rl.pay_id is not null or re.pay_id is not null
           or coalesce(2 * l.amount <= l.standard * coalesce(l.qty, 1), false)) as innocent
  from row_of l
  join row_of e on e.pid = l.pid and e.programme = l.programme and e.period_from = l.period_from
    and e.period_to is not distinct from l.period_to and e.amount = l.amount and e._ref < l._ref
    and (l.name is null or e.name is null or l.name = e.name)
  left join returned rl on rl.pay_id = l.pay_id
  left join returned re on re.pay_id = e.pay_id
  group by all
)
select cast(l.pid as varchar) as subject, min(l.period_from) as period_from, last_day(max(l.m2)) as period_to, cast(sum(l.amount) as bigint) as amount
from later l
where not l.innocent
  and not exists (select 1 from negative n where n.pid = l.pid and n.programme = l.programme and n.m1 <= l.m2 and n.m2 >= l.m1 and -n.amount >= l.amount)
group by l.pid, l.programme;
