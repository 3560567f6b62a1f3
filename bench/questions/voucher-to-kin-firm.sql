-- The village paid a firm whose owner or officer is a cadre in office or the cadre's kin (docs/thirty.md, 25).
with spent as (
  select _ref, village, date, expense, counterparty_org as uscc, project_no
  from village_voucher
  where expense > 0 and counterparty_org is not null and counterparty_tier <= 2
),
near as (
  select pid, name, pid as near_pid, name as near_name, village, from_date, coalesce(to_date, seen_to, date '9999-12-31') as to_date,
         cast(null as date) as kin_from, date '9999-12-31' as kin_to
  from village_cadre where pid_tier <= 2
  union all
  select c.pid, c.name, k.kin, k.kin_name, c.village, c.from_date, coalesce(c.to_date, c.seen_to, date '9999-12-31'), k.from_date, k.to_date
  from village_cadre c
  join (
    select pid_a as cadre, name_a as cadre_name, pid_b as kin, name_b as kin_name, from_date, coalesce(to_date, seen_to, date '9999-12-31') as to_date
    from kinship where relation in ('spouse', 'parent', 'child', 'sibling', 'in_law') and (source is null or source <> 'inferred') and pid_a_tier <= 2 and pid_b_tier <= 2
    union all
    select pid_b, name_b, pid_a, name_a, from_date, coalesce(to_date, seen_to, date '9999-12-31')
    from kinship where relation in ('spouse', 'parent', 'child', 'sibling', 'in_law') and (source is null or source <> 'inferred') and pid_a_tier <= 2 and pid_b_tier <= 2
  ) k on k.cadre = c.pid and (k.cadre_name is null or c.name is null or k.cadre_name = c.name)
  where c.pid_tier <= 2
),
kin_spent as (
  select distinct s._ref, s.village, s.date, s.expense, s.uscc
  from spent s
  join business_person b on b.uscc = s.uscc and b.uscc_tier <= 2 and b.pid_tier <= 2 and b.role in ('legal', 'shareholder', 'manager', 'operator')
    and not (b.role = 'shareholder' and coalesce(b.share < 5, false))
    and (b.from_date is null or b.from_date <= s.date) and coalesce(b.to_date, b.seen_to, date '9999-12-31') >= s.date
  join near n on n.near_pid = b.pid and n.village = s.village
    and (n.from_date is null or n.from_date <= s.date) and n.to_date >= s.date
    and (n.kin_from is null or n.kin_from <= s.date) and n.kin_to >= s.date
    and (n.near_name is null or b.name is null or n.near_name = b.name)
  where not exists (select 1 from business f where f.uscc = s.uscc and f.type = 'cooperative')
    and not exists (select 1 from tender t join bid d on d.tender_no = t.tender_no and d.won
      where t.project_no = s.project_no and t.method in ('open', 'invited') and d.bidder = s.uscc)
)
select uscc as subject, min(date) as period_from, max(date) as period_to, cast(sum(expense) as bigint) as amount
from kin_spent
group by uscc, village
having sum(expense) >= 100000;
