import { ageOn, CUTS, day, type Day, LAST_MONTHS, type Month, month, monthOf } from '../world/calendar.ts';
import { aliveOn, type Person } from '../world/people.ts';
import { canBeFifteen, fifteen } from '../world/numbers.ts';
import { POLICIES, RATES } from '../world/policies.ts';
import type { Grant } from '../world/benefits.ts';
import { months, type Stage } from './stage.ts';

/** Money that goes on after a death, and all the reasons why that may be right. */
export function dead(s: Stage): void {
  const supported = new Set(s.world.benefits.tekun.map((t) => t.person));
  const diedIn = (from: string, to: string) => (p: Person) => p.death >= day(from) && p.death <= day(to) && !supported.has(p) && !s.grants(p, 'nursing').length && ageOn(p.birth, p.death) > 20;
  subsidies(s, diedIn);
  unseen(s, diedIn);
  tekun(s);
  pensions(s);
  elders(s);
}

type DiedIn = (from: string, to: string) => (p: Person) => boolean;
function subsidies(s: Stage, diedIn: DiedIn): void {
  s.take(s.wrongs, diedIn('2024-10-01', '2026-01-20')).forEach((p, i) => {
    const died = monthOf(p.death);
    trueDates(s, p);
    const short = i % 4 === 1 && canBeFifteen(p.number);
    if (short) for (const d of s.deathsOf(p)) d.number = fifteen(p.number);
    const to = Math.min(died + s.chance.int(4, 14), LAST_MONTHS[0]);
    s.nurse(p, to);
    s.wrong('dead-payee', '死后护理补贴未停', p, { period: months(died + 2, to), amount_fen: (to - died - 1) * RATES.nursing[1], seen_by: short ? 'K2' : 'K1' });
  });
  for (const p of s.take(s.about(3), diedIn('2026-05-20', '2026-06-20'))) {
    trueDates(s, p);
    s.nurse(p, 0).to = LAST_MONTHS[1];
    s.wrong('dead-payee', '死后护理补贴未停（三季度）', p, { period: months(monthOf(p.death) + 2, LAST_MONTHS[1]), amount_fen: (LAST_MONTHS[1] - monthOf(p.death) - 1) * RATES.nursing[1], delivery: 2 });
  }
  for (const p of s.take(s.about(3), diedIn('2025-03-01', '2026-01-20'))) {
    trueDates(s, p);
    const died = monthOf(p.death);
    const g = s.nurse(p, died + 4);
    s.repay(g, LAST_MONTHS[1] - 1, died + 1, died + 4, g.fen * 4, false);
    s.wrong('dead-payee', '死后护理补贴未停，三季度已扣回', p, { period: months(died + 2, died + 4), amount_fen: g.fen * 3, repaired: true });
  }
  const soon = diedIn('2024-10-01', '2026-01-31');
  for (const p of s.take(s.innocents, soon)) {
    trueDates(s, p);
    s.nurse(p, monthOf(p.death) + 1);
    s.innocent('dead-payee', 'grace', '死亡次月一笔，在宽限期内', p, { period: months(monthOf(p.death) + 1, monthOf(p.death) + 1) });
  }
  for (const p of s.take(s.innocents, soon)) {
    const m = monthOf(p.death) + 3;
    s.award('machine', p, m, 860_000, { to: m, unit: '台' });
    s.innocent('dead-payee', 'after-death', '生前购机，补贴死后到账', p, { period: months(m, m) });
  }
  const alone = (p: Person) => soon(p) && isOwn(s, p);
  for (const p of s.take(s.innocents, alone)) {
    trueDates(s, p);
    returned(s, 'dead-payee', s.nurse(p, monthOf(p.death) + 4), monthOf(p.death) + 1);
  }
  for (const p of s.take(s.innocents, alone)) {
    trueDates(s, p);
    const g = s.nurse(p, monthOf(p.death) + 4);
    s.replace(g, monthOf(p.death) + 1); // the month that is forgiven anyway: nothing was paid for it
    repaid(s, 'dead-payee', g, monthOf(p.death) + 2);
  }
  for (const p of s.take(s.innocents, (q) => alive(q) && !s.grants(q, 'nursing').length && !supportedBy(s, q) && ageOn(q.birth, CUTS[0]) < 59)) {
    s.replace(s.nurse(p, 0), month('2025-04'));
    revive(s, 'dead-payee', p, monthOf(day('2025-06-01')));
  }
  const heirs = s.world.benefits.land.filter((l) => diedIn('2024-01-01', '2025-10-30')(l.holder) && l.house.members.some((m) => alive(m))).map((l) => l.holder);
  for (const p of s.take(s.innocents, () => true, heirs)) s.innocent('dead-payee', 'F-HH', '按户发放，户主去世，家人承接', p, { period: months(month('2026-01'), month('2026-12')) });
  stranger(s, 'dead-payee', (q) => !supportedBy(s, q) && isOwn(s, q) && s.grants(q).some((g) => g.policy === 'reservoir' || g.policy === 'planning'));
}

/** Deaths that every office wrote down under a number nobody has: only somebody who compares names and villages will see them. */
function unseen(s: Stage, diedIn: DiedIn): void {
  const young = diedIn('2024-10-01', '2025-12-20');
  for (const p of s.take(s.about(4), (q) => young(q) && ageOn(q.birth, CUTS[1]) < 78)) {
    for (const d of s.deathsOf(p)) d.number = mistyped(p.number);
    s.nurse(p, LAST_MONTHS[0]);
    s.wrong('dead-payee', '死亡登记号码抄错，补贴未停', p, { period: months(monthOf(p.death) + 2, LAST_MONTHS[0]), seen_by: 'K3' });
  }
}
/** Two neighbouring digits exchanged: the check character no longer fits. */
export function mistyped(number: string): string {
  for (let i = 14; i > 8; i--) if (number[i] !== number[i + 1]) return number.slice(0, i) + number[i + 1] + number[i] + number.slice(i + 2);
  return `${number.slice(0, 16)}${number[16] === '1' ? '2' : '1'}${number.slice(17)}`;
}

export const alive = (p: Person): boolean => aliveOn(p, CUTS[1]) && !p.moved;
const supportedBy = (s: Stage, p: Person): boolean => s.grants(p).some((g) => ['tekun', 'dibao', 'orphan'].includes(g.policy));
/** All that is paid to this person is the person's own: nothing goes on with the household. */
const isOwn = (s: Stage, p: Person): boolean => s.grants(p).every((g) => !POLICIES[g.policy].perHousehold);
const trueDates = (s: Stage, p: Person): void => {
  for (const d of s.deathsOf(p)) d.date = p.death;
};

/** From month `from` to the end of the grant the bank sends everything back. */
export function returned(s: Stage, model: string, g: Grant, from: Month): void {
  for (let m = from; m <= g.to; m++) s.replace(g, m, s.payment(g, m, { status: 'returned', reason: '账户已销户' }));
  s.innocent(model, 'returned', '银行已退回', g.person, { period: months(from, g.to) });
}
/** Paid in error from `from` to the end of the grant, and taken back in the month after. */
export function repaid(s: Stage, model: string, g: Grant, from: Month): void {
  s.repay(g, g.to + 1, from, g.to, g.fen * (g.to - from + 1), false);
  s.innocent(model, 'repaid', '已扣回', g.person, { period: months(from, g.to) });
}
/** Registered as dead by mistake; the police set it right, the other lists kept the mistake. */
export function revive(s: Stage, model: string, p: Person, m: Month): void {
  const on: Day = day('2025-03-11') + (m % 7);
  s.record(p, 'police', on, { registered: on + 9 });
  s.world.revived.set(p, on + 40);
  s.innocent(model, 'revived', '误登死亡，已恢复户口', p);
}
/** Somebody else's death written under a living person's number: the names tell. */
export function stranger(s: Stage, model: string, fits: (p: Person) => boolean): void {
  const living = s.take(s.innocents, (p) => alive(p) && fits(p));
  const gone = s.take(s.innocents, (p) => p.death > day('2024-10-01') && p.death < day('2025-10-01') && ageOn(p.birth, p.death) < 78);
  living.forEach((p, i) => {
    const other = gone[i] as Person;
    if (other.name === p.name) return;
    s.record(other, 'funeral', other.death, { number: p.number, name: other.name });
    s.innocent(model, 'F-ID', '火化登记号码错填为健在者的号码', p);
  });
}

function tekun(s: Stage): void {
  const of = new Map(s.world.benefits.tekun.map((t) => [t.person, t]));
  const died = (from: string, to: string) => (p: Person) => of.has(p) && p.death >= day(from) && p.death <= day(to);
  const extend = (p: Person, to: Month): Grant => {
    of.get(p)!.late = true;
    trueDates(s, p);
    for (const g of s.grants(p, 'care')) g.to = to;
    const g = s.grants(p, 'tekun')[0] as Grant;
    g.to = to;
    return g;
  };
  s.take(s.wrongs, died('2024-08-01', '2026-03-20')).forEach((p, i) => {
    const to = Math.min(monthOf(p.death) + s.chance.int(2, 12), LAST_MONTHS[0]);
    const short = i % 5 === 2 && canBeFifteen(p.number);
    if (short) for (const d of s.deathsOf(p)) d.number = fifteen(p.number);
    extend(p, to);
    s.wrong('tekun-dead', '特困死亡未停', p, { period: months(monthOf(p.death) + 1, to), seen_by: short ? 'K2' : 'K1' });
  });
  const free = died('2024-08-01', '2026-04-30');
  for (const p of s.take(s.innocents, free)) {
    const g = extend(p, monthOf(p.death) + 3);
    for (const c of s.grants(p, 'care')) {
      c.to = monthOf(p.death);
    }
    returned(s, 'tekun-dead', g, monthOf(p.death) + 1);
  }
  // Taken back in the month after the last: early enough to stand in the first delivery.
  for (const p of s.take(s.innocents, died('2024-08-01', '2026-03-31'))) {
    const g = extend(p, monthOf(p.death) + 2);
    for (const c of s.grants(p, 'care')) c.to = monthOf(p.death);
    repaid(s, 'tekun-dead', g, monthOf(p.death) + 1);
  }
  for (const p of s.take(s.innocents, (q) => of.has(q) && alive(q))) revive(s, 'tekun-dead', p, 1);
  stranger(s, 'tekun-dead', (q) => of.has(q));
  for (const p of s.take(s.innocents, free)) s.innocent('tekun-dead', 'last-month', '当月照发', p, { period: months(monthOf(p.death), monthOf(p.death)) });
}

function pensions(s: Stage): void {
  const of = new Map(s.world.pensioners.map((p) => [p.person, p]));
  const died = (from: string, to: string) => (p: Person) => of.has(p) && p.death >= day(from) && p.death <= day(to) && !s.grants(p).some((g) => !g.to);
  for (const p of s.take(s.wrongs, died('2025-07-05', '2026-03-20'))) {
    const r = of.get(p)!;
    trueDates(s, p);
    r.to = Math.min(monthOf(p.death) + s.chance.int(2, 9), LAST_MONTHS[0]);
    r.stop = 0;
    s.wrong('pension-after-death', '死后养老金未停', p, { period: months(monthOf(p.death) + 1, r.to), amount_fen: r.fen * (r.to - monthOf(p.death)) });
  }
  for (const p of s.take(s.about(3), died('2026-06-01', '2026-06-25'))) {
    const r = of.get(p)!;
    trueDates(s, p);
    r.to = LAST_MONTHS[1];
    r.stop = 0;
    s.wrong('pension-after-death', '死后养老金未停（三季度）', p, { period: months(monthOf(p.death) + 1, r.to), amount_fen: r.fen * 3, delivery: 2 });
  }
  for (const p of s.take(s.innocents, died('2025-08-01', '2026-04-20'))) {
    of.get(p)!.extra = [{ m: monthOf(p.death) + 1, fen: 720_000, reason: '丧葬补助金和抚恤金' }];
    s.innocent('pension-after-death', 'funeral-grant', '丧葬抚恤一次性待遇', p, { period: months(monthOf(p.death) + 1, monthOf(p.death) + 1) });
  }
  for (const p of s.take(s.innocents, (q) => of.has(q) && alive(q) && ageOn(q.birth, CUTS[0]) < 78 && !s.grants(q).length)) revive(s, 'pension-after-death', p, 3);
}

function elders(s: Stage): void {
  const last = new Map<Person, Grant>();
  for (const g of s.world.benefits.elders) last.set(g.person, g);
  const died = (from: string, to: string) => (p: Person) => last.has(p) && p.death >= day(from) && p.death <= day(to) && last.get(p)!.to === monthOf(p.death) && !s.grants(p, 'tekun').length;
  s.take(s.wrongs, died('2024-08-01', '2026-02-20')).forEach((p, i) => {
    const g = last.get(p)!;
    trueDates(s, p);
    g.to = Math.min(monthOf(p.death) + s.chance.int(3, 10), LAST_MONTHS[0]);
    if (i % 2) s.world.liveness.set(p, p.death + s.chance.int(20, 60));
    s.wrong('elder-allowance-dead', i % 2 ? '死后仍通过生存认证' : '死后高龄津贴未停', p, { period: months(monthOf(p.death) + 2, g.to), amount_fen: g.fen * (g.to - monthOf(p.death) - 1) });
  });
  for (const p of s.take(s.innocents, died('2024-08-01', '2026-03-20'))) {
    trueDates(s, p);
    last.get(p)!.to = monthOf(p.death) + 1;
    s.innocent('elder-allowance-dead', 'grace', '死亡次月一笔', p, { period: months(monthOf(p.death) + 1, monthOf(p.death) + 1) });
  }
  for (const p of s.take(s.innocents, (q) => last.has(q) && alive(q))) revive(s, 'elder-allowance-dead', p, 4);
}
