-- lease-below-market version 2, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
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
peers as (
  select ref, max(n) as count, case when max(n) >= 5 then avg(case when 2 * nth between n and n + 2 then value end) end as median
  from (
    select ref, value, row_number() over (partition by ref order by value) as nth, count(*) over (partition by ref) as n
    from (
      select lease._ref as ref, cast(like_.rent_year as double) / nullif(like_.area, 0) as value
      from (select * from contract where type = 'lease' and rent_year > 0 and area > 0 and land_class is not null and from_date is not null and (status is null or status <> 'ended') and seen_to is null) lease
      join (select * from contract where type = 'lease' and rent_year > 0) like_ on lease.land_class = like_.land_class and (lease.village - lease.village % 1000) = (like_.village - like_.village % 1000) and abs(year(lease.from_date) - year(like_.from_date)) <= 2
    ) v where value is not null
  ) r group by ref
),
met as (
  select lease.rent_year as lease__rent_year, lease.area as lease__area, lease._ref as lease__ref, peers.median as peers__median, lease.contract_no as lease__contract_no, lease.from_date as lease__from_date, lease.from_date_precision as lease__from_date_precision, lease.to_date as lease__to_date, lease.to_date_precision as lease__to_date_precision, lease.village as lease__village, lease.asset_id as lease__asset_id, lease.parcel_id as lease__parcel_id, peers.count as peers__count, 1 as tier
  from (select * from contract where type = 'lease' and rent_year > 0 and area > 0 and land_class is not null and from_date is not null and (status is null or status <> 'ended') and seen_to is null) lease
  left join peers on peers.ref = lease._ref
),
worked_out_1 as (
  select c.*,
    case c.lease__from_date_precision when 'month' then last_day(c.lease__from_date) when 'year' then cast(date_trunc('year', c.lease__from_date) + interval '1' year - interval '1' day as date) else c.lease__from_date end as lease__from_date_last,
    case c.lease__to_date_precision when 'month' then last_day(c.lease__to_date) when 'year' then cast(date_trunc('year', c.lease__to_date) + interval '1' year - interval '1' day as date) else c.lease__to_date end as lease__to_date_last
  from met c
),
worked_out_2 as (
  select c.*,
    cast(c.lease__rent_year as double) / nullif(c.lease__area, 0) as t_rate
  from worked_out_1 c
),
candidates as (
  select c.* from (
    select c.*,
      c.t_rate < cast(0.6000 as double) * c.peers__median as f_cheap
    from worked_out_2 c
  ) c
  left join unfit on unfit.town = coalesce(c.lease__village - c.lease__village % 1000, 0)
  where coalesce(c.f_cheap, true)
    and unfit.town is null
    and c.tier <= 3
),
found_2 as (
  select distinct c.lease__ref from candidates c
  join (select * from trade where mode in ('open', 'bid')) deal on c.lease__contract_no = deal.contract_no
),
found_3 as (
  select distinct c.lease__ref from candidates c
  join (select * from trade where mode in ('open', 'bid')) asset_deal on c.lease__asset_id = asset_deal.asset_id and asset_deal.village = c.lease__village and asset_deal.deal_at between cast(c.lease__from_date + -365 * interval '1' day as date) and coalesce(c.lease__from_date_last, date '9999-12-31')
),
found_4 as (
  select distinct c.lease__ref from candidates c
  join (select * from resource_parcel where owner = 'household') parcel on c.lease__parcel_id = parcel.parcel_id
),
said as (
  select c.*, 'contract' as subject_kind,
    cast(c.lease__contract_no as varchar) as subject,
    cast(null as varchar) as matter,
    c.lease__village as region,
    c.lease__from_date as period_from,
    coalesce(c.lease__to_date_last, c.lease__from_date_last) as period_to,
    cast(round(cast(c.peers__median as double) * c.lease__area - c.lease__rent_year) as bigint) as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.lease__ref, c.t_rate, c.peers__median, c.peers__count,
    case when c.f_cheap is null then 'unknown.cheap'
      when c.subject is null then 'unknown.subject'
      when c.t_rate < cast(0.1000 as double) * c.peers__median then 'F-UNIT'
      when found_2.lease__ref is not null then 'open-bid'
      when found_3.lease__ref is not null then 'asset-open-bid'
      when found_4.lease__ref is not null then 'household-land' end as reason
  from said c
  left join found_2 on found_2.lease__ref = c.lease__ref
  left join found_3 on found_3.lease__ref = c.lease__ref
  left join found_4 on found_4.lease__ref = c.lease__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.cheap', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
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
    cast(sum(c.amount) as bigint) as amount,
    cast(max(c.tier) as integer) as tier,
    case when cast(sum(c.amount) as bigint) >= 1000000 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.lease__ref))) as evidence,
    max(c.t_rate) as m_rate,
    max(c.peers__median) as m_median,
    max(c.peers__count) as m_peers
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null, null, null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null, null, null
from (select * from contract where type = 'lease' and rent_year > 0 and area > 0 and land_class is not null and from_date is not null and (status is null or status <> 'ended') and seen_to is null) lease join unfit u on u.town = coalesce((lease.village - lease.village % 1000), 0) group by u.reason, u.town
