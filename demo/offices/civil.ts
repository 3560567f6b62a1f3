import { ageOn, CUTS, type Day, firstDay, iso, lastDay, LAST_MONTHS, type Month, monthOf, PAID_FROM } from '../world/calendar.ts';
import { type Dibao, elderBand, type Grant, type Tekun } from '../world/benefits.ts';
import type { Paper, Sheet } from '../files/paper.ts';
import type { World } from '../world/world.ts';
import type { Person } from '../world/people.ts';
import type { Marriage } from '../world/deaths.ts';
import { dates, headsOf, mixedNumber, money, months, numbers, oldName, orLong, places, rowsOf, table, under, type Columns } from './dress.ts';

const RELATION = { head: '户主', spouse: '配偶', child: '子女', parent: '父母', grandchild: '孙子女', other: '其他' };

/** 民政局: who is supported, who is married, who may collect for whom. */
export function civil(world: World, delivery: 0 | 1): Paper[] {
  return [dibao(world, delivery), tekun(world, delivery), elders(world, delivery), relief(world, delivery), proxies(world, delivery), marriages(world, delivery)];
}

type Member = { d: Dibao; m: Person };
const dibaoColumns = (delivery: 0 | 1): Columns<Member> => [
  [delivery ? '低保证编号' : '低保证号', ({ d }) => d.no],
  ['户号', ({ d }) => d.house.no],
  [under('户主', '姓名'), ({ d }) => d.head.name], [under('户主', '身份证号'), ({ d }) => d.head.number],
  [under('保障对象', '姓名'), ({ m }) => m.name], [under('保障对象', '身份证号'), ({ m }) => m.number], [under('保障对象', '与户主关系'), ({ d, m }) => (m === d.head ? '户主' : RELATION[m.relation === 'head' ? 'other' : m.relation])],
  ['类别', ({ d }) => `${d.class}类`], ['保障人数', ({ d }) => d.members.length], ['月保障金额（元）', ({ d }) => money.number(d.fen)],
  ['起保日期', ({ d }) => iso(firstDay(d.from))], ['停保日期', ({ d }) => (d.to ? iso(lastDay(d.to)) : null)], ['最近复核日期', ({ d }) => dates.serial(d.review)],
  ['村（社区）', ({ d }) => places.town(d.house.village)], ['审批人', ({ d }) => d.approver], ['审批人身份证号', ({ d }) => d.approverNumber || null],
  // Since July the office also asks for a telephone: nobody had told the reader of its list.
  ...(delivery ? ([['联系电话', ({ d }) => `1990000${String(d.head.id % 10_000).padStart(4, '0')}`]] as Columns<Member>) : []),
];

/** One sheet for each town, the household's number written once for its members. */
function dibao(world: World, delivery: 0 | 1): Paper {
  const at = monthOf(CUTS[delivery]);
  const sheets = world.towns.map((town): Sheet => {
    const rows = world.benefits.dibao
      .filter((d) => d.house.village.town === town && d.from <= at && (!d.to || d.to >= PAID_FROM))
      .flatMap((d) => d.members.map((m) => ({ d: { ...d, to: d.to && d.to <= at ? d.to : 0 }, m })));
    return { register: 'dibao', name: town.name, title: [`${town.name}城乡低保对象花名册`, `截止日期：${dates.chinese(CUTS[delivery])}`], heads: headsOf(dibaoColumns(delivery)), rows: rowsOf(dibaoColumns(delivery), rows), merged: 0, sign: '制表：        分管领导：' };
  });
  return { sender: '民政局', name: delivery ? '城乡低保对象花名册(9月)' : '城乡低保对象花名册', format: 'xlsx', sheets };
}

const CARE = { full: '全自理', half: '半护理', none: '全护理' };
function tekun(world: World, delivery: 0 | 1): Paper {
  const rows = world.benefits.tekun.filter((t) => t.from <= monthOf(CUTS[delivery]));
  return {
    sender: '民政局', name: '特困人员供养名册', format: delivery ? 'xlsx' : 'ods',
    sheets: [{
      title: ['青岚县特困人员救助供养名册', `截至${dates.chinese(CUTS[delivery])}`],
      ...table<Tekun>('tekun', '特困人员', [
        ['姓名', (t) => t.person.name], ['身份证号', (t) => mixedNumber(t.person)], ['供养方式', (t) => (t.mode === 'inst' ? '集中供养' : '分散供养')], ['自理能力', (t) => CARE[t.care]],
        ['供养标准', (t) => money.yuan(91_000 + (t.care === 'full' ? 0 : t.care === 'half' ? 35_000 : 70_000))], ['供养起始日期', (t) => dates.dots(firstDay(t.from))],
        ['终止日期', (t) => (t.to && t.to <= LAST_MONTHS[delivery] && !t.late ? dates.dots(lastDay(t.to)) : null)], ['供养机构', (t) => t.institution || null], ['村(社区)', (t) => places.town(t.person.house.village)],
      ], rows),
    }],
  };
}

type Elder = { g: Grant; m: Month };
/** The monthly list of the age allowance: the same files hold who was seen alive, when and how. */
function elders(world: World, delivery: 0 | 1): Paper {
  const from = delivery ? LAST_MONTHS[0] : PAID_FROM;
  const rows = function* (): Generator<Elder> {
    for (const g of world.benefits.elders)
      for (let m = Math.max(from, g.from); m <= Math.min(g.to || Infinity, LAST_MONTHS[delivery]); m++) if (!g.skip?.has(m)) yield { g, m };
  };
  const usual = ({ g, m }: Elder): Day => Math.min(firstDay(Math.floor(m / 12) * 12 + 2) + (g.person.id % 20), g.person.death ? g.person.death - 1 : Infinity);
  const seen = (e: Elder): Day => {
    const late = world.liveness.get(e.g.person);
    return late && monthOf(late) <= e.m ? late : usual(e);
  };
  const BAND = { 80: '80-89岁', 90: '90-99岁', 100: '100岁以上' };
  return {
    sender: '民政局', name: delivery ? '高龄津贴发放表(2026年三季度)' : '高龄津贴发放表', format: 'csv', encoding: 'gbk',
    sheets: [table<Elder>('elder_allowance', '高龄津贴', [
      ['姓名', ({ g }) => oldName(g.person.name)], ['身份证号', ({ g }) => g.person.number], ['出生日期', ({ g }) => dates.iso(g.person.birth)],
      ['年龄段', ({ g, m }) => BAND[elderBand(ageOn(g.person.birth, firstDay(m)))]], ['发放月份', ({ m }) => months.compact(m)], ['金额（元）', ({ g }) => money.short(g.fen)], ['银行账号', ({ g }) => g.account],
      ['村（社区）', ({ g }) => places.town(g.village)], ['生存认证日期', (e) => dates.iso(seen(e))], ['认证方式', ({ g }) => (g.person.id % 3 ? '人脸识别' : '上门走访')], ['发放状态', () => '成功'],
    ], rows())],
  };
}

function relief(world: World, delivery: 0 | 1): Paper {
  const rows = world.relief.filter((r) => r.date <= CUTS[delivery] && (!delivery || r.date > CUTS[0] - 30));
  return {
    sender: '民政局', name: '临时救助发放台账', format: 'xlsx',
    sheets: [{
      title: ['临时救助发放台账'],
      ...table('relief', '临时救助', [
        ['救助编号', (r) => r.no], ['姓名', (r) => r.person.name], ['身份证号', (r) => r.person.number], ['户号', (r) => r.person.house.no], ['村（社区）', (r) => places.town(r.person.house.village)],
        ['救助类型', () => '临时救助'], ['救助原因', (r) => r.cause], ['救助金额', (r) => money.marked(r.fen)], ['发放日期', (r) => dates.serial(r.date)], ['审批人', (r) => r.approver], ['银行账号', (r) => r.account],
      ], rows),
      sums: [7], sign: '制表人：罗红梅',
    }],
  };
}

const PROXY = { guardian: '监护人', kin: '亲属', institution: '机构人员', other: '其他' };
function proxies(world: World, delivery: 0 | 1): Paper {
  return {
    sender: '民政局', name: '补贴资金代领人登记表', format: 'xls',
    sheets: [{
      title: ['补贴资金代领人登记表'],
      ...table('proxy', '代领登记', [
        [under('受益人', '姓名'), (r) => r.person.name], [under('受益人', '身份证号'), (r) => r.person.number], [under('代领人', '姓名'), (r) => r.agent.name], [under('代领人', '身份证号'), (r) => r.agent.number],
        ['关系', (r) => r.relation], ['代领类型', (r) => PROXY[r.kind]], ['村（社区）', (r) => places.town(r.person.house.village)], ['起始日期', (r) => dates.padded(r.from)], ['终止日期', (r) => orLong(r.to, dates.padded)],
      ], world.proxies.filter((p) => p.from <= CUTS[delivery])),
    }],
  };
}

function marriages(world: World, delivery: 0 | 1): Paper {
  const rows = world.marriages.filter((m) => m.date <= CUTS[delivery] && !delivery);
  const recent = world.marriages.filter((m) => m.date > CUTS[0] - 400 && m.date <= CUTS[delivery]);
  return {
    sender: '民政局', name: '婚姻登记信息', format: 'csv', encoding: 'utf-8',
    sheets: [table<Marriage>('marriage', '婚姻', [
      [under('男方', '姓名'), (m) => m.man.name], [under('男方', '身份证号'), (m) => m.man.number], [under('女方', '姓名'), (m) => m.wife.name], [under('女方', '身份证号'), (m) => numbers.lower(m.wife.number)],
      ['登记类型', (m) => (m.event === 'marriage' ? '结婚' : '离婚')], ['登记日期', (m) => dates.iso(m.date)], ['证件字号', (m) => m.no],
    ], delivery ? recent : rows)],
  };
}
