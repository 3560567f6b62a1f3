-- non-villager-payee version 2, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'subsidy_pay' union select cast(0 as bigint)) t cross join (values ('person', 'person', cast(null as date)), ('subsidy_pay', 'pay', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select pay.village as pay__village, person.hukou_region as person__hukou_region, pay.pid as pay__pid, pay.policy as pay__policy, pay.period_from as pay__period_from, pay.period_from_precision as pay__period_from_precision, pay.period_to as pay__period_to, pay.period_to_precision as pay__period_to_precision, pay.amount as pay__amount, pay._ref as pay__ref, person._ref as person__ref, pay.pid_tier as pay__pid_tier, person.changed_at as person__changed_at, person.changed_at_precision as person__changed_at_precision, pay.pay_id as pay__pay_id, case when pay.name <> person.name then 3 else greatest(pay.pid_tier, person.pid_tier) end as tier
  from (select * from subsidy_pay where policy in ('fertility', 'grain', 'forest', 'disaster-relief', 'winter-heating', 'dilapidated-house') and (status is null or status = 'paid') and amount > 0) pay
  join (select * from person where status is null or status <> 'moved') person
    on pay.pid = person.pid
    and pay.pid_tier <= 2
    and person.pid_tier <= 2
),
worked_out_1 as (
  select c.*,
    case c.pay__period_from_precision when 'month' then last_day(c.pay__period_from) when 'year' then cast(date_trunc('year', c.pay__period_from) + interval '1' year - interval '1' day as date) else c.pay__period_from end as pay__period_from_last,
    case c.pay__period_to_precision when 'month' then last_day(c.pay__period_to) when 'year' then cast(date_trunc('year', c.pay__period_to) + interval '1' year - interval '1' day as date) else c.pay__period_to end as pay__period_to_last,
    case c.person__changed_at_precision when 'month' then last_day(c.person__changed_at) when 'year' then cast(date_trunc('year', c.person__changed_at) + interval '1' year - interval '1' day as date) else c.person__changed_at end as person__changed_at_last
  from met c
),
worked_out_2 as (
  select c.*,
    cast(date_trunc('month', c.pay__period_from) as date) as t_start,
    coalesce(c.pay__period_to, c.pay__period_from) as t_until,
    coalesce(c.pay__period_to_last, c.pay__period_from_last) as t_until_last,
    c.pay__amount as t_money
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
      c.pay__village % 1000 <> 0 and c.person__hukou_region % 1000 <> 0 as f_villages_known,
      c.pay__village <> c.person__hukou_region as f_elsewhere
    from worked_out_3 c
  ) c
  left join unfit on unfit.town = coalesce(c.pay__village - c.pay__village % 1000, 0)
  where coalesce(c.f_villages_known, true)
    and coalesce(c.f_elsewhere, true)
    and unfit.town is null
    and c.tier <= 3
),
found_1 as (
  select distinct c.pay__ref from candidates c
  left join land_right any_land on c.pay__village = any_land.village
  where any_land.village is null
),
unseen_1_any_land as (
  select coalesce(t.town, 0) as town from (select region_from - region_from % 1000 as town from coverage where register = 'subsidy_pay' union select cast(0 as bigint)) t
  left join coverage v on v.register = 'land_right' and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
  where v.register is null
),
found_2 as (
  select distinct c.pay__ref from candidates c
  join land_right land on c.pay__pid = land.pid and c.pay__pid_tier <= 2 and land.pid_tier <= 2 and land.village = c.pay__village
),
found_3 as (
  select distinct c.pay__ref from candidates c
  join land_right contractor on c.pay__pid = contractor.contractor_pid and c.pay__pid_tier <= 2 and contractor.contractor_pid_tier <= 2 and contractor.village = c.pay__village
),
found_4 as (
  select distinct c.pay__ref from candidates c
  join household living on c.pay__pid = living.pid and c.pay__pid_tier <= 2 and living.pid_tier <= 2 and living.village = c.pay__village and c.pay__period_from between coalesce(living.from_date, date '1900-01-01') and coalesce(coalesce(case living.to_date_precision when 'month' then last_day(living.to_date) when 'year' then cast(date_trunc('year', living.to_date) + interval '1' year - interval '1' day as date) else living.to_date end, living.seen_to), date '9999-12-31')
),
found_5 as (
  select distinct c.pay__ref from candidates c
  join (select _ref, pid_a, pid_a_tier, pid_b, pid_b_tier, relation from (select * from kinship where relation = 'spouse') e union all select _ref, pid_b as pid_a, pid_b_tier as pid_a_tier, pid_a as pid_b, pid_a_tier as pid_b_tier, relation from (select * from kinship where relation = 'spouse') e) kin on c.pay__pid = kin.pid_a and c.pay__pid_tier <= 2 and kin.pid_a_tier <= 2
  join person spouse on kin.pid_b = spouse.pid and kin.pid_b_tier <= 2 and spouse.pid_tier <= 2 and spouse.hukou_region = c.pay__village
),
found_6 as (
  select distinct c.pay__ref from candidates c
  join (select _ref, event, pid_a, pid_a_tier, pid_b, pid_b_tier from (select * from marriage where event = 'marriage') e union all select _ref, event, pid_b as pid_a, pid_b_tier as pid_a_tier, pid_a as pid_b, pid_a_tier as pid_b_tier from (select * from marriage where event = 'marriage') e) wedding on c.pay__pid = wedding.pid_a and c.pay__pid_tier <= 2 and wedding.pid_a_tier <= 2
  join person spouse on wedding.pid_b = spouse.pid and wedding.pid_b_tier <= 2 and spouse.pid_tier <= 2 and spouse.hukou_region = c.pay__village
),
found_7 as (
  select distinct c.pay__ref from candidates c
  join (select * from real_estate where status is null or status <> 'cancelled') house on c.pay__pid = house.pid and c.pay__pid_tier <= 2 and house.pid_tier <= 2 and house.village = c.pay__village
),
found_9 as (
  select distinct c.pay__ref from candidates c
  join (select * from bank_result where result = 'returned') back on c.pay__pay_id = back.pay_id
  left join (select * from bank_result where result = 'paid') again on c.pay__pay_id = again.pay_id
  where again.pay_id is null
),
found_10 as (
  select distinct c.pay__ref from candidates c
  join (select * from subsidy_pay where status is null or status = 'paid') undo on c.pay__pid = undo.pid and c.pay__pid_tier <= 2 and undo.pid_tier <= 2 and undo.policy = c.pay__policy and undo.amount + c.t_money <= 0 and undo.period_from <= last_day(coalesce(c.t_until_last, date '9999-12-31')) and c.pay__period_from <= last_day(coalesce(coalesce(case undo.period_to_precision when 'month' then last_day(undo.period_to) when 'year' then cast(date_trunc('year', undo.period_to) + interval '1' year - interval '1' day as date) else undo.period_to end, case undo.period_from_precision when 'month' then last_day(undo.period_from) when 'year' then cast(date_trunc('year', undo.period_from) + interval '1' year - interval '1' day as date) else undo.period_from end), date '9999-12-31')) and undo.period_from <= coalesce(coalesce(case undo.period_to_precision when 'month' then last_day(undo.period_to) when 'year' then cast(date_trunc('year', undo.period_to) + interval '1' year - interval '1' day as date) else undo.period_to end, case undo.period_from_precision when 'month' then last_day(undo.period_from) when 'year' then cast(date_trunc('year', undo.period_from) + interval '1' year - interval '1' day as date) else undo.period_from end), date '9999-12-31') and c.pay__period_from <= coalesce(c.t_until_last, date '9999-12-31')
),
said as (
  select c.*, 'person' as subject_kind,
    cast(c.pay__pid as varchar) as subject,
    coalesce(cast(c.pay__village as varchar), '') || '|' || coalesce(cast(c.pay__policy as varchar), '') as matter,
    c.pay__village as region,
    c.t_start as period_from,
    c.t_finish as period_to,
    c.t_money as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.person__ref,
    case when c.f_villages_known is null then 'unknown.villages_known'
      when c.f_elsewhere is null then 'unknown.elsewhere'
      when c.subject is null then 'unknown.subject'
      when found_2.pay__ref is not null then 'land'
      when found_3.pay__ref is not null then 'contractor'
      when found_4.pay__ref is not null then 'resident'
      when found_5.pay__ref is not null then 'married-in'
      when found_6.pay__ref is not null then 'married-in-registered'
      when found_7.pay__ref is not null then 'house'
      when case when c.person__changed_at > c.pay__period_from_last then true when c.person__changed_at_last <= c.pay__period_from then false end then 'F-MOVE'
      when found_9.pay__ref is not null then 'returned'
      when found_10.pay__ref is not null then 'repaid'
      when found_1.pay__ref is not null and unseen_1_any_land.town is not null then 'missing.any_land'
      when found_1.pay__ref is not null then 'land-unknown' end as reason
  from said c
  left join found_1 on found_1.pay__ref = c.pay__ref
  left join unseen_1_any_land on unseen_1_any_land.town = coalesce(c.pay__village - c.pay__village % 1000, 0)
  left join found_2 on found_2.pay__ref = c.pay__ref
  left join found_3 on found_3.pay__ref = c.pay__ref
  left join found_4 on found_4.pay__ref = c.pay__ref
  left join found_5 on found_5.pay__ref = c.pay__ref
  left join found_6 on found_6.pay__ref = c.pay__ref
  left join found_7 on found_7.pay__ref = c.pay__ref
  left join found_9 on found_9.pay__ref = c.pay__ref
  left join found_10 on found_10.pay__ref = c.pay__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.villages_known', 'unknown.elsewhere', 'unknown.subject', 'missing.any_land', 'land-unknown') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.pay__ref, count(*) as n from ruled c group by c.pay__ref having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.person__ref, c.reason, c.result from ruled c left join several s on s.pay__ref = c.pay__ref where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.pay__ref, c.person__ref, c.reason, c.result from (
    select c.*, row_number() over (partition by c.pay__ref order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.amount desc, c.subject, c.matter, c.period_from, c.period_to, c.pay__ref, c.person__ref) as nth from ruled c join several s on s.pay__ref = c.pay__ref
  ) c where c.nth = 1
),
settled as not materialized (
  select c.* from counted_once c where c.tier <= 2 or c.result = 'not_assessable'
  union all
  select c.* from counted_once c left join counted_once s
    on s.tier <= 2 and s.result = c.result and s.subject_kind = c.subject_kind and s.subject = c.subject and coalesce(s.matter, '') = coalesce(c.matter, '')
  where c.tier > 2 and c.result <> 'not_assessable' and s.subject is null
),
matters as (
  select case when c.reason is null then 'hit' else 'let_go' end as result,
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
    case when cast(sum(c.amount) as bigint) >= 200000 then 'red' when cast(sum(c.amount) as bigint) >= 20000 then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.pay__ref) || array_agg(c.person__ref))) as evidence,
    count(*) as m_rows
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from subsidy_pay where policy in ('fertility', 'grain', 'forest', 'disaster-relief', 'winter-heating', 'dilapidated-house') and (status is null or status = 'paid') and amount > 0) pay join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (pay.village - pay.village % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from subsidy_pay where policy in ('fertility', 'grain', 'forest', 'disaster-relief', 'winter-heating', 'dilapidated-house') and (status is null or status = 'paid') and amount > 0) pay left join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) where (pay.pid_tier > 2) and u.town is null group by (pay.village - pay.village % 1000)
