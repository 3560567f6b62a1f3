-- one-account-many-payees version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'subsidy_pay' union select cast(0 as bigint)) t cross join (values ('bank_account', 'holder', cast(null as date)), ('subsidy_pay', 'pay', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select pay.pid as pay__pid, holder.pid as holder__pid, pay.account as pay__account, pay.period_from as pay__period_from, pay.period_from_precision as pay__period_from_precision, pay.period_to as pay__period_to, pay.period_to_precision as pay__period_to_precision, pay.amount as pay__amount, pay.village as pay__village, pay._ref as pay__ref, holder._ref as holder__ref, pay.name as pay__name, holder.name as holder__name, pay.pid_tier as pay__pid_tier, greatest(coalesce(coalesce(pay.pid_tier, 1), 1), coalesce(coalesce(holder.pid_tier, 1), 1)) as tier
  from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) pay
  join bank_account holder
    on pay.account = holder.account
),
worked_out_1 as (
  select c.*,
    case c.pay__period_from_precision when 'month' then last_day(c.pay__period_from) when 'year' then cast(date_trunc('year', c.pay__period_from) + interval '1' year - interval '1' day as date) else c.pay__period_from end as pay__period_from_last,
    case c.pay__period_to_precision when 'month' then last_day(c.pay__period_to) when 'year' then cast(date_trunc('year', c.pay__period_to) + interval '1' year - interval '1' day as date) else c.pay__period_to end as pay__period_to_last
  from met c
),
worked_out_2 as (
  select c.*,
    cast(date_trunc('month', c.pay__period_from) as date) as t_start,
    coalesce(c.pay__period_to, c.pay__period_from) as t_until,
    coalesce(c.pay__period_to_last, c.pay__period_from_last) as t_until_last
  from worked_out_1 c
),
worked_out_3 as (
  select c.*,
    last_day(c.t_until_last) as t_finish
  from worked_out_2 c
),
candidates as (
  select c.* from (
    select c.*,
      c.pay__pid <> c.holder__pid as f_not_the_holder
    from worked_out_3 c
  ) c
  left join unfit on unfit.town = coalesce(c.pay__village - c.pay__village % 1000, 0)
  where coalesce(c.f_not_the_holder, true)
    and unfit.town is null
    and c.tier <= 2
),
found_2 as (
  select distinct c.pay__ref, c.holder__ref from candidates c
  join household own on c.pay__pid = own.pid and c.pay__pid_tier <= 2 and own.pid_tier <= 2 and c.pay__period_from between coalesce(own.from_date, date '1900-01-01') and coalesce(coalesce(case own.to_date_precision when 'month' then last_day(own.to_date) when 'year' then cast(date_trunc('year', own.to_date) + interval '1' year - interval '1' day as date) else own.to_date end, own.seen_to), date '9999-12-31')
  join household theirs on own.household_no = theirs.household_no and theirs.kind = own.kind and theirs.pid = c.holder__pid and c.pay__period_from between coalesce(theirs.from_date, date '1900-01-01') and coalesce(coalesce(case theirs.to_date_precision when 'month' then last_day(theirs.to_date) when 'year' then cast(date_trunc('year', theirs.to_date) + interval '1' year - interval '1' day as date) else theirs.to_date end, theirs.seen_to), date '9999-12-31')
),
found_3 as (
  select distinct c.pay__ref, c.holder__ref from candidates c
  join (select _ref, pid_a, pid_a_tier, pid_b from kinship e union all select _ref, pid_b as pid_a, pid_b_tier as pid_a_tier, pid_a as pid_b from kinship e) kin on c.pay__pid = kin.pid_a and c.pay__pid_tier <= 2 and kin.pid_a_tier <= 2 and kin.pid_b = c.holder__pid
),
found_4 as (
  select distinct c.pay__ref, c.holder__ref from candidates c
  join proxy agent on c.pay__pid = agent.pid and c.pay__pid_tier <= 2 and agent.pid_tier <= 2 and agent.agent_pid = c.holder__pid and c.pay__period_from between coalesce(agent.from_date, date '1900-01-01') and coalesce(coalesce(case agent.to_date_precision when 'month' then last_day(agent.to_date) when 'year' then cast(date_trunc('year', agent.to_date) + interval '1' year - interval '1' day as date) else agent.to_date end, agent.seen_to), date '9999-12-31')
),
said as (
  select c.*, 'account' as subject_kind,
    cast(c.pay__account as varchar) as subject,
    coalesce(cast(year(c.pay__period_from) as varchar), '') as matter,
    c.pay__village as region,
    c.t_start as period_from,
    c.t_finish as period_to,
    c.pay__amount as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.holder__ref, c.pay__pid,
    case when c.f_not_the_holder is null then 'unknown.not_the_holder'
      when c.subject is null then 'unknown.subject'
      when c.pay__name = c.holder__name then 'F-ID'
      when found_2.pay__ref is not null then 'F-HH'
      when found_3.pay__ref is not null then 'kin'
      when found_4.pay__ref is not null then 'F-PROXY' end as reason
  from said c
  left join found_2 on found_2.pay__ref = c.pay__ref and found_2.holder__ref = c.holder__ref
  left join found_3 on found_3.pay__ref = c.pay__ref and found_3.holder__ref = c.holder__ref
  left join found_4 on found_4.pay__ref = c.pay__ref and found_4.holder__ref = c.holder__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.not_the_holder', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.pay__ref, count(*) as n from ruled c group by c.pay__ref having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.holder__ref, c.pay__pid, c.reason, c.result from ruled c left join several s on s.pay__ref = c.pay__ref where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.holder__ref, c.pay__pid, c.reason, c.result from (
    select c.*, row_number() over (partition by c.pay__ref order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.amount desc, c.subject, c.matter, c.period_from, c.period_to, c.pay__ref, c.holder__ref) as nth from ruled c join several s on s.pay__ref = c.pay__ref
  ) c where c.nth = 1
),
settled as not materialized (
  select c.* from counted_once c where c.tier <= 2 or c.result = 'not_assessable'
  union all
  select c.* from counted_once c left join counted_once s
    on s.tier <= 2 and s.result = c.result and s.subject_kind = c.subject_kind and s.subject = c.subject and coalesce(s.matter, '') = coalesce(c.matter, '')
  where c.tier > 2 and c.result <> 'not_assessable' and s.subject is null
),
left_over as (
  select 'hit' as result,
    cast(null as varchar) as reason,
    cast(1 as bigint) as n,
    c.subject_kind,
    c.subject,
    c.matter,
    min(c.region) as region,
    min(c.period_from) as period_from,
    max(c.period_to) as period_to,
    cast(sum(c.amount) as bigint) as amount,
    cast(max(c.tier) as integer) as tier,
    case when count(distinct c.pay__pid) >= 5 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.pay__ref) || array_agg(c.holder__ref))) as evidence,
    count(distinct c.pay__pid) as m_outsiders
  from settled c where c.result = 'hit'
  group by c.subject_kind, c.subject, c.matter
  having count(distinct c.pay__pid) >= 2
),
passing as (
  select c.subject_kind, c.subject, c.matter from settled c where c.result in ('hit', 'let_go')
  group by c.subject_kind, c.subject, c.matter
  having count(distinct c.pay__pid) >= 2
),
excused as (
  select 'let_go' as result,
    c.reason as reason,
    cast(1 as bigint) as n,
    c.subject_kind,
    c.subject,
    c.matter,
    min(c.region) as region,
    min(c.period_from) as period_from,
    max(c.period_to) as period_to,
    cast(sum(c.amount) as bigint) as amount,
    cast(max(c.tier) as integer) as tier,
    case when count(distinct c.pay__pid) >= 5 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.pay__ref) || array_agg(c.holder__ref))) as evidence,
    count(distinct c.pay__pid) as m_outsiders
  from settled c where c.result = 'let_go'
  group by c.reason, c.subject_kind, c.subject, c.matter
),
matters as (
  select * from left_over
  union all
  select e.* from excused e join passing p on p.subject_kind = e.subject_kind and p.subject = e.subject and coalesce(p.matter, '') = coalesce(e.matter, '') left join left_over l
    on l.subject_kind = e.subject_kind and l.subject = e.subject and coalesce(l.matter, '') = coalesce(e.matter, '')
  where l.subject is null
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) pay join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (pay.village - pay.village % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) pay left join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) where (pay.pid_tier > 2) and u.town is null group by (pay.village - pay.village % 1000)
