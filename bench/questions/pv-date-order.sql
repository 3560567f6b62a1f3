-- A later step of a PV connection dated before an earlier one (docs/thirty.md, 26).
with known as (
  select *,
         case when filed_at_precision = 'day' then filed_at end as d1, case when applied_at_precision = 'day' then applied_at end as d2,
         case when surveyed_at_precision = 'day' then surveyed_at end as d3, case when accepted_at_precision = 'day' then accepted_at end as d4,
         case when connected_at_precision = 'day' then connected_at end as d5, case when settled_at_precision = 'day' then settled_at end as d6
  from pv
  where pilot is not true and migrated is not true
)
select coalesce(customer_no, pv_no) as subject, min(least(d1, d2, d3, d4, d5, d6)) as period_from, max(greatest(d1, d2, d3, d4, d5, d6)) as period_to, cast(null as bigint) as amount
from known
where d2 < d1 or d3 < greatest(d1, d2) or d4 < greatest(d1, d2, d3) or d5 < greatest(d1, d2, d3, d4) or d6 < greatest(d1, d2, d3, d4, d5)
group by coalesce(customer_no, pv_no), pv_no;
