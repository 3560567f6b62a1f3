import type { Day, Month } from './calendar.ts';
import { ageOn, CUTS, monthOf, START } from './calendar.ts';
import { type Benefits, makeBenefits } from './benefits.ts';
import { type DeathRecord, kinOf, type KinTie, type Marriage, recordDeaths, recordMarriages } from './deaths.ts';
import { Ledger } from './ledger.ts';
import type { Changes } from './payments.ts';
import { type House, makePeople, type Person } from './people.ts';
import { makePlaces, type Town, type Village } from './places.ts';
import { type Cadre, type Custody, type Firm, makeCadres, makeCustody, makeFirms, makeStaff, type Staff, type Unit } from './work.ts';

/** Everything that is true in the county, and what its offices made of it. */
export type World = {
  seed: number;
  towns: Town[];
  villages: Village[];
  people: Person[];
  byVillage: Person[][];
  houses: House[];
  units: Unit[];
  staff: Staff[];
  cadres: Cadre[];
  custody: Custody[];
  firms: Firm[];
  benefits: Benefits;
  deaths: DeathRecord[];
  marriages: Marriage[];
  kin: KinTie[];
  changes: Changes;
  ledger: Ledger;
  /** Whom the population register does not hold. */
  unregistered: Set<Person>;
  /** Whose hukou is in another village than the one they live and are listed in. */
  hukou: Map<Person, Village>;
  hukouOf(p: Person): Village;
  /** Whose card was replaced, and on which day the old account was closed. */
  replaced: Map<Person, Day>;
  withdrawals: Withdrawal[];
};

export type Withdrawal = { account: string; person: Person; agent: Person; fen: number; date: Day };

/** The county as it would be if nobody did wrong and no look-alike stood near: acts come after, onto people still free. */
export function makeWorld(seed: number, count: number): World {
  const { towns, villages } = makePlaces(seed);
  const { people, houses } = makePeople(seed, count, villages);
  const byVillage: Person[][] = villages.map(() => []);
  for (const p of people) (byVillage[p.house.village.index] as Person[]).push(p);
  const { units, staff } = makeStaff(seed, people, towns);
  const employed = new Set(staff.map((s) => s.person));
  const cadres = makeCadres(seed, villages, byVillage, employed);
  const public_ = new Set([...employed, ...cadres.map((c) => c.person)]);
  const firms = makeFirms(seed, people, withKin(public_));
  const custody = makeCustody(seed, people.filter((p) => !public_.has(p)));
  const barred = withKin(new Set([...public_, ...firms.flatMap((f) => [f.owner, f.partner ?? f.owner])]));
  const benefits = makeBenefits(seed, people, houses, barred, monthsInside(custody));
  const kin = [...cadres, ...staff].flatMap(({ person: a }) => kinOf(a).map((k): KinTie => ({ a, ...k, source: 'declared' })));
  const deaths = recordDeaths(seed, people);
  const hukou = new Map<Person, Village>();
  return {
    seed, towns, villages, people, byVillage, houses, units, staff, cadres, custody, firms, benefits, deaths,
    marriages: recordMarriages(people), kin, changes: new Map(), ledger: new Ledger(),
    unregistered: new Set(), hukou, hukouOf: (p) => hukou.get(p) ?? p.house.village, replaced: new Map(), withdrawals: [],
  };
}

export function withKin(people: Set<Person>): Set<Person> {
  const all = new Set(people);
  for (const p of people) for (const { b } of kinOf(p)) all.add(b);
  return all;
}

/** The months in which a sentence touches at least one day; being called in for questioning does not stop a subsidy. */
export function monthsInside(custody: Custody[]): Map<Person, Set<Month>> {
  const inside = new Map<Person, Set<Month>>();
  for (const c of custody) {
    if (!STOPS.has(c.type)) continue;
    const months = inside.get(c.person) ?? new Set();
    for (let m = monthOf(c.from); m <= monthOf(Math.min(c.to || CUTS[1], CUTS[1])); m++) months.add(m);
    inside.set(c.person, months);
  }
  return inside;
}
export const STOPS = new Set<Custody['type']>(['prison', 'detention', 'drug_rehab']);

/** Adults who live, stayed, and have no part yet in anything planted. */
export const free = (p: Person, on: Day = START): boolean => !p.busy && !p.house.busy && !p.moved && !p.death && ageOn(p.birth, on) >= 18;
