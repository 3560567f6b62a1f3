import { Chance, weighted } from './random.ts';
import { ageOn, CUTS, type Day, dayOf, parts, START } from './calendar.ts';
import { citizenNumber } from './numbers.ts';
import { minorityName, personName, surname } from './names.ts';
import type { Village } from './places.ts';

export type Sex = 'male' | 'female';
export type Relation = 'head' | 'spouse' | 'child' | 'parent' | 'grandchild' | 'other';
export type Person = {
  id: number;
  sex: Sex;
  birth: Day;
  name: string;
  number: string;
  house: House;
  relation: Relation;
  father: Person | null;
  mother: Person | null;
  spouse: Person | null;
  children: Person[];
  /** 0 while alive or living here. */
  death: Day;
  moved: Day;
  ethnic: string;
  /** Already the subject of a planted act: no second act may touch this person, or the ledger would not know whose it is. */
  busy: boolean;
};
export type House = { id: number; no: string; village: Village; group: number; members: Person[]; busy: boolean; married: Day };

const kindOfHouse = weighted([
  ['family', 40], ['three', 22], ['elders', 13], ['elder', 9], ['couple', 5], ['single', 5], ['parent', 3], ['left', 3],
] as const);

/** Everyone who is or was registered in the county between the start and the second delivery. */
export function makePeople(seed: number, count: number, villages: Village[]): { people: Person[]; houses: House[] } {
  const chance = new Chance(seed, 'people');
  const people: Person[] = [];
  const houses: House[] = [];
  const sizes = villages.map((v) => (v.community ? 1.4 : 0.6) + chance.next());
  const total = sizes.reduce((a, b) => a + b, 0);
  for (const village of villages) {
    const goal = Math.round((count * (sizes[village.index] as number)) / total);
    const from = people.length;
    while (people.length - from < goal) houses.push(makeHouse(chance, village, houses.length, people));
    linkGenerations(chance, people.slice(from));
  }
  nameEveryone(seed, people);
  liveAndDie(seed, people);
  return { people, houses };
}

const newPerson = (people: Person[], house: House, sex: Sex, birth: Day, relation: Relation): Person => {
  const person: Person = {
    id: people.length, sex, birth, name: '', number: '', house, relation, father: null, mother: null, spouse: null,
    children: [], death: 0, moved: 0, ethnic: '汉族', busy: false,
  };
  people.push(person);
  house.members.push(person);
  return person;
};

function makeHouse(chance: Chance, village: Village, id: number, people: Person[]): House {
  const no = `4399${String(village.index + 100)}${String(id + 1).padStart(7, '0')}`;
  const house: House = { id, no, village, group: chance.int(1, 8), members: [], busy: false, married: 0 };
  const add = (sex: Sex, age: number, relation: Relation) => newPerson(people, house, sex, bornAt(chance, age), relation);
  const kind = kindOfHouse(chance);
  const couple = (young: number, old: number): [Person, Person] => {
    const age = chance.int(young, old);
    const man = add('male', age, 'head');
    const wife = add('female', Math.max(21, age - chance.int(-2, 5)), 'spouse');
    wed(man, wife);
    house.married = wife.birth + Math.round(365.25 * chance.int(20, Math.max(20, Math.min(27, ageOn(wife.birth, START) - 1))));
    return [man, wife];
  };
  const kids = (father: Person | null, mother: Person, most: number, relation: Relation = 'child') => {
    const mothersAge = ageOn(mother.birth, CUTS[1]);
    for (let i = chance.int(relation === 'child' && most > 1 ? 0 : 1, most); i > 0; i--) {
      const age = mothersAge - chance.int(21, 36);
      if (age < 0 || age > 34) continue;
      parent(add(chance.is(0.53) ? 'male' : 'female', age, relation), father, mother);
    }
  };
  if (kind === 'family') kids(...couple(25, 56), 3);
  else if (kind === 'three') {
    const [man, wife] = couple(26, 52);
    kids(man, wife, 3);
    const age = ageOn(man.birth, START) + chance.int(21, 31);
    const mother = chance.is(0.8) ? add('female', age - chance.int(0, 3), 'parent') : null;
    const father = chance.is(mother ? 0.65 : 1) ? add('male', age + chance.int(0, 3), 'parent') : null;
    if (mother && father) wed(father, mother);
    parent(man, father, mother);
  } else if (kind === 'elders') couple(62, 88);
  else if (kind === 'elder') add(chance.is(0.4) ? 'male' : 'female', chance.int(63, 97), 'head');
  else if (kind === 'couple') couple(22, 34);
  else if (kind === 'single') add(chance.is(0.7) ? 'male' : 'female', chance.int(24, 66), 'head');
  else if (kind === 'parent') kids(null, add('female', chance.int(27, 46), 'head'), 2);
  else {
    couple(56, 70);
    const child = add(chance.is(0.5) ? 'male' : 'female', chance.int(3, 14), 'grandchild');
    child.father = child.mother = null;
  }
  return house;
}

const bornAt = (chance: Chance, age: number): Day => {
  const [year] = parts(CUTS[1]);
  return Math.min(CUTS[1] - 5, dayOf(year - age - 1, 1, 1) + chance.int(0, 364) + (age === 0 ? 270 : 0));
};
const wed = (a: Person, b: Person) => ((a.spouse = b), (b.spouse = a));
function parent(child: Person, father: Person | null, mother: Person | null): void {
  child.father = father;
  child.mother = mother;
  father?.children.push(child);
  mother?.children.push(child);
}

/** Old people who keep house alone are the parents of somebody in the same village, in most cases. */
function linkGenerations(chance: Chance, village: Person[]): void {
  const heirs = village.filter((p) => p.relation === 'head' && !p.father && !p.mother && ageOn(p.birth, START) < 64);
  for (const old of village) {
    if (old.relation !== 'head' || ageOn(old.birth, START) < 63 || chance.is(0.25)) continue;
    for (let i = chance.int(1, 3); i > 0 && heirs.length; i--) {
      const at = chance.int(0, heirs.length - 1);
      const heir = heirs[at] as Person;
      const gap = Math.floor((heir.birth - old.birth) / 365.25);
      if (heir.house === old.house || gap < 20 || gap > 42) continue;
      heirs.splice(at, 1);
      parent(heir, old.sex === 'male' ? old : old.spouse, old.sex === 'male' ? old.spouse : old);
    }
  }
}

function nameEveryone(seed: number, people: Person[]): void {
  const chance = new Chance(seed, 'names');
  const clans = new Map<number, string[]>();
  const used = new Map<number, number>();
  for (const p of [...people].sort((a, b) => a.birth - b.birth)) {
    const village = p.house.village.index;
    let clan = clans.get(village);
    if (!clan) clans.set(village, (clan = [surname(chance), surname(chance), surname(chance)]));
    const local = p.sex === 'male' && chance.is(0.55);
    const family = p.father ? familyOf(p.father) : p.mother ? familyOf(p.mother) : local ? chance.of(clan) : surname(chance);
    const [year] = parts(p.birth);
    p.name = !p.father && !p.mother && chance.is(0.003) ? minorityName(chance) : personName(chance, family, p.sex, year);
    p.ethnic = p.name.includes('·') ? chance.of(['维吾尔族', '藏族', '彝族']) : chance.is(0.06) ? chance.of(['土家族', '苗族', '侗族']) : '汉族';
    const outsider = p.relation === 'spouse' ? chance.is(0.3) : chance.is(0.03);
    const region = outsider ? 439921 + chance.int(1, 4) : 439921;
    const key = region * 65536 + p.birth;
    const nth = used.get(key) ?? (p.id * 7) % 60;
    used.set(key, nth + 1);
    p.number = citizenNumber(region, p.birth, (nth % 499) * 2 + (p.sex === 'male' ? 1 : 2));
  }
}
const COMPOUND = ['欧阳', '上官', '司徒', '诸葛'];
export const familyOf = (p: Person): string => COMPOUND.find((c) => p.name.startsWith(c)) ?? (p.name.includes('·') ? '王' : (p.name[0] as string));

const MORTALITY: readonly [number, number][] = [[40, 0.0008], [60, 0.003], [70, 0.011], [80, 0.033], [90, 0.085], [130, 0.19]];
function liveAndDie(seed: number, people: Person[]): void {
  const chance = new Chance(seed, 'lives');
  const span = CUTS[1] - START + 1;
  for (const p of people) {
    for (let from = START; from <= CUTS[1] && !p.death; from += 365) {
      const age = ageOn(p.birth, from);
      const yearly = (MORTALITY.find(([until]) => age < until) as [number, number])[1];
      const share = Math.min(365, CUTS[1] - from + 1) / 365;
      if (age >= 0 && chance.is(yearly * share)) p.death = from + chance.int(0, Math.min(364, CUTS[1] - from));
    }
    if (!p.death && p.relation === 'child' && ageOn(p.birth, START) > 18 && chance.is(0.04)) p.moved = START + chance.int(0, span - 1);
  }
}

export const aliveOn = (p: Person, on: Day): boolean => p.birth <= on && (!p.death || p.death > on);
export const headOf = (house: House, on: Day): Person =>
  house.members.find((m) => aliveOn(m, on) && ageOn(m.birth, on) >= 18) ?? (house.members[0] as Person);
