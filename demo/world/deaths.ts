import { ageOn, CUTS, type Day, day } from './calendar.ts';
import { type Person } from './people.ts';
import { Chance } from './random.ts';

export type DeathSource = 'police' | 'health' | 'funeral' | 'pension';
/** What one office wrote down about a death, and when. */
export type DeathRecord = { person: Person; source: DeathSource; date: Day; registered: Day; serial: number; number?: string; name?: string };

/** Each office learns of a death in its own time: the hospital in a week, the village after the funeral, the police when the
 *  family comes. One office always hears within the week, so that ordinary payments end with the month of death. */
export function recordDeaths(seed: number, people: Person[]): DeathRecord[] {
  const chance = new Chance(seed, 'deaths');
  const records: DeathRecord[] = [];
  for (const person of people) {
    if (!person.death) continue;
    const lag: Partial<Record<DeathSource, number>> = {
      police: chance.is(0.93) ? chance.int(8, 120) : undefined,
      health: chance.is(0.78) ? chance.int(1, 30) : undefined,
      funeral: chance.is(person.house.village.community ? 0.7 : 0.3) ? chance.int(1, 6) : undefined,
      pension: ageOn(person.birth, person.death) >= 60 && chance.is(0.7) ? chance.int(20, 100) : undefined,
    } as Partial<Record<DeathSource, number>>;
    if (!Object.values(lag).some((d) => d !== undefined && d <= 6)) lag[chance.is(0.6) ? 'health' : 'funeral'] = chance.int(1, 5);
    for (const source of ['police', 'health', 'funeral', 'pension'] as const) {
      const days = lag[source];
      if (days === undefined || person.death + days > CUTS[1]) continue;
      // The police of old wrote down the day of the visit, not of the death.
      const date = source === 'police' && chance.is(0.08) ? person.death + days : person.death;
      records.push({ person, source, date, registered: person.death + days, serial: records.length + 1 });
    }
  }
  return records;
}

export type Marriage = { man: Person; wife: Person; event: 'marriage' | 'divorce'; date: Day; no: string };
/** The paper registers from before 2000 were never typed in. */
export function recordMarriages(people: Person[]): Marriage[] {
  const list: Marriage[] = [];
  for (const man of people) {
    const wife = man.spouse;
    if (man.sex !== 'male' || !wife || man.house.married < day('2000-01-01') || man.house.married > CUTS[1]) continue;
    list.push({ man, wife, event: 'marriage', date: man.house.married, no: `J439921-${list.length + 100_001}` });
  }
  return list;
}

export type KinTie = { a: Person; b: Person; relation: 'spouse' | 'parent' | 'child' | 'sibling'; source: 'declared' | 'hukou' };
/** Near kin of one person that the house registers and birth records know. `relation` says what b is to a. */
export function kinOf(a: Person): { b: Person; relation: KinTie['relation'] }[] {
  const kin: { b: Person; relation: KinTie['relation'] }[] = [];
  if (a.spouse) kin.push({ b: a.spouse, relation: 'spouse' });
  for (const b of [a.father, a.mother]) if (b) kin.push({ b, relation: 'parent' });
  for (const b of a.children) kin.push({ b, relation: 'child' });
  const parent = a.father ?? a.mother;
  for (const b of parent?.children ?? []) if (b !== a) kin.push({ b, relation: 'sibling' });
  return kin;
}

