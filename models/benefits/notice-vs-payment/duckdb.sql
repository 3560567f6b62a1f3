-- notice-vs-payment version 1, compiled for DuckDB. Written by `mingjian models compile --write`: change model.yaml, not this file.
-- As of 2025-12-31 with the settings as shipped; a run puts in its own day and the county's settings.
with
unfit as (
  select town, min(reason) as reason from (
    select t.town, case when max(v.as_at) is null then 'missing.' || s.source when max(v.as_at) < s.since then 'stale.' || s.source end as reason
    from (select region_from - region_from % 1000 as town from coverage where register = 'notice_row' union select cast(0 as bigint)) t cross join (values ('notice_row', 'notice', cast(null as date)), ('subsidy_pay', 'pay', cast(null as date))) as s(register, source, since)
    left join coverage v on v.register = s.register and (coalesce(t.town, 0) = 0 or t.town between v.region_from and v.region_to)
    group by t.town, s.source, s.since
  ) found where reason is not null group by town
),
notice_rows as not materialized (select _ref, cast(floor(cast(amount as double) / months) as bigint) as amount, name, pid, pid_tier, policy, published_at, published_at_precision, village, first_month, months
    from (select *, cast(date_trunc('month', period_from) as date) as first_month, date_diff('month', date '2000-01-01', coalesce(case period_to_precision when 'month' then last_day(period_to) when 'year' then cast(date_trunc('year', period_to) + interval '1' year - interval '1' day as date) else period_to end, case period_from_precision when 'month' then last_day(period_from) when 'year' then cast(date_trunc('year', period_from) + interval '1' year - interval '1' day as date) else period_from end)) - date_diff('month', date '2000-01-01', period_from) + 1 as months from notice_row r) r
    where months >= 1),
notice_stretches as materialized (
  select k1, k2, town, first_month, months, cast(sum(n) as bigint) as n from (
    select village as k1, policy as k2, village - village % 1000 as town, cast(date_trunc('month', period_from) as date) as first_month, date_diff('month', date '2000-01-01', coalesce(case period_to_precision when 'month' then last_day(period_to) when 'year' then cast(date_trunc('year', period_to) + interval '1' year - interval '1' day as date) else period_to end, case period_from_precision when 'month' then last_day(period_from) when 'year' then cast(date_trunc('year', period_from) + interval '1' year - interval '1' day as date) else period_from end)) - date_diff('month', date '2000-01-01', period_from) + 1 as months, n
    from (select village, policy, period_from, period_from_precision, period_to, period_to_precision, count(*) as n from notice_row r group by village, policy, period_from, period_from_precision, period_to, period_to_precision) r
  ) g where months >= 1
  group by k1, k2, town, first_month, months
),
notice_months as (
  select s.first_month, s.months, cast(s.first_month + k.nth * interval '1' month as date) as month
  from (select distinct first_month, months from notice_stretches) s join (select unnest(generate_series(0, 1199)) as nth) k on k.nth < s.months
),
pay_rows as not materialized (select _ref, cast(floor(cast(amount as double) / months) as bigint) as amount, name, pay_type, pid, pid_tier, policy, village, first_month, months
    from (select *, cast(date_trunc('month', period_from) as date) as first_month, date_diff('month', date '2000-01-01', coalesce(case period_to_precision when 'month' then last_day(period_to) when 'year' then cast(date_trunc('year', period_to) + interval '1' year - interval '1' day as date) else period_to end, case period_from_precision when 'month' then last_day(period_from) when 'year' then cast(date_trunc('year', period_from) + interval '1' year - interval '1' day as date) else period_from end)) - date_diff('month', date '2000-01-01', period_from) + 1 as months from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) r) r
    where months >= 1),
pay_stretches as materialized (
  select k1, k2, town, first_month, months, cast(sum(n) as bigint) as n from (
    select village as k1, policy as k2, village - village % 1000 as town, cast(date_trunc('month', period_from) as date) as first_month, date_diff('month', date '2000-01-01', coalesce(case period_to_precision when 'month' then last_day(period_to) when 'year' then cast(date_trunc('year', period_to) + interval '1' year - interval '1' day as date) else period_to end, case period_from_precision when 'month' then last_day(period_from) when 'year' then cast(date_trunc('year', period_from) + interval '1' year - interval '1' day as date) else period_from end)) - date_diff('month', date '2000-01-01', period_from) + 1 as months, n
    from (select policy, village, period_from, period_from_precision, period_to, period_to_precision, count(*) as n from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) r group by policy, village, period_from, period_from_precision, period_to, period_to_precision) r
  ) g where months >= 1
  group by k1, k2, town, first_month, months
),
pay_months as (
  select s.first_month, s.months, cast(s.first_month + k.nth * interval '1' month as date) as month
  from (select distinct first_month, months from pay_stretches) s join (select unnest(generate_series(0, 1199)) as nth) k on k.nth < s.months
),
listed_months as (
  select s.period_from, s.period_from_precision, s.period_to, s.period_to_precision, s.months, cast(s.first_month + k.nth * interval '1' month as date) as month
  from (select period_from, period_from_precision, period_to, period_to_precision, cast(date_trunc('month', period_from) as date) as first_month, date_diff('month', date '2000-01-01', coalesce(case period_to_precision when 'month' then last_day(period_to) when 'year' then cast(date_trunc('year', period_to) + interval '1' year - interval '1' day as date) else period_to end, case period_from_precision when 'month' then last_day(period_from) when 'year' then cast(date_trunc('year', period_from) + interval '1' year - interval '1' day as date) else period_from end)) - date_diff('month', date '2000-01-01', period_from) + 1 as months from (select distinct period_from, period_from_precision, period_to, period_to_precision from notice_row r) r) s join (select unnest(generate_series(0, 1199)) as nth) k on k.nth < s.months
),
given_months as (
  select s.period_from, s.period_from_precision, s.period_to, s.period_to_precision, s.months, cast(s.first_month + k.nth * interval '1' month as date) as month
  from (select period_from, period_from_precision, period_to, period_to_precision, cast(date_trunc('month', period_from) as date) as first_month, date_diff('month', date '2000-01-01', coalesce(case period_to_precision when 'month' then last_day(period_to) when 'year' then cast(date_trunc('year', period_to) + interval '1' year - interval '1' day as date) else period_to end, case period_from_precision when 'month' then last_day(period_from) when 'year' then cast(date_trunc('year', period_from) + interval '1' year - interval '1' day as date) else period_from end)) - date_diff('month', date '2000-01-01', period_from) + 1 as months from (select distinct period_from, period_from_precision, period_to, period_to_precision from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) r) r) s join (select unnest(generate_series(0, 1199)) as nth) k on k.nth < s.months
),
notice_spoken as (
  select s.k1 as k1, s.k2 as k2, m.month as k3, s.town as town, sum(s.n) as n from notice_stretches s join notice_months m on m.first_month = s.first_month and m.months = s.months
  group by s.k1, s.k2, m.month, s.town
),
pay_spoken as (
  select s.k1 as k1, s.k2 as k2, m.month as k3, s.town as town, sum(s.n) as n from pay_stretches s join pay_months m on m.first_month = s.first_month and m.months = s.months
  group by s.k1, s.k2, m.month, s.town
),
both_sides as materialized (
  select s.*, dense_rank() over (order by k1, k2, k3) as nr from (select k1, k2, k3 from notice_spoken intersect select k1, k2, k3 from pay_spoken) s
),
numbered as (
  select distinct nr, k1, k2, k3 from both_sides
),
notice_reached as (
  select distinct s.k1, s.k2, s.first_month, s.months, m.month, b.nr
  from notice_stretches s join notice_months m on m.first_month = s.first_month and m.months = s.months join both_sides b on b.k1 = s.k1 and b.k2 = s.k2 and b.k3 = m.month
),
pay_reached as (
  select distinct s.k1, s.k2, s.first_month, s.months, m.month, b.nr
  from pay_stretches s join pay_months m on m.first_month = s.first_month and m.months = s.months join both_sides b on b.k1 = s.k1 and b.k2 = s.k2 and b.k3 = m.month
),
notice_near as materialized (
  select * from notice_rows where (village, policy) in (select k1, k2 from both_sides)
),
pay_near as materialized (
  select * from pay_rows where (village, policy) in (select k1, k2 from both_sides)
),
notice_alone as (
  select pid, policy, village, max(pid_tier) as pid_tier, min(amount) as least_part, max(amount) as most_part, cast(sum(amount) as bigint) as whole, max(case published_at_precision when 'month' then last_day(published_at) when 'year' then cast(date_trunc('year', published_at) + interval '1' year - interval '1' day as date) else published_at end) as newest, min(name) as name, min(_ref) as _ref, max(_ref) as _last_ref, min(first_month) as first_month, min(months) as months from notice_near g where pid_tier <= 2
  group by pid, policy, village, year(first_month) having count(*) = 1
),
notice_long as (
  select distinct pid, policy, village from notice_near where months > 13 - month(first_month)
),
pay_alone as (
  select pid, policy, village, max(pid_tier) as pid_tier, cast(sum(amount) as bigint) as amount, bool_or(timely) as timely, min(name) as name, min(_ref) as _ref, max(_ref) as _last_ref, min(first_month) as first_month, min(months) as months from (select r.*, pay_type is null or pay_type not in ('back_pay', 'adjustment') as timely from pay_near r) g where pid_tier <= 2
  group by pid, policy, village, year(first_month) having count(*) = 1
),
pay_long as (
  select distinct pid, policy, village from pay_near where months > 13 - month(first_month)
),
paired as (
  select notice.pid as p1, notice.policy as p2, notice.village as p3, year(notice.first_month) as p_year, notice._ref as notice__ref, pay._ref as pay__ref, pay.amount as pay__amount, notice.most_part as notice__most_part, notice.least_part as notice__least_part, coalesce(notice.pid, pay.pid) as key__person, notice.village as key__village, notice.policy as key__programme, cast(null as date) as key__month, notice.village as key__place, coalesce(notice._ref, pay._ref) as row__ref, cast(null as bigint) as row__nr, notice._last_ref as notice__last_ref, pay._last_ref as pay__last_ref, pay.name as pay__name, notice.name as notice__name, notice.newest as notice__newest, notice.whole as notice__whole, pay.timely as pay__timely
  from notice_alone notice join pay_alone pay on notice.pid = pay.pid and notice.policy = pay.policy and notice.village = pay.village and notice.first_month = pay.first_month and notice.months = pay.months
  where not exists (select 1 from notice_long l where l.pid = notice.pid and l.policy = notice.policy and l.village = notice.village) and not exists (select 1 from pay_long l where l.pid = pay.pid and l.policy = pay.policy and l.village = pay.village)
),
paired_worked_out_1 as (
  select c.*,
    case when (c.notice__ref is null) then c.pay__amount when (c.pay__ref is null) then c.notice__most_part else case when c.pay__amount - c.notice__most_part is not null and c.notice__least_part - c.pay__amount is not null then greatest(c.pay__amount - c.notice__most_part, c.notice__least_part - c.pay__amount) end end as t_gap
  from paired c
),
agreed as (
  select c.p1, c.p2, c.p3, c.p_year from (select c.*, c.notice__ref is null or c.pay__ref is null or c.t_gap > 100 as f_differs from paired_worked_out_1 c) c
  where not (coalesce(c.f_differs, true))
),
met as (
  select notice._ref as notice__ref, pay._ref as pay__ref, pay.amount as pay__amount, notice.most_part as notice__most_part, notice.least_part as notice__least_part, coalesce(notice.pid, pay.pid) as key__person, numbered.k1 as key__village, numbered.k2 as key__programme, numbered.k3 as key__month, numbered.k1 as key__place, coalesce(notice._ref, pay._ref) as row__ref, numbered.nr as row__nr, notice._last_ref as notice__last_ref, pay._last_ref as pay__last_ref, pay.name as pay__name, notice.name as notice__name, notice.newest as notice__newest, notice.whole as notice__whole, pay.timely as pay__timely, case when notice.name <> pay.name then 3 else greatest(coalesce(notice.pid_tier, 1), coalesce(pay.pid_tier, 1)) end as tier
  from (select pid, nr, max(pid_tier) as pid_tier, min(amount) as least_part, max(amount) as most_part, cast(sum(amount) as bigint) as whole, max(case published_at_precision when 'month' then last_day(published_at) when 'year' then cast(date_trunc('year', published_at) + interval '1' year - interval '1' day as date) else published_at end) as newest, min(name) as name, min(_ref) as _ref, max(_ref) as _last_ref from (select r.*, k.month, k.nr from notice_near r left join agreed a on a.p1 = r.pid and a.p2 = r.policy and a.p3 = r.village and a.p_year = year(r.first_month) join notice_reached k on k.k1 = village and k.k2 = policy and k.first_month = r.first_month and k.months = r.months where a.p_year is null) g where pid_tier <= 2 group by pid, nr) notice
  full join (select pid, nr, max(pid_tier) as pid_tier, cast(sum(amount) as bigint) as amount, bool_or(timely) as timely, min(name) as name, min(_ref) as _ref, max(_ref) as _last_ref from (select r.*, pay_type is null or pay_type not in ('back_pay', 'adjustment') as timely from (select r.*, k.month, k.nr from pay_near r left join agreed a on a.p1 = r.pid and a.p2 = r.policy and a.p3 = r.village and a.p_year = year(r.first_month) join pay_reached k on k.k1 = village and k.k2 = policy and k.first_month = r.first_month and k.months = r.months where a.p_year is null) r) g where pid_tier <= 2 group by pid, nr) pay
    on notice.pid = pay.pid
    and notice.nr = pay.nr
  join numbered on numbered.nr = coalesce(notice.nr, pay.nr)
),
worked_out_1 as (
  select c.*,
    case when (c.notice__ref is null) then c.pay__amount when (c.pay__ref is null) then c.notice__most_part else case when c.pay__amount - c.notice__most_part is not null and c.notice__least_part - c.pay__amount is not null then greatest(c.pay__amount - c.notice__most_part, c.notice__least_part - c.pay__amount) end end as t_gap
  from met c
),
candidates as (
  select c.* from (
    select c.*,
      c.notice__ref is null or c.pay__ref is null or c.t_gap > 100 as f_differs
    from worked_out_1 c
  ) c
  left join unfit on unfit.town = coalesce(c.key__place - c.key__place % 1000, 0)
  where coalesce(c.f_differs, true)
    and unfit.town is null
    and c.tier <= 3
),
found_1 as (
  select distinct c.row__ref, c.row__nr from candidates c
  join (notice_row listed join listed_months listed_k on listed_k.period_from = listed.period_from and listed_k.period_from_precision is not distinct from listed.period_from_precision and listed_k.period_to is not distinct from listed.period_to and listed_k.period_to_precision is not distinct from listed.period_to_precision) on c.key__village = listed.village and listed.policy = c.key__programme and listed_k.month = c.key__month and listed.name = c.pay__name
  where c.notice__ref is null
),
found_2 as (
  select distinct c.row__ref, c.row__nr from candidates c
  join ((select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) given join given_months given_k on given_k.period_from = given.period_from and given_k.period_from_precision is not distinct from given.period_from_precision and given_k.period_to is not distinct from given.period_to and given_k.period_to_precision is not distinct from given.period_to_precision) on c.key__village = given.village and given.policy = c.key__programme and given_k.month = c.key__month and given.name = c.notice__name
  where c.pay__ref is null
),
found_3 as (
  select distinct c.row__ref, c.row__nr from candidates c
  join (notice_row listed join listed_months listed_k on listed_k.period_from = listed.period_from and listed_k.period_from_precision is not distinct from listed.period_from_precision and listed_k.period_to is not distinct from listed.period_to and listed_k.period_to_precision is not distinct from listed.period_to_precision) on c.key__village = listed.village and listed.policy = c.key__programme and listed_k.month = c.key__month and listed.published_at > c.notice__newest
  where c.pay__ref is null
),
found_6 as (
  select distinct c.row__ref, c.row__nr from candidates c
  join (select * from subsidy_pay where status = 'returned') bounced on c.key__person = bounced.pid and bounced.pid_tier <= 2 and bounced.policy = c.key__programme and bounced.period_from <= last_day(coalesce(last_day(c.key__month), date '9999-12-31')) and c.key__month <= last_day(coalesce(coalesce(case bounced.period_to_precision when 'month' then last_day(bounced.period_to) when 'year' then cast(date_trunc('year', bounced.period_to) + interval '1' year - interval '1' day as date) else bounced.period_to end, case bounced.period_from_precision when 'month' then last_day(bounced.period_from) when 'year' then cast(date_trunc('year', bounced.period_from) + interval '1' year - interval '1' day as date) else bounced.period_from end), date '9999-12-31')) and bounced.period_from <= coalesce(coalesce(case bounced.period_to_precision when 'month' then last_day(bounced.period_to) when 'year' then cast(date_trunc('year', bounced.period_to) + interval '1' year - interval '1' day as date) else bounced.period_to end, case bounced.period_from_precision when 'month' then last_day(bounced.period_from) when 'year' then cast(date_trunc('year', bounced.period_from) + interval '1' year - interval '1' day as date) else bounced.period_from end), date '9999-12-31')
),
found_7_rows as materialized (
  select lost._ref, lost.pay_id, lost.period_from, lost.period_from_precision, lost.period_to, lost.period_to_precision, lost.pid, lost.pid_tier, lost.policy from subsidy_pay lost
  join (select * from bank_result where result = 'returned') back on lost.pay_id = back.pay_id
  left join (select * from bank_result where result = 'paid') again on lost.pay_id = again.pay_id
  where again.pay_id is null
),
found_7 as (
  select distinct c.row__ref, c.row__nr from candidates c
  join found_7_rows lost on c.key__person = lost.pid and lost.pid_tier <= 2 and lost.policy = c.key__programme and lost.period_from <= last_day(coalesce(last_day(c.key__month), date '9999-12-31')) and c.key__month <= last_day(coalesce(coalesce(case lost.period_to_precision when 'month' then last_day(lost.period_to) when 'year' then cast(date_trunc('year', lost.period_to) + interval '1' year - interval '1' day as date) else lost.period_to end, case lost.period_from_precision when 'month' then last_day(lost.period_from) when 'year' then cast(date_trunc('year', lost.period_from) + interval '1' year - interval '1' day as date) else lost.period_from end), date '9999-12-31')) and lost.period_from <= coalesce(coalesce(case lost.period_to_precision when 'month' then last_day(lost.period_to) when 'year' then cast(date_trunc('year', lost.period_to) + interval '1' year - interval '1' day as date) else lost.period_to end, case lost.period_from_precision when 'month' then last_day(lost.period_from) when 'year' then cast(date_trunc('year', lost.period_from) + interval '1' year - interval '1' day as date) else lost.period_from end), date '9999-12-31')
),
said as (
  select c.*, 'person' as subject_kind,
    cast(c.key__person as varchar) as subject,
    coalesce(cast(c.key__village as varchar), '') || '|' || coalesce(cast(c.key__programme as varchar), '') as matter,
    c.key__place as region,
    c.key__month as period_from,
    last_day(c.key__month) as period_to,
    c.t_gap as amount
  from candidates c
),
judged as (
  select c.subject_kind, c.subject, c.matter, c.region, c.period_from, c.period_to, c.amount, c.tier, c.row__ref, c.row__nr, c.notice__ref, c.notice__last_ref, c.pay__ref, c.pay__last_ref, c.key__month,
    case when c.f_differs is null then 'unknown.differs'
      when c.subject is null then 'unknown.subject'
      when c.notice__ref is null and found_1.row__ref is not null then 'F-NAME'
      when c.pay__ref is null and found_2.row__ref is not null then 'F-NAME-paid'
      when c.pay__ref is null and found_3.row__ref is not null then 'corrected'
      when abs(c.pay__amount - c.notice__whole) <= 100 then 'several-rows'
      when not c.pay__timely then 'back-pay'
      when found_6.row__ref is not null then 'returned'
      when found_7.row__ref is not null then 'bank-returned' end as reason
  from said c
  left join found_1 on found_1.row__ref = c.row__ref and found_1.row__nr = c.row__nr
  left join found_2 on found_2.row__ref = c.row__ref and found_2.row__nr = c.row__nr
  left join found_3 on found_3.row__ref = c.row__ref and found_3.row__nr = c.row__nr
  left join found_6 on found_6.row__ref = c.row__ref and found_6.row__nr = c.row__nr
  left join found_7 on found_7.row__ref = c.row__ref and found_7.row__nr = c.row__nr
),
ruled as (
  select c.*, case when c.reason is null then 'hit' when c.reason in ('unknown.differs', 'unknown.subject') then 'not_assessable' else 'let_go' end as result
  from judged c
),
settled as not materialized (
  select c.* from ruled c where c.tier <= 2 or c.result = 'not_assessable'
  union all
  select c.* from ruled c left join ruled s
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
    case when cast(sum(c.amount) as bigint) >= 200000 then 'red' when cast(sum(c.amount) as bigint) >= 20000 then 'yellow' else 'blue' end as level,
    list_sort(list_distinct(array_agg(c.notice__ref) || array_agg(c.notice__last_ref) || array_agg(c.pay__ref) || array_agg(c.pay__last_ref))) as evidence,
    count(c.key__month) as m_months
  from settled c where c.result <> 'not_assessable'
  group by c.reason, c.subject_kind, c.subject, c.matter
)
select * from matters
union all
select 'not_assessable', c.reason, count(*), cast(null as varchar), cast(null as varchar), cast(null as varchar), (c.region - c.region % 1000), cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from settled c where c.result = 'not_assessable' group by c.reason, (c.region - c.region % 1000)
union all
select 'not_assessable', u.reason, cast(sum(months) as bigint), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select _ref, cast(floor(cast(amount as double) / months) as bigint) as amount, name, pid, pid_tier, policy, published_at, published_at_precision, village, first_month, months
    from (select *, cast(date_trunc('month', period_from) as date) as first_month, date_diff('month', date '2000-01-01', coalesce(case period_to_precision when 'month' then last_day(period_to) when 'year' then cast(date_trunc('year', period_to) + interval '1' year - interval '1' day as date) else period_to end, case period_from_precision when 'month' then last_day(period_from) when 'year' then cast(date_trunc('year', period_from) + interval '1' year - interval '1' day as date) else period_from end)) - date_diff('month', date '2000-01-01', period_from) + 1 as months from notice_row r) r
    where months >= 1) notice join unfit u on u.town = coalesce((notice.village - notice.village % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', u.reason, cast(sum(months) as bigint), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select _ref, cast(floor(cast(amount as double) / months) as bigint) as amount, name, pay_type, pid, pid_tier, policy, village, first_month, months
    from (select *, cast(date_trunc('month', period_from) as date) as first_month, date_diff('month', date '2000-01-01', coalesce(case period_to_precision when 'month' then last_day(period_to) when 'year' then cast(date_trunc('year', period_to) + interval '1' year - interval '1' day as date) else period_to end, case period_from_precision when 'month' then last_day(period_from) when 'year' then cast(date_trunc('year', period_from) + interval '1' year - interval '1' day as date) else period_from end)) - date_diff('month', date '2000-01-01', period_from) + 1 as months from (select * from subsidy_pay where (status is null or status = 'paid') and amount > 0) r) r
    where months >= 1) pay join unfit u on u.town = coalesce((pay.village - pay.village % 1000), 0) group by u.reason, u.town
union all
select 'not_assessable', 'not_both', cast(sum(s.n) as bigint), cast(null as varchar), cast(null as varchar), cast(null as varchar), s.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from notice_spoken s left join both_sides b on b.k1 = s.k1 and b.k2 = s.k2 and b.k3 = s.k3 where b.k1 is null group by s.town
union all
select 'not_assessable', 'identity', cast(count(*) as bigint), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select village - village % 1000 as town from notice_near r join notice_reached s on s.k1 = village and s.k2 = policy and s.first_month = r.first_month and s.months = r.months where (pid_tier > 2)) u group by u.town
union all
select 'not_assessable', 'not_both', cast(sum(s.n) as bigint), cast(null as varchar), cast(null as varchar), cast(null as varchar), s.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from pay_spoken s left join both_sides b on b.k1 = s.k1 and b.k2 = s.k2 and b.k3 = s.k3 where b.k1 is null group by s.town
union all
select 'not_assessable', 'identity', cast(count(*) as bigint), cast(null as varchar), cast(null as varchar), cast(null as varchar), u.town, cast(null as date), cast(null as date), cast(null as bigint), cast(null as integer), cast(null as varchar), cast(null as bigint[]), null
from (select village - village % 1000 as town from pay_near r join pay_reached s on s.k1 = village and s.k2 = policy and s.first_month = r.first_month and s.months = r.months where (pid_tier > 2)) u group by u.town
