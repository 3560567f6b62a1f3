-- Rent under sixty per cent of the median of its like (docs/thirty.md, 22).
with lease as (
  select _ref, contract_no, village, asset_id, parcel_id, land_class, from_date, to_date, status, seen_to, rent_year, area,
         rent_year / cast(area as double) as unit_rent, floor(village / 1000) as town, year(from_date) as y
  from contract
  where type = 'lease' and rent_year > 0 and area > 0 and land_class is not null and from_date is not null
),
peers as (
  select a._ref, median(b.unit_rent) as median_rent, count(*) as n
  from lease a join lease b on b.town = a.town and b.land_class = a.land_class and abs(b.y - a.y) <= 2
  group by a._ref
)
select l.contract_no as subject, min(l.from_date) as period_from, max(coalesce(l.to_date, l.from_date)) as period_to,
       cast(round(sum(p.median_rent * cast(l.area as double) - l.rent_year)) as bigint) as amount
from lease l join peers p on p._ref = l._ref
where p.n >= 5 and (l.status is null or l.status <> 'ended') and l.seen_to is null
  and l.unit_rent < 0.6 * p.median_rent and not l.unit_rent < 0.1 * p.median_rent
  and not exists (select 1 from trade t where t.mode in ('open', 'bid') and t.contract_no = l.contract_no)
  and not exists (select 1 from trade t where t.mode in ('open', 'bid') and t.village = l.village and t.asset_id = l.asset_id
    and t.deal_at <= l.from_date and t.deal_at >= l.from_date - 365)
  and not exists (select 1 from resource_parcel r where r.parcel_id = l.parcel_id and r.owner = 'household')
group by l.contract_no;
