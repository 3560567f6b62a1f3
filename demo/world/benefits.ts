import { ageOn, CUTS, type Day, dayOf, LAST_MONTHS, type Month, month, monthOf, PAID_FROM, START } from './calendar.ts';
import { aliveOn, headOf, type House, type Person } from './people.ts';
import { POLICIES, type PolicyKey, RATES } from './policies.ts';
import type { Village } from './places.ts';
import { Chance, weighted } from './random.ts';
import { cardNumber } from './numbers.ts';

export type Certificate = { no: string; person: Person; category: string; grade: 1 | 2 | 3 | 4; issued: Day; expires: Day; status: 'valid' | 'expired' | 'withdrawn'; /** The office left the day of expiry empty. */ blank?: true };
export type Dibao = { no: string; house: House; head: Person; members: Person[]; class: 'A' | 'B' | 'C'; from: Month; to: Month; review: Day; fen: number; approver: string; approverNumber: string };
export type Tekun = { person: Person; mode: 'inst' | 'home'; care: 'full' | 'half' | 'none'; from: Month; to: Month; institution: string; /** The office has not noted the end. */ late?: true };
export type Land = { no: string; house: House; holder: Person; mu: number; plots: { code: string; name: string; mu: number }[]; village: Village };

/** What one person is paid, month after month or year after year, until something ends it. `to` is the last month paid, 0 while it runs. */
export type Grant = {
  policy: PolicyKey;
  person: Person;
  village: Village;
  from: Month;
  to: Month;
  fen: number;
  qty: number;
  unit: string;
  standard: number;
  account: string;
  holder: Person;
  /** Months not paid although the grant runs: custody, or an act. */
  skip?: Set<Month>;
};

export const accountOf = (p: Person): string => cardNumber(p.id + 1);
export const grantOf = (policy: PolicyKey, person: Person, from: Month, fen: number, more: Partial<Grant> = {}): Grant => ({
  policy, person, village: person.house.village, from, to: person.death ? monthOf(person.death) : 0, fen, qty: 1, unit: '人',
  standard: fen, account: accountOf(person), holder: person, ...more,
});

export type Benefits = { certificates: Certificate[]; dibao: Dibao[]; tekun: Tekun[]; land: Land[]; grants: Grant[]; elders: Grant[]; orphans: Person[] };

/** `barred` are those whom no office would put on a hardship list: staff, cadres, owners of firms and all their near kin. */
export function makeBenefits(seed: number, people: Person[], houses: House[], barred: Set<Person>, jailed: Map<Person, Set<Month>>): Benefits {
  const b: Benefits = { certificates: [], dibao: [], tekun: [], land: [], grants: [], elders: [], orphans: [] };
  makeCertificates(new Chance(seed, 'certificates'), people, b);
  makeTekun(new Chance(seed, 'tekun'), houses, barred, b);
  makeDibao(new Chance(seed, 'dibao'), houses, barred, b);
  makeDisabilityPay(b);
  makeElders(people, b);
  makeLand(new Chance(seed, 'land'), houses, b);
  makeOthers(new Chance(seed, 'others'), people, houses, barred, b);
  for (const g of b.grants) stopInCustody(g, jailed);
  for (const g of b.elders) stopInCustody(g, jailed);
  return b;
}

/** What belongs to a household goes on while others of it live; what is a person's own stops in custody. */
function stopInCustody(g: Grant, jailed: Map<Person, Set<Month>>): void {
  const months = jailed.get(g.person);
  const others = POLICIES[g.policy].perHousehold && g.person.house.members.some((m) => m !== g.person && !m.death && !m.moved);
  if (months && POLICIES[g.policy].stopsInCustody && !others) g.skip = new Set([...(g.skip ?? []), ...months]);
}

const category = weighted([['肢体', 55], ['视力', 10], ['听力', 9], ['智力', 9], ['精神', 12], ['多重', 5]] as const);
function makeCertificates(chance: Chance, people: Person[], b: Benefits): void {
  for (const person of people) {
    const age = ageOn(person.birth, START);
    if (age < 3 || person.moved || !chance.is(age < 40 ? 0.018 : age < 65 ? 0.045 : 0.07)) continue;
    const roll = chance.next();
    const grade = roll < 0.1 ? 1 : roll < 0.28 ? 2 : roll < 0.58 ? 3 : 4;
    const issued = dayOf(chance.int(2016, 2022), chance.int(1, 12), chance.int(1, 28));
    const kind = category(chance);
    const code = { 视力: '1', 听力: '2', 言语: '3', 肢体: '4', 智力: '5', 精神: '6', 多重: '7' }[kind as string] ?? '4';
    b.certificates.push({ no: `${person.number}${code}${grade}`, person, category: kind, grade, issued, expires: grade <= 2 && chance.is(0.4) ? 0 : issued + 3652 + (issued + 3652 < CUTS[1] + 200 ? 3652 : 0), status: 'valid' });
  }
}

function makeTekun(chance: Chance, houses: House[], barred: Set<Person>, b: Benefits): void {
  for (const house of houses) {
    const person = house.members[0] as Person;
    if (house.members.length !== 1 || barred.has(person) || person.children.length || ageOn(person.birth, START) < 60) continue;
    if (person.moved || !chance.is(0.62)) continue;
    const from = Math.max(month('2019-01'), month('2024-05') - chance.int(0, 60));
    const roll = chance.next();
    const care = roll < 0.55 ? 'full' : roll < 0.82 ? 'half' : 'none';
    const inst = care !== 'full' && chance.is(0.5);
    const to = person.death ? monthOf(person.death) : 0;
    b.tekun.push({ person, mode: inst ? 'inst' : 'home', care, from, to, institution: inst ? `${house.village.town.name}敬老院` : '' });
    b.grants.push(grantOf('tekun', person, from, RATES.tekun));
    if (care !== 'full') b.grants.push(grantOf('care', person, from, RATES.care[care]));
  }
}

function makeDibao(chance: Chance, houses: House[], barred: Set<Person>, b: Benefits): void {
  const tekun = new Set(b.tekun.map((t) => t.person));
  for (const house of houses) {
    const from = Math.max(month('2020-01'), month('2025-12') - chance.int(0, 70));
    const head = headOf(house, START);
    const members = house.members.filter((m) => aliveOn(m, START) && !m.moved);
    if (house.members.some((m) => barred.has(m) || tekun.has(m)) || !members.length || ageOn(head.birth, START) < 18 || head.death) continue;
    const poor = members.length === 1 || members.some((m) => ageOn(m.birth, START) > 70);
    if (!chance.is(poor ? 0.075 : 0.04)) continue;
    const class_ = chance.of(['A', 'B', 'B', 'C', 'C', 'C'] as const);
    const to = chance.is(0.08) ? Math.min(LAST_MONTHS[0] - chance.int(1, 15), LAST_MONTHS[0]) : 0;
    if (to && to < from) continue;
    const fen = RATES.dibao[class_] * members.length;
    b.dibao.push({ no: `DB43992${String(b.dibao.length + 1).padStart(6, '0')}`, house, head, members, class: class_, from, to, review: dayOf(2025, 11, chance.int(1, 28)), fen, approver: '', approverNumber: '' });
    b.grants.push(grantOf('dibao', head, from, fen, { to, qty: members.length, standard: RATES.dibao[class_] }));
  }
}

/** The two disability subsidies by the rule of 2015: none of them to those in tekun support. */
function makeDisabilityPay(b: Benefits): void {
  const tekun = new Set(b.tekun.map((t) => t.person));
  const dibao = new Map(b.dibao.flatMap((d) => d.members.map((m) => [m, d] as const)));
  for (const c of b.certificates) {
    if (tekun.has(c.person)) continue;
    const began = monthOf(c.issued) + 1;
    if (c.grade <= 2) b.grants.push(grantOf('nursing', c.person, began, RATES.nursing[c.grade as 1 | 2]));
    const d = dibao.get(c.person);
    if (!d) continue;
    const to = Math.min(d.to || Infinity, c.person.death ? monthOf(c.person.death) : Infinity);
    b.grants.push(grantOf('living', c.person, Math.max(began, d.from), RATES.living, { to: to === Infinity ? 0 : to }));
  }
}

export const elderBand = (age: number): 80 | 90 | 100 => (age >= 100 ? 100 : age >= 90 ? 90 : 80);
/** From the month after the eightieth birthday; each band is a grant of its own. */
function makeElders(people: Person[], b: Benefits): void {
  for (const person of people) {
    if (person.moved) continue;
    for (const band of [80, 90, 100] as const) {
      const began = monthOf(person.birth) + band * 12 + 1;
      const ends = Math.min(band === 100 ? Infinity : monthOf(person.birth) + (band + 10) * 12, person.death ? monthOf(person.death) : Infinity);
      if (began > LAST_MONTHS[1] || ends < PAID_FROM || ends < began) continue;
      b.elders.push(grantOf('elder', person, began, RATES.elder[band], { to: ends === Infinity ? 0 : ends, unit: String(band) }));
    }
  }
}

/** A household's yearly subsidies end with the last of the household: the list of a year is made up in its middle, of those who then live. */
function lastOf(house: House): Month {
  const stayed = house.members.filter((m) => !m.moved);
  return stayed.some((m) => !m.death) ? 0 : monthOf(Math.max(...stayed.map((m) => m.death), START)) - 6;
}

const PLOTS = ['屋后', '门口田', '大丘', '河边', '塘下', '井边', '庙前', '岭上', '长坵', '沙田'];
function makeLand(chance: Chance, houses: House[], b: Benefits): void {
  for (const house of houses) {
    if (!chance.is(house.village.community ? 0.35 : 0.85)) continue;
    const holder = headOf(house, START);
    const plots = Array.from({ length: chance.int(1, 4) }, (_, i) => ({ code: `${house.village.code}${String(house.id % 100_000).padStart(5, '0')}${i + 1}`, name: chance.of(PLOTS), mu: chance.int(3, 35) / 10 }));
    const mu = Math.round(plots.reduce((sum, p) => sum + p.mu, 0) * 10) / 10;
    b.land.push({ no: `${house.village.code}J${String(house.id).padStart(7, '0')}`, house, holder, mu, plots, village: house.village });
    const farmed = { qty: mu, unit: '亩', to: lastOf(house) };
    b.grants.push(grantOf('fertility', holder, month('2016-01'), Math.round(mu * RATES.fertilityPerMu), { ...farmed, standard: RATES.fertilityPerMu }));
    if (chance.is(0.35)) b.grants.push(grantOf('grain', holder, month('2022-01'), Math.round(mu * RATES.grainPerMu), { ...farmed, standard: RATES.grainPerMu }));
    if (house.village.upland && chance.is(0.7)) {
      const hill = chance.int(20, 300) / 10;
      b.grants.push(grantOf('forest', holder, month('2015-01'), Math.round(hill * RATES.forestPerMu), { qty: hill, unit: '亩', standard: RATES.forestPerMu, to: lastOf(house) }));
    }
  }
}

function makeOthers(chance: Chance, people: Person[], houses: House[], barred: Set<Person>, b: Benefits): void {
  const supported = new Set([...b.tekun.map((t) => t.person), ...b.dibao.flatMap((d) => d.members)]);
  for (const house of houses) {
    const head = headOf(house, START);
    const adults = house.members.filter((m) => ageOn(m.birth, START) >= 18 && !m.moved && !m.death);
    if (house.village.reservoir && chance.is(0.3)) for (const m of house.members) if (!m.moved && ageOn(m.birth, START) > 20) b.grants.push(grantOf('reservoir', m, month('2006-07'), RATES.reservoir));
    const orphan = house.members.find((m) => m.relation === 'grandchild' && ageOn(m.birth, CUTS[1]) < 17 && !m.moved && !m.death);
    if (orphan && !house.members.some((m) => supported.has(m)) && chance.is(0.25)) {
      b.orphans.push(orphan);
      b.grants.push(grantOf('orphan', orphan, month('2023-01'), RATES.orphan, { account: accountOf(head), holder: head }));
    }
    const worker = adults.find((m) => ageOn(m.birth, START) < 58 && !barred.has(m) && !supported.has(m));
    if (house.village.upland && worker && chance.is(0.012)) b.grants.push(grantOf('ranger', worker, month('2023-01'), RATES.ranger));
    if (house.members.some((m) => barred.has(m)) || head.death) continue;
    const pupil = house.members.find((m) => ageOn(m.birth, START) >= 7 && ageOn(m.birth, CUTS[1]) <= 18 && !m.moved && !m.death);
    if (pupil && adults[0] && chance.is(0.035)) b.grants.push(grantOf('student', pupil, month('2023-09'), RATES.student, { account: accountOf(adults[0]), holder: adults[0] }));
    if (chance.is(0.012)) b.grants.push(grantOf('winter', head, month('2025-12'), RATES.winterPerHead * house.members.length, { to: month('2025-12') + (head.death ? 0 : 0), qty: house.members.length, standard: RATES.winterPerHead }));
    if (chance.is(0.004)) b.grants.push(grantOf('house', head, month('2025-10'), 2_800_000, { to: month('2025-10'), unit: '户' }));
    if (chance.is(0.006)) b.grants.push(grantOf('machine', head, month('2025-05'), chance.int(8, 60) * 10_000, { to: month('2025-05'), unit: '台' }));
  }
  for (const p of people) {
    const age = ageOn(p.birth, CUTS[1]);
    if (age >= 61 && age < 85 && p.children.length === 1 && !barred.has(p) && !p.moved && chance.is(0.3)) b.grants.push(grantOf('planning', p, monthOf(p.birth) + 60 * 12 + 1, RATES.planning));
  }
}
