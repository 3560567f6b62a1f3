-- charging-tariff-misuse version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'charging' union select cast(0 as bigint)) t cross join (values ('charging', 'pile', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select meter.shop_days as meter__shop_days, meter.days as meter__days, meter.heavy_days as meter__heavy_days, pile.customer_no as pile__customer_no, pile.meter_no as pile__meter_no, pile.pile_no as pile__pile_no, meter.first_day as meter__first_day, meter.last_day as meter__last_day, pile.village as pile__village, pile._ref as pile__ref, meter._ref as meter__ref, meter._last_ref as meter__last_ref, pile.shared as pile__shared, pile.owner_tier as pile__owner_tier, pile.owner_pid as pile__owner_pid, 1 as tier
  from (select * from charging where tariff in ('resident', 'charging_resident') and seen_to is null) pile
  left join (select meter_no, count(*) as days, count(case when is_shop then 1 end) as shop_days, count(case when is_heavy then 1 end) as heavy_days, min(odd_day) as first_day, max(odd_day) as last_day, min(_ref) as _ref, max(_ref) as _last_ref from (select r.*, charge_events = 0 and kwh >= 5 and day_kwh > cast(0.7000 as double) * kwh as is_shop, kwh > 80 as is_heavy, case when (is_shop or is_heavy) then date end as odd_day from meter_reading r) g group by meter_no) meter
    on pile.meter_no = meter.meter_no
),
worked_out_1 as (
  select c.*,
    c.meter__shop_days >= 14 and 2 * c.meter__shop_days >= c.meter__days as t_like_a_shop,
    c.meter__heavy_days >= 30 and 2 * c.meter__heavy_days >= c.meter__days as t_heavy
  from met c
),
candidates as (
  select c.* from (
    select c.*,
      c.t_like_a_shop or c.t_heavy as f_misused
    from worked_out_1 c
  ) c
  left join unfit on unfit.town = coalesce(c.pile__village - c.pile__village % 1000, 0)
  where coalesce(c.f_misused, true)
    and unfit.town is null
    and c.tier <= 3
),
found_2 as (
  select distinct c.pile__ref from candidates c
  join (select * from vehicle where type = 'car' and status = 'normal') car on c.pile__owner_pid = car.pid and c.pile__owner_tier <= 2 and car.pid_tier <= 2
  join (select * from vehicle where type = 'car' and status = 'normal') second_car on c.pile__owner_pid = second_car.pid and c.pile__owner_tier <= 2 and second_car.pid_tier <= 2 and second_car.plate <> car.plate
  where not c.t_like_a_shop
),
said as (
  select c.*, 'customer' as subject_kind,
    cast(coalesce(c.pile__customer_no, c.pile__meter_no) as varchar) as subject,
    coalesce(cast(c.pile__pile_no as varchar), '') as matter,
    c.pile__village as region,
    c.meter__first_day as period_from,
    c.meter__last_day as period_to
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.tier, c.pile__ref, c.meter__ref, c.meter__last_ref, c.t_like_a_shop, c.t_heavy, c.meter__shop_days,
    case when c.f_misused is null then 'unknown.misused'
      when c.subject is null then 'unknown.subject'
      when c.pile__shared then 'shared'
      when not c.t_like_a_shop and found_2.pile__ref is not null then 'several-cars' end as reason
  from said c
  left join found_2 on found_2.pile__ref = c.pile__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.misused', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.pile__ref, count(*) as n from ruled c group by c.pile__ref having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.tier, c.pile__ref, c.meter__ref, c.meter__last_ref, c.t_like_a_shop, c.t_heavy, c.meter__shop_days, c.reason, c.result from ruled c left join several s on s.pile__ref = c.pile__ref where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.tier, c.pile__ref, c.meter__ref, c.meter__last_ref, c.t_like_a_shop, c.t_heavy, c.meter__shop_days, c.reason, c.result from (
    select c.*, row_number() over (partition by c.pile__ref order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.subject, c.matter, c.period_from, c.period_to, c.pile__ref, c.meter__ref, c.meter__last_ref) as nth from ruled c join several s on s.pile__ref = c.pile__ref
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
    cast(null as bigint) as amount,
    cast(max(c.tier) as integer) as tier,
    case when bool_or(c.t_like_a_shop and c.t_heavy) then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.pile__ref) || array_agg(c.meter__ref) || array_agg(c.meter__last_ref))) as evidence,
    max(c.meter__shop_days) as m_shop
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from charging where tariff in ('resident', 'charging_resident') and seen_to is null) pile join unfit u on u.town = coalesce((pile.village - pile.village % 1000), 0) group by u.reason, u.town
