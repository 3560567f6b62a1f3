-- lease-expired version 2, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'contract' union select cast(0 as bigint)) t cross join (values ('contract', 'lease', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select lease.village as lease__village, lease.to_date as lease__to_date, lease.to_date_precision as lease__to_date_precision, asset._ref as asset__ref, parcel._ref as parcel__ref, asset.status as asset__status, parcel.occupied as parcel__occupied, lease.contract_no as lease__contract_no, lease.rent_year as lease__rent_year, lease._ref as lease__ref, lease.asset_id as lease__asset_id, lease.from_date as lease__from_date, lease.from_date_precision as lease__from_date_precision, lease.parcel_id as lease__parcel_id, 1 as tier
  from (select * from contract where type = 'lease' and (status is null or status not in ('ended', 'renewed')) and seen_to is null) lease
  left join (select * from collective_asset where seen_to is null) asset
    on lease.asset_id = asset.asset_id
    and asset.village = lease.village
  left join resource_parcel parcel
    on lease.parcel_id = parcel.parcel_id
),
worked_out_1 as (
  select c.*,
    case c.lease__to_date_precision when 'month' then last_day(c.lease__to_date) when 'year' then cast(date_trunc('year', c.lease__to_date) + interval '1' year - interval '1' day as date) else c.lease__to_date end as lease__to_date_last,
    case c.lease__from_date_precision when 'month' then last_day(c.lease__from_date) when 'year' then cast(date_trunc('year', c.lease__from_date) + interval '1' year - interval '1' day as date) else c.lease__from_date end as lease__from_date_last
  from met c
),
worked_out_2 as (
  select c.*,
    date_diff('day', c.lease__to_date_last, date '2025-12-31') as t_over
  from worked_out_1 c
),
candidates as (
  select c.* from (
    select c.*,
      case when (c.lease__village is null) then null else true end as f_placed,
      case when cast(c.lease__to_date_last + interval '30' day as date) < date '2025-12-31' then true when cast(c.lease__to_date + interval '30' day as date) >= date '2025-12-31' then false end as f_ended,
      case when (c.asset__ref is null and c.parcel__ref is null) then null else coalesce(c.asset__status = 'leased', false) or coalesce(c.parcel__occupied, false) end as f_in_use
    from worked_out_2 c
  ) c
  left join unfit on unfit.town = coalesce(c.lease__village - c.lease__village % 1000, 0)
  where coalesce(c.f_placed, true)
    and coalesce(c.f_ended, true)
    and coalesce(c.f_in_use, true)
    and unfit.town is null
    and c.tier <= 3
),
found_1 as (
  select distinct c.lease__ref from candidates c
  join (select * from contract where type = 'lease') next on c.lease__asset_id = next.asset_id and (next.village is null or next.village = c.lease__village) and next.from_date > c.lease__from_date and next.to_date > c.lease__to_date
),
found_2 as (
  select distinct c.lease__ref from candidates c
  join (select * from contract where type = 'lease') next_parcel on c.lease__parcel_id = next_parcel.parcel_id and (next_parcel.village is null or next_parcel.village = c.lease__village) and next_parcel.from_date > c.lease__from_date and next_parcel.to_date > c.lease__to_date
),
found_3 as (
  select distinct c.lease__ref from candidates c
  join trade trade on c.lease__asset_id = trade.asset_id and trade.village = c.lease__village and trade.listed >= cast(c.lease__to_date + -180 * interval '1' day as date)
),
found_4 as (
  select distinct c.lease__ref from candidates c
  join trade parcel_trade on c.lease__parcel_id = parcel_trade.parcel_id and parcel_trade.village = c.lease__village and parcel_trade.listed >= cast(c.lease__to_date + -180 * interval '1' day as date)
),
found_5 as (
  select distinct c.lease__ref from candidates c
  join (select * from village_voucher where kind = 'rent') rent on c.lease__contract_no = rent.contract_no and rent.village = c.lease__village and rent.date > c.lease__to_date
),
found_6 as (
  select distinct c.lease__ref from candidates c
  join receivable paid on c.lease__contract_no = paid.contract_no and paid.village = c.lease__village and paid.received_at > c.lease__to_date
),
said as (
  select c.*, 'contract' as subject_kind,
    cast(c.lease__contract_no as varchar) as subject,
    cast(null as varchar) as matter,
    c.lease__village as region,
    c.lease__to_date as period_from,
    c.lease__to_date_last as period_to,
    c.lease__rent_year as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.lease__ref, c.asset__ref, c.parcel__ref, c.t_over,
    case when c.f_placed is null then 'unknown.placed'
      when c.f_ended is null then 'unknown.ended'
      when c.f_in_use is null then 'unknown.in_use'
      when c.subject is null then 'unknown.subject'
      when found_1.lease__ref is not null then 'renewed'
      when found_2.lease__ref is not null then 'parcel-renewed'
      when found_3.lease__ref is not null then 'renewal'
      when found_4.lease__ref is not null then 'parcel-renewal'
      when found_5.lease__ref is not null then 'holding-over'
      when found_6.lease__ref is not null then 'holding-over-received' end as reason
  from said c
  left join found_1 on found_1.lease__ref = c.lease__ref
  left join found_2 on found_2.lease__ref = c.lease__ref
  left join found_3 on found_3.lease__ref = c.lease__ref
  left join found_4 on found_4.lease__ref = c.lease__ref
  left join found_5 on found_5.lease__ref = c.lease__ref
  left join found_6 on found_6.lease__ref = c.lease__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.placed', 'unknown.ended', 'unknown.in_use', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.lease__ref, count(*) as n from ruled c group by c.lease__ref having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.lease__ref, c.asset__ref, c.parcel__ref, c.t_over, c.reason, c.result from ruled c left join several s on s.lease__ref = c.lease__ref where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.lease__ref, c.asset__ref, c.parcel__ref, c.t_over, c.reason, c.result from (
    select c.*, row_number() over (partition by c.lease__ref order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.amount desc, c.subject, c.matter, c.period_from, c.period_to, c.lease__ref, c.asset__ref, c.parcel__ref) as nth from ruled c join several s on s.lease__ref = c.lease__ref
  ) c where c.nth = 1
),
settled as not materialized (
  select c.* from counted_once c
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
    case when max(c.t_over) > 180 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.lease__ref) || array_agg(c.asset__ref) || array_agg(c.parcel__ref))) as evidence,
    max(c.t_over) as m_days
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from contract where type = 'lease' and (status is null or status not in ('ended', 'renewed')) and seen_to is null) lease join unfit u on u.town = coalesce((lease.village - lease.village % 1000), 0) group by u.reason, u.town
