import { firstDay, lastDay, type Month, monthNumber, yearOf } from '../world/calendar.ts';
import type { Paper } from '../files/paper.ts';
import { POLICIES, type PolicyKey } from '../world/policies.ts';
import { type Payment, paymentsOf } from '../world/payments.ts';
import type { Person } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { type Columns, dates, money, months, numbers, oldName, places, table } from './dress.ts';
import { inDelivery } from './finance.ts';
import type { Village } from '../world/places.ts';

/** What the departments approved and what the villages put on the board: the same money as the finance office paid, unless somebody saw to it. */
export function lists(world: World, delivery: 0 | 1): Paper[] {
  return [...rolls(world, delivery), ...notices(world, delivery)];
}

type Approved = { p: Payment; fen: number; roll: string; refused?: '不通过' | '撤回' };
const ROLLS: readonly [string, string, 'csv' | 'xlsx' | 'tsv', PolicyKey[]][] = [
  ['民政局', '社会救助审批花名册', 'csv', ['dibao', 'tekun', 'care', 'orphan', 'elder']],
  ['残联', '残疾人两项补贴审批花名册', 'csv', ['nursing', 'living']],
  ['农业农村局', '惠农补贴审批花名册', 'tsv', ['fertility', 'grain', 'machine']],
  ['林业局', '林业补助审批花名册', 'csv', ['forest', 'ranger']],
  ['水利局', '水库移民后期扶持审批花名册', 'csv', ['reservoir']],
  ['卫健局', '计生奖扶审批花名册', 'xlsx', ['planning']],
  ['应急局', '救助资金审批花名册', 'xlsx', ['winter', 'disaster']],
  ['教育局', '学生资助审批花名册', 'xlsx', ['student']],
  ['住建局', '危房改造审批花名册', 'xlsx', ['house']],
];

function rolls(world: World, delivery: 0 | 1): Paper[] {
  const papers: Paper[] = [];
  for (const [sender, name, format, policies] of ROLLS) {
    const take = new Set<PolicyKey>(policies);
    const rows = function* (): Generator<Approved> {
      const grants = world.benefits.grants.filter((g) => take.has(g.policy));
      for (const p of paymentsOf(grants, world.changes)) {
        const fen = p.approvedFen === undefined ? p.fen : p.approvedFen;
        if (fen !== null && fen > 0 && inDelivery(p, delivery)) yield { p, fen, roll: rollNo(p) };
      }
      for (const r of world.refusals) if (take.has(r.p.grant.policy) && inDelivery(r.p, delivery)) yield { p: r.p, fen: r.p.fen, roll: rollNo(r.p), refused: r.why };
      for (const p of world.renewals) if (take.has(p.grant.policy) && inDelivery(p, delivery)) yield { p, fen: p.fen, roll: rollNo(p) };
    };
    const spoken = sender === '水利局' || sender === '教育局';
    papers.push({ sender, name: delivery ? `${name}(2026年第三季度)` : name, evenEmpty: delivery === 1, format, encoding: format === 'tsv' ? 'utf-16' : sender === '民政局' ? 'gbk' : 'utf-8', sheets: [{ ...table('approval_roll', '审批花名册', spoken ? bySpan : byDates, rows()) }] });
  }
  return papers;
}
const rollNo = (p: Payment): string => `HMC${months.compact(p.from)}-${POLICIES[p.grant.policy].id}-${p.grant.village.town.code.slice(6, 9)}${p.part ? `-补${p.part}` : ''}`;
const head: Columns<Approved> = [
  ['花名册编号', (a) => a.roll], ['补贴项目', (a) => POLICIES[a.p.grant.policy].also[0] ?? null], ['姓名', (a) => oldName(a.p.name ?? a.p.person.name)], ['身份证号', (a) => a.p.number ?? a.p.person.number], ['村（社区）', (a) => places.town(a.p.grant.village)],
];
const tail: Columns<Approved> = [
  ['数量', (a) => a.p.grant.qty], ['审批金额', (a) => money.yuan(a.fen)], ['审批日期', (a) => dates.iso(a.p.paidAt - 6)], ['审批人', (a) => (a.p.grant.village.index % 2 ? '刘志明' : '陈立华')], ['审批状态', (a) => a.refused ?? '通过'],
];
const byDates: Columns<Approved> = [...head, ['所属期起', (a) => dates.dots(firstDay(a.p.from))], ['所属期止', (a) => dates.dots(lastDay(a.p.to))], ...tail];
const bySpan: Columns<Approved> = [...head, ['所属期', (a) => spanText(a.p.from, a.p.to)], ...tail];
const spanText = (from: Month, to: Month): string => (from === to ? months.chinese(from) : `${yearOf(from)}年${monthNumber(from)}-${monthNumber(to)}月`);

type Noticed = { p: Payment; who: Person | null; number: string; name: string; fen: number; no: string; published: number };
/** One file from each three towns. The board is put up a fortnight before the money goes out. */
function notices(world: World, delivery: 0 | 1): Paper[] {
  const towns = [0, 1, 2, 3].map((i) => world.towns.slice(i * 3, i * 3 + 3));
  return towns.map((some, i): Paper => {
    const rows = function* (): Generator<Noticed> {
      const grants = world.benefits.grants.filter((g) => POLICIES[g.policy].published && some.includes(g.village.town));
      for (const p of paymentsOf(grants, world.changes)) {
        if (!inDelivery(p, delivery) || p.noticedFen === null || p.fen <= 0) continue;
        const who = p.noticedAs ?? p.person;
        yield { p, who, number: p.noticeNumber ?? (p.noticedAs ? who.number : (p.number ?? who.number)), name: p.noticedAs ? who.name : (p.name ?? who.name), fen: p.noticedFen ?? p.fen, no: noticeNo(p.grant.policy, p.from, p.grant.village, 1), published: p.paidAt - 15 };
      }
      for (const n of world.notices) if (some.includes(n.p.grant.village.town) && inDelivery(n.p, delivery)) yield { p: n.p, who: n.p.person, number: n.p.person.number, name: n.p.person.name, fen: n.fen, no: noticeNo(n.p.grant.policy, n.p.from, n.p.grant.village, n.edition), published: n.p.paidAt - 15 + n.edition * 3 };
    };
    return {
      sender: '乡镇财政所', name: `惠农补贴公示名单(${some.map((t) => t.name.slice(0, 2)).join('、')})${delivery ? '第三季度' : ''}`, format: i === 3 ? 'pipe' : 'csv', encoding: i % 2 ? 'utf-8' : 'gb18030',
      sheets: [table<Noticed>('notice_row', '公示', [
        ['公示编号', (n) => n.no], ['村（社区）', (n) => places.town(n.p.grant.village)], ['补贴项目', (n) => POLICIES[n.p.grant.policy].also[1] ?? POLICIES[n.p.grant.policy].name], ['所属期起', (n) => dates.iso(firstDay(n.p.from))], ['所属期止', (n) => dates.iso(lastDay(n.p.to))],
        ['姓名', (n) => oldName(n.name)], ['身份证号码', (n) => numbers.plain(n.number)], ['公示金额', (n) => money.short(n.fen)], ['公示日期', (n) => dates.slashes(n.published)], ['公示截止日期', (n) => dates.slashes(n.published + 7)],
      ], rows())],
    };
  });
}
const noticeNo = (policy: PolicyKey, from: Month, v: Village, edition: number): string => `GS${v.code.slice(6)}-${POLICIES[policy].id.slice(0, 3).toUpperCase()}-${months.compact(from)}${edition > 1 ? `-${edition}` : ''}`;
