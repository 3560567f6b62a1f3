-- cadre-kin-dibao version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'dibao' union select cast(0 as bigint)) t cross join (values ('kinship', 'kin', cast(null as date)), ('village_cadre', 'cadre', cast(null as date)), ('dibao', 'dibao', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select cadre._ref as cadre__ref, dibao.pid as dibao__pid, dibao.from_date as dibao__from_date, dibao.from_date_precision as dibao__from_date_precision, dibao.village as dibao__village, dibao._ref as dibao__ref, kin._ref as kin__ref, kin.source as kin__source, dibao.approver_pid_tier as dibao__approver_pid_tier, dibao.approver_pid as dibao__approver_pid, cadre.pid as cadre__pid, greatest(coalesce(case when dibao.name <> kin.name_b then 3 else greatest(dibao.pid_tier, kin.pid_b_tier) end, 1), coalesce(case when kin.name_a <> cadre.name then 3 else greatest(kin.pid_a_tier, cadre.pid_tier) end, 1)) as tier
  from (select * from dibao where seen_to is null) dibao
  join (select _ref, from_date, from_date_precision, name_a, name_b, pid_a, pid_a_tier, pid_b, pid_b_tier, relation, seen_to, source, to_date, to_date_precision from (select * from kinship where relation in ('spouse', 'parent', 'child', 'sibling') and (source is null or source <> 'inferred')) e union all select _ref, from_date, from_date_precision, name_b as name_a, name_a as name_b, pid_b as pid_a, pid_b_tier as pid_a_tier, pid_a as pid_b, pid_a_tier as pid_b_tier, relation, seen_to, source, to_date, to_date_precision from (select * from kinship where relation in ('spouse', 'parent', 'child', 'sibling') and (source is null or source <> 'inferred')) e) kin
    on dibao.pid = kin.pid_b
    and dibao.pid_tier <= 2
    and kin.pid_b_tier <= 2
    and dibao.from_date between coalesce(kin.from_date, date '1900-01-01') and coalesce(coalesce(case kin.to_date_precision when 'month' then last_day(kin.to_date) when 'year' then cast(date_trunc('year', kin.to_date) + interval '1' year - interval '1' day as date) else kin.to_date end, kin.seen_to), date '9999-12-31')
  join village_cadre cadre
    on kin.pid_a = cadre.pid
    and kin.pid_a_tier <= 2
    and cadre.pid_tier <= 2
    and cadre.village = dibao.village and dibao.from_date between coalesce(cadre.from_date, date '1900-01-01') and coalesce(coalesce(case cadre.to_date_precision when 'month' then last_day(cadre.to_date) when 'year' then cast(date_trunc('year', cadre.to_date) + interval '1' year - interval '1' day as date) else cadre.to_date end, cadre.seen_to), date '9999-12-31')
),
worked_out_1 as (
  select c.*,
    case c.dibao__from_date_precision when 'month' then last_day(c.dibao__from_date) when 'year' then cast(date_trunc('year', c.dibao__from_date) + interval '1' year - interval '1' day as date) else c.dibao__from_date end as dibao__from_date_last
  from met c
),
candidates as (
  select c.* from (
    select c.*,
      c.cadre__ref is not null as f_kin_in_office
    from worked_out_1 c
  ) c
  left join unfit on unfit.town = coalesce(c.dibao__village - c.dibao__village % 1000, 0)
  where coalesce(c.f_kin_in_office, true)
    and unfit.town is null
    and c.tier <= 3
),
said as (
  select c.*, 'person' as subject_kind,
    cast(c.dibao__pid as varchar) as subject,
    cast(null as varchar) as matter,
    c.dibao__village as region,
    c.dibao__from_date as period_from,
    c.dibao__from_date_last as period_to
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.tier, c.dibao__ref, c.kin__ref, c.cadre__ref,
    case when c.f_kin_in_office is null then 'unknown.kin_in_office'
      when c.subject is null then 'unknown.subject'
      when c.kin__source = 'declared' and c.dibao__approver_pid_tier <= 2 and c.dibao__approver_pid <> c.cadre__pid then 'disclosed' end as reason
  from said c
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.kin_in_office', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.dibao__ref, count(*) as n from ruled c group by c.dibao__ref having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.tier, c.dibao__ref, c.kin__ref, c.cadre__ref, c.reason, c.result from ruled c left join several s on s.dibao__ref = c.dibao__ref where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.tier, c.dibao__ref, c.kin__ref, c.cadre__ref, c.reason, c.result from (
    select c.*, row_number() over (partition by c.dibao__ref order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.subject, c.matter, c.period_from, c.period_to, c.dibao__ref, c.kin__ref, c.cadre__ref) as nth from ruled c join several s on s.dibao__ref = c.dibao__ref
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
    cast(null as bigint) as amount,
    cast(max(c.tier) as integer) as tier,
    'blue' as level,
    list_sort(list_distinct(array_agg(c.dibao__ref) || array_agg(c.kin__ref) || array_agg(c.cadre__ref))) as evidence
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from (select * from dibao where seen_to is null) dibao join unfit u on u.town = coalesce((dibao.village - dibao.village % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (dibao.village - dibao.village % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[])
from (select * from dibao where seen_to is null) dibao left join unfit u on u.town = coalesce((dibao.village - dibao.village % 1000), 0) where (dibao.pid_tier > 2) and u.town is null group by (dibao.village - dibao.village % 1000)
