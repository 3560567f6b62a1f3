import { ageOn, CUTS, day, month, monthOf } from '../world/calendar.ts';
import { creditCode } from '../world/numbers.ts';
import type { Person } from '../world/people.ts';
import type { Village } from '../world/places.ts';
import { kinOf } from '../world/deaths.ts';
import { type Project, project, roster, spend, worksContract } from '../world/works.ts';
import type { Firm, Staff } from '../world/work.ts';
import { alive, revive } from './dead.ts';
import { months, type Stage } from './stage.ts';

/** Works cut into pieces, rosters of those who cannot have worked, village money to firms of the cadres' kin. */
export function spending(s: Stage): void {
  splits(s);
  labour(s);
  kinFirms(s);
}

const firmSubject = (f: Firm) => [{ kind: 'org' as const, key: f.uscc }];
const someVillages = (s: Stage, n: number): Village[] => {
  const all = s.chance.shuffle([...s.world.villages]);
  return Array.from({ length: n }, (_, i) => all[i % all.length] as Village);
};

function splits(s: Stage): void {
  const builders = s.chance.shuffle(s.world.firms.filter((f) => f.trade === 'works' && !f.cancelled));
  let next = 0;
  const firm = (): Firm => builders[next++ % builders.length] as Firm;
  const cut = (v: Village, n: number, more: Partial<Project> | ((i: number) => Partial<Project>), contractor = firm()) => {
    const site = `${v.name}${s.chance.int(1, 9)}组沟渠${next}段`;
    let sum = 0;
    const signed: number[] = [];
    for (let i = 0; i < n; i++) {
      const price = s.chance.int(780, 980) * 10_000;
      const approved = day('2025-03-01') + i * 35 + s.chance.int(0, 200 - n * 30);
      const p = project(s.chance, s.world.works, v, { site, budget: price, approved, settled: price, fund: '一事一议财政奖补', ...(typeof more === 'function' ? more(i) : more) });
      signed.push(worksContract(s.world.works, s.world.estate, p, contractor, price, p.approved + 15).signed);
      sum += price;
    }
    return { contractor, sum, period: [Math.min(...signed), Math.max(...signed)] as [number, number] };
  };
  someVillages(s, s.wrongs).forEach((v, i) => {
    const { contractor, sum, period } = cut(v, 2 + (i % 2), {});
    s.wrong('project-split', '同一工地拆成几份合同', firmSubject(contractor), { amount_fen: sum, period });
  });
  const codes: [string, string, Partial<Project> | ((i: number) => Partial<Project>)][] = [
    ['emergency', '应急抢险', { emergency: true }],
    ['tendered', '统一招标后分段签约', { tendered: day('2025-02-20') }],
    ['phased', '分期拨款', (i) => ({ fund: i ? '乡村振兴衔接资金' : '水利专项', approved: day('2025-02-01') + i * 220 })],
  ];
  for (const [code, act, more] of codes) for (const v of someVillages(s, s.innocents)) s.innocent('project-split', code, act, firmSubject(cut(v, 2, more).contractor));
  for (const v of someVillages(s, s.innocents)) s.innocent('project-split', 'other-site', '不同工地', firmSubject(cut(v, 2, (i) => ({ site: `${v.name}${i + 1}组独立工地${next}` })).contractor));
}

function labour(s: Stage): void {
  const work = (p: Person, m: number, more = {}) => s.world.works.rosters.push(roster(s.chance, p.house.village, p, m, { type: 'paid', ...more }));
  const died = (p: Person) => p.death > day('2024-12-01') && p.death < day('2026-01-31') && ageOn(p.birth, p.death) < 76 && ageOn(p.birth, p.death) > 25;
  for (const p of s.take(s.wrongs, died)) {
    for (const d of s.deathsOf(p)) d.date = p.death;
    const m = monthOf(p.death) + s.chance.int(1, 4);
    for (const at of [m, m + 1]) work(p, at);
    s.wrong('labour-roster-impossible', '死亡人员领工钱', p, { period: months(m, m + 1) });
  }
  const of = new Map<Person, Staff>(s.world.staff.map((x) => [x.person, x]));
  const staffed = (types: Staff['type'][]) => (p: Person) => !!of.get(p) && types.includes(of.get(p)!.type) && alive(p) && of.get(p)!.hire < day('2022-01-01') && !of.get(p)!.leave;
  const everyone = s.world.staff.map((x) => x.person);
  for (const p of s.take(s.wrongs, staffed(['civil', 'institution']), everyone, true)) {
    const m = month('2025-04') + s.chance.int(0, 8);
    work(p, m, { days: s.chance.int(12, 22) });
    s.wrong('labour-roster-impossible', '在编人员领工钱', p, { period: months(m, m) });
  }
  for (const p of s.take(s.about(4), (q) => alive(q) && ageOn(q.birth, CUTS[0]) < 60 && ageOn(q.birth, CUTS[0]) > 25)) {
    const m = month('2025-02');
    work(p, m, { days: 30 });
    s.wrong('labour-roster-impossible', '二月干了三十天', p, { period: months(m, m) });
  }
  for (const p of s.take(s.innocents, (q) => died(q) && new Date(q.death * 86_400_000).getUTCDate() > 12)) {
    for (const d of s.deathsOf(p)) d.date = p.death;
    const m = monthOf(p.death) + 1;
    work(p, m, { paidAt: p.death - 3 });
    s.innocent('labour-roster-impossible', 'month-mistyped', '月份写错，生前已领', p, { period: months(m, m) });
  }
  for (const p of s.take(s.innocents, staffed(['civil', 'institution']), everyone, true)) {
    work(p, month('2025-06'), { days: s.chance.int(2, 8) });
    s.innocent('labour-roster-impossible', 'spare-time', '周末义务外用工', p);
  }
  for (const p of s.take(s.innocents, staffed(['temp', 'retired']), everyone, true)) {
    work(p, month('2025-06'), { days: 15 });
    s.innocent('labour-roster-impossible', 'not-asked', '编外或退休人员', p);
  }
  for (const p of s.take(s.innocents, staffed(['civil', 'institution']), everyone, true)) {
    work(p, month('2025-06'), { days: 15, type: 'public_duty' });
    s.innocent('labour-roster-impossible', 'public-duty', '公益义务工', p);
  }
  for (const p of s.take(s.innocents, (q) => alive(q) && ageOn(q.birth, CUTS[0]) < 57 && ageOn(q.birth, CUTS[0]) > 25 && !s.grants(q).length)) {
    revive(s, 'labour-roster-impossible', p, 5);
    work(p, month('2025-09'), { days: 12 });
  }
}

function kinFirms(s: Stage): void {
  const cadres = s.world.cadres.filter((c) => !c.to && c.post !== 'group_head' && alive(c.person));
  const taken = new Set<Village>();
  const found: Firm[] = [];
  const open = (owner: Person, type: Firm['type'] = 'company'): Firm => {
    const f: Firm = {
      uscc: creditCode(type === 'cooperative' ? '93' : '91', 439921, String(60_000_000 + s.world.firms.length * 11)), name: `青岚县${owner.house.village.name.slice(0, 2)}${['鑫', '盛', '泰', '恒'][found.length % 4]}${['源', '达', '丰', '和', '兴'][found.length % 5]}${found.length + 1}号${type === 'cooperative' ? '种植专业合作社' : '建材有限公司'}`,
      type, owner, partner: null, village: owner.house.village, established: day('2018-04-01'), cancelled: 0, capital: 50_000_000, scope: '建筑材料销售', trade: 'supply',
    };
    s.world.firms.push(f);
    found.push(f);
    return f;
  };
  const cast = (n: number, kin: boolean): { owner: Person; village: Village; cadre: Person }[] => {
    const list: { owner: Person; village: Village; cadre: Person }[] = [];
    for (const c of s.chance.shuffle([...cadres])) {
      if (list.length === n) break;
      if (taken.has(c.village) || c.person.busy) continue;
      const owner = kin ? kinOf(c.person).map((k) => k.b).find((b) => alive(b) && ageOn(b.birth, CUTS[0]) > 24 && ageOn(b.birth, CUTS[0]) < 66 && !b.busy && !s.public.has(b)) : c.person;
      if (!owner || owner.busy) continue;
      taken.add(c.village);
      owner.busy = true;
      list.push({ owner, village: c.village, cadre: c.person });
    }
    return list;
  };
  const buy = (village: Village, f: Firm, project = ''): [number, number] => {
    for (let i = 0; i < 3; i++) spend(s.world.works, village, day('2025-05-10') + i * 70, 'purchase', s.chance.int(30, 160) * 10_000, f, '购修缮材料', project);
    return [day('2025-05-10'), day('2025-05-10') + 140];
  };
  cast(s.wrongs, true).concat(cast(s.about(4), false)).forEach(({ owner, village }) => {
    const f = open(owner);
    s.wrong('voucher-to-kin-firm', '村级支出流向干部亲属企业', firmSubject(f), { period: buy(village, f) });
  });
  for (const { owner, village } of cast(s.innocents, true)) {
    const stranger = s.take(1, (p) => alive(p) && ageOn(p.birth, CUTS[0]) > 30 && ageOn(p.birth, CUTS[0]) < 60)[0] as Person;
    const f = open(stranger);
    s.world.holders.push({ firm: f, person: owner, role: '股东', share: 2 });
    buy(village, f);
    s.innocent('voucher-to-kin-firm', 'small-share', '小额持股', firmSubject(f));
  }
  for (const { owner, village } of cast(s.innocents, false)) {
    const f = open(owner, 'cooperative');
    buy(village, f);
    s.innocent('voucher-to-kin-firm', 'cooperative', '集体合作社', firmSubject(f));
  }
  for (const { owner, village } of cast(s.innocents, true)) {
    const f = open(owner);
    const p = project(s.chance, s.world.works, village, { budget: 30_000_000, settled: 30_000_000, approved: day('2025-02-01'), tendered: day('2025-03-01') });
    const no = `ZB${p.no.slice(2)}`;
    s.world.works.tenders.push({ no, project: p.no, village, method: 'open', estimate: 30_000_000, published: day('2025-03-01'), deadline: day('2025-03-22'), award: day('2025-03-25') });
    s.world.works.bids.push({ tender: no, firm: f, price: 29_500_000, won: true });
    buy(village, f, p.no);
    s.innocent('voucher-to-kin-firm', 'open-tender', '公开中标', firmSubject(f));
  }
}
