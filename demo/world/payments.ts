import { CUTS, type Day, firstDay, LAST_MONTHS, type Month, monthNumber, PAID_FROM } from './calendar.ts';
import type { Grant } from './benefits.ts';
import { type Cycle, POLICIES } from './policies.ts';
import type { Person } from './people.ts';

export type PayStatus = 'paid' | 'returned' | 'cancelled';
export type PayType = 'regular' | 'back_pay' | 'reissue' | 'adjustment';
/** One line of a payment list, and of every list that speaks of the same money: the approval, the notice, the bank's answer. */
export type Payment = {
  grant: Grant;
  person: Person;
  from: Month;
  to: Month;
  fen: number;
  account: string;
  paidAt: Day;
  status: PayStatus;
  type: PayType;
  /** Told apart within one grant and period: the third part of the payment's own number. */
  part: number;
  /** What the finance office wrote for the citizen number or the name, where it is not the true one. */
  number?: string;
  name?: string;
  remark?: string;
  reason?: string;
  /** What the approval roll says instead; null: nothing at all. */
  approvedFen?: number | null;
  /** What was published instead; null: nothing at all. */
  noticedFen?: number | null;
  /** The number as the board showed it: masked, as the rule wants. */
  noticeNumber?: string;
  /** The notice named somebody else. */
  noticedAs?: Person;
  /** The line bears the number of the payment before it: one payment listed twice. */
  sameNumber?: true;
  /** Only on the roll or only published: the money never went out. */
  unpaid?: true;
};

const STEP: Record<Cycle, number> = { month: 1, quarter: 3, half_year: 6, year: 12, once: 1 };

/** The months that one payment of this grant is for, or nothing when none begins in month `m`. */
export function spanOf(grant: Grant, m: Month): [Month, Month] | undefined {
  const step = STEP[POLICIES[grant.policy].cycle];
  if (POLICIES[grant.policy].cycle === 'once') return m === grant.from ? [m, m] : undefined;
  return monthNumber(m) % step === 1 % step ? [m, m + step - 1] : undefined;
}

/** A monthly subsidy is paid within its month, a longer one in its middle. */
export function paidAtOf(grant: Grant, from: Month, to: Month): Day {
  const late = grant.policy.charCodeAt(0) % 8;
  return to === from ? firstDay(from) + 11 + late : firstDay(from + Math.floor((to - from) / 2)) + 9 + late;
}

export const regular = (grant: Grant, from: Month, to = from, more: Partial<Payment> = {}): Payment => ({
  grant, person: grant.person, from, to, fen: grant.fen, account: grant.account, paidAt: paidAtOf(grant, from, to), status: 'paid', type: 'regular', part: 0, ...more,
});

/** What an act changed: the payment of a grant that begins in a month, replaced by these (none, one or several). */
export type Changes = Map<Grant, Map<Month, Payment[]>>;
export function change(changes: Changes, grant: Grant, m: Month, payments: Payment[]): void {
  const months = changes.get(grant) ?? new Map<Month, Payment[]>();
  changes.set(grant, months.set(m, payments));
}

/** All payments of the grants, in the order of the grants, up to the last day of the second delivery. Nothing is kept. */
export function* paymentsOf(grants: Iterable<Grant>, changes: Changes): Generator<Payment> {
  for (const grant of grants) {
    const changed = changes.get(grant);
    const last = Math.min(grant.to || Infinity, LAST_MONTHS[1]);
    for (let m = PAID_FROM - 11; m <= LAST_MONTHS[1]; m++) {
      const instead = changed?.get(m);
      if (instead) {
        for (const p of instead) if (p.paidAt <= CUTS[1]) yield p;
        continue;
      }
      if (m < grant.from || m > last || grant.skip?.has(m)) continue;
      const span = spanOf(grant, m);
      if (!span || span[1] < PAID_FROM) continue;
      const payment = regular(grant, span[0], span[1]);
      if (payment.paidAt <= CUTS[1]) yield payment;
    }
  }
}

