-- asset-let-without-contract version 2, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'collective_asset' union select cast(0 as bigint)) t cross join (values ('contract', 'parcel_lease', cast(null as date)), ('collective_asset', 'asset', cast(date '2025-12-31' + -400 * interval '1' day as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select asset.village as asset__village, asset.asset_id as asset__asset_id, asset._ref as asset__ref, asset.parcel_id as asset__parcel_id, 1 as tier
  from (select * from collective_asset where status = 'leased' and seen_to is null) asset
  where not exists (select 1 from (select * from contract where type = 'lease') lease where asset.asset_id = lease.asset_id and lease.village = asset.village)
    and not exists (select 1 from (select * from contract where type = 'lease') parcel_lease where asset.parcel_id = parcel_lease.parcel_id and parcel_lease.village = asset.village)
),
candidates as (
  select c.* from (
    select c.*,
      case when (c.asset__village is null) then null else true end as f_placed
    from met c
  ) c
  left join unfit on unfit.town = coalesce(c.asset__village - c.asset__village % 1000, 0)
  where coalesce(c.f_placed, true)
    and unfit.town is null
    and c.tier <= 3
),
found_1 as (
  select distinct c.asset__ref from candidates c
  join trade trade on c.asset__asset_id = trade.asset_id and trade.village = c.asset__village and trade.deal_at between cast(date '2025-12-31' + -60 * interval '1' day as date) and coalesce(date '2025-12-31', date '9999-12-31')
),
found_2 as (
  select distinct c.asset__ref from candidates c
  join trade parcel_trade on c.asset__parcel_id = parcel_trade.parcel_id and parcel_trade.village = c.asset__village and parcel_trade.deal_at between cast(date '2025-12-31' + -60 * interval '1' day as date) and coalesce(date '2025-12-31', date '9999-12-31')
),
found_3 as (
  select distinct c.asset__ref from candidates c
  join resource_parcel parcel on c.asset__parcel_id = parcel.parcel_id and parcel.owner in ('household', 'state')
),
found_4 as (
  select distinct c.asset__ref from candidates c
  join (select * from contract where type = 'lease' and village is null) lease_somewhere on c.asset__asset_id = lease_somewhere.asset_id
),
found_5 as (
  select distinct c.asset__ref from candidates c
  join (select * from contract where type = 'lease' and village is null) parcel_lease_somewhere on c.asset__parcel_id = parcel_lease_somewhere.parcel_id
),
said as (
  select c.*, 'asset' as subject_kind,
    cast(c.asset__asset_id as varchar) as subject,
    coalesce(cast(c.asset__village as varchar), '') as matter,
    c.asset__village as region,
    cast(null as date) as period_from,
    cast(null as date) as period_to
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.tier, c.asset__ref,
    case when c.f_placed is null then 'unknown.placed'
      when c.subject is null then 'unknown.subject'
      when found_1.asset__ref is not null then 'traded'
      when found_2.asset__ref is not null then 'parcel-traded'
      when found_3.asset__ref is not null then 'not-collective'
      when found_4.asset__ref is not null then 'lease-without-village'
      when found_5.asset__ref is not null then 'parcel-lease-without-village' end as reason
  from said c
  left join found_1 on found_1.asset__ref = c.asset__ref
  left join found_2 on found_2.asset__ref = c.asset__ref
  left join found_3 on found_3.asset__ref = c.asset__ref
  left join found_4 on found_4.asset__ref = c.asset__ref
  left join found_5 on found_5.asset__ref = c.asset__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.placed', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
settled as not materialized (
  select c.* from ruled c
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
    cast(null as bigint) as amount,
    cast(max(c.tier) as integer) as tier,
    'yellow' as level,
    list_sort(list_distinct(array_agg(c.asset__ref))) as evidence
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from (select * from collective_asset where status = 'leased' and seen_to is null) asset join unfit u on u.town = coalesce((asset.village - asset.village % 1000), 0) group by u.reason, u.town
