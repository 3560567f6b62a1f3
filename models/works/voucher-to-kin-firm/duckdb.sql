-- voucher-to-kin-firm version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'village_voucher' union select cast(0 as bigint)) t cross join (values ('business_person', 'officer', cast(null as date)), ('village_voucher', 'spent', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
met as (
  select self._ref as self__ref, cadre._ref as cadre__ref, spent.counterparty_org as spent__counterparty_org, spent.village as spent__village, spent.date as spent__date, spent.date_precision as spent__date_precision, spent.expense as spent__expense, spent._ref as spent__ref, officer._ref as officer__ref, kin._ref as kin__ref, spent.counterparty_tier as spent__counterparty_tier, spent.project_no as spent__project_no, greatest(coalesce(greatest(spent.counterparty_tier, officer.uscc_tier), 1), coalesce(coalesce(case when self._ref is not null then case when officer.name <> self.name then 3 else greatest(officer.pid_tier, self.pid_tier) end end, 1), 1), coalesce(coalesce(case when kin._ref is not null then case when officer.name <> kin.name_b then 3 else greatest(officer.pid_tier, kin.pid_b_tier) end end, 1), 1), coalesce(coalesce(case when cadre._ref is not null then case when kin.name_a <> cadre.name then 3 else greatest(kin.pid_a_tier, cadre.pid_tier) end end, 1), 1)) as tier
  from (select * from village_voucher where expense > 0) spent
  join (select * from business_person where role in ('legal', 'shareholder', 'manager', 'operator')) officer
    on spent.counterparty_org = officer.uscc
    and spent.counterparty_tier <= 2
    and officer.uscc_tier <= 2
    and not (officer.role = 'shareholder' and coalesce(officer.share < 5, false)) and spent.date between coalesce(officer.from_date, date '1900-01-01') and coalesce(coalesce(case officer.to_date_precision when 'month' then last_day(officer.to_date) when 'year' then cast(date_trunc('year', officer.to_date) + interval '1' year - interval '1' day as date) else officer.to_date end, officer.seen_to), date '9999-12-31')
  left join village_cadre self
    on case when officer.pid_tier <= 2 then officer.pid end = self.pid
    and self.pid_tier <= 2
    and self.village = spent.village and spent.date between coalesce(self.from_date, date '1900-01-01') and coalesce(coalesce(case self.to_date_precision when 'month' then last_day(self.to_date) when 'year' then cast(date_trunc('year', self.to_date) + interval '1' year - interval '1' day as date) else self.to_date end, self.seen_to), date '9999-12-31')
  left join (select _ref, from_date, from_date_precision, name_a, name_b, pid_a, pid_a_tier, pid_b, pid_b_tier, relation, seen_to, source, to_date, to_date_precision from (select * from kinship where relation in ('spouse', 'parent', 'child', 'sibling', 'in_law') and (source is null or source <> 'inferred')) e union all select _ref, from_date, from_date_precision, name_b as name_a, name_a as name_b, pid_b as pid_a, pid_b_tier as pid_a_tier, pid_a as pid_b, pid_a_tier as pid_b_tier, relation, seen_to, source, to_date, to_date_precision from (select * from kinship where relation in ('spouse', 'parent', 'child', 'sibling', 'in_law') and (source is null or source <> 'inferred')) e) kin
    on case when officer.pid_tier <= 2 then officer.pid end = kin.pid_b
    and kin.pid_b_tier <= 2
    and spent.date between coalesce(kin.from_date, date '1900-01-01') and coalesce(coalesce(case kin.to_date_precision when 'month' then last_day(kin.to_date) when 'year' then cast(date_trunc('year', kin.to_date) + interval '1' year - interval '1' day as date) else kin.to_date end, kin.seen_to), date '9999-12-31')
  left join village_cadre cadre
    on case when kin.pid_a_tier <= 2 then kin.pid_a end = cadre.pid
    and cadre.pid_tier <= 2
    and cadre.village = spent.village and spent.date between coalesce(cadre.from_date, date '1900-01-01') and coalesce(coalesce(case cadre.to_date_precision when 'month' then last_day(cadre.to_date) when 'year' then cast(date_trunc('year', cadre.to_date) + interval '1' year - interval '1' day as date) else cadre.to_date end, cadre.seen_to), date '9999-12-31')
),
worked_out_1 as (
  select c.*,
    case c.spent__date_precision when 'month' then last_day(c.spent__date) when 'year' then cast(date_trunc('year', c.spent__date) + interval '1' year - interval '1' day as date) else c.spent__date end as spent__date_last
  from met c
),
candidates as (
  select c.* from (
    select c.*,
      c.self__ref is not null or c.cadre__ref is not null as f_near_a_cadre
    from worked_out_1 c
  ) c
  left join unfit on unfit.town = coalesce(c.spent__village - c.spent__village % 1000, 0)
  where coalesce(c.f_near_a_cadre, true)
    and unfit.town is null
    and c.tier <= 3
),
found_1 as (
  select distinct c.spent__ref from candidates c
  join (select * from business where type = 'cooperative') firm on c.spent__counterparty_org = firm.uscc and c.spent__counterparty_tier <= 2 and firm.uscc_tier <= 2
),
found_2 as (
  select distinct c.spent__ref from candidates c
  join (select * from tender where method in ('open', 'invited')) tender on c.spent__project_no = tender.project_no
  join (select * from bid where won) bid on tender.tender_no = bid.tender_no and bid.bidder = c.spent__counterparty_org
),
said as (
  select c.*, 'org' as subject_kind,
    cast(c.spent__counterparty_org as varchar) as subject,
    coalesce(cast(c.spent__village as varchar), '') as matter,
    c.spent__village as region,
    c.spent__date as period_from,
    c.spent__date_last as period_to,
    c.spent__expense as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.spent__ref, c.officer__ref, c.self__ref, c.kin__ref, c.cadre__ref, c.spent__expense,
    case when c.f_near_a_cadre is null then 'unknown.near_a_cadre'
      when c.subject is null then 'unknown.subject'
      when found_1.spent__ref is not null then 'cooperative'
      when found_2.spent__ref is not null then 'open-tender' end as reason
  from said c
  left join found_1 on found_1.spent__ref = c.spent__ref
  left join found_2 on found_2.spent__ref = c.spent__ref
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.near_a_cadre', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
several as (
  select c.spent__ref, count(*) as n from ruled c group by c.spent__ref having count(*) > 1
),
counted_once as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.spent__ref, c.officer__ref, c.self__ref, c.kin__ref, c.cadre__ref, c.spent__expense, c.reason, c.result from ruled c left join several s on s.spent__ref = c.spent__ref where s.n is null
  union all
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.spent__ref, c.officer__ref, c.self__ref, c.kin__ref, c.cadre__ref, c.spent__expense, c.reason, c.result from (
    select c.*, row_number() over (partition by c.spent__ref order by case c.result when 'let_go' then 1 when 'hit' then 2 else 3 end, c.tier, c.reason, c.amount desc, c.subject, c.matter, c.period_from, c.period_to, c.spent__ref, c.officer__ref, c.self__ref, c.kin__ref, c.cadre__ref) as nth from ruled c join several s on s.spent__ref = c.spent__ref
  ) c where c.nth = 1
),
settled as not materialized (
  select c.* from counted_once c where c.tier <= 2 or c.result = 'not_assessable'
  union all
  select c.* from counted_once c left join counted_once s
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
    case when cast(sum(c.amount) as bigint) >= 5000000 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.spent__ref) || array_agg(c.officer__ref) || array_agg(c.self__ref) || array_agg(c.kin__ref) || array_agg(c.cadre__ref))) as evidence,
    count(*) as m_lines
  from settled c where c.result = 'hit'
  group by c.subject_kind, c.subject, c.matter
  having cast(sum(c.spent__expense) as bigint) >= 100000
),
passing as (
  select c.subject_kind, c.subject, c.matter from settled c where c.result in ('hit', 'let_go')
  group by c.subject_kind, c.subject, c.matter
  having cast(sum(c.spent__expense) as bigint) >= 100000
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
    case when cast(sum(c.amount) as bigint) >= 5000000 then 'red' when true then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.spent__ref) || array_agg(c.officer__ref) || array_agg(c.self__ref) || array_agg(c.kin__ref) || array_agg(c.cadre__ref))) as evidence,
    count(*) as m_lines
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
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select * from village_voucher where expense > 0) spent join unfit u on u.town = coalesce((spent.village - spent.village % 1000), 0) group by u.reason, u.town
