import { type Day, day, firstDay, lastDay, type Month, monthOf } from '../world/calendar.ts';
import { type Certificate, type Grant, grantOf } from '../world/benefits.ts';
import type { Act, Subject } from '../world/ledger.ts';
import { change, type Payment, regular, spanOf } from '../world/payments.ts';
import type { Person } from '../world/people.ts';
import { type PolicyKey, RATES } from '../world/policies.ts';
import type { Village } from '../world/places.ts';
import { Chance } from '../world/random.ts';
import type { DeathRecord } from '../world/deaths.ts';
import { approverOf, type World } from '../world/world.ts';

export const subject = (p: Person): Subject[] => [{ kind: 'person', key: p.number }];
type More = Partial<Omit<Act, 'period'>> & { period?: [Day, Day] };

/** Where acts are put on: chooses whom they happen to, each once in the county, and writes the ledger. */
export class Stage {
  readonly world: World;
  readonly chance: Chance;
  /** How many of each wrong and of each look-alike; they grow with the county. */
  readonly wrongs: number;
  readonly innocents: number;
  readonly #grants = new Map<Person, Grant[]>();
  /** Staff, cadres and owners of firms: they take part only where an act asks for them. */
  readonly public: Set<Person>;
  /** Whoever holds a disability certificate. */
  readonly certified: Set<Person>;
  readonly #order: Person[];
  readonly #deaths = new Map<Person, DeathRecord[]>();

  constructor(world: World, name: string) {
    this.world = world;
    this.chance = new Chance(world.seed, `acts/${name}`);
    this.wrongs = this.about(14);
    this.innocents = this.about(6);
    for (const g of [...world.benefits.grants, ...world.benefits.elders]) push(this.#grants, g.person, g);
    for (const d of world.deaths) push(this.#deaths, d.person, d);
    this.public = new Set([...world.staff.map((x) => x.person), ...world.cadres.map((x) => x.person), ...world.firms.flatMap((f) => [f.owner, f.partner ?? f.owner])]);
    this.certified = new Set(world.benefits.certificates.map((c) => c.person));
    for (const c of world.custody) c.person.busy = true;
    this.#order = this.chance.shuffle([...world.people]);
  }

  /** So many in a county of 50,000; one at least, however small it is. */
  about(n: number): number {
    return Math.max(1, Math.round((n * this.world.people.length) / 50_000));
  }

  grants(p: Person, policy?: PolicyKey): Grant[] {
    return (this.#grants.get(p) ?? []).filter((g) => !policy || g.policy === policy);
  }
  deathsOf(p: Person): DeathRecord[] {
    return this.#deaths.get(p) ?? [];
  }

  /** Takes `n` people who fit, from as many villages as there are, and keeps them and their households from every other act. */
  take(n: number, fits: (p: Person) => boolean, from: Person[] = this.#order, anybody = false): Person[] {
    const taken: Person[] = [];
    const villages = new Set<Village>();
    for (const crowded of [false, true]) {
      for (const p of from) {
        if (taken.length === n) return taken;
        if (p.busy || p.house.busy || (!anybody && this.public.has(p)) || (!crowded && villages.has(p.house.village)) || !fits(p)) continue;
        villages.add(p.house.village);
        taken.push(p);
        p.busy = true;
        p.house.busy = true;
      }
    }
    if (taken.length < n) throw new Error(`the county has ${taken.length} people for an act that needs ${n}: make it larger`);
    return taken;
  }

  award(policy: PolicyKey, person: Person, from: Month, fen: number, more: Partial<Grant> = {}): Grant {
    const grant = grantOf(policy, person, from, fen, more);
    this.world.benefits.grants.push(grant);
    push(this.#grants, person, grant);
    return grant;
  }

  /** A disability certificate that expires years from now, of people who had none. */
  certify(person: Person, grade: 1 | 2 | 3 | 4, more: Partial<Certificate> = {}): Certificate {
    const c: Certificate = { no: `${person.number}4${grade}`, person, category: '肢体', grade, issued: day('2019-05-20'), expires: day('2029-05-19'), status: 'valid', ...more };
    this.world.benefits.certificates.push(c);
    this.certified.add(person);
    return c;
  }
  /** A severely disabled person who is paid the care allowance month by month. */
  nurse(person: Person, to: Month, from: Month = monthOf(day('2019-06-01'))): Grant {
    this.certify(person, 1);
    return this.award('nursing', person, from, RATES.nursing[1], { to });
  }

  /** Replaces the payment that begins in month `m`. */
  replace(grant: Grant, m: Month, ...payments: Payment[]): void {
    change(this.world.changes, grant, m, payments);
  }
  payment(grant: Grant, m: Month, more: Partial<Payment> = {}): Payment {
    const [from, to] = spanOf(grant, m) ?? [m, m];
    return regular(grant, from, to, more);
  }
  /** Money given back: a line below zero for the months it is for, some weeks after the last of them. It joins what is paid in `m`. */
  repay(grant: Grant, m: Month, from: Month, to: Month, fen: number, regularToo = true): void {
    const back: Payment = { ...this.payment(grant, m), from, to, fen: -fen, type: 'adjustment', remark: '扣回多发', approvedFen: null, noticedFen: null, part: 9, paidAt: this.payment(grant, m).paidAt + 6 };
    this.replace(grant, m, ...(regularToo ? [this.payment(grant, m)] : []), back);
  }

  /** Who decides on hardship grants in a village: somebody at the town, never of the village itself. */
  approver(village: Village): { approver: string; approverNumber: string } {
    return approverOf(this.world, village);
  }

  record(person: Person, source: DeathRecord['source'], date: Day, more: Partial<DeathRecord> = {}): DeathRecord {
    const d: DeathRecord = { person, source, date, registered: date + 4, serial: this.world.deaths.length + 1, ...more };
    this.world.deaths.push(d);
    push(this.#deaths, person, d);
    return d;
  }

  wrong(model: string, act: string, who: Subject[] | Person, more: More = {}): void {
    this.world.ledger.wrong(model, act, Array.isArray(who) ? who : subject(who), more);
  }
  innocent(model: string, code: string, act: string, who: Subject[] | Person, more: More = {}): void {
    this.world.ledger.innocent(model, code, act, Array.isArray(who) ? who : subject(who), more);
  }
}

const push = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};
export const months = (from: Month, to: Month): [Day, Day] => [firstDay(from), lastDay(to)];
