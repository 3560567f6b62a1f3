import { ageOn, CUTS, day, dayOf, firstDay, LAST_MONTHS, month, monthOf } from '../world/calendar.ts';
import { accountOf, type Grant } from '../world/benefits.ts';
import { kinOf } from '../world/deaths.ts';
import type { Person } from '../world/people.ts';
import { type PolicyKey, RATES } from '../world/policies.ts';
import type { Village } from '../world/places.ts';
import { type Custody, custodyOf, type CustodyType, type Staff } from '../world/work.ts';
import { alive, repaid, returned } from './dead.ts';
import { addDibao } from './eligibility.ts';
import { months, type Stage } from './stage.ts';

/** Staff on hardship lists, strangers on a village's list, people in prison, kin of cadres, agents who collect. */
export function persons(s: Stage): void {
  staff(s);
  strangers(s);
  inmates(s);
  pensionersInside(s);
  cadreKin(s);
  agents(s);
}

function staff(s: Stage): void {
  const of = new Map<Person, Staff>();
  for (const x of s.world.staff) of.set(x.person, x);
  const cadres = new Set(s.world.cadres.map((c) => c.person));
  const fits = (type: Staff['type'][]) => (p: Person) => {
    const x = of.get(p);
    return !!x && type.includes(x.type) && alive(p) && x.hire < day('2020-01-01') && !cadres.has(p) && !kinOf(p).some((k) => cadres.has(k.b)) && !p.house.members.some((m) => cadres.has(m)) && !s.grants(p, 'dibao').length;
  };
  const everyone = s.world.staff.map((x) => x.person);
  const take = (n: number, type: Staff['type'][]) => s.take(n, fits(type), everyone, true);
  take(s.wrongs, ['civil', 'institution']).forEach((p, i) => {
    const from = month('2024-10') + (i % 10);
    const to = from + s.chance.int(3, 12);
    const { grant } = addDibao(s, p, from, to);
    s.wrong('staff-on-means-tested', '在编人员领取低保', p, { period: months(from, to), amount_fen: grant.fen * (to - from + 1) });
  });
  for (const p of take(s.innocents, ['retired'])) {
    addDibao(s, p, month('2025-01'), month('2025-06'));
    s.innocent('staff-on-means-tested', 'retired', '离退休人员', p);
  }
  for (const p of take(s.innocents, ['temp'])) {
    addDibao(s, p, month('2025-01'), month('2025-06'));
    s.innocent('staff-on-means-tested', 'temp-low-pay', '编外低收入人员', p);
  }
  for (const p of take(s.innocents, ['institution', 'civil'])) {
    (of.get(p) as Staff).leave = day('2024-11-30');
    addDibao(s, p, month('2025-01'), month('2025-09'));
    s.innocent('staff-on-means-tested', 'left', '离职以后', p);
  }
  for (const p of take(s.innocents, ['institution', 'civil'])) {
    (of.get(p) as Staff).hire = day('2025-01-01');
    addDibao(s, p, month('2024-09'), month('2025-06'));
    s.innocent('staff-on-means-tested', 'exit', '入职后渐退期内', p);
  }
  for (const p of take(s.innocents, ['institution', 'civil'])) returned(s, 'staff-on-means-tested', addDibao(s, p, month('2025-01'), month('2025-03')).grant, month('2025-01'));
  for (const p of take(s.innocents, ['institution', 'civil'])) repaid(s, 'staff-on-means-tested', addDibao(s, p, month('2025-01'), month('2025-03')).grant, month('2025-01'));
}

/** Listed in village `v` though living elsewhere. */
function list(s: Stage, p: Person, v: Village, policy: PolicyKey, fen: number): Grant {
  const m = policy === 'disaster' || policy === 'winter' ? month('2025-08') + (p.id % 6) : month('2025-01');
  return s.award(policy, p, m, fen, { village: v, to: policy === 'grain' ? month('2025-12') : m, unit: policy === 'grain' ? '亩' : '户' });
}

function strangers(s: Stage): void {
  const fits = (p: Person) => alive(p) && ageOn(p.birth, CUTS[0]) > 25 && ageOn(p.birth, CUTS[0]) < 65 && !s.grants(p).some((g) => ['grain', 'disaster', 'winter', 'fertility'].includes(g.policy)) && !p.spouse && p.house.village.town.villages.some((v) => !v.community && v !== p.house.village);
  const elsewhere = (p: Person): Village => s.chance.of(s.world.villages.filter((v) => v !== p.house.village && v.town === p.house.village.town && !v.community));
  s.take(s.wrongs, fits).forEach((p, i) => {
    const policy = (['disaster', 'grain', 'winter'] as const)[i % 3] as PolicyKey;
    const fen = policy === 'grain' ? 12_900 : RATES.disaster;
    const g = list(s, p, elsewhere(p), policy, fen);
    s.wrong('non-villager-payee', '外村人员列入本村名册', p, { period: months(g.from, g.policy === 'grain' ? g.to : g.from), amount_fen: fen });
  });
  for (const p of s.take(s.about(2), fits)) {
    const g = s.award('disaster', p, month('2026-08'), RATES.disaster, { village: elsewhere(p), to: month('2026-08'), unit: '户' });
    s.wrong('non-villager-payee', '外村人员列入救灾名册（三季度）', p, { period: months(g.from, g.from), amount_fen: RATES.disaster, delivery: 2 });
  }
  for (const p of s.take(s.innocents, fits)) {
    const v = elsewhere(p);
    list(s, p, v, 'grain', 12_900);
    const l = { no: `${v.code}J9${String(p.id).padStart(6, '0')}`, house: p.house, holder: p, mu: 6, plots: [{ code: `${v.code}9${String(p.id).padStart(5, '0')}1`, name: '流转田', mu: 6 }], village: v };
    s.world.extraRights.push({ l, m: p, i: 0 });
    s.innocent('non-villager-payee', 'land', '在该村有承包地', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    const v = elsewhere(p);
    list(s, p, v, 'disaster', RATES.disaster);
    s.world.extraHouse.push({ no: `${v.code}R${p.id}`, kind: '承包户', p, v, from: day('2018-01-01'), to: 0 });
    s.innocent('non-villager-payee', 'resident', '常住该村', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    const v = elsewhere(p);
    list(s, p, v, 'winter', RATES.disaster);
    s.world.realEstate.push({ no: `青房权证${String(100_000 + p.id)}`, person: p, village: v, area: 120, acquired: day('2015-06-01') });
    s.innocent('non-villager-payee', 'house', '在该村有房', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    const v = elsewhere(p);
    const partner = (s.world.byVillage[v.index] as Person[]).find((q) => alive(q) && q.sex !== p.sex && !q.busy && !q.spouse && ageOn(q.birth, CUTS[0]) > 22);
    if (!partner) continue;
    partner.busy = true;
    list(s, p, v, 'disaster', RATES.disaster);
    const [man, wife] = p.sex === 'male' ? [p, partner] : [partner, p];
    s.world.marriages.push({ man, wife, event: 'marriage', date: day('2019-05-01'), no: `J439921-9${p.id}` });
    s.innocent('non-villager-payee', 'married-in-registered', '配偶户口在该村', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    // Lived there until last year: the list was right when it was made.
    list(s, p, elsewhere(p), 'disaster', RATES.disaster);
    s.world.changedAt.set(p, day('2026-04-10'));
    s.innocent('non-villager-payee', 'F-MOVE', '发放后才迁户', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    const g = list(s, p, elsewhere(p), 'disaster', RATES.disaster);
    returned(s, 'non-villager-payee', g, g.from);
  }
  for (const p of s.take(s.innocents, fits)) {
    const g = list(s, p, elsewhere(p), 'disaster', RATES.disaster);
    repaid(s, 'non-villager-payee', g, g.from);
  }
}

function inmates(s: Stage): void {
  const fits = (p: Person) => alive(p) && ageOn(p.birth, CUTS[0]) > 25 && ageOn(p.birth, CUTS[0]) < 60 && !s.certified.has(p) && !s.grants(p).some((g) => g.policy !== 'fertility' && g.policy !== 'grain' && g.policy !== 'forest') && !s.world.custody.some((c) => c.person === p);
  const jail = (p: Person, type: 'prison' | 'detention' | 'probation', from: string, days: number) => {
    const c = custodyOf(s.chance, p, type, day(from) + (p.id % 20), days);
    s.world.custody.push(c);
    return c;
  };
  for (const p of s.take(s.wrongs, fits)) {
    const c = jail(p, 'prison', '2025-02-01', s.chance.int(150, 420));
    s.nurse(p, 0);
    const from = monthOf(c.from) + 1;
    const to = Math.min(monthOf(c.to) - 1, LAST_MONTHS[0]);
    s.wrong('inmate-benefit', '服刑期间护理补贴未停', p, { period: months(from, to), amount_fen: RATES.nursing[1] * (to - from + 1) });
  }
  for (const p of s.take(s.innocents, fits)) {
    const c = jail(p, 'detention', '2025-03-01', 100);
    c.judgement = 0;
    s.nurse(p, 0);
    s.innocent('inmate-benefit', 'released', '羁押后未判刑释放', p);
  }
  const families = s.take(s.innocents, (p) => alive(p) && s.grants(p, 'dibao').some((g) => g.from < month('2024-10') && !g.to && g.qty > 1) && s.grants(p).every((g) => ['dibao', 'fertility', 'grain', 'forest', 'reservoir'].includes(g.policy)) && p.house.members.filter(alive).length > 1);
  for (const p of families) {
    jail(p, 'prison', '2025-03-01', 400);
    s.innocent('inmate-benefit', 'F-HH', '按户发放，家人仍在', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    jail(p, 'probation', '2024-10-01', 600);
    s.nurse(p, 0);
    s.innocent('inmate-benefit', 'probation', '社区矫正，依法可领', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    const c = jail(p, 'detention', '2025-03-01', 130);
    const g = s.nurse(p, 0);
    for (let m = monthOf(c.from) + 1; m < monthOf(c.to); m++) s.replace(g, m, s.payment(g, m, { type: 'back_pay', paidAt: c.to + 20 }));
    s.innocent('inmate-benefit', 'arrears', '羁押释放后补发', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    const c = jail(p, 'prison', '2025-03-01', 300);
    const g = s.nurse(p, 0);
    for (let m = monthOf(c.from) + 1; m < monthOf(c.to); m++) s.replace(g, m, s.payment(g, m, { status: 'returned', reason: '账户冻结' }));
    s.innocent('inmate-benefit', 'returned', '银行已退回', p);
  }
}

/** A pension stops from the month after somebody was taken in to the month before they came out. */
function pensionersInside(s: Stage): void {
  const of = new Map(s.world.pensioners.map((p) => [p.person, p]));
  const fits = (p: Person) => alive(p) && (of.get(p)?.from ?? Infinity) <= month('2025-01') && ageOn(p.birth, CUTS[0]) < 76 && !s.certified.has(p) && s.grants(p).every((g) => ['fertility', 'grain', 'forest'].includes(g.policy)) && !s.world.custody.some((c) => c.person === p);
  const jail = (p: Person, type: CustodyType, from: string, days: number, isPaid = true): Custody => {
    const c = custodyOf(s.chance, p, type, day(from) + (p.id % 20), days);
    s.world.custody.push(c);
    if (isPaid) of.get(p)!.paidInside = true;
    return c;
  };
  for (const p of s.take(s.wrongs, fits)) {
    const c = jail(p, 'prison', '2025-07-01', s.chance.int(150, 300));
    const [from, to] = [monthOf(c.from) + 1, Math.min(monthOf(c.to) - 1, LAST_MONTHS[0])];
    s.wrong('pension-in-custody', '服刑期间养老金未停', p, { period: months(from, to), amount_fen: of.get(p)!.fen * (to - from + 1) });
  }
  for (const p of s.take(s.about(3), fits)) {
    jail(p, 'prison', '2026-06-01', 400);
    s.wrong('pension-in-custody', '服刑期间养老金未停（三季度）', p, { period: months(LAST_MONTHS[0] + 1, LAST_MONTHS[1]), amount_fen: of.get(p)!.fen * 3, delivery: 2 });
  }
  for (const p of s.take(s.innocents, fits)) {
    jail(p, 'detention', '2025-09-01', 100).judgement = 0;
    s.innocent('pension-in-custody', 'released', '羁押后未判刑释放', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    const c = jail(p, 'prison', '2025-02-01', 700);
    s.world.custody.push(custodyOf(s.chance, p, 'parole', c.from + 90, 610));
    s.innocent('pension-in-custody', 'outside', '假释后在社区矫正', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    const c = jail(p, 'prison', '2025-07-01', 500, false);
    of.get(p)!.extra = [{ m: monthOf(c.from) + 3, fen: 186_400, reason: '补发以前年度差额' }];
    s.innocent('pension-in-custody', 'lump', '服刑期间补发以前年度', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    jail(p, 'prison', '2025-07-01', 400, false);
    s.innocent('pension-in-custody', 'stopped', '服刑期间已停发', p);
  }
}

function cadreKin(s: Stage): void {
  const inOffice = s.world.cadres.filter((c) => !c.to && c.post !== 'group_head' && c.from < day('2022-01-01'));
  const kin = new Map<Person, { cadre: Person; village: Village }>();
  for (const c of inOffice) for (const { b } of kinOf(c.person)) if (alive(b) && b.house !== c.person.house && b.house.village === c.village && ageOn(b.birth, CUTS[0]) > 22) kin.set(b, { cadre: c.person, village: c.village });
  const cadres = new Set(s.world.cadres.map((c) => c.person));
  const fits = (p: Person) => kin.has(p) && !cadres.has(p) && !s.grants(p).some((g) => ['dibao', 'tekun'].includes(g.policy)) && kinOf(p).filter((k) => cadres.has(k.b)).length === 1;
  const pool = [...kin.keys()];
  for (const p of s.take(s.wrongs, fits, pool)) {
    const { cadre } = kin.get(p) as { cadre: Person; village: Village };
    const { record } = addDibao(s, p, month('2025-03'), 0);
    record.approver = cadre.name;
    record.approverNumber = cadre.number;
    s.wrong('cadre-kin-dibao', '村干部近亲获批低保', p, { period: [firstDay(month('2025-03')), firstDay(month('2025-03'))] });
  }
  for (const p of s.take(s.innocents, fits, pool)) {
    addDibao(s, p, month('2025-03'), 0);
    s.innocent('cadre-kin-dibao', 'disclosed', '已申报，由他人审批', p);
  }
}

function agents(s: Stage): void {
  const old = (p: Person) => alive(p) && ageOn(p.birth, CUTS[0]) > 66 && s.grants(p).length > 0;
  const agent = (p: Person) => alive(p) && ageOn(p.birth, CUTS[0]) > 28 && ageOn(p.birth, CUTS[0]) < 58;
  const draw = (p: Person, by: Person, times = 4) => {
    for (let i = 0; i < times; i++) s.world.withdrawals.push({ account: accountOf(p), person: p, agent: by, fen: s.chance.int(2, 12) * 10_000, date: dayOf(2025, 1 + ((p.id + i * 3) % 12), 5 + (p.id % 20)) });
  };
  // The ordinary case: an old couple's son, a wife, a guardian of one.
  for (const p of s.world.people) {
    if (!old(p) || p.busy || p.id % 3) continue;
    const child = [...p.children, ...(p.spouse ? [p.spouse] : [])].find((c) => alive(c) && !c.busy && ageOn(c.birth, CUTS[0]) > 18);
    if (!child) continue;
    draw(p, child, 2);
    if (child.house !== p.house) s.world.kin.push({ a: p, b: child, relation: child === p.spouse ? 'spouse' : 'child', source: 'hukou' });
  }
  const helping = new Set(s.world.withdrawals.map((w) => w.agent));
  const stranger = (p: Person) => agent(p) && !helping.has(p);
  const near = (by: Person, n: number) => {
    const mine = new Set(kinOf(by).map((k) => k.b));
    return s.take(n, (p) => old(p) && p.house.village.town === by.house.village.town && !mine.has(p));
  };
  s.take(s.wrongs, stranger).forEach((by, i) => {
    for (const p of near(by, 3 + (i % 3))) draw(p, by);
    s.wrong('proxy-collection-abuse', '一人代取多人补贴', by, { period: [day('2025-01-01'), day('2025-12-31')] });
  });
  for (const [code, kind, relation] of [['F-PROXY', 'institution', '敬老院工作人员'], ['F-PROXY', 'guardian', '监护人']] as const) {
    for (const by of s.take(s.innocents, stranger)) {
      for (const p of near(by, 4)) {
        draw(p, by);
        s.world.proxies.push({ person: p, agent: by, relation, kind, from: day('2022-01-01'), to: 0 });
      }
      s.innocent('proxy-collection-abuse', code, `${relation}代领，有登记`, by);
    }
  }
  for (const by of s.take(s.innocents, stranger)) {
    for (const p of near(by, 3)) {
      draw(p, by);
      s.world.kin.push({ a: by, b: p, relation: 'parent', source: 'hukou' });
    }
    s.innocent('proxy-collection-abuse', 'kin', '替亲属代领', by);
  }
}
