-- A pile on the residents' tariff whose days look like a shop's (docs/thirty.md, 27).
with pile as (
  select _ref, pile_no, coalesce(customer_no, meter_no) as customer, meter_no, owner_pid, owner_tier, shared
  from charging where tariff in ('resident', 'charging_resident') and seen_to is null
),
read as (
  select p._ref, p.pile_no, p.customer, p.owner_pid, p.owner_tier, p.shared, count(*) as days,
         count(*) filter (r.charge_events = 0 and r.kwh >= 5 and r.day_kwh > 0.7 * r.kwh) as shop,
         count(*) filter (r.kwh > 80) as heavy,
         min(r.date) filter (r.kwh > 80 or (r.charge_events = 0 and r.kwh >= 5 and r.day_kwh > 0.7 * r.kwh)) as first_day,
         max(r.date) filter (r.kwh > 80 or (r.charge_events = 0 and r.kwh >= 5 and r.day_kwh > 0.7 * r.kwh)) as last_day
  from pile p join meter_reading r on r.meter_no = p.meter_no
  group by all
)
select customer as subject, min(first_day) as period_from, max(last_day) as period_to, cast(null as bigint) as amount
from read
where ((shop >= 14 and 2 * shop >= days) or (heavy >= 30 and 2 * heavy >= days))
  and shared is not true
  and not (not (shop >= 14 and 2 * shop >= days) and owner_tier <= 2
    and (select count(*) from vehicle v where v.pid = read.owner_pid and v.pid_tier <= 2 and v.type = 'car' and v.status = 'normal') >= 2)
group by customer, pile_no;
