import { CUTS, firstDay, lastDay, monthOf, parts } from '../world/calendar.ts';
import type { Paper, Sheet } from '../files/paper.ts';
import { type Payment, paymentsOf } from '../world/payments.ts';
import { EXCLUSIONS, POLICIES, RATES, type Policy, type PolicyKey } from '../world/policies.ts';
import type { World } from '../world/world.ts';
import type { Staff } from '../world/work.ts';
import { type Columns, dates, money, months, numbers, oldName, oldNumber, orBlank, places, table } from './dress.ts';

export type Paid = Payment & { id: string };
const BANK = '青岚农村商业银行';
const OPERATORS = ['周敏', '何志强', '罗红梅', '彭立新'];

/** Every payment with its number. The numbers run over the whole life of the county, so both deliveries give a payment the same one. */
export function* numbered(world: World): Generator<Paid> {
  let serial = 0;
  for (const p of paymentsOf(world.benefits.grants, world.changes)) {
    if (!p.sameNumber) serial++;
    if (!p.unpaid) yield Object.assign(p, { id: `${POLICIES[p.grant.policy].id.slice(0, 2).toUpperCase()}${months.compact(p.from)}${String(serial).padStart(8, '0')}` });
  }
}

/** Paid in the months of a delivery; the second repeats the last month of the first. */
export const inDelivery = (p: Payment, delivery: 0 | 1): boolean => p.paidAt <= CUTS[delivery] && (delivery === 0 || p.paidAt > CUTS[0] - 30);

const STATUS = { paid: '成功', returned: '退回', cancelled: '作废' };
const TYPE = { regular: '正常', back_pay: '补发', reissue: '退回重发', adjustment: '调标补差' };

export function finance(world: World, delivery: 0 | 1): Paper[] {
  const papers: Paper[] = [];
  const lists: [string, (year: number, half: number) => boolean][] = delivery
    ? [['2026年第三季度一卡通发放明细', () => true]]
    : [['2024年一卡通发放明细', (y) => y === 2024], ['2025年上半年一卡通发放明细', (y, h) => y === 2025 && h === 1], ['2025年下半年一卡通发放明细', (y, h) => y === 2025 && h === 2], ['2026年上半年一卡通发放明细', (y) => y === 2026]];
  lists.forEach(([name, take], i) => {
    const rows = function* () {
      for (const p of numbered(world)) {
        if (!inDelivery(p, delivery)) continue;
        const [y, m] = parts(p.paidAt);
        if (take(y, m <= 6 ? 1 : 2)) yield p;
      }
    };
    const columns = delivery ? renamed : i === 0 ? terse : plain;
    papers.push({
      sender: '财政局', name, format: i === 3 ? 'tsv' : 'csv', encoding: (['gbk', 'gb18030', 'utf-8-bom', 'utf-8'] as const)[delivery ? 1 : i] as 'gbk',
      sheets: [table('subsidy_pay', '发放明细', columns, rows())], ...(i === 1 ? { copy: '2025年上半年一卡通发放明细(最终版)' } : {}),
    });
  });
  return [...papers, payroll(world, delivery), rules(world)];
}

const person = (p: Paid): string => p.number ?? p.person.number;
const name = (p: Paid): string => p.name ?? p.person.name;
const operator = (p: Paid): string => OPERATORS[p.person.id % OPERATORS.length] as string;
const plain: Columns<Paid> = [
  ['发放流水号', (p) => p.id],
  ['补贴项目', (p) => POLICIES[p.grant.policy].name],
  ['身份证号', person],
  ['姓名', (p) => oldName(name(p))],
  ['户号', (p) => p.person.house.no],
  ['村(社区)', (p) => places.town(p.grant.village)],
  ['所属期起', (p) => dates.iso(firstDay(p.from))],
  ['所属期止', (p) => dates.iso(lastDay(p.to))],
  ['数量', (p) => p.grant.qty],
  ['单位', (p) => (p.grant.unit)],
  ['标准', (p) => money.short(p.grant.standard)],
  ['发放金额(元)', (p) => money.yuan(p.fen)],
  ['银行账号', (p) => p.account],
  ['账户名', (p) => oldName(p.grant.holder.name)],
  ['开户行', () => BANK],
  ['发放日期', (p) => dates.iso(p.paidAt)],
  ['发放状态', (p) => STATUS[p.status]],
  ['发放类型', (p) => TYPE[p.type]],
  ['经办人', operator],
  ['备注', (p) => p.remark ?? null],
];
const at = (i: number, head: string): Columns<Paid>[number] => [head, (plain[i] as Columns<Paid>[number])[1]];
/** The older system: its own words, the village code, points and commas. */
const terse: Columns<Paid> = [
  at(0, '流水号'), at(1, '项目名称'), [ '公民身份号码', (p) => numbers.lower(person(p)) ], at(3, '受益人姓名'), at(4, '户编号'), ['行政区划', (p) => places.code(p.grant.village)],
  ['所属期起', (p) => dates.compact(firstDay(p.from))], ['所属期止', (p) => dates.compact(lastDay(p.to))], at(8, '数量'), at(9, '计量单位'), at(10, '补贴标准'),
  ['实发金额', (p) => money.commas(p.fen)], at(12, '收款账号'), at(13, '开户名'), at(14, '开户银行'), ['发放时间', (p) => dates.slashes(p.paidAt)], at(16, '状态'), at(17, '类型'), at(18, '经办'), at(19, '备注'),
];
/** The new system of July 2026: the same facts in another order under other words. */
const renamed: Columns<Paid> = [
  at(1, '补贴名称'), at(3, '姓名'), at(2, '身份证号码'), at(5, '村居'), at(4, '户号'), at(12, '账号'), at(13, '户名'), at(14, '开户行'), at(8, '数量'), at(9, '单位'), at(10, '发放标准'), at(11, '发放金额'),
  at(6, '所属期开始'), at(7, '所属期结束'), ['发放日期', (p) => dates.chinese(p.paidAt)], at(16, '发放状态'), at(17, '发放类型'), at(0, '发放流水号'), at(18, '经办人'), at(19, '备注'),
];

const STAFF_TYPE = { civil: '公务员', institution: '事业编制', temp: '编外聘用', retired: '离退休' };
function payroll(world: World, delivery: 0 | 1): Paper {
  const rows = world.staff.filter((s) => s.hire <= CUTS[delivery]);
  return {
    sender: '财政局', name: '财政供养人员信息表', format: 'xlsx',
    sheets: [{
      title: ['青岚县财政供养人员信息表', `填报单位：青岚县财政局　　工资月份：${months.chinese(monthOf(CUTS[delivery]))}`],
      ...table<Staff>('public_staff', '财政供养人员', [
        ['姓名', (s) => s.person.name], ['身份证号', (s) => oldNumber(s.person, 40)], ['单位名称', (s) => s.unit.name], ['单位统一社会信用代码', (s) => s.unit.uscc],
        ['职务', (s) => s.post], ['职级', (s) => s.grade], ['人员类别', (s) => STAFF_TYPE[s.type]], ['入职日期', (s) => dates.serial(s.hire)],
        ['离职日期', (s) => orBlank(s.leave <= CUTS[delivery] ? s.leave : 0, dates.serial)], ['工资月份', () => months.iso(monthOf(CUTS[delivery]))], ['应发工资（元）', (s) => money.number(s.gross)],
      ], rows),
      sums: [10], sign: '制表人：周敏　　审核人：何志强　　单位负责人：',
    }],
  };
}

const YES = (b: boolean) => (b ? '是' : '否');
const CYCLE = { month: '按月', quarter: '按季', half_year: '按半年', year: '按年', once: '一次性' };
function rules(_world: World): Paper {
  const list: Sheet = {
    title: ['青岚县惠民惠农补贴政策清单（2024—2026年）'],
    ...table<Policy>('subsidy_policy', '政策清单', [
      ['政策编码', (p) => p.name], ['补贴项目名称', (p) => p.name], ['主管部门', (p) => p.department], ['政策依据', (p) => p.basis], ['发放周期', (p) => (p.cycle === 'half_year' ? '半年' : CYCLE[p.cycle])], ['发放对象', (p) => p.audience],
      ['是否困难类', (p) => YES(p.meansTested)], ['是否按户发放', (p) => YES(p.perHousehold)], ['服刑期间是否停发', (p) => YES(p.stopsInCustody)], ['死后可领', (p) => YES(p.afterDeathOk)], ['是否定额', (p) => YES(p.flat)],
      ['执行日期', () => '2020-01-01'], ['废止日期', () => '长期'], ['公示要求', (p) => (p.published ? '发放前公示7天' : '长期公示')],
    ], Object.values(POLICIES)),
  };
  const name = (k: PolicyKey) => POLICIES[k].name;
  const exclusions: Sheet = {
    title: ['附件1：不得同时享受的补贴项目'],
    ...table<(typeof EXCLUSIONS)[number]>('policy_exclusion', '互斥与标准', [['甲项目', (e) => name(e[0])], ['乙项目', (e) => name(e[1])], ['执行日期', () => '2016.1.1'], ['废止日期', () => '长期'], ['过渡月数', () => 1], ['条款', (e) => e[2]]], EXCLUSIONS),
    below: {
      title: ['附件2：补贴标准（单位：元）'],
      ...table<Standard>('subsidy_standard', '互斥与标准', [
        ['补贴项目', (s) => name(s[0])], ['等级', (s) => s[1]], ['起始年龄', (s) => s[2]], ['截止年龄', (s) => s[3]], ['标准', (s) => money.short(s[4])], ['计发单位', (s) => s[5]], ['执行日期', () => '2020-01-01'], ['废止日期', () => '长期'],
      ], STANDARDS),
    },
  };
  return { sender: '财政局', name: '补贴政策清单及标准', format: 'xlsx', sheets: [list, exclusions] };
}

type Standard = readonly [PolicyKey, string | null, number | null, number | null, number, string];
const STANDARDS: Standard[] = [
  ['dibao', 'A', null, null, RATES.dibao.A, '元/人/月'], ['dibao', 'B', null, null, RATES.dibao.B, '元/人/月'], ['dibao', 'C', null, null, RATES.dibao.C, '元/人/月'],
  ['tekun', null, null, null, RATES.tekun, '元/人/月'], ['care', '半护理', null, null, RATES.care.half, '元/人/月'], ['care', '全护理', null, null, RATES.care.none, '元/人/月'],
  ['nursing', '1', null, null, RATES.nursing[1], '元/人/月'], ['nursing', '2', null, null, RATES.nursing[2], '元/人/月'], ['living', null, null, null, RATES.living, '元/人/月'],
  ['elder', null, 80, 89, RATES.elder[80], '元/人/月'], ['elder', null, 90, 99, RATES.elder[90], '元/人/月'], ['elder', null, 100, null, RATES.elder[100], '元/人/月'],
  ['orphan', null, 0, 18, RATES.orphan, '元/人/月'], ['fertility', null, null, null, RATES.fertilityPerMu, '元/亩/年'], ['grain', null, null, null, RATES.grainPerMu, '元/亩/年'],
  ['forest', null, null, null, RATES.forestPerMu, '元/亩/年'], ['planning', null, 60, null, RATES.planning, '元/人/年'],
];
