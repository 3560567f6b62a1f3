import { ageOn, CUTS, type Day, day, dayOf, START } from './calendar.ts';
import { creditCode } from './numbers.ts';
import { aliveOn, type House, type Person } from './people.ts';
import type { Village } from './places.ts';
import { Chance, weighted } from './random.ts';

export type StaffType = 'civil' | 'institution' | 'temp' | 'retired';
export type Staff = { person: Person; unit: Unit; post: string; grade: string; type: StaffType; hire: Day; leave: Day; gross: number };
export type Unit = { name: string; uscc: string };
export type CadrePost = 'secretary' | 'director' | 'committee' | 'accountant' | 'supervisor' | 'group_head';
export type Cadre = { person: Person; village: Village; post: CadrePost; from: Day; to: Day; party: boolean; allowance: number };
export type CustodyType = 'detention' | 'prison' | 'drug_rehab' | 'probation' | 'parole' | 'control';
export type Custody = { person: Person; type: CustodyType; from: Day; to: Day; place: string; judgement: Day };
export type Firm = { uscc: string; name: string; type: 'company' | 'sole' | 'cooperative'; owner: Person; partner: Person | null; village: Village; established: Day; cancelled: Day; capital: number; scope: string; trade: string };

const UNITS = [
  '县人民政府办公室', '县财政局', '县民政局', '县教育局', '县农业农村局', '县卫生健康局', '县公安局', '县人民医院', '县第一中学', '县实验小学',
  '县自然资源局', '县住房和城乡建设局', '县人力资源和社会保障局', '县水利局', '县林业局', '县中医医院', '县融媒体中心', '县市场监督管理局',
];

export function makeStaff(seed: number, people: Person[], towns: { name: string }[]): { units: Unit[]; staff: Staff[] } {
  const chance = new Chance(seed, 'staff');
  const names = [...UNITS.map((n) => `青岚${n}`), ...towns.map((t) => `${t.name}人民政府`), ...towns.map((t) => `${t.name}中心小学`)];
  const units = names.map((name, i): Unit => ({ name, uscc: creditCode('12', 439921, String(10_000_001 + i * 7)) }));
  const kind = weighted([['institution', 58], ['civil', 24], ['temp', 12], ['retired', 6]] as const);
  const staff: Staff[] = [];
  for (const person of people) {
    const age = ageOn(person.birth, START);
    const share = person.house.village.community ? 0.06 : 0.012;
    if (age < 23 || age > 66 || person.moved || !chance.is(share)) continue;
    const type = age >= 59 ? 'retired' : (kind(chance) as StaffType);
    const hire = dayOf(2026 - Math.min(age - 20, chance.int(2, 30)), chance.int(1, 12), 1);
    const gross = type === 'temp' ? 280_000 : type === 'retired' ? 480_000 : chance.int(50, 92) * 10_000;
    const leave = type === 'retired' ? 0 : person.death;
    staff.push({ person, unit: chance.of(units), post: type === 'civil' ? chance.of(['科员', '副主任科员', '办公室主任', '副局长']) : chance.of(['教师', '医师', '护士', '工勤人员', '专业技术人员']), grade: chance.of(['十一级', '十级', '九级', '八级']), type, hire, leave, gross });
  }
  return { units, staff };
}

const POSTS: CadrePost[] = ['secretary', 'director', 'accountant', 'supervisor', 'committee', 'committee', 'group_head', 'group_head'];
const ALLOWANCE: Record<CadrePost, number> = { secretary: 320_000, director: 290_000, accountant: 230_000, supervisor: 210_000, committee: 200_000, group_head: 40_000 };

/** Each village has a committee since the election of January 2021; some posts changed hands in January 2024. */
export function makeCadres(seed: number, villages: Village[], byVillage: Person[][], isStaff: Set<Person>): Cadre[] {
  const chance = new Chance(seed, 'cadres');
  const cadres: Cadre[] = [];
  for (const village of villages) {
    const able = (byVillage[village.index] as Person[]).filter(
      (p) => ageOn(p.birth, START) >= 28 && ageOn(p.birth, START) <= 60 && aliveOn(p, CUTS[1]) && !p.moved && !isStaff.has(p),
    );
    chance.shuffle(able);
    const houses = new Set<House>();
    for (const post of POSTS) {
      const from = day('2021-01-15');
      const changed = chance.is(0.15);
      const first = takeAble(able, houses);
      if (!first) continue;
      cadres.push({ person: first, village, post, from, to: changed ? day('2024-01-14') : 0, party: post === 'secretary' || chance.is(0.7), allowance: ALLOWANCE[post] });
      const next = changed ? takeAble(able, houses) : undefined;
      if (next) cadres.push({ person: next, village, post, from: day('2024-01-15'), to: 0, party: post === 'secretary' || chance.is(0.7), allowance: ALLOWANCE[post] });
      if (post === 'secretary') village.secretary = (next ?? first).name;
    }
  }
  return cadres;
}

function takeAble(able: Person[], houses: Set<House>): Person | undefined {
  for (let p = able.pop(); p; p = able.pop()) {
    if (houses.has(p.house)) continue;
    houses.add(p.house);
    return p;
  }
  return undefined;
}

const custodyType = weighted([['prison', 40], ['detention', 20], ['drug_rehab', 15], ['probation', 18], ['parole', 4], ['control', 3]] as const);
const PLACES: Record<CustodyType, string> = { prison: '云溪监狱', detention: '青岚县看守所', drug_rehab: '云溪市强制隔离戒毒所', probation: '青岚县司法局', parole: '青岚县司法局', control: '青岚县司法局' };

export function makeCustody(seed: number, people: Person[]): Custody[] {
  const chance = new Chance(seed, 'custody');
  const list: Custody[] = [];
  for (const person of people) {
    const age = ageOn(person.birth, START);
    if (age < 18 || age > 70 || person.death || person.moved || !chance.is(person.sex === 'male' ? 0.0035 : 0.0006)) continue;
    list.push(custodyOf(chance, person, custodyType(chance), START + chance.int(0, 1000)));
  }
  return list;
}

export function custodyOf(chance: Chance, person: Person, type: CustodyType, from: Day, days?: number): Custody {
  const long = days ?? (type === 'detention' ? chance.int(10, 37) : chance.int(180, 1400));
  return { person, type, from, to: from + long, place: PLACES[type], judgement: from - (type === 'detention' ? -20 : chance.int(10, 60)) };
}

const TRADES: readonly [string, string, string][] = [
  ['建筑工程有限公司', '房屋建筑、市政工程施工', 'works'], ['建筑劳务有限公司', '建筑劳务分包', 'works'], ['工程有限公司', '道路、水利工程施工', 'works'], ['农业发展有限公司', '农作物种植、销售', 'farm'],
  ['生态养殖有限公司', '畜禽养殖', 'farm'], ['商贸有限公司', '日用百货、办公用品销售', 'shop'], ['新能源科技有限公司', '光伏设备安装', 'pv'],
  ['超市', '食品、日用百货零售', 'shop'], ['建材经营部', '建筑材料零售', 'supply'], ['农家乐', '餐饮服务', 'food'], ['打印广告部', '打印、广告制作', 'shop'],
];
const WORDS = '恒昌兴隆鑫源宏达盛泰嘉禾广益顺和永康瑞丰金谷东升联众'.match(/../g) as string[];

/** Staff, cadres and the poor own nothing here: who of them does is an act. */
export function makeFirms(seed: number, people: Person[], barred: Set<Person>): Firm[] {
  const chance = new Chance(seed, 'firms');
  const firms: Firm[] = [];
  for (const owner of people) {
    const age = ageOn(owner.birth, START);
    if (age < 25 || age > 62 || owner.death || owner.moved || barred.has(owner) || !chance.is(owner.house.village.community ? 0.055 : 0.02)) continue;
    const [kind, scope, trade] = chance.of(TRADES);
    const company = kind.includes('公司');
    const serial = String(20_000_000 + firms.length * 13);
    firms.push({
      uscc: creditCode(company ? '91' : '92', 439921, serial), owner, partner: company && chance.is(0.4) && owner.spouse && aliveOn(owner.spouse, CUTS[1]) ? owner.spouse : null,
      name: `青岚县${chance.of(WORDS)}${chance.of(WORDS)}${kind}`, type: company ? 'company' : 'sole', village: owner.house.village,
      established: dayOf(chance.int(2008, 2023), chance.int(1, 12), chance.int(1, 28)), cancelled: chance.is(0.06) ? dayOf(2025, chance.int(1, 12), 5) : 0,
      capital: company ? chance.int(2, 50) * 10_000_000 : 5_000_000, scope, trade,
    });
  }
  return firms;
}
