-- The ledgers of the villages, works, firms, and the utility.
create table village as select distinct village_of(i) as village from one where i <= 3 * greatest(20, getvariable('people') // 2000) + 3;
create table parcel as select village, n, 'A' || n as asset_id, 'DK' || village || '-' || n as parcel_id, village * 1000 + n as id from village, range(0, 24) r(n);

insert into collective_asset by name
select ref(40, 0) + row_number() over () as _ref, asset_id || village as asset_id, village, 'operating' as class, '资产' as name, case when h(id, 'let', 3) > 0 then 'leased' else 'idle' end as status, case when h(id, 'parcel', 2) = 0 then parcel_id end as parcel_id from parcel;

insert into resource_parcel by name
select ref(41, 0) + row_number() over () as _ref, parcel_id, village, (['village', 'village', 'group', 'household', 'state'])[1 + h(id, 'owner', 5)] as owner, h(id, 'used', 2) = 0 as occupied from parcel;

insert into contract by name
select ref(42, 0) + row_number() over () as _ref, 'HT' || id as contract_no, 'lease' as type, village, 'x' as party_a, asset_id || village as asset_id, case when h(id, 'parcel', 2) = 0 then parcel_id end as parcel_id,
  (['水田', '旱地', '林地'])[1 + n % 3] as land_class, cast(2000 + h(id, 'area', 9) * 500 as decimal(18,4)) as area, 'mu' as area_unit, cast((2000 + h(id, 'area', 9) * 500) * (90 + h(id, 'rent', 40)) * case h(id, 'cheap', 12) when 0 then 0.4 when 1 then 0.01 else 1 end as bigint) as rent_year,
  cast(date '2021-01-01' + h(id, 'from', 1400) * interval 1 day as date) as from_date, 'day' as from_date_precision, cast(date '2025-03-31' + h(id, 'to', 1400) * interval 1 day as date) as to_date, 'day' as to_date_precision, 'active' as status
from parcel where h(id, 'no contract', 15) <> 0;

insert into contract by name
select ref(43, 0) + row_number() over () as _ref, 'GC' || id as contract_no, 'works' as type, village, 'USCC' || h(id, 'builder', 40) as party_b_org, 1 as party_b_tier, 'PJ' || id as project_no, 4000000 + h(id, 'price', 70) * 100000 as price,
  cast(date '2023-01-01' + h(id, 'signed', 1000) * interval 1 day as date) as signed, 'day' as signed_precision, 'active' as status
from (select village * 1000 + n as id, village, n from village, range(0, 30) r(n));

insert into project by name
select ref(44, 0) + row_number() over () as _ref, replace(contract_no, 'GC', 'PJ') as project_no, '路' as name, village, 'S' || h(_ref, 'site', 6) as site, (['a', 'b'])[1 + h(_ref, 'fund', 2)] as fund_source, signed as approved_at, 'day' as approved_at_precision,
  h(_ref, 'emergency', 9) = 0 as emergency, case when h(_ref, 'tendered', 9) = 0 then signed end as tender_at, 'day' as tender_at_precision
from contract where type = 'works';

insert into tender by name
select ref(45, 0) + row_number() over () as _ref, 'T' || project_no as tender_no, project_no, 'open' as method from project where h(_ref, 'tender', 12) = 0;
insert into bid by name select ref(46, 0) + row_number() over () as _ref, tender_no, 'USCC' || h(_ref, 'bidder', 40) as bidder, 1 as bidder_tier, true as won from tender;

insert into trade by name
select ref(47, 0) + row_number() over () as _ref, 'J' || id as trade_no, asset_id || village as asset_id, village, (['bid', 'open', 'negotiated'])[1 + h(id, 'mode', 3)] as mode, cast(date '2021-01-01' + h(id, 'listed', 1750) * interval 1 day as date) as listed, 'day' as listed_precision,
  cast(date '2021-01-21' + h(id, 'listed', 1750) * interval 1 day as date) as deal_at, 'day' as deal_at_precision, case when h(id, 'noted', 2) = 0 then 'HT' || id end as contract_no
from parcel where h(id, 'traded', 5) = 0;

insert into receivable by name
select ref(48, 0) + row_number() over () as _ref, 'HT' || id as contract_no, village, date '2025-06-30' as due_at, 'day' as due_at_precision, 100000 as amount, case when h(id, 'rent came', 3) = 0 then date '2025-07-02' end as received_at, 'day' as received_at_precision from parcel where h(id, 'due', 2) = 0;

insert into business by name select ref(49, n) as _ref, 'USCC' || n as uscc, 1 as uscc_tier, 'firm' as name, case when n % 8 = 0 then 'cooperative' else 'company' end as type, 'active' as status from range(0, greatest(40, getvariable('people') // 500)) r(n);
insert into business_person by name
select ref(50, 0) + row_number() over () as _ref, uscc, 1 as uscc_tier, i as pid, 1 as pid_tier, written(i, 'firm') as name, (['legal', 'shareholder', 'manager', 'supervisor'])[1 + h(i, 'role', 4)] as role, h(i, 'share', 40) as share
from (select uscc, 1 + h(_ref, 'person' || k, getvariable('people')) as i from business, range(0, 6) r(k));

insert into village_voucher by name
select ref(51, 0) + row_number() over () as _ref, 'V' || n as voucher_no, 1 as line_no, cast(date '2024-01-01' + h(id, 'date', 700) * interval 1 day as date) as date, 'day' as date_precision, village,
  case when n % 5 = 0 then 'rent' else 'works' end as kind, case when n % 5 > 0 then 20000 + h(id, 'spent', 300) * 1000 end as expense, case when n % 5 > 0 then 'USCC' || h(id, 'payee', greatest(40, getvariable('people') // 500)) end as counterparty_org, case when n % 5 > 0 then 1 end as counterparty_tier,
  case when n % 5 = 0 then 'HT' || (village * 1000 + h(id, 'contract', 24)) end as contract_no, case when n % 5 > 0 then 'PJ' || (village * 1000 + h(id, 'project', 30)) end as project_no
from (select village * 10000 + n as id, village, n from village, range(0, 400) r(n));

insert into pv by name
select ref(52, i) as _ref, 'PV' || i as pv_no, 'C' || i as customer_no, date '2024-03-01' as filed_at, 'day' as filed_at_precision, date '2024-03-05' as applied_at, 'day' as applied_at_precision,
  cast(date '2024-03-20' - h(i, 'surveyed', 17) * interval 1 day as date) as surveyed_at, 'day' as surveyed_at_precision, date '2024-04-02' as accepted_at, 'month' as accepted_at_precision, date '2024-05-02' as connected_at, 'day' as connected_at_precision,
  h(i, 'pilot', 9) = 0 as pilot, case when h(i, 'migrated', 9) = 0 then true end as migrated, village_of(i) as village
from one where h(i, 'pv', 100) = 0;
update pv set accepted_at = date '2024-04-01';

insert into charging by name
select ref(53, i) as _ref, 'Z' || i as pile_no, 'C' || i as customer_no, 'M' || i as meter_no, i as owner_pid, 1 as owner_tier, case h(i, 'tariff', 4) when 0 then 'commercial' else 'charging_resident' end as tariff, h(i, 'shared', 8) = 0 as shared, village_of(i) as village
from one where h(i, 'pile', 1000) = 0;
insert into meter_reading by name
select ref(54, i * 1000 + n) as _ref, 'M' || i as meter_no, cast(date '2025-08-01' + n * interval 1 day as date) as date, 'day' as date_precision, case when h(i, 'shop', 6) < 2 then 60 + h(i * 1000 + n, 'kwh', 50) else h(i * 1000 + n, 'kwh', 30) end as kwh,
  case when h(i, 'shop', 6) = 0 then 50 else 2 end as day_kwh, case when h(i, 'shop', 6) = 0 then h(i * 1000 + n, 'events', 4) // 3 else 1 end as charge_events
from one, range(0, 90) r(n) where h(i, 'pile', 1000) = 0;
insert into vehicle by name
select ref(55, i * 10 + k) as _ref, i * 10 + k as plate, i as pid, 1 as pid_tier, name_of(i) as name, 'car' as type, 'normal' as status from one, range(0, 3) r(k) where h(i * 10 + k, 'car', 4) = 0;

drop table one; drop table village; drop table parcel; drop table scheme;
