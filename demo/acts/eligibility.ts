import { ageOn, CUTS, day, LAST_MONTHS, type Month, month, monthOf } from '../world/calendar.ts';
import { type Dibao, type Grant, grantOf } from '../world/benefits.ts';
import { regular } from '../world/payments.ts';
import type { Person } from '../world/people.ts';
import { RATES } from '../world/policies.ts';
import { custodyOf } from '../world/work.ts';
import { alive, repaid, returned } from './dead.ts';
import { months, type Stage } from './stage.ts';

/** Two benefits at once, certificates that ran out, and those who are due something and get nothing. */
export function eligibility(s: Stage): void {
  exclusive(s);
  care(s);
  expired(s);
  unpaid(s);
  elderUnpaid(s);
}

const onTekun = (s: Stage, p: Person): boolean => alive(p) && s.grants(p, 'tekun').some((g) => !g.to && !g.skip && g.from < month('2024-06'));

/** A household of one comes onto dibao as well. */
export function addDibao(s: Stage, head: Person, from: Month, to: Month, members: Person[] = [head]): { record: Dibao; grant: Grant } {
  const fen = RATES.dibao.B * members.length;
  const record: Dibao = { no: `DB43992${String(s.world.benefits.dibao.length + 1).padStart(6, '0')}`, house: head.house, head, members, class: 'B', from, to, review: day('2025-11-20'), fen, ...s.approver(head.house.village) };
  s.world.benefits.dibao.push(record);
  return { record, grant: s.award('dibao', head, from, fen, { to, qty: members.length, standard: RATES.dibao.B }) };
}

function exclusive(s: Stage): void {
  const fits = (p: Person) => onTekun(s, p);
  s.take(s.wrongs, fits).forEach((p, i) => {
    const from = month('2025-01') + (i % 6);
    const to = from + s.chance.int(2, 9);
    addDibao(s, p, from, to);
    s.wrong('excluding-benefits-overlap', '特困又领低保', p, { period: months(from, to), amount_fen: RATES.dibao.B * (to - from + 1) });
  });
  for (const p of s.take(s.about(2), fits)) {
    addDibao(s, p, month('2026-07'), 0);
    s.wrong('excluding-benefits-overlap', '特困又领低保（三季度）', p, { period: months(month('2026-07'), LAST_MONTHS[1]), amount_fen: RATES.dibao.B * 3, delivery: 2 });
  }
  for (const p of s.take(s.innocents, fits)) {
    const m = month('2025-05');
    addDibao(s, p, m, m);
    s.innocent('excluding-benefits-overlap', 'transition', '过渡当月', p, { period: months(m, m) });
  }
  for (const p of s.take(s.innocents, fits)) {
    const { grant } = addDibao(s, p, month('2025-04'), month('2025-06'));
    for (let m = grant.from; m <= grant.to; m++) s.replace(grant, m, s.payment(grant, m, { status: 'returned', reason: '账户已冻结' }));
    s.innocent('excluding-benefits-overlap', 'returned', '银行已退回', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    const { grant } = addDibao(s, p, month('2025-04'), month('2025-06'));
    s.repay(grant, grant.to + 1, grant.from, grant.to, grant.fen * 3, false);
    s.innocent('excluding-benefits-overlap', 'repaid', '已扣回', p);
  }
}

function care(s: Stage): void {
  const fits = (p: Person) => onTekun(s, p) && !s.world.benefits.certificates.some((c) => c.person === p);
  const pool = s.world.benefits.tekun.map((t) => t.person);
  s.take(s.wrongs, fits, pool).forEach((p, i) => {
    const from = month('2025-02') + (i % 5);
    const to = i % 3 ? from + s.chance.int(2, 11) : 0;
    s.certify(p, 2);
    const policy = i % 4 === 3 ? 'living' : 'nursing';
    const fen = policy === 'living' ? RATES.living : RATES.nursing[2];
    s.award(policy, p, from, fen, { to });
    s.wrong('tekun-care-overlap', policy === 'living' ? '特困又领残疾人生活补贴' : '特困又领重残护理补贴', p, { period: months(from, to || LAST_MONTHS[0]), amount_fen: fen * ((to || LAST_MONTHS[0]) - from + 1) });
  });
  // Entered support in April: the care allowance of March and April is right and of the month of entering forgiven.
  const entering = s.take(s.innocents, (p) => alive(p) && ageOn(p.birth, CUTS[0]) > 62 && p.house.members.length === 1 && !s.grants(p).length && !s.certified.has(p));
  for (const p of entering) {
    const from = month('2025-04');
    s.nurse(p, from);
    s.world.benefits.tekun.push({ person: p, mode: 'home', care: 'full', from, to: 0, institution: '' });
    s.award('tekun', p, from, RATES.tekun);
    s.innocent('tekun-care-overlap', 'transition', '进入特困当月', p, { period: months(from, from) });
  }
  for (const p of s.take(s.innocents, fits, pool)) {
    s.certify(p, 1);
    const g = s.award('nursing', p, month('2025-03'), RATES.nursing[1], { to: month('2025-05') });
    s.repay(g, g.to + 1, g.from, g.to, g.fen * 3, false);
    s.innocent('tekun-care-overlap', 'repaid', '已扣回', p);
  }
  for (const p of s.take(s.innocents, fits, pool)) {
    s.certify(p, 1);
    const g = s.award('nursing', p, month('2025-03'), RATES.nursing[1], { to: month('2025-05') });
    for (let m = g.from; m <= g.to; m++) s.replace(g, m, s.payment(g, m, { status: 'returned' }));
    s.innocent('tekun-care-overlap', 'returned', '银行已退回', p);
  }
}

const plainAdult = (s: Stage, p: Person): boolean => alive(p) && ageOn(p.birth, CUTS[0]) >= 20 && ageOn(p.birth, CUTS[0]) < 78 && !s.grants(p).some((g) => ['tekun', 'dibao', 'living', 'nursing', 'orphan', 'ranger'].includes(g.policy)) && !s.certified.has(p);

function expired(s: Stage): void {
  const fits = (p: Person) => plainAdult(s, p);
  s.take(s.wrongs, fits).forEach((p, i) => {
    const expires = day('2025-01-20') + i * 17;
    s.certify(p, 2, { issued: day('2015-01-20') + i, expires, status: i % 2 ? 'expired' : 'valid' });
    const g = s.award('nursing', p, month('2016-02'), RATES.nursing[2]);
    const first = monthOf(expires) + 4;
    s.wrong('disability-cert-expired-paid', '残疾证过期仍发', p, { period: months(first, LAST_MONTHS[0]), amount_fen: g.fen * (LAST_MONTHS[0] - first + 1) });
  });
  for (const p of s.take(s.innocents, fits)) {
    s.certify(p, 2, { no: `${p.number}42`, issued: day('2015-08-20'), expires: day('2025-08-19'), status: 'expired' });
    s.certify(p, 2, { no: `${p.number}42B1`, issued: day('2025-08-25'), blank: true });
    s.award('nursing', p, month('2016-02'), RATES.nursing[2]);
    s.innocent('disability-cert-expired-paid', 'undated-certificate', '已换新证，未登记有效期', p);
  }
  for (const end of [returned, repaid]) {
    for (const p of s.take(s.innocents, fits)) {
      s.certify(p, 2, { issued: day('2015-08-20'), expires: day('2025-08-19'), status: 'expired' });
      end(s, 'disability-cert-expired-paid', s.award('nursing', p, month('2016-02'), RATES.nursing[2], { to: month('2026-01') }), month('2025-12'));
    }
  }
  for (const p of s.take(s.innocents, fits)) {
    s.certify(p, 2, { no: `${p.number}42`, issued: day('2015-08-20'), expires: day('2025-08-19'), status: 'expired' });
    s.certify(p, 2, { no: `${p.number}42B1`, issued: day('2025-08-25'), expires: day('2035-08-24') });
    s.award('nursing', p, month('2016-02'), RATES.nursing[2]);
    s.innocent('disability-cert-expired-paid', 'replaced', '已换新证', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    s.certify(p, 1, { issued: day('2012-08-20'), expires: 0 });
    s.award('nursing', p, month('2016-02'), RATES.nursing[1]);
    s.innocent('disability-cert-expired-paid', 'long-term', '长期有效证', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    s.certify(p, 1, { issued: day('2015-11-20'), expires: day('2025-11-19'), status: 'expired' });
    s.award('nursing', p, month('2016-02'), RATES.nursing[1], { to: month('2026-02') });
    s.innocent('disability-cert-expired-paid', 'renewal-months', '到期三个月内', p);
  }
}

function unpaid(s: Stage): void {
  const fits = (p: Person) => plainAdult(s, p);
  for (const p of s.take(s.wrongs, fits)) {
    s.certify(p, s.chance.is(0.5) ? 1 : 2);
    s.wrong('disability-unpaid', '重残未领护理补贴', p, {});
  }
  for (const p of s.take(s.innocents, fits)) {
    s.certify(p, 2);
    const g = grantOf('nursing', p, month('2025-08'), RATES.nursing[2]);
    s.world.refusals.push({ p: regular(g, month('2025-08')), why: s.chance.is(0.5) ? '不通过' : '撤回' });
    s.innocent('disability-unpaid', 'refused', '本人放弃或未通过', p);
  }
  for (const p of s.take(s.innocents, (q) => onTekun(s, q) && !s.certified.has(q))) {
    s.certify(p, 1);
    s.innocent('disability-unpaid', 'tekun', '特困人员不另发', p);
  }
  for (const p of s.take(s.innocents, (q) => q.moved > day('2024-06-01') && q.moved < day('2025-06-01'))) {
    s.certify(p, 2);
    s.innocent('disability-unpaid', 'F-MOVE', '户口已迁出', p);
  }
  for (const p of s.take(s.innocents, fits)) {
    s.certify(p, 2);
    s.world.custody.push(custodyOf(s.chance, p, 'prison', day('2024-02-10'), 1500));
    s.innocent('disability-unpaid', 'held', '服刑期间停发', p);
  }
  for (const p of s.take(s.innocents, (q) => q.death > day('2024-03-01') && q.death < day('2025-06-01') && !s.certified.has(q) && !s.grants(q, 'tekun').length && ageOn(q.birth, q.death) < 78)) {
    s.certify(p, 2);
    s.innocent('disability-unpaid', 'dead', '已去世', p);
  }
}

/** Takes away the whole age allowance of somebody long past eighty. */
function elderUnpaid(s: Stage): void {
  const due = (p: Person) => alive(p) && ageOn(p.birth, day('2024-06-01')) >= 80 && s.grants(p).every((g) => g.policy === 'elder' || g.policy === 'fertility' || g.policy === 'reservoir');
  const drop = (people: Person[]) => {
    const gone = new Set(people);
    s.world.benefits.elders = s.world.benefits.elders.filter((g) => !gone.has(g.person));
  };
  const missed = s.take(s.wrongs, due);
  const refused = s.take(s.innocents, due);
  const held = s.take(s.innocents, due);
  drop([...missed, ...refused, ...held]);
  for (const p of missed) s.wrong('eligible-not-paid', '满八十岁未领高龄津贴', p, {});
  for (const p of refused) {
    s.world.refusals.push({ p: regular(grantOf('elder', p, month('2025-09'), RATES.elder[80]), month('2025-09')), why: '撤回' });
    s.innocent('eligible-not-paid', 'refused', '本人放弃', p);
  }
  for (const p of held) {
    s.world.custody.push(custodyOf(s.chance, p, 'prison', day('2024-03-10'), 2000));
    s.innocent('eligible-not-paid', 'held', '服刑', p);
  }
  const gone = s.take(s.innocents, (p) => p.death > day('2024-01-01') && p.death < day('2025-06-01') && ageOn(p.birth, p.death) > 81 && !s.grants(p, 'tekun').length);
  for (const p of gone) s.innocent('eligible-not-paid', 'dead', '已去世', p);
}
