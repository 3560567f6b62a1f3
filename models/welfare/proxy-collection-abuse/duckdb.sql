-- proxy-collection-abuse version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select cast(null as bigint) as town) t cross join (values ('cash_withdrawal', 'draw', cast(null as date)), ('kinship', 'kin', cast(date '2025-12-31' + -400 * interval '1' day as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select draw.agent_pid as draw__agent_pid, draw.pid as draw__pid, draw.date as draw__date, draw.date_precision as draw__date_precision, draw.agent_name as draw__agent_name, draw.amount as draw__amount, draw._ref as draw__ref, draw.pid_tier as draw__pid_tier, greatest(coalesce(draw.agent_pid_tier, 1), coalesce(coalesce(draw.pid_tier, 1), 1), coalesce(coalesce(draw.agent_pid_tier, 1), 1)) as tier
  from (select * from cash_withdrawal where amount > 0) draw
),
worked_out_1 as (
  select c.*,
    case c.draw__date_precision when 'month' then last_day(c.draw__date) when 'year' then cast(date_trunc('year', c.draw__date) + interval '1' year - interval '1' day as date) else c.draw__date end as draw__date_last
  from met c
),
candidates as (
  select c.* from (
    select c.*,
      c.draw__agent_pid <> c.draw__pid as f_another_hand
    from worked_out_1 c
  ) c
  where coalesce(c.f_another_hand, true)
    and not exists (select 1 from unfit)
    and c.tier <= 2
),
found_1 as (
  select distinct c.draw__ref from candidates c
  join proxy agent on c.draw__pid = agent.pid and c.draw__pid_tier <= 2 and agent.pid_tier <= 2 and agent.agent_pid = c.draw__agent_pid and c.draw__date between coalesce(agent.from_date, date '1900-01-01') and coalesce(coalesce(case agent.to_date_precision when 'month' then last_day(agent.to_date) when 'year' then cast(date_trunc('year', agent.to_date) + interval '1' year - interval '1' day as date) else agent.to_date end, agent.seen_to), date '9999-12-31')
),
found_2 as (
  select distinct c.draw__ref from candidates c
  join (select _ref, pid_a, pid_a_tier, pid_b from kinship e union all select _ref, pid_b as pid_a, pid_b_tier as pid_a_tier, pid_a as pid_b from kinship e) kin on c.draw__pid = kin.pid_a and c.draw__pid_tier <= 2 and kin.pid_a_tier <= 2 and kin.pid_b = c.draw__agent_pid
),
found_3 as (
  select distinct c.draw__ref from candidates c
  join household own on c.draw__pid = own.pid and c.draw__pid_tier <= 2 and own.pid_tier <= 2 and c.draw__date between coalesce(own.from_date, date '1900-01-01') and coalesce(coalesce(case own.to_date_precision when 'month' then last_day(own.to_date) when 'year' then cast(date_trunc('year', own.to_date) + interval '1' year - interval '1' day as date) else own.to_date end, own.seen_to), date '9999-12-31')
  join household theirs on own.household_no = theirs.household_no and theirs.kind = own.kind and theirs.pid = c.draw__agent_pid and c.draw__date between coalesce(theirs.from_date, date '1900-01-01') and coalesce(coalesce(case theirs.to_date_precision when 'month' then last_day(theirs.to_date) when 'year' then cast(date_trunc('year', theirs.to_date) + interval '1' year - interval '1' day as date) else theirs.to_date end, theirs.seen_to), date '9999-12-31')
),
said as (
  select c.*, 'person' as subject_kind,
    cast(c.draw__agent_pid as varchar) as subject,
    coalesce(cast(year(c.draw__date) as varchar), '') || '|' || coalesce(cast(c.draw__agent_name as varchar), '') as matter,
    cast(null as bigint) as region,
    c.draw__date as period_from,
    c.draw__date_last as period_to,
    c.draw__amount as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.draw__ref, c.draw__pid,
    case when c.f_another_hand is null then 'unknown.another_hand'
      when c.subject is null then 'unknown.subject'
      when found_1.draw__ref is not null then 'F-PROXY'
      when found_2.draw__ref is not null then 'kin'
      when found_3.draw__ref is not null then 'F-HH' end as reason
  from said c
  left join found_1 on found_1.draw__ref = c.draw__ref
  left join found_2 on found_2.draw__ref = c.draw__ref
  left join found_3 on found_3.draw__ref = c.draw__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.another_hand', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
settled as not materialized (
  select c.* from ruled c where c.tier <= 2 or c.result = 'not_assessable'
  union all
  select c.* from ruled c left join ruled s
    on s.tier <= 2 and s.result = c.result and s.subject_kind = c.subject_kind and s.subject = c.subject and coalesce(s.matter, '') = coalesce(c.matter, '')
  where c.tier > 2 and c.result <> 'not_assessable' and s.subject is null
),
left_over as (
  select 'hit' as result,
    cast(null as varchar) as reason,
    cast(1 as bigint) as n,
    c.subject_kind,
    c.subject,
    c.matter,
    min(c.region) as region,
    min(c.period_from) as period_from,
    max(c.period_to) as period_to,
    cast(sum(c.amount) as bigint) as amount,
    cast(max(c.tier) as integer) as tier,
    case when count(distinct c.draw__pid) >= 10 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.draw__ref))) as evidence,
    count(distinct c.draw__pid) as m_outsiders
  from settled c where c.result = 'hit'
  group by c.subject_kind, c.subject, c.matter
  having count(distinct c.draw__pid) >= 3
),
passing as (
  select c.subject_kind, c.subject, c.matter from settled c where c.result in ('hit', 'let_go')
  group by c.subject_kind, c.subject, c.matter
  having count(distinct c.draw__pid) >= 3
),
excused as (
  select 'let_go' as result,
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
    case when count(distinct c.draw__pid) >= 10 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.draw__ref))) as evidence,
    count(distinct c.draw__pid) as m_outsiders
  from settled c where c.result = 'let_go'
  group by c.reason, c.subject_kind, c.subject, c.matter
),
matters as (
  select * from left_over
  union all
  select e.* from excused e join passing p on p.subject_kind = e.subject_kind and p.subject = e.subject and coalesce(p.matter, '') = coalesce(e.matter, '') left join left_over l
    on l.subject_kind = e.subject_kind and l.subject = e.subject and coalesce(l.matter, '') = coalesce(e.matter, '')
  where l.subject is null
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), cast(null as bigint), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, cast(null as bigint)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), cast(null as bigint), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from cash_withdrawal where amount > 0) draw cross join unfit u group by u.reason
union all
select 'not_assessable', 'identity', count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), cast(null as bigint), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from cash_withdrawal where amount > 0) draw where (draw.agent_pid_tier > 2 or draw.pid_tier > 2) and not exists (select 1 from unfit u) group by 1, 2
