import type { Day, Month } from './calendar.ts';
import { ageOn, CUTS, day, LAST_MONTHS, monthOf, START } from './calendar.ts';
import { Chance } from './random.ts';
import { type Estate, makeEstate } from './estate.ts';
import { makePower, type Power } from './power.ts';
import { makeWorks, type Works } from './works.ts';
import { accountOf, type Benefits, type Land, makeBenefits } from './benefits.ts';
import { type DeathRecord, kinOf, type KinTie, type Marriage, recordDeaths, recordMarriages } from './deaths.ts';
import { Ledger } from './ledger.ts';
import type { Changes, Payment } from './payments.ts';
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
  estate: Estate;
  works: Works;
  power: Power;
  withdrawals: Withdrawal[];
  /** Lines of approval rolls that were turned down or taken back, and approvals that stand beside the ordinary ones (a renewal). */
  refusals: { p: Payment; why: '不通过' | '撤回' }[];
  renewals: Payment[];
  /** Later editions of a notice. */
  notices: { p: Payment; fen: number; edition: number }[];
  /** Holders of shares and posts beyond the founders. */
  holders: { firm: Firm; person: Person; role: string; share: number }[];
  /** Land rights of people who live in another village. */
  extraRights: { l: Land; m: Person; i: number }[];
  realEstate: { no: string; person: Person; village: Village; area: number; acquired: Day }[];
  relief: Relief[];
  proxies: Proxy_[];
  pensioners: Pensioner[];
  /** The day of a liveness check that is not the ordinary one of March. */
  liveness: Map<Person, Day>;
  /** Whom the household and land registers of their own village do not name. */
  unlisted: Set<Person>;
  /** Registered as dead by mistake: alive again in the police register since this day. */
  revived: Map<Person, Day>;
  /** The day of the last change that the population register states, where it is not a death or a move away. */
  changedAt: Map<Person, Day>;
  /** Rows of the household register beyond the households of the world: a tenant who lives where he farms. */
  extraHouse: { no: string; kind: string; p: Person; v: Village; from: Day; to: Day }[];
};

export type Withdrawal = { account: string; person: Person; agent: Person; fen: number; date: Day };

export type Relief = { no: string; person: Person; cause: string; fen: number; date: Day; approver: string; account: string };
export type Proxy_ = { person: Person; agent: Person; relation: string; kind: 'guardian' | 'kin' | 'institution' | 'other'; from: Day; to: Day };
export type Pensioner = { person: Person; scheme: 'resident' | 'employee' | 'civil'; from: Month; to: Month; fen: number; stop: Day; account: string; /** goes on in prison and detention, where it stops for others */ paidInside?: true; skip?: Set<Month>; extra?: { m: Month; fen: number; reason: string }[] };

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
  const officials = new Map(villages.map((v) => [v, approverOf({ staff }, v)]));
  for (const d of benefits.dibao) Object.assign(d, officials.get(d.house.village));
  const kin = [...cadres, ...staff].flatMap(({ person: a }) => kinOf(a).map((k): KinTie => ({ a, ...k, source: 'declared' })));
  const deaths = recordDeaths(seed, people);
  const companies = firms.filter((f) => f.type === 'company');
  const estate = makeEstate(seed, villages, byVillage, barred, companies);
  const works = makeWorks(seed, villages, byVillage, barred, firms, estate);
  const hukou = new Map<Person, Village>();
  return {
    seed, towns, villages, people, byVillage, houses, units, staff, cadres, custody, firms, benefits, deaths,
    marriages: recordMarriages(people), kin, changes: new Map(), ledger: new Ledger(),
    unregistered: new Set(), hukou, hukouOf: (p) => hukou.get(p) ?? p.house.village, replaced: new Map(), estate, works, power: makePower(seed, people, firms), withdrawals: [], refusals: [], renewals: [], notices: [], holders: [], extraRights: [], realEstate: [], relief: makeRelief(seed, people, barred), proxies: [], pensioners: makePensioners(seed, people, staff), liveness: new Map(), unlisted: new Set(), revived: new Map(), changedAt: new Map(), extraHouse: [],
  };
}

/** Who decides on hardship grants in a village: an official of the county, never one of the village. */
export function approverOf(world: Pick<World, 'staff'>, village: Village): { approver: string; approverNumber: string } {
  const officials = world.staff.filter((s) => s.type === 'civil' && s.person.house.village.town !== village.town && !s.person.death);
  const official = officials[village.index % Math.min(officials.length, 24)];
  return official ? { approver: official.person.name, approverNumber: official.person.number } : { approver: '', approverNumber: '' };
}

export function withKin(people: Set<Person>): Set<Person> {
  const all = new Set(people);
  for (const p of people) for (const { b } of kinOf(p)) all.add(b);
  return all;
}

/** The whole months of a sentence: those of its first and last day are still paid. */
export function monthsInside(custody: Custody[]): Map<Person, Set<Month>> {
  const inside = new Map<Person, Set<Month>>();
  for (const c of custody) {
    if (!STOPS.has(c.type)) continue;
    const months = inside.get(c.person) ?? new Set();
    for (let m = monthOf(c.from) + 1; m < monthOf(Math.min(c.to || CUTS[1], CUTS[1] + 31)); m++) months.add(m);
    inside.set(c.person, months);
  }
  return inside;
}
export const STOPS = new Set<Custody['type']>(['prison', 'detention', 'drug_rehab']);


const CAUSES = ['因病', '因残', '因学', '火灾', '交通事故', '突发疾病住院'];
/** Temporary relief, at most once a person. */
function makeRelief(seed: number, people: Person[], barred: Set<Person>): Relief[] {
  const chance = new Chance(seed, 'relief');
  return people
    .filter((p) => !p.death && !p.moved && !barred.has(p) && ageOn(p.birth, START) > 20 && chance.is(0.006))
    .map((person, i): Relief => ({ no: `LS2025${String(i + 1).padStart(5, '0')}`, person, cause: chance.of(CAUSES), fen: chance.int(5, 50) * 10_000, date: day('2024-09-01') + chance.int(0, 750), approver: '刘志明', account: accountOf(person) }));
}

/** Everybody of sixty draws a pension until the month of death. */
function makePensioners(seed: number, people: Person[], staff: Staff[]): Pensioner[] {
  const chance = new Chance(seed, 'pensioners');
  const retired = new Set(staff.filter((s) => s.type === 'retired').map((s) => s.person));
  const list: Pensioner[] = [];
  for (const person of people) {
    const from = monthOf(person.birth) + 60 * 12 + 1;
    if (person.moved || from > LAST_MONTHS[1] || (person.death && person.death < day('2025-07-01'))) continue;
    const scheme = retired.has(person) ? 'civil' : chance.is(person.house.village.community ? 0.25 : 0.04) ? 'employee' : 'resident';
    const fen = scheme === 'resident' ? chance.int(140, 240) * 100 : chance.int(18, 52) * 10_000;
    list.push({ person, scheme, from, to: person.death ? monthOf(person.death) : 0, fen, stop: person.death, account: accountOf(person) });
  }
  return list;
}
