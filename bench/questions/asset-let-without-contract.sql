-- The ledger says let; no lease of the asset or its parcel exists (docs/thirty.md, 20).
select distinct a.asset_id as subject, cast(null as date) as period_from, cast(null as date) as period_to, cast(null as bigint) as amount
from collective_asset a
where a.status = 'leased' and a.seen_to is null
  and exists (select 1 from coverage c where c.register = 'contract' and a.village between c.region_from and c.region_to)
  and not exists (select 1 from contract c where c.type = 'lease' and (c.village is null or c.village = a.village) and c.asset_id = a.asset_id)
  and not exists (select 1 from contract c where c.type = 'lease' and (c.village is null or c.village = a.village) and c.parcel_id = a.parcel_id)
  and not exists (select 1 from trade t where t.village = a.village and t.asset_id = a.asset_id
    and t.deal_at <= cast(getvariable('as_of') as date) and t.deal_at >= cast(getvariable('as_of') as date) - 60)
  and not exists (select 1 from trade t where t.village = a.village and t.parcel_id = a.parcel_id
    and t.deal_at <= cast(getvariable('as_of') as date) and t.deal_at >= cast(getvariable('as_of') as date) - 60)
  and not exists (select 1 from resource_parcel p where p.parcel_id = a.parcel_id and p.owner in ('household', 'state'));
