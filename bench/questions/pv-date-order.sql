-- A later step of a PV connection certainly dated before an earlier one (docs/thirty.md, 26).
with known as (
  select customer_no, pv_no, filed_at as l1, applied_at as l2, surveyed_at as l3, accepted_at as l4, connected_at as l5, settled_at as l6,
         case filed_at_precision when 'month' then last_day(filed_at) when 'year' then last_day(cast(filed_at + interval 11 month as date)) else filed_at end as h1,
         case applied_at_precision when 'month' then last_day(applied_at) when 'year' then last_day(cast(applied_at + interval 11 month as date)) else applied_at end as h2,
         case surveyed_at_precision when 'month' then last_day(surveyed_at) when 'year' then last_day(cast(surveyed_at + interval 11 month as date)) else surveyed_at end as h3,
         case accepted_at_precision when 'month' then last_day(accepted_at) when 'year' then last_day(cast(accepted_at + interval 11 month as date)) else accepted_at end as h4,
         case connected_at_precision when 'month' then last_day(connected_at) when 'year' then last_day(cast(connected_at + interval 11 month as date)) else connected_at end as h5,
         case settled_at_precision when 'month' then last_day(settled_at) when 'year' then last_day(cast(settled_at + interval 11 month as date)) else settled_at end as h6
  from pv
  where pilot is not true and migrated is not true
)
select coalesce(customer_no, pv_no) as subject, min(least(l1, l2, l3, l4, l5, l6)) as period_from, max(greatest(h1, h2, h3, h4, h5, h6)) as period_to, cast(null as bigint) as amount
from known
where h2 < l1 or h3 < greatest(l1, l2) or h4 < greatest(l1, l2, l3) or h5 < greatest(l1, l2, l3, l4) or h6 < greatest(l1, l2, l3, l4, l5)
group by coalesce(customer_no, pv_no), pv_no;
