import { CUTS, type Day, dayOf, firstDay, LAST_MONTHS, type Month, month } from './calendar.ts';
import type { Contract, Estate } from './estate.ts';
import { aliveOn, type Person } from './people.ts';
import type { Village } from './places.ts';
import { Chance } from './random.ts';
import type { Firm } from './work.ts';

export type Project = { no: string; name: string; village: Village; type: string; site: string; budget: number; fund: string; approved: Day; tendered: Day; started: Day; accepted: Day; settled: number; emergency: boolean; parent: string };
export type Tender = { no: string; project: string; village: Village; method: 'open' | 'invited' | 'negotiated' | 'single'; estimate: number; published: Day; deadline: Day; award: Day };
export type Bid = { tender: string; firm: Firm; price: number; won: boolean };
export type VoucherKind = 'rent' | 'grant' | 'works' | 'labour' | 'reception' | 'purchase' | 'other_expense';
export type Voucher = { no: string; date: Day; village: Village; kind: VoucherKind; income: number; expense: number; party: Person | Firm | null; contract: string; project: string; summary: string; handler: string };
export type Roster = { village: Village; m: Month; person: Person; days: number; rate: number; task: string; type: 'public_duty' | 'paid' | 'cadre_duty'; paidAt: Day };
export type Works = { projects: Project[]; tenders: Tender[]; bids: Bid[]; vouchers: Voucher[]; rosters: Roster[] };

const TYPES = ['道路硬化', '水渠整修', '文化广场', '太阳能路灯', '人居环境整治', '安全饮水', '机耕路'];
const FUNDS = ['乡村振兴衔接资金', '一事一议财政奖补', '水利专项', '村集体自筹'];
const TASKS = ['道路保洁', '水渠清淤', '村容整治', '护林巡查', '绿化管护', '疫病消杀'];

export function makeWorks(seed: number, villages: Village[], byVillage: Person[][], barred: Set<Person>, firms: Firm[], estate: Estate): Works {
  const chance = new Chance(seed, 'works');
  const w: Works = { projects: [], tenders: [], bids: [], vouchers: [], rosters: [] };
  const builders = firms.filter((f) => f.trade === 'works' && !f.cancelled);
  const shops = firms.filter((f) => f.trade !== 'works' && !f.cancelled);
  for (const village of villages) {
    const workers = chance.shuffle((byVillage[village.index] as Person[]).filter((p) => aliveOn(p, CUTS[1]) && !p.moved && !barred.has(p) && p.birth < dayOf(2004, 1, 1) && p.birth > dayOf(1958, 1, 1))).slice(0, 14);
    for (let i = 0; i < 4; i++) makeJob(chance, w, estate, village, builders);
    for (let m = month('2025-01'); m <= LAST_MONTHS[1]; m++) {
      for (const person of workers.slice((m * 3) % 9, ((m * 3) % 9) + chance.int(2, 5))) w.rosters.push(roster(chance, village, person, m));
      if (chance.is(0.5)) spend(w, village, firstDay(m) + chance.int(3, 25), 'purchase', chance.int(3, 90) * 1_000, chance.of(shops), chance.of(['购办公用品', '购会议用水', '购修缮材料', '宣传资料制作']));
    }
  }
  const tenant = new Map(estate.contracts.map((c) => [c.no, c.party]));
  for (const r of estate.receivables) {
    if (r.received && r.receivedAt <= CUTS[1]) voucher(w, r.village, r.receivedAt, 'rent', r.received, 0, tenant.get(r.contract) ?? null, { contract: r.contract, summary: '收承包费' });
  }
  return w;
}

/** Ordinary works are well under the limit of 100,000 yuan, or over it and put to tender; each is on a site of its own. */
function makeJob(chance: Chance, w: Works, estate: Estate, village: Village, builders: Firm[]): void {
  const large = chance.is(0.25);
  const price = large ? chance.int(120, 900) * 100_000 : chance.int(12, 66) * 100_000;
  const approved = dayOf(chance.int(2024, 2026), chance.int(1, 5), chance.int(1, 28));
  const p = project(chance, w, village, { budget: price, approved, tendered: large ? approved + 30 : 0, started: approved + 60, accepted: approved + 150 });
  const firm = chance.of(builders);
  worksContract(w, estate, p, firm, price, approved + 55);
  if (large) {
    const tender: Tender = { no: `ZB${p.no.slice(2)}`, project: p.no, village, method: 'open', estimate: price, published: approved + 30, deadline: approved + 50, award: approved + 52 };
    w.tenders.push(tender);
    w.bids.push({ tender: tender.no, firm, price, won: true });
    for (const other of chance.shuffle([...builders]).slice(0, chance.int(2, 4))) if (other !== firm) w.bids.push({ tender: tender.no, firm: other, price: Math.round(price * (1.01 + chance.next() * 0.08)), won: false });
  }
  if (approved + 160 < CUTS[1]) spend(w, village, approved + 160, 'works', price, firm, `付${p.name}工程款`, p.no);
}

export function project(chance: Chance, w: Works, village: Village, more: Partial<Project>): Project {
  const n = w.projects.length + 1;
  const type = chance.of(TYPES);
  const approved = more.approved ?? dayOf(2025, 3, 1);
  const p: Project = {
    no: `XM${yearOfDay(approved)}${String(n).padStart(5, '0')}`, name: `${village.name}${type}工程${n % 7 ? '' : '（二期）'}`, village, type, site: `${village.name}${(n % 9) + 1}组${chance.of(['路口', '水渠', '晒谷坪', '学校旁', '桥头'])}${n}号点`,
    budget: 5_000_000, fund: chance.of(FUNDS), approved, tendered: 0, started: approved + 40, accepted: approved + 120, settled: more.budget ?? 5_000_000, emergency: false, parent: '', ...more,
  };
  w.projects.push(p);
  return p;
}
const yearOfDay = (d: Day): number => new Date(d * 86_400_000).getUTCFullYear();

export function worksContract(_w: Works, estate: Estate, p: Project, firm: Firm, price: number, signed: Day): Contract {
  const contract: Contract = {
    no: `GC${p.village.code.slice(4)}-${String(estate.contracts.length + 1).padStart(5, '0')}`, type: 'works', village: p.village, party: firm, asset: '', parcel: '', project: p.no, landClass: '', area: 0,
    price, rent: 0, from: signed, to: signed + 180, signed, status: signed + 180 < CUTS[0] ? 'ended' : 'active',
  };
  estate.contracts.push(contract);
  return contract;
}

export const roster = (chance: Chance, village: Village, person: Person, m: Month, more: Partial<Roster> = {}): Roster => ({
  village, m, person, days: chance.int(2, 18), rate: chance.of([10_000, 12_000, 15_000]), task: chance.of(TASKS), type: chance.is(0.08) ? 'public_duty' : 'paid', paidAt: firstDay(m + 1) + chance.int(2, 14), ...more,
});

export function spend(w: Works, village: Village, date: Day, kind: VoucherKind, fen: number, party: Person | Firm | null, summary: string, project = ''): Voucher {
  return voucher(w, village, date, kind, 0, fen, party, { summary, project });
}
export function voucher(w: Works, village: Village, date: Day, kind: VoucherKind, income: number, expense: number, party: Person | Firm | null, more: Partial<Voucher> = {}): Voucher {
  const v: Voucher = { no: `记${yearOfDay(date)}-${String(w.vouchers.length + 1).padStart(6, '0')}`, date, village, kind, income, expense, party, contract: '', project: '', summary: '', handler: village.secretary, ...more };
  w.vouchers.push(v);
  return v;
}
