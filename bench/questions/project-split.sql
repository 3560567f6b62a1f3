-- Contracts just under the tender threshold, same village, contractor and site, within a year (docs/thirty.md, 23).
with works as (
  select c._ref, c.contract_no, c.village, c.price, c.signed, c.party_b_pid, c.party_b_name, c.party_b_org, c.party_b_tier,
         p.project_no, p.site, p.parent_no, p.fund_source, p.approved_at, p.emergency, p.tender_at
  from contract c join project p on p.project_no = c.project_no
  where c.type = 'works' and c.price >= 7000000 and c.price < 10000000 and c.signed is not null and c.party_b_tier <= 2
),
pair as (
  select a._ref,
         coalesce(a.emergency, false) or coalesce(b.emergency, false) or a.tender_at is not null or b.tender_at is not null
           or exists (select 1 from tender t where t.project_no in (a.project_no, a.parent_no, b.project_no, b.parent_no))
           or coalesce(a.fund_source <> b.fund_source and abs(a.approved_at - b.approved_at) > 180, false) as innocent
  from works a
  join works b on b.village = a.village and b.contract_no <> a.contract_no and abs(a.signed - b.signed) <= 365
    and (a.party_b_org = b.party_b_org or (a.party_b_pid = b.party_b_pid and (a.party_b_name is null or b.party_b_name is null or a.party_b_name = b.party_b_name)))
    and (a.site = b.site or a.parent_no = b.parent_no) and a.price + b.price >= 10000000
),
row_of as (select _ref from pair group by _ref having not bool_or(innocent))
select coalesce(w.party_b_org, cast(w.party_b_pid as varchar)) as subject, min(w.signed) as period_from, max(w.signed) as period_to, cast(sum(w.price) as bigint) as amount
from works w join row_of r on r._ref = w._ref
group by coalesce(w.party_b_org, cast(w.party_b_pid as varchar)), w.village;
