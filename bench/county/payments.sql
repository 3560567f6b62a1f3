-- About ten payments for each person over two years, what the bank answered, rolls, boards, pensions and allowances.
insert into subsidy_policy by name
select ref(20, row_number() over ()) as _ref, * from (values
  ('dibao', '低保', true, true, true, false), ('tekun', '特困', true, false, true, false), ('tekun-care', '特困护理', false, false, true, false), ('disability-care', '护理补贴', false, false, true, false),
  ('disability-living', '生活补贴', true, false, true, false), ('fertility', '地力', false, true, false, false), ('grain', '种粮', false, true, false, false), ('forest', '公益林', false, true, false, false),
  ('winter-heating', '冬春救助', true, false, true, false), ('family-planning', '计生奖扶', false, false, false, true), ('temp-relief', '临时救助', true, true, false, true), ('orphan', '孤儿', false, false, false, false)
) p(policy, name, means_tested, per_household, stops_in_custody, after_death_ok);

insert into policy_exclusion by name
select ref(21, row_number() over ()) as _ref, * from (values ('orphan', 'disability-living', date '2020-01-01', 1), ('family-planning', 'disability-living', date '2020-01-01', 2), ('tekun', 'dibao', date '2020-01-01', null)) r(policy_a, policy_b, from_date, grace_months);

-- programme, who (one in k, by its own hash), how many periods, months in each, fen a period
create table scheme as select * from (values
  ('dibao', 20, 24, 1, 62000), ('tekun', 160, 24, 1, 98000), ('tekun-care', 300, 24, 1, 20000), ('disability-care', 35, 24, 1, 8000), ('disability-living', 50, 8, 3, 24000), ('orphan', 900, 24, 1, 120000),
  ('fertility', 2, 2, 12, 31900), ('grain', 3, 2, 12, 14800), ('forest', 3, 2, 12, 9600), ('winter-heating', 12, 2, 12, 30000), ('family-planning', 6, 24, 1, 16000), ('temp-relief', 40, 2, 1, 100000)) s(policy, k, periods, width, fen);

insert into subsidy_pay by name
select ref(22, i * 1000 + row_number() over (partition by i order by policy, n, twice)) as _ref, 'F' || policy || '-' || i || '-' || n || '-' || twice as pay_id, policy, policy as policy_delivered,
  case when h(i, 'bad number', 800) = 0 then 900000000000 + i * 100 + n else i end as pid, case when h(i, 'bad number', 800) = 0 then 9 else 1 end as pid_tier, case when h(i, 'bad number', 800) = 0 then 'check' end as pid_issue,
  written(i, policy) as name, village_of(i) as village, month_at(n * width) as period_from, 'day' as period_from_precision, last_day(month_at(n * width + width - 1)) as period_to, 'day' as period_to_precision,
  fen + case when h(i, 'more', 9) = 0 then 100 else 0 end as amount, case when h(i, 'one card', 80) = 0 then (i // 12) * 12 + 1 else i end as account, last_day(month_at(n * width + width - 1)) as paid_at, 'day' as paid_at_precision,
  case when h(i * 100 + n, 'status', 700) = 0 then 'returned' when h(i, 'no status', 5) = 0 then null else 'paid' end as status,
  case when h(i * 100 + n, 'kind', 300) = 0 then 'back_pay' else 'regular' end as pay_type
from one, scheme, range(0, periods) p(n), range(0, 2) t(twice)
where h(i, policy, k) = 0 and (twice = 0 or h(i * 100 + n, policy || 'twice', 20000) = 0)
  and (h(i, 'dead', 100) <> 0 or h(i, 'late', 6) = 0 or month_at(n * width) <= date '2023-06-01' + (h(i, 'when', 870) + 20) * interval 1 day);

-- Paid back, one in three thousand.
insert into subsidy_pay by name
select s.* replace (_ref + 500 as _ref, pay_id || '-back' as pay_id, -amount as amount, 'adjustment' as pay_type) from subsidy_pay s where h(_ref, 'undo', 3000) = 0 and (status is null or status = 'paid');

insert into bank_result by name
select ref(23, 0) + row_number() over () as _ref, pay_id, policy, pid, pid_tier, name, account, amount, period_from, 'day' as period_from_precision, paid_at, 'day' as paid_at_precision, case when h(_ref, 'bank', 150) = 0 then 'returned' else 'paid' end as result
from subsidy_pay where h(pid, 'bank says', 4) = 0;

insert into approval_roll by name
select ref(24, 0) + row_number() over () as _ref, 'R' || h(pid, 'roll', 100) as roll_no, policy, pid, pid_tier, written(pid, 'roll') as name, village,
  date_trunc('quarter', period_from) as period_from, 'day' as period_from_precision, last_day(cast(date_trunc('quarter', period_from) + interval 2 month as date)) as period_to, 'day' as period_to_precision,
  amount * 3 + case when h(_ref, 'other sum', 400) = 0 then 900 else 0 end as amount, case when h(_ref, 'refused', 500) = 0 then 'refused' else 'approved' end as status
from subsidy_pay where policy in ('disability-care', 'dibao') and amount > 0 and month(period_from) in (1, 4, 7, 10) and pid_tier = 1 and pay_id like '%-0';

insert into notice_row by name
select ref(25, 0) + row_number() over () as _ref, 'N' || village || year(period_from) as notice_no, village, policy, period_from, 'day' as period_from_precision, period_to, 'day' as period_to_precision,
  case when h(_ref, 'masked', 3) = 0 then 800000000000 + _ref % 100000000000 else pid end as pid, case when h(_ref, 'masked', 3) = 0 then 9 else pid_tier end as pid_tier,
  name, amount + case when h(_ref, 'board', 300) = 0 then 5000 else 0 end as amount, paid_at as published_at, 'day' as published_at_precision
from subsidy_pay where policy in ('winter-heating', 'fertility') and amount > 0 and h(_ref, 'unlisted', 200) <> 0;

insert into elder_allowance by name
select ref(26, p.pid * 100 + n) as _ref, p.pid, 1 as pid_tier, written(p.pid, 'elder') as name, month_at(n) as month, 5000 as amount, case when h(p.pid, 'checked', 9) = 0 then date '2025-06-01' end as liveness_at, 'day' as liveness_at_precision, village_of(p.pid) as village,
  case when h(p.pid, 'no status', 5) = 0 then null else 'paid' end as status
from person p, range(0, 24) r(n)
where p.birth <= month_at(n) - interval 80 year and h(p.pid, 'unpaid', 150) <> 0
  and (h(p.pid, 'dead', 100) <> 0 or h(p.pid, 'late', 6) = 0 or month_at(n) <= date '2023-06-01' + (h(p.pid, 'when', 870) + 20) * interval 1 day);

insert into pension by name
select ref(27, i * 100 + n) as _ref, i as pid, 1 as pid_tier, written(i, 'pension') as name, 'resident' as scheme, month_at(n) as month, 18000 as amount, case when h(i, 'funeral', 12) = 0 then '丧葬补助' end as reason, village_of(i) as village, 'paid' as status
from one, range(0, 24) r(n)
where h(i, 'pension', 7) = 0 and (h(i, 'dead', 100) <> 0 or h(i, 'late', 6) = 0 or month_at(n) <= date '2023-06-01' + (h(i, 'when', 870) + 20) * interval 1 day);

insert into cash_withdrawal by name
select ref(28, i) as _ref, i as account, i as pid, 1 as pid_tier, name_of(i) as name, agent as agent_pid, 1 as agent_pid_tier, written(agent, 'agent') as agent_name, 50000 as amount, cast(date '2024-01-05' + h(i, 'drawn', 700) * interval 1 day as date) as date, 'day' as date_precision
from (select i, case when h(i, 'many', 3) = 0 then (i // 600) * 600 + 11 else i + 7 end as agent from one where h(i, 'withdrawn', 12) = 0);

insert into labour_roster by name
select ref(29, i * 10 + n) as _ref, village_of(i) as village, month_at(n * 4) as month, i as pid, 1 as pid_tier, written(i, 'labour') as name, 3 + h(i + n, 'days', 29) as days, 10000 as rate, (3 + h(i + n, 'days', 29)) * 10000 as amount, 'paid' as work_type, last_day(month_at(n * 4)) as paid_at, 'day' as paid_at_precision
from one, range(0, 5) r(n) where h(i, 'labour', 15) = 0;
