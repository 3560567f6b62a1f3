import { ageOn, CUTS, type Day, day, dayOf, START } from './calendar.ts';
import { phone } from './numbers.ts';
import { aliveOn, type Person } from './people.ts';
import type { Village } from './places.ts';
import { Chance } from './random.ts';
import type { Firm } from './work.ts';

export type Tariff = 'resident' | 'commercial' | 'industrial' | 'agricultural' | 'charging_resident';
export type Customer = { no: string; owner: Person | Firm; village: Village; tariff: Tariff; kva: number; opened: Day; meter: string };
export type Pv = { no: string; customer: Customer; capacity: number; steps: (Day | 0)[]; mode: 'full' | 'surplus'; pilot: boolean; migrated: boolean; phone: string; installer: Firm | null; /** Days that the record knows only to the month. */ vague?: true };
/** How a pile is used, day after day. `shop`: no charging at all, daylight load; `heavy`: more than any battery takes. */
export type Use = 'car' | 'shop' | 'heavy' | 'shed' | 'some-shop';
export type Pile = { no: string; customer: Customer; meter: string; tariff: Tariff; kw: number; installed: Day; shared: boolean; use: Use; /** From which reading day it is used so; before, like a car. */ since: Day };
export type Order = { no: string; type: 'pv' | 'charging' | 'expansion'; customer: Customer; accepted: Day; closed: Day };
export type Car = { plate: string; owner: Person; type: 'car' | 'truck' | 'motorcycle'; first: Day; value: number };
export type Power = { customers: Customer[]; pv: Pv[]; piles: Pile[]; orders: Order[]; cars: Car[] };
/** Readings begin a quarter before the first delivery; the second brings the next quarter. */
export const READ_FROM = day('2026-04-01');

export function makePower(seed: number, people: Person[], firms: Firm[]): Power {
  const chance = new Chance(seed, 'power');
  const p: Power = { customers: [], pv: [], piles: [], orders: [], cars: [] };
  const installers = firms.filter((f) => f.trade === 'pv');
  for (const owner of people) {
    if (owner.relation !== 'head' || !aliveOn(owner, CUTS[1]) || owner.moved || ageOn(owner.birth, START) < 20) continue;
    const roll = chance.next();
    if (roll < 0.045) makePv(chance, p, owner, installers);
    else if (roll < 0.075) makePile(chance, p, owner);
    else if (roll < 0.3) customer(chance, p, owner, 'resident');
    if (chance.is(0.3)) car(chance, p, owner);
  }
  for (const f of firms) if (chance.is(0.4)) customer(chance, p, f, f.trade === 'farm' ? 'agricultural' : 'commercial');
  return p;
}

export function customer(chance: Chance, p: Power, owner: Person | Firm, tariff: Tariff): Customer {
  const n = p.customers.length + 1;
  const village = 'uscc' in owner ? owner.village : owner.house.village;
  const c: Customer = { no: `4399${String(200_000_000 + n * 17)}`, owner, village, tariff, kva: tariff === 'resident' ? 8 : 30, opened: dayOf(chance.int(2005, 2022), chance.int(1, 12), chance.int(1, 28)), meter: `DB${String(10_000_000 + n * 13)}` };
  p.customers.push(c);
  return c;
}

export function makePv(chance: Chance, p: Power, owner: Person, installers: Firm[]): Pv {
  const filed = dayOf(chance.int(2022, 2026), chance.int(1, 4), chance.int(1, 28));
  const steps = [filed];
  for (const gap of [[2, 20], [2, 9], [20, 60], [1, 10], [30, 60]] as const) steps.push((steps.at(-1) as number) + chance.int(gap[0], gap[1]));
  const c = customer(chance, p, owner, 'resident');
  const pv: Pv = { no: `FB${String(30_000_000 + p.pv.length * 11)}`, customer: c, capacity: chance.int(60, 320) / 10, steps: steps.map((d) => (d > CUTS[1] ? 0 : d)), mode: chance.is(0.7) ? 'full' : 'surplus', pilot: false, migrated: false, phone: phone(chance), installer: installers.length ? chance.of(installers) : null };
  p.pv.push(pv);
  p.orders.push({ no: `GD${String(p.orders.length + 1).padStart(8, '0')}`, type: 'pv', customer: c, accepted: steps[1] as Day, closed: Math.min(steps[4] as Day, CUTS[1]) });
  return pv;
}

export function makePile(chance: Chance, p: Power, owner: Person, more: Partial<Pile> = {}): Pile {
  const c = customer(chance, p, owner, 'resident');
  const installed = dayOf(chance.int(2022, 2025), chance.int(1, 12), chance.int(1, 28));
  const commercial = chance.is(0.08);
  const pile: Pile = { no: `CD${String(40_000_000 + p.piles.length * 19)}`, customer: c, meter: `DC${String(50_000_000 + p.piles.length * 23)}`, tariff: commercial ? 'commercial' : 'charging_resident', kw: 7, installed, shared: false, use: commercial ? 'heavy' : 'car', since: 0, ...more };
  p.piles.push(pile);
  return pile;
}

/** 湘Z was never given out: no real car bears one of these. */
const plateOf = (n: number): string => `湘Z${'ABCDEFGHJKLMNPQRSTUVWXYZ'[Math.floor(n / 10_000) % 24]}${String(n % 10_000).padStart(4, '0')}`;
export function car(chance: Chance, p: Power, owner: Person): Car {
  const c: Car = { plate: plateOf(p.cars.length), owner, type: chance.is(0.75) ? 'car' : chance.is(0.6) ? 'motorcycle' : 'truck', first: dayOf(chance.int(2012, 2025), chance.int(1, 12), chance.int(1, 28)), value: chance.int(3, 22) * 1_000_000 };
  p.cars.push(c);
  return c;
}

export type Reading = { pile: Pile; date: Day; kwh: number; daytime: number; events: number; longest: number };
export function* readings(seed: number, power: Power, from: Day, to: Day): Generator<Reading> {
  for (const pile of power.piles) {
    for (let date = Math.max(from, pile.installed); date <= to; date++) {
      // Drawn afresh for each pile and day: a day delivered twice must read the same both times.
      const chance = new Chance(seed ^ (date * 2_654_435), pile.no);
      yield readingOf(chance, pile, date);
    }
  }
}

function readingOf(chance: Chance, pile: Pile, date: Day): Reading {
  const use = date >= pile.since ? pile.use : 'car';
  if (use === 'shop' || (use === 'some-shop' && date % 9 === 0)) return day_(pile, date, chance.int(120, 380) / 10, 0.78 + chance.next() * 0.15, 0, chance.int(9, 13));
  if (use === 'heavy') return day_(pile, date, chance.int(840, 1600) / 10, 0.35 + chance.next() * 0.3, chance.int(4, 9), chance.int(5, 9));
  if (use === 'shed') return day_(pile, date, chance.int(20, 45) / 10, 0.8, 0, chance.int(6, 10));
  return chance.is(0.4) ? day_(pile, date, 0, 0, 0, 0) : day_(pile, date, chance.int(60, 420) / 10, chance.next() * 0.4, chance.int(1, 2), chance.int(2, 7));
}
const day_ = (pile: Pile, date: Day, kwh: number, share: number, events: number, longest: number): Reading => ({ pile, date, kwh, daytime: Math.round(kwh * share * 10) / 10, events, longest });
