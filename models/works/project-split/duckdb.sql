-- project-split version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'contract' union select cast(0 as bigint)) t cross join (values ('project', 'other_project', cast(null as date)), ('contract', 'works', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select works.price as works__price, works.party_b_pid as works__party_b_pid, works.village as works__village, works.signed as works__signed, works.signed_precision as works__signed_precision, works.party_b_org as works__party_b_org, works._ref as works__ref, project._ref as project__ref, other._ref as other__ref, other_project._ref as other_project__ref, project.emergency as project__emergency, other_project.emergency as other_project__emergency, project.tender_at as project__tender_at, project.tender_at_precision as project__tender_at_precision, other_project.tender_at as other_project__tender_at, other_project.tender_at_precision as other_project__tender_at_precision, project.project_no as project__project_no, project.parent_no as project__parent_no, other_project.project_no as other_project__project_no, other_project.parent_no as other_project__parent_no, project.fund_source as project__fund_source, other_project.fund_source as other_project__fund_source, project.approved_at as project__approved_at, project.approved_at_precision as project__approved_at_precision, other_project.approved_at as other_project__approved_at, other_project.approved_at_precision as other_project__approved_at_precision, works.contract_no as works__contract_no, greatest(works.party_b_tier, other.party_b_tier) as tier
  from (select * from contract where type = 'works' and price is not null) works
  join project project
    on works.project_no = project.project_no
  join (select * from contract where type = 'works') other
    on (works.party_b_pid = other.party_b_pid or works.party_b_org = other.party_b_org)
    and works.party_b_tier <= 2
    and other.party_b_tier <= 2
    and other.village = works.village and other.contract_no <> works.contract_no and (works.party_b_org is not null or works.party_b_name is null or other.party_b_name is null or works.party_b_name = other.party_b_name) and date_diff('day', case when works.signed_precision in ('day', 'open') then works.signed end, case when other.signed_precision in ('day', 'open') then other.signed end) between -365 and 365 and other.price < 10000000 and other.price >= cast(0.7000 as double) * 10000000
  join project other_project
    on other.project_no = other_project.project_no
    and (other_project.site = project.site or other_project.parent_no = project.parent_no)
),
worked_out_1 as (
  select c.*,
    case c.works__signed_precision when 'month' then last_day(c.works__signed) when 'year' then cast(date_trunc('year', c.works__signed) + interval '1' year - interval '1' day as date) else c.works__signed end as works__signed_last,
    case c.project__tender_at_precision when 'month' then last_day(c.project__tender_at) when 'year' then cast(date_trunc('year', c.project__tender_at) + interval '1' year - interval '1' day as date) else c.project__tender_at end as project__tender_at_last,
    case c.other_project__tender_at_precision when 'month' then last_day(c.other_project__tender_at) when 'year' then cast(date_trunc('year', c.other_project__tender_at) + interval '1' year - interval '1' day as date) else c.other_project__tender_at end as other_project__tender_at_last,
    case c.project__approved_at_precision when 'month' then last_day(c.project__approved_at) when 'year' then cast(date_trunc('year', c.project__approved_at) + interval '1' year - interval '1' day as date) else c.project__approved_at end as project__approved_at_last,
    case c.other_project__approved_at_precision when 'month' then last_day(c.other_project__approved_at) when 'year' then cast(date_trunc('year', c.other_project__approved_at) + interval '1' year - interval '1' day as date) else c.other_project__approved_at end as other_project__approved_at_last
  from met c
),
candidates as (
  select c.* from (
    select c.*,
      c.works__price < 10000000 and c.works__price >= cast(0.7000 as double) * 10000000 as f_just_under
    from worked_out_1 c
  ) c
  left join unfit on unfit.town = coalesce(c.works__village - c.works__village % 1000, 0)
  where coalesce(c.f_just_under, true)
    and unfit.town is null
    and c.tier <= 3
),
found_3 as (
  select distinct c.works__ref, c.project__ref, c.other_project__ref from candidates c
  join tender tender on c.works__village = c.works__village and tender.project_no in (c.project__project_no, c.project__parent_no, c.other_project__project_no, c.other_project__parent_no)
),
said as (
  select c.*, case when c.works__party_b_org is not null then 'org' else 'person' end as subject_kind,
    coalesce(c.works__party_b_org, cast(c.works__party_b_pid as varchar)) as subject,
    coalesce(cast(c.works__village as varchar), '') as matter,
    c.works__village as region,
    c.works__signed as period_from,
    c.works__signed_last as period_to,
    c.works__price as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.works__ref, c.project__ref, c.other__ref, c.other_project__ref, c.works__contract_no,
    case when c.f_just_under is null then 'unknown.just_under'
      when c.subject is null then 'unknown.subject'
      when (c.project__emergency or c.other_project__emergency) then 'emergency'
      when (c.project__tender_at is not null or c.other_project__tender_at is not null) then 'tendered'
      when found_3.works__ref is not null then 'tender-found'
      when c.project__fund_source <> c.other_project__fund_source and (date_diff('day', case when c.project__approved_at_precision in ('day', 'open') then c.project__approved_at end, case when c.other_project__approved_at_precision in ('day', 'open') then c.other_project__approved_at end) > 180 or date_diff('day', case when c.other_project__approved_at_precision in ('day', 'open') then c.other_project__approved_at end, case when c.project__approved_at_precision in ('day', 'open') then c.project__approved_at end) > 180) then 'phased' end as reason
  from said c
  left join found_3 on found_3.works__ref = c.works__ref and found_3.project__ref = c.project__ref and found_3.other_project__ref = c.other_project__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.just_under', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.works__ref, count(*) as n from ruled c group by c.works__ref having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.works__ref, c.project__ref, c.other__ref, c.other_project__ref, c.works__contract_no, c.reason, c.result from ruled c left join several s on s.works__ref = c.works__ref where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.works__ref, c.project__ref, c.other__ref, c.other_project__ref, c.works__contract_no, c.reason, c.result from (
    select c.*, row_number() over (partition by c.works__ref order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.amount desc, c.subject, c.matter, c.period_from, c.period_to, c.works__ref, c.project__ref, c.other__ref, c.other_project__ref) as nth from ruled c join several s on s.works__ref = c.works__ref
  ) c where c.nth = 1
),
settled as not materialized (
  select c.* from counted_once c where c.tier <= 2 or c.result = 'not_assessable'
  union all
  select c.* from counted_once c left join counted_once s
    on s.tier <= 2 and s.result = c.result and s.subject_kind = c.subject_kind and s.subject = c.subject and coalesce(s.matter, '') = coalesce(c.matter, '')
  where c.tier > 2 and c.result <> 'not_assessable' and s.subject is null
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
    case when cast(sum(c.amount) as bigint) >= 2 * 10000000 then 'red' when cast(sum(c.amount) as bigint) >= 10000000 then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.works__ref) || array_agg(c.project__ref) || array_agg(c.other__ref) || array_agg(c.other_project__ref))) as evidence,
    count(distinct c.works__contract_no) as m_contracts
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from contract where type = 'works' and price is not null) works join unfit u on u.town = coalesce((works.village - works.village % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (works.village - works.village % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from contract where type = 'works' and price is not null) works left join unfit u on u.town = coalesce((works.village - works.village % 1000), 0) where (works.party_b_tier > 2) and u.town is null group by (works.village - works.village % 1000)
