-- Kin of a cadre of the same village came onto dibao while the cadre was in office: screening only (docs/thirty.md, 18).
with edge as (
  select pid_a as cadre, name_a as cadre_name, pid_b as kin, name_b as kin_name, source, from_date, coalesce(to_date, seen_to, date '9999-12-31') as to_date, relation, pid_a_tier as ta, pid_b_tier as tb from kinship
  union all
  select pid_b, name_b, pid_a, name_a, source, from_date, coalesce(to_date, seen_to, date '9999-12-31'), relation, pid_b_tier, pid_a_tier from kinship
),
met as (
  select d._ref, d.pid, d.from_date,
         coalesce(k.source = 'declared' and d.approver_pid_tier <= 2 and d.approver_pid <> c.pid, false) as disclosed
  from dibao d
  join edge k on k.kin = d.pid and k.relation in ('spouse', 'parent', 'child', 'sibling') and k.ta <= 2 and k.tb <= 2
    and (k.source is null or k.source <> 'inferred')
    and (k.from_date is null or k.from_date <= d.from_date) and k.to_date >= d.from_date
    and (k.kin_name is null or d.name is null or k.kin_name = d.name)
  join village_cadre c on c.pid = k.cadre and c.pid_tier <= 2 and c.village = d.village
    and (c.from_date is null or c.from_date <= d.from_date) and coalesce(c.to_date, c.seen_to, date '9999-12-31') >= d.from_date
    and (k.cadre_name is null or c.name is null or k.cadre_name = c.name)
  where d.pid_tier <= 2 and d.seen_to is null and d.from_date is not null
),
row_of as (
  select _ref, pid, from_date from met group by all having not bool_or(disclosed)
)
select cast(pid as varchar) as subject, min(from_date) as period_from, max(from_date) as period_to, cast(null as bigint) as amount
from row_of
group by pid;
