import { CUTS } from '../world/calendar.ts';
import type { Paper } from '../files/paper.ts';
import { isFirm, partyKey } from '../world/estate.ts';
import { type Car, type Customer, type Order, type Pile, type Pv, readings, READ_FROM, type Reading } from '../world/power.ts';
import type { Bid, Project, Tender } from '../world/works.ts';
import type { World } from '../world/world.ts';
import { dates, money, months, orBlank, places, table } from './dress.ts';

/** 发改局, 公共资源交易中心 and 供电公司: works, tenders, and electricity. */
export function industry(world: World, delivery: 0 | 1): Paper[] {
  return [projects(world, delivery), tenders(world, delivery), bids(world, delivery), customers(world), pv(world, delivery), piles(world, delivery), meters(world, delivery), orders(world, delivery), vehicles(world)];
}

function projects(world: World, delivery: 0 | 1): Paper {
  const at = CUTS[delivery];
  return {
    sender: '发改局', name: '农村小型工程项目库', format: 'xlsx',
    sheets: [{
      title: ['青岚县农村小型工程项目库', `更新至${dates.iso(at)}`],
      ...table<Project>('project', '项目库', [
        ['项目编号', (p) => p.no], ['项目名称', (p) => p.name], ['村（社区）', (p) => places.town(p.village)], ['项目类型', (p) => p.type], ['建设地点', (p) => p.site], ['预算金额（万元）', (p) => money.wan(p.budget)], ['资金来源', (p) => p.fund],
        ['批准日期', (p) => dates.serial(p.approved)], ['招标日期', (p) => orBlank(p.tendered, dates.serial)], ['开工日期', (p) => orBlank(p.started <= at ? p.started : 0, dates.serial)], ['验收日期', (p) => orBlank(p.accepted <= at ? p.accepted : 0, dates.serial)],
        ['结算金额（万元）', (p) => (p.accepted <= at ? money.wan(p.settled) : null)], ['是否应急抢险', (p) => (p.emergency ? '是' : '否')], ['上级项目编号', (p) => p.parent || null],
      ], world.works.projects.filter((p) => p.approved <= at)),
    }],
  };
}

const METHOD = { open: '公开招标', invited: '邀请招标', negotiated: '竞争性谈判', single: '单一来源' };
const recent = (d: number, delivery: 0 | 1): boolean => d <= CUTS[delivery] && (!delivery || d > CUTS[0] - 30);
const tenders = (world: World, delivery: 0 | 1): Paper => ({
  sender: '公共资源交易中心', name: '工程招标信息', format: 'csv', encoding: 'utf-8',
  sheets: [table<Tender>('tender', '招标', [
    ['招标编号', (t) => t.no], ['项目编号', (t) => t.project], ['招标人', (t) => `${t.village.name}村民委员会`], ['招标方式', (t) => METHOD[t.method]], ['预算价(万元)', (t) => money.wan(t.estimate)], ['公告日期', (t) => dates.iso(t.published)], ['截止日期', (t) => dates.iso(t.deadline)], ['中标日期', (t) => dates.iso(t.award)],
  ], world.works.tenders.filter((t) => recent(t.award, delivery)))],
});
function bids(world: World, delivery: 0 | 1): Paper {
  const open = new Set(world.works.tenders.filter((t) => recent(t.award, delivery)).map((t) => t.no));
  return {
    sender: '公共资源交易中心', name: '投标单位报价表', format: 'xlsx',
    sheets: [table<Bid>('bid', '投标', [
      ['招标编号', (b) => b.tender], ['投标人', (b) => b.firm.name], ['投标人统一社会信用代码', (b) => b.firm.uscc], ['报价（元）', (b) => money.number(b.price)], ['是否有效', () => '是'], ['是否中标', (b) => (b.won ? '是' : '否')],
    ], world.works.bids.filter((b) => open.has(b.tender)))],
  };
}

const TARIFF = { resident: '居民', commercial: '一般工商业', industrial: '大工业', agricultural: '农业', charging_resident: '居民合表充电' };
const customers = (world: World): Paper => ({
  sender: '供电公司', name: '用电客户档案', format: 'tsv', encoding: 'gb18030',
  sheets: [table<Customer>('power_customer', '客户档案', [
    ['用户编号', (c) => c.no], ['户名', (c) => c.owner.name], ['户主证件号', (c) => partyKey(c.owner)], ['用电地址', (c) => places.full(c.village)], ['村(社区)', (c) => places.code(c.village)], ['电价类别', (c) => TARIFF[c.tariff]], ['电压等级(kV)', (c) => (isFirm(c.owner) ? '0.4' : '0.22')], ['合同容量(kVA)', (c) => c.kva],
    ['立户日期', (c) => dates.compact(c.opened)], ['表号', (c) => c.meter],
  ], world.power.customers)],
});

function pv(world: World, delivery: 0 | 1): Paper {
  const step = (i: number) => (p: Pv) => {
    const d = p.steps[i] as number;
    return d && d <= CUTS[delivery] ? (p.vague ? months.iso(monthOf_(d)) : dates.iso(d)) : null;
  };
  return {
    sender: '供电公司', name: '分布式光伏并网台账', format: 'xlsx',
    sheets: [{
      title: ['分布式光伏并网台账'],
      ...table<Pv>('pv', '光伏', [
        ['发电户号', (p) => p.no], ['用户编号', (p) => p.customer.no], ['业主', (p) => p.customer.owner.name], ['业主证件号', (p) => partyKey(p.customer.owner)], ['装机容量(kW)', (p) => p.capacity], ['备案日期', step(0)], ['并网申请日期', step(1)], ['勘查日期', step(2)], ['验收日期', step(3)], ['并网日期', step(4)], ['首次结算日期', step(5)],
        ['消纳方式', (p) => (p.mode === 'full' ? '全额上网' : '余电上网')], ['先并后备试点', (p) => (p.pilot ? '是' : '否')], ['系统迁移数据', (p) => (p.migrated ? '是' : '否')], ['代办电话', (p) => p.phone], ['安装单位统一社会信用代码', (p) => p.installer?.uscc ?? null], ['村（社区）', (p) => places.town(p.customer.village)],
      ], world.power.pv.filter((p) => (p.steps[1] as number) && (p.steps[0] as number) <= CUTS[delivery])),
    }],
  };
}
const monthOf_ = (d: number): number => new Date(d * 86_400_000).getUTCFullYear() * 12 + new Date(d * 86_400_000).getUTCMonth();

const piles = (world: World, delivery: 0 | 1): Paper => ({
  sender: '供电公司', name: '居民充电桩档案', format: delivery ? 'xls' : 'xlsx',
  sheets: [table<Pile>('charging', '充电桩', [
    ['桩编号', (p) => p.no], ['用户编号', (p) => p.customer.no], ['表号', (p) => p.meter], ['户主', (p) => p.customer.owner.name], ['户主证件号', (p) => partyKey(p.customer.owner)], ['电价类别', (p) => TARIFF[p.tariff]], ['功率(kW)', (p) => p.kw], ['装表日期', (p) => dates.iso(p.installed)], ['是否多车共用', (p) => (p.shared ? '是' : '否')], ['村（社区）', (p) => places.town(p.customer.village)],
  ], world.power.piles)],
});

const meters = (world: World, delivery: 0 | 1): Paper => ({
  sender: '供电公司', name: delivery ? '充电桩日冻结电量_2026Q3' : '充电桩日冻结电量_2026Q2', format: 'jsonl',
  sheets: [table<Reading>('meter_reading', '日电量', [
    ['表号', (r) => r.pile.meter], ['日期', (r) => dates.iso(r.date)], ['日电量(kWh)', (r) => r.kwh], ['8-22时电量(kWh)', (r) => r.daytime], ['充电次数', (r) => r.events], ['最长连续用电小时', (r) => r.longest],
  ], readings(world.seed, world.power, delivery ? CUTS[0] - 6 : READ_FROM, CUTS[delivery]))],
});

const ORDER = { pv: '光伏并网', charging: '充电桩报装', expansion: '新装增容' };
const orders = (world: World, delivery: 0 | 1): Paper => ({
  sender: '供电公司', name: '营销工单', format: 'csv', encoding: 'gbk',
  sheets: [table<Order>('work_order', '工单', [
    ['工单编号', (o) => o.no], ['工单类型', (o) => ORDER[o.type]], ['用户编号', (o) => o.customer.no], ['受理日期', (o) => dates.timed(o.accepted)], ['归档日期', (o) => orBlank(o.closed, dates.timed)], ['结果', () => '归档'],
  ], world.power.orders.filter((o) => recent(o.accepted, delivery)))],
});

const CAR = { car: '小型轿车', truck: '货车', motorcycle: '摩托车' };
const vehicles = (world: World): Paper => ({
  sender: '公安局', name: '机动车登记信息', format: 'csv', encoding: 'gbk',
  sheets: [table<Car>('vehicle', '机动车', [
    ['号牌号码', (c) => c.plate], ['车辆识别代号', (c) => `LQL${c.plate.slice(2)}${String(c.first)}`], ['所有人', (c) => c.owner.name], ['所有人证件号', (c) => c.owner.number], ['车辆类型', (c) => CAR[c.type]], ['初次登记日期', (c) => dates.iso(c.first)], ['车辆价格', (c) => money.short(c.value)], ['状态', () => '正常'],
  ], world.power.cars)],
});
