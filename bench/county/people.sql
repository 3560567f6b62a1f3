-- A county of getvariable('people') people as facts, straight into tables: fast, not lifelike. Who is whose is told by arithmetic and hashes.
-- Hashed twice: DuckDB folds a second value in by XOR, so that once alone two salts share the parity of what they say. The dead were never paid late.
create macro h(i, salt, k) as cast(hash(hash(i, salt)) % k as bigint);
create macro village_of(i) as 439921000000 + (101 + (i // 3) % greatest(20, getvariable('people') // 2000) // 20) * 1000 + 201 + ((i // 3) % greatest(20, getvariable('people') // 2000)) % 20;
create macro name_of(i) as h(i, 'name', 400000) + 1;
-- One row in a thousand carries somebody's mistyped number: the name is another's. One in two hundred has no name.
create macro written(i, salt) as case h(i, salt, 1000) when 0 then name_of(i + 1) when 1 then null when 2 then null else name_of(i) end;
create macro month_at(n) as cast(date '2024-01-01' + n * interval 1 month as date);
create macro ref(batch, i) as batch * 100000000000 + i;

create table one as select i from range(1, getvariable('people') + 1) r(i);

insert into person by name
select ref(1, i) as _ref, i as pid, 1 as pid_tier, name_of(i) as name, cast(date '1925-01-01' + h(i, 'birth', 34000) * interval 1 day as date) as birth, 'day' as birth_precision,
  case when h(i, 'elsewhere', 60) = 0 then village_of(i + 3) else village_of(i) end as hukou_region, i // 3 as household_no,
  case when h(i, 'gone', 90) = 0 then 'moved' when h(i, 'dead', 100) = 0 and h(i, 'late', 2) = 0 then 'dead' else 'alive' end as status,
  case when h(i, 'back', 40) = 0 then date '2025-11-20' end as changed_at, 'day' as changed_at_precision
from one where h(i, 'unknown', 500) <> 0;

insert into household by name
select ref(2, i) as _ref, i // 3 as household_no, case h(i // 3, 'kind', 3) when 0 then 'land' else 'hukou' end as kind, i as pid, 1 as pid_tier, name_of(i) as name, village_of(i) as village,
  case when h(i, 'moved', 20) = 0 then date '2024-08-01' end as from_date, 'day' as from_date_precision, case when h(i, 'left', 30) = 0 then date '2025-02-28' end as to_date, 'day' as to_date_precision
from one where h(i // 3, 'no house', 20) <> 0;

insert into death by name
select ref(3, i * 3 + s) as _ref, i as pid, 1 as pid_tier, written(i, 'death') as name,
  cast(date '2023-06-01' + (h(i, 'when', 870) + s) * interval 1 day as date) as death_date, case when h(i, 'vague', 50) = 0 then 'month' else 'day' end as death_date_precision,
  (['police', 'health', 'funeral'])[s + 1] as source, village_of(i) as village
from one, range(0, 3) r(s) where h(i, 'dead', 100) = 0 and h(i, s, 3) <> 0;
update death set death_date = date_trunc('month', death_date) where death_date_precision = 'month';

insert into kinship by name
select ref(4, i) as _ref, i as pid_a, 1 as pid_a_tier, name_of(i) as name_a, i + 1 + h(i, 'kin', 4) as pid_b, 1 as pid_b_tier, name_of(i + 1 + h(i, 'kin', 4)) as name_b,
  (['spouse', 'parent', 'child', 'sibling', 'in_law'])[1 + h(i, 'relation', 5)] as relation, (['declared', 'hukou', 'birth', 'inferred'])[1 + h(i, 'source', 4)] as source
from one where h(i, 'has kin', 4) = 0;

insert into marriage by name
select ref(5, i) as _ref, i as pid_a, 1 as pid_a_tier, name_of(i) as name_a, i + 3 as pid_b, 1 as pid_b_tier, name_of(i + 3) as name_b, 'marriage' as event, date '2015-05-05' as date, 'day' as date_precision
from one where h(i, 'married', 8) = 0;

insert into public_staff by name
select ref(6, i) as _ref, i as pid, 1 as pid_tier, written(i, 'staff') as name, 'unit ' || h(i, 'unit', 60) as unit, (['civil', 'institution', 'temp', 'retired'])[1 + h(i, 'staff type', 4)] as staff_type,
  case when h(i, 'hired', 3) = 0 then date '2024-03-15' else date '2012-07-01' end as hire, 'day' as hire_precision, case when h(i, 'quit', 5) = 0 then date '2025-01-31' end as leave, 'day' as leave_precision,
  case when h(i, 'gross', 6) = 0 then null else 200000 + h(i, 'gross', 6) * 100000 end as gross
from one where h(i, 'staff', 50) = 0;

insert into village_cadre by name
select ref(7, i) as _ref, i as pid, 1 as pid_tier, name_of(i) as name, village_of(i) as village, 'committee' as post, date '2019-01-01' as from_date, 'day' as from_date_precision,
  case when h(i, 'term', 4) = 0 then date '2024-06-30' end as to_date, 'day' as to_date_precision
from one where h(i, 'cadre', 50) = 0;

insert into custody by name
select ref(8, i) as _ref, i as pid, 1 as pid_tier, written(i, 'custody') as name, (['prison', 'detention', 'probation', 'drug_rehab'])[1 + h(i, 'custody type', 4)] as type,
  cast(date '2024-01-10' + h(i, 'taken', 500) * interval 1 day as date) as from_date, 'day' as from_date_precision,
  case when h(i, 'out', 3) > 0 then cast(date '2024-01-10' + (h(i, 'taken', 500) + 120) * interval 1 day as date) end as to_date, 'day' as to_date_precision,
  case when h(i, 'judged', 2) = 0 then date '2025-01-01' end as judgement, 'day' as judgement_precision
from one where h(i, 'custody', 300) = 0;

insert into tekun by name
select ref(9, i) as _ref, i as pid, 1 as pid_tier, written(i, 'tekun') as name, 'home' as mode, cast(date '2023-02-11' + h(i, 'entered', 700) * interval 1 day as date) as from_date, 'day' as from_date_precision,
  case when h(i, 'ended', 4) = 0 then date '2025-03-20' end as to_date, 'day' as to_date_precision, village_of(i) as village
from one where h(i, 'tekun', 160) = 0;

insert into disability by name
select ref(10, i) as _ref, i as cert_no, i as pid, 1 as pid_tier, written(i, 'disability') as name, 'physical' as category, 1 + h(i, 'grade', 4) as grade, date '2016-01-01' as issued, 'day' as issued_precision,
  case h(i, 'expires', 6) when 0 then date '2024-06-30' when 1 then null when 2 then date '9999-12-31' else date '2028-01-01' end as expires, case h(i, 'expires', 6) when 2 then 'open' else 'day' end as expires_precision, 'valid' as status, village_of(i) as village
from one where h(i, 'disability', 25) = 0;

insert into dibao by name
select ref(11, i) as _ref, i // 3 as grant_no, i as pid, 1 as pid_tier, written(i, 'dibao') as name, 'B' as class, date '2020-03-01' as from_date, 'day' as from_date_precision, village_of(i) as village,
  case when h(i, 'approver', 3) > 0 then i + 5 end as approver_pid, 1 as approver_pid_tier
from one where h(i, 'dibao', 20) = 0;

insert into land_right by name
select ref(12, i) as _ref, i // 3 as cert_no, (i // 3) * 3 as contractor_pid, 1 as contractor_pid_tier, i as pid, 1 as pid_tier, name_of(i) as name, 'P' || (i // 3) as plot_code, 2000.0 as area, 'mu' as area_unit, village_of(i) as village
from one where h(i // 3, 'land', 3) > 0;

insert into proxy by name
select ref(13, i) as _ref, i as pid, 1 as pid_tier, i + 7 as agent_pid, 1 as agent_pid_tier, 'guardian' as kind, date '2020-01-01' as from_date, 'day' as from_date_precision, case when h(i, 'proxy to', 3) = 0 then date '2024-12-31' end as to_date, 'day' as to_date_precision, village_of(i) as village
from one where h(i, 'proxy', 60) = 0;

insert into bank_account by name
select ref(14, i) as _ref, i as account, i as pid, 1 as pid_tier, name_of(i) as name, 'active' as status from one;

insert into real_estate by name
select ref(15, i) as _ref, i as cert_no, i as pid, 1 as pid_tier, name_of(i) as name, village_of(i + 3 * h(i, 'there', 2)) as village, 'housing' as usage, 'valid' as status
from one where h(i, 'house', 10) = 0;
