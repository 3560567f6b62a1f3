import { CUTS, day } from '../world/calendar.ts';
import type { Person } from '../world/people.ts';
import { car, makePile, makePv, type Pile, READ_FROM } from '../world/power.ts';
import { ageOn } from '../world/calendar.ts';
import { alive } from './dead.ts';
import type { Stage } from './stage.ts';

/** Electricity: panels whose papers run backwards, home chargers that are shops. */
export function current(s: Stage): void {
  panels(s);
  chargers(s);
}

const householder = (s: Stage) => {
  const known = new Set(s.world.power.customers.map((c) => c.owner));
  return (p: Person) => alive(p) && ageOn(p.birth, CUTS[0]) > 25 && ageOn(p.birth, CUTS[0]) < 70 && !known.has(p);
};
const customerOf = (x: { customer: { no: string } }) => [{ kind: 'customer' as const, key: x.customer.no }];

function panels(s: Stage): void {
  const installers = s.world.firms.filter((f) => f.trade === 'pv');
  const make = (p: Person) => {
    const pv = makePv(s.chance, s.world.power, p, installers);
    pv.steps = [0, 8, 13, 50, 55, 100].map((d) => day('2025-02-01') + (p.id % 200) + d);
    return pv;
  };
  const turn = (steps: number[], i: number): void => {
    if (i % 3 === 0) steps[0] = (steps[4] as number) + 20;
    else if (i % 3 === 1) steps[4] = (steps[3] as number) - 12;
    else steps[2] = (steps[1] as number) - 4;
  };
  s.take(s.wrongs, householder(s)).forEach((p, i) => {
    const pv = make(p);
    turn(pv.steps, i);
    s.wrong('pv-date-order', '后一步早于前一步', customerOf(pv), { period: [Math.min(...pv.steps), Math.max(...pv.steps)] });
  });
  for (const code of ['pilot', 'migrated'] as const) {
    s.take(s.innocents, householder(s)).forEach((p, i) => {
      const pv = make(p);
      turn(pv.steps, i);
      pv[code] = true;
      s.innocent('pv-date-order', code, code === 'pilot' ? '先并后备试点' : '系统迁移默认日期', customerOf(pv));
    });
  }
  s.take(s.innocents, householder(s)).forEach((p, i) => {
    const pv = make(p);
    // Two steps of one month exchanged, and nothing but the month on record: nobody can say which came first.
    pv.steps[1] = day('2025-03-20') + i;
    pv.steps[2] = day('2025-03-05') + i;
    pv.steps[0] = day('2025-02-10');
    pv.vague = true;
    s.innocent('pv-date-order', 'vague', '只记到月份', customerOf(pv));
  });
  for (const p of s.take(s.innocents, householder(s))) {
    const pv = make(p);
    pv.steps = pv.steps.map((_, i) => (pv.steps[i < 3 ? 0 : 3] as number));
    s.innocent('pv-date-order', 'same-day', '同日办结', customerOf(pv));
  }
}

function chargers(s: Stage): void {
  const pile = (p: Person, more: Partial<Pile>) => makePile(s.chance, s.world.power, p, { tariff: 'charging_resident', installed: day('2024-05-01'), ...more });
  const all: [number, number] = [READ_FROM, CUTS[0]];
  s.take(s.wrongs, householder(s)).forEach((p, i) => {
    const x = pile(p, { use: i % 3 === 2 ? 'heavy' : 'shop', tariff: i % 4 ? 'charging_resident' : 'resident' });
    s.wrong('charging-tariff-misuse', x.use === 'shop' ? '居民桩像店铺用电' : '用量超过任何家用车', customerOf(x), { period: all });
  });
  for (const p of s.take(s.about(2), householder(s))) {
    const x = pile(p, { use: 'shop', since: day('2026-07-05'), installed: day('2026-07-05') });
    s.wrong('charging-tariff-misuse', '居民桩像店铺用电（三季度）', customerOf(x), { period: [day('2026-07-05'), CUTS[1]], delivery: 2 });
  }
  for (const p of s.take(s.innocents, householder(s))) s.innocent('charging-tariff-misuse', 'shared', '多车共用', customerOf(pile(p, { use: 'heavy', shared: true })));
  for (const p of s.take(s.innocents, householder(s))) {
    const x = pile(p, { use: 'heavy' });
    for (let i = 0; i < 2; i++) car(s.chance, s.world.power, p).type = 'car';
    s.innocent('charging-tariff-misuse', 'several-cars', '家有两辆车', customerOf(x));
  }
  for (const p of s.take(s.innocents, householder(s))) s.innocent('charging-tariff-misuse', 'some-days', '只有零星几天', customerOf(pile(p, { use: 'some-shop' })));
  for (const p of s.take(s.innocents, householder(s))) s.innocent('charging-tariff-misuse', 'shed', '电动自行车棚，用量很小', customerOf(pile(p, { use: 'shed' })));
}
