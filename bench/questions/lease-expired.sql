-- Thirty days past its end, still in use, not renewed, no rent since (docs/thirty.md, 21).
with ended as (
  select c._ref, c.contract_no, c.village, c.asset_id, c.parcel_id, c.from_date, c.to_date, c.rent_year,
         case c.to_date_precision when 'month' then last_day(c.to_date) when 'year' then last_day(cast(date_trunc('year', c.to_date) + interval 11 month as date)) else c.to_date end as latest
  from contract c
  where c.type = 'lease' and (c.status is null or c.status not in ('ended', 'renewed')) and c.seen_to is null and c.village is not null
    and cast(getvariable('as_of') as date) - (case c.to_date_precision
          when 'month' then last_day(c.to_date)
          when 'year' then last_day(cast(date_trunc('year', c.to_date) + interval 11 month as date)) else c.to_date end) > 30
)
select e.contract_no as subject, min(e.to_date) as period_from, max(e.latest) as period_to, cast(sum(e.rent_year) as bigint) as amount
from ended e
where (exists (select 1 from collective_asset a where a.asset_id = e.asset_id and a.village = e.village and a.status = 'leased' and a.seen_to is null)
    or exists (select 1 from resource_parcel p where p.parcel_id = e.parcel_id and p.occupied))
  and not exists (select 1 from contract n where n.type = 'lease' and (n.village is null or n.village = e.village) and n.asset_id = e.asset_id and n.from_date > e.from_date and n.to_date > e.to_date)
  and not exists (select 1 from contract n where n.type = 'lease' and (n.village is null or n.village = e.village) and n.parcel_id = e.parcel_id and n.from_date > e.from_date and n.to_date > e.to_date)
  and not exists (select 1 from trade t where t.village = e.village and t.asset_id = e.asset_id and t.listed >= e.to_date - 180)
  and not exists (select 1 from trade t where t.village = e.village and t.parcel_id = e.parcel_id and t.listed >= e.to_date - 180)
  and not exists (select 1 from village_voucher v where v.village = e.village and v.contract_no = e.contract_no and v.kind = 'rent' and v.date > e.to_date)
  and not exists (select 1 from receivable r where r.village = e.village and r.contract_no = e.contract_no and r.received_at > e.to_date)
group by e.contract_no;
