import { CUTS, LAST_MONTHS, type Month, month } from '../world/calendar.ts';
import { accountOf, type Grant } from '../world/benefits.ts';
import { kinOf } from '../world/deaths.ts';
import { citizenCheck } from '../world/numbers.ts';
import type { Person } from '../world/people.ts';
import { alive } from './dead.ts';
import { months, type Stage, subject } from './stage.ts';

/** One benefit paid twice, many people's money in one account, numbers that cannot exist. */
export function doubles(s: Stage): void {
  twice(s);
  accounts(s);
  impossible(s);
}

const MONTHLY = new Set(['nursing', 'dibao', 'tekun', 'living', 'orphan', 'care']);
/** A running monthly grant that was paid in month `m`. */
const running = (s: Stage, p: Person, m: Month): Grant | undefined => s.grants(p).find((g) => MONTHLY.has(g.policy) && g.from < m - 2 && !g.to && !g.skip);

function twice(s: Stage): void {
  const m = month('2025-09');
  const paid = (p: Person) => alive(p) && running(s, p, m) !== undefined;
  const each = (n: number, at: Month, play: (p: Person, g: Grant, at: Month) => void) =>
    s.take(n, paid).forEach((p, i) => play(p, running(s, p, m) as Grant, at + (i % 8)));
  each(s.wrongs, month('2025-09'), (p, g, at) => {
    s.replace(g, at, s.payment(g, at), s.payment(g, at, { part: 1, paidAt: s.payment(g, at).paidAt + 3 }));
    s.wrong('same-benefit-twice', '同月发放两次', p, { period: months(at, at), amount_fen: g.fen });
  });
  for (const p of s.take(s.about(3), paid)) {
    const g = running(s, p, m) as Grant;
    const at = month('2026-08');
    s.replace(g, at, s.payment(g, at), s.payment(g, at, { part: 1, paidAt: s.payment(g, at).paidAt + 3 }));
    s.wrong('same-benefit-twice', '同月发放两次（三季度）', p, { period: months(at, at), amount_fen: g.fen, delivery: 2 });
  }
  each(s.innocents, month('2025-09'), (p, g, at) => {
    const first = s.payment(g, at, { status: 'returned', reason: '账号错误', approvedFen: null });
    s.replace(g, at, first, s.payment(g, at, { part: 1, type: 'reissue', paidAt: first.paidAt + 9 }));
    s.innocent('same-benefit-twice', 'returned', '退回后重发', p, { period: months(at, at) });
  });
  each(s.innocents, month('2025-09'), (p, g, at) => {
    s.replace(g, at, s.payment(g, at), s.payment(g, at, { part: 1, type: 'back_pay', paidAt: s.payment(g, at).paidAt + 30, remark: '补发以前年度' }));
    s.innocent('same-benefit-twice', 'back-pay', '补发', p, { period: months(at, at) });
  });
  each(s.innocents, month('2025-09'), (p, g, at) => {
    const half = g.fen / 2;
    s.replace(g, at, s.payment(g, at, { fen: half }), s.payment(g, at, { part: 1, fen: half, paidAt: s.payment(g, at).paidAt + 10 }));
    s.innocent('same-benefit-twice', 'instalments', '一笔分两次发放', p, { period: months(at, at) });
  });
  each(s.innocents, month('2025-09'), (p, g, at) => {
    s.replace(g, at, s.payment(g, at), s.payment(g, at, { sameNumber: true, remark: '名册重复报送' }));
    s.innocent('same-benefit-twice', 'same-payment', '同一流水号报了两遍', p, { period: months(at, at) });
  });
  each(s.innocents, month('2025-09'), (p, g, at) => {
    s.replace(g, at, s.payment(g, at), s.payment(g, at, { part: 1, paidAt: s.payment(g, at).paidAt + 3 }));
    s.repay(g, at + 1, at, at, g.fen);
    s.innocent('same-benefit-twice', 'repaid', '重复发放已扣回', p, { period: months(at, at) });
  });
}

const yearly = (s: Stage, p: Person): Grant | undefined => s.grants(p).find((g) => ['fertility', 'reservoir', 'nursing', 'dibao', 'planning'].includes(g.policy) && !g.to && !g.skip && g.from < month('2025-01') && g.account === accountOf(p));
function accounts(s: Stage): void {
  const payee = (p: Person) => alive(p) && p.relation === 'head' && yearly(s, p) !== undefined;
  const redirect = (p: Person, holder: Person) => {
    for (const g of s.grants(p)) if (g.account === accountOf(p)) Object.assign(g, { account: accountOf(holder), holder });
  };
  // The account of somebody of the same village who is no kin: the clerk who fetches everybody's money.
  s.take(s.wrongs, payee).forEach((holder, i) => {
    const own = new Set(kinOf(holder).map((k) => k.b));
    const payees = s.take(2 + (i % 4 === 0 ? 3 : i % 2), (p) => payee(p) && p.house.village === holder.house.village && p.name !== holder.name && !own.has(p));
    for (const p of payees) redirect(p, holder);
    s.wrong('one-account-many-payees', '多人补贴进入他人账户', [{ kind: 'account', key: accountOf(holder) }], { period: months(month('2024-01'), month('2026-12')) });
  });
  for (const holder of s.take(s.innocents, payee)) {
    const payees = s.take(2, (p) => payee(p) && p.house.village === holder.house.village);
    for (const p of payees) {
      redirect(p, holder);
      s.world.kin.push({ a: p, b: holder, relation: 'sibling', source: 'hukou' });
    }
    s.innocent('one-account-many-payees', 'kin', '亲属代收', [{ kind: 'account', key: accountOf(holder) }]);
  }
  for (const holder of s.take(s.innocents, payee)) {
    for (const p of s.take(2, (q) => payee(q) && q.house.village === holder.house.village)) {
      redirect(p, holder);
      s.world.proxies.push({ person: p, agent: holder, relation: '邻居', kind: 'guardian', from: monthStart('2020-01'), to: 0 });
    }
    s.innocent('one-account-many-payees', 'F-PROXY', '登记的代领人账户', [{ kind: 'account', key: accountOf(holder) }]);
  }
  namesakes(s, payee, redirect);
  const couples = s.take(s.innocents, (p) => payee(p) && p.house.members.filter((m) => m !== p && alive(m) && s.grants(m).length > 0).length >= 2);
  for (const holder of couples) {
    for (const m of holder.house.members) if (m !== holder && alive(m)) redirect(m, holder);
    s.innocent('one-account-many-payees', 'F-HH', '同户共用账户', [{ kind: 'account', key: accountOf(holder) }]);
  }
}
const monthStart = (text: string): number => Date.parse(`${text}-01T00:00:00Z`) / 86_400_000;

/** Three people of one name: the bank copied the wrong one's number. */
function namesakes(s: Stage, payee: (p: Person) => boolean, redirect: (p: Person, holder: Person) => void): void {
  const byName = new Map<string, Person[]>();
  for (const p of s.world.people) if (payee(p) && !s.public.has(p)) byName.set(p.name, [...(byName.get(p.name) ?? []), p]);
  let left = s.innocents;
  for (const all of byName.values()) {
    const group = all.filter((p) => !p.busy && !p.house.busy);
    if (group.length < 3 || new Set(group.map((p) => p.house)).size < group.length) continue;
    if (left-- === 0) return;
    const [holder, ...payees] = s.take(3, () => true, group) as [Person, ...Person[]];
    for (const p of payees) redirect(p, holder);
    s.innocent('one-account-many-payees', 'F-ID', '同名，号码抄错', [{ kind: 'account', key: accountOf(holder) }]);
  }
}

function impossible(s: Stage): void {
  const listed = (p: Person) => alive(p) && s.grants(p).some((g) => YEARLY.has(g.policy) && !g.to);
  const spoil = [
    (n: string) => n.slice(0, 17) + (n[17] === '5' ? '6' : '5'),
    (n: string) => n.slice(0, 16) + n[17],
    (n: string) => withCheck(`${n.slice(0, 10)}0230${n.slice(14, 17)}`),
    (n: string) => withCheck(`00${n.slice(2, 17)}`),
    (n: string) => `${n.slice(0, 12)}O${n.slice(13)}`,
  ];
  const write = (p: Person, number: string): { period: [number, number]; fen: number } => {
    let fen = 0;
    for (const g of s.grants(p)) {
      for (let m = month('2024-01'); m <= LAST_MONTHS[1]; m++) {
        const payment = s.payment(g, m, { number });
        const here = begins(g, m);
        if (!here || m < g.from || payment.paidAt > CUTS[1]) continue;
        s.replace(g, m, payment);
        fen += payment.paidAt <= CUTS[0] ? payment.fen : 0;
      }
    }
    return { period: months(month('2024-01'), month('2026-12')), fen };
  };
  const plain = (p: Person) => listed(p) && s.grants(p).every((g) => YEARLY.has(g.policy));
  s.take(s.wrongs, plain).forEach((p, i) => {
    const number = (spoil[i % spoil.length] as (n: string) => string)(p.number);
    const { period, fen } = write(p, number);
    s.wrong('invalid-citizen-number', '名册号码不可能存在', [{ kind: 'person', key: number }], { period, amount_fen: fen });
  });
  s.take(s.innocents, plain).forEach((p, i) => {
    const number = withCheck(`${['810000', '820000', '830000'][i % 3]}${p.number.slice(6, 17)}`);
    write(p, number);
    s.innocent('invalid-citizen-number', 'other-document', '港澳台居民居住证', [{ kind: 'person', key: number }]);
  });
  for (const p of s.take(s.innocents, plain)) {
    write(p, `${p.number.slice(0, 6)}********${p.number.slice(14)}`);
    s.innocent('invalid-citizen-number', 'masked', '打星号的号码', subject(p));
  }
}
const YEARLY = new Set(['fertility', 'grain', 'forest', 'reservoir', 'planning']);
const begins = (g: Grant, m: Month): boolean => (g.policy === 'reservoir' ? m % 6 === 0 : m % 12 === 0);
const withCheck = (first: string): string => first + citizenCheck(first);
