import { LAST_MONTHS, month } from '../world/calendar.ts';
import type { Grant } from '../world/benefits.ts';
import type { Payment } from '../world/payments.ts';
import type { Person } from '../world/people.ts';
import type { PolicyKey } from '../world/policies.ts';
import { alive } from './dead.ts';
import { months, type Stage } from './stage.ts';

/** What was approved, what was published and what was paid, where the three do not say the same. */
export function books(s: Stage): void {
  approvals(s);
  boards(s);
}

const of = (s: Stage, p: Person, policies: PolicyKey[]): Grant | undefined => s.grants(p).find((g) => policies.includes(g.policy) && !g.to && !g.skip && g.from < month('2024-12'));

function approvals(s: Stage): void {
  const silent: PolicyKey[] = ['nursing', 'dibao', 'tekun', 'ranger', 'living'];
  const fits = (p: Person) => alive(p) && of(s, p, silent) !== undefined;
  const each = (n: number, play: (p: Person, g: Grant, m: number, i: number) => void) => s.take(n, fits).forEach((p, i) => play(p, of(s, p, silent) as Grant, month('2025-03') + (i % 10), i));
  each(s.wrongs, (p, g, m, i) => {
    const [act, more]: [string, Partial<Payment>] = ([['多发', { approvedFen: Math.round(g.fen / 2) }], ['少发', { approvedFen: g.fen + 20_000 }], ['批了未发', { unpaid: true }], ['未批却发', { approvedFen: null }]] as [string, Partial<Payment>][])[i % 4]!;
    for (const at of [m, m + 1]) s.replace(g, at, s.payment(g, at, more));
    s.wrong('approved-vs-paid', act, p, { period: months(m, m + 1), amount_fen: i % 4 === 0 ? 2 * (g.fen - Math.round(g.fen / 2)) : i % 4 === 1 ? 40_000 : 2 * g.fen });
  });
  for (const p of s.take(s.about(2), fits)) {
    const g = of(s, p, silent) as Grant;
    s.replace(g, LAST_MONTHS[1] - 1, s.payment(g, LAST_MONTHS[1] - 1, { approvedFen: null }));
    s.wrong('approved-vs-paid', '未批却发（三季度）', p, { period: months(LAST_MONTHS[1] - 1, LAST_MONTHS[1] - 1), amount_fen: g.fen, delivery: 2 });
  }
  each(s.innocents, (p, g, m) => {
    s.replace(g, m, s.payment(g, m, { status: 'returned', reason: '账号不存在' }));
    s.innocent('approved-vs-paid', 'returned', '退回待重发', p, { period: months(m, m) });
  });
  each(s.innocents, (p, g, m) => {
    s.replace(g, m, s.payment(g, m, { type: 'back_pay', fen: Math.round(g.fen * 0.9), approvedFen: g.fen, paidAt: s.payment(g, m).paidAt + 40 }));
    s.innocent('approved-vs-paid', 'back-pay', '补发', p, { period: months(m, m) });
  });
}

function boards(s: Stage): void {
  const shown: PolicyKey[] = ['fertility', 'grain', 'forest', 'reservoir', 'planning'];
  const fits = (p: Person) => alive(p) && of(s, p, shown) !== undefined;
  const first = (g: Grant): number => (g.policy === 'reservoir' ? month('2025-07') : month('2025-01'));
  const each = (n: number, play: (p: Person, g: Grant, m: number, i: number) => void) =>
    s.take(n, fits).forEach((p, i) => {
      const g = of(s, p, shown) as Grant;
      play(p, g, first(g), i);
    });
  const span = (s_: Stage, g: Grant, m: number) => ((p: Payment) => months(p.from, p.to))(s_.payment(g, m));
  each(s.wrongs, (p, g, m, i) => {
    const [act, more]: [string, Partial<Payment>] = ([['发了未公示', { noticedFen: null }], ['实发多于公示', { noticedFen: Math.round(g.fen * 0.6) }], ['公示未发', { unpaid: true, approvedFen: null }]] as [string, Partial<Payment>][])[i % 3]!;
    s.replace(g, m, s.payment(g, m, more));
    s.wrong('notice-vs-payment', act, p, { period: span(s, g, m), amount_fen: i % 3 === 1 ? g.fen - Math.round(g.fen * 0.6) : g.fen });
  });
  each(s.innocents, (p, g, m) => {
    // Matched by name alone: a character that an old system prints as ? would match nobody.
    if (!COMMON_NAME.test(p.name)) return;
    s.replace(g, m, s.payment(g, m, { noticeNumber: `${p.number.slice(0, 6)}********${p.number.slice(14)}` }));
    s.innocent('notice-vs-payment', 'F-NAME', '公示号码打星号', p, { period: span(s, g, m) });
  });
  each(s.innocents, (p, g, m) => {
    s.replace(g, m, s.payment(g, m, { status: 'returned', reason: '账户已冻结' }));
    s.innocent('notice-vs-payment', 'returned', '退回', p, { period: span(s, g, m) });
  });
  each(s.innocents, (p, g, m) => {
    s.replace(g, m, s.payment(g, m, { type: 'back_pay', noticedFen: Math.round(g.fen * 0.8), paidAt: s.payment(g, m).paidAt + 60 }));
    s.innocent('notice-vs-payment', 'back-pay', '补发', p, { period: span(s, g, m) });
  });
  corrected(s, fits, first);
}

const COMMON_NAME = /^[\u4e00-\u9fff]+$/;
/** The first board named somebody by mistake; the second, days later, left him out and repeats the rest. */
function corrected(s: Stage, fits: (p: Person) => boolean, first: (g: Grant) => number): void {
  for (const p of s.take(s.innocents, (q) => fits(q) && s.grants(q).some((g) => g.policy === 'grain' && !g.to))) {
    const g = s.grants(p).find((x) => x.policy === 'grain') as Grant;
    const m = first(g);
    s.replace(g, m, s.payment(g, m, { unpaid: true, approvedFen: null }));
    for (const other of s.world.benefits.grants) {
      if (other === g || other.policy !== 'grain' || other.village !== g.village || other.from > m || (other.to && other.to < m) || s.world.changes.get(other)?.has(m)) continue;
      s.world.notices.push({ p: s.payment(other, m), fen: other.fen, edition: 2 });
    }
    s.innocent('notice-vs-payment', 'corrected', '更正公示已剔除', p, { period: months(m, m + 11) });
  }
}
