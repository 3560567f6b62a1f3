-- Numbers on a payroll that cannot exist, one finding per name, village and programme (docs/thirty.md, 7).
with bad as (
  select _ref, pid, name, village, coalesce(policy, policy_delivered) as programme, amount,
         date_trunc('month', period_from) as m1,
         case when coalesce(case when period_to is not null then period_to_precision end, period_from_precision) = 'year'
              then cast(date_trunc('year', coalesce(period_to, period_from)) + interval 11 month as date)
              else date_trunc('month', coalesce(period_to, period_from)) end as m2
  from subsidy_pay
  where pid_tier = 9 and amount > 0 and (status is null or status = 'paid')
    and pid_issue in ('length', 'characters', 'check', 'birth', 'region')
)
select cast(arg_min(pid, _ref) as varchar) as subject, cast(min(m1) as date) as period_from, last_day(max(m2)) as period_to, cast(sum(amount) as bigint) as amount
from bad
group by name, village, programme;
