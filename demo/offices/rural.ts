import { CUTS, firstDay } from '../world/calendar.ts';
import type { Land } from '../world/benefits.ts';
import { type Asset, type Contract, type Parcel, type Party, partyKey, type Receivable, type Trade } from '../world/estate.ts';
import type { Cell, Paper, Sheet } from '../files/paper.ts';
import type { Person } from '../world/people.ts';
import type { Roster, Voucher } from '../world/works.ts';
import type { World } from '../world/world.ts';
import { dates, money, months, oldName, oldNumber, orBlank, places, table, under } from './dress.ts';

const RELATION = { head: '户主', spouse: '配偶', child: '子女', parent: '父母', grandchild: '孙子女', other: '其他' };
const nameOf = (p: Party): string => p.name;

/** 农业农村局 and 自然资源局: contracted land, the ledgers of what villages own, let and spend, and the parcels on the map. */
export function rural(world: World, delivery: 0 | 1): Paper[] {
  return [landRights(world, delivery), assets(world, delivery), contracts(world, delivery), receivables(world, delivery), vouchers(world, delivery), rosters(world, delivery), parcels(world), trades(world, delivery), houses(world)];
}

type Right = { l: Land; m: Person; i: number };
function landRights(world: World, delivery: 0 | 1): Paper {
  const rows = function* (): Generator<Right> {
    for (const l of world.benefits.land) {
      let i = 0;
      for (const m of l.house.members) if (m.birth < CUTS[0] - 2000 && !world.unlisted.has(m)) yield { l, m, i: i++ % l.plots.length };
    }
    yield* world.extraRights;
  };
  return {
    sender: '农业农村局', name: '农村土地承包经营权确权登记表', format: delivery ? 'csv' : 'tsv', encoding: delivery ? 'utf-8' : 'gbk',
    sheets: [table<Right>('land_right', '确权', [
      ['权证编码', ({ l }) => l.no], [under('承包方代表', '姓名'), ({ l }) => oldName(l.holder.name)], [under('承包方代表', '身份证号'), ({ l }) => oldNumber(l.holder, 6)], [under('家庭成员', '姓名'), ({ m }) => oldName(m.name)], [under('家庭成员', '身份证号'), ({ m }) => oldNumber(m, 6)],
      ['与代表关系', ({ m }) => RELATION[m.relation]], ['地块代码', ({ l, i }) => l.plots[i]!.code], ['地块名称', ({ l, i }) => l.plots[i]!.name],
      [delivery ? '确权面积(平方米)' : '确权面积(亩)', ({ l, i }) => (delivery ? ((l.plots[i]!.mu * 2000) / 3).toFixed(2) : String(l.plots[i]!.mu))], ['发包方(村)', ({ l }) => places.town(l.village)],
    ], rows())],
  };
}

const CLASS = { operating: '经营性资产', non_operating: '非经营性资产', resource: '资源性资产' };
const STATUS = { idle: '闲置', self_used: '自用', leased: '出租', disposed: '已处置' };
function assets(world: World, delivery: 0 | 1): Paper {
  const at = CUTS[delivery];
  const sheet: Sheet = {
    title: ['青岚县农村集体资产台账', `填报日期：${dates.chinese(at)}　　金额单位：万元`],
    ...table<Asset>('collective_asset', '资产台账', [
      ['资产编号', (a) => a.id], ['村(社区)', (a) => places.town(a.village)], ['资产类别', (a) => CLASS[a.class]], ['资产名称', (a) => a.name], ['原值(万元)', (a) => money.wan(a.original)], ['净值(万元)', (a) => money.wan(Math.round(a.original * 0.006) * 100)],
      ['面积(亩)', (a) => a.area], ['用途', (a) => a.purpose], ['使用状态', (a) => STATUS[a.status]], ['地块编号', (a) => a.parcel?.id ?? null],
    ], world.estate.assets),
    sums: [4, 5], sign: '制表人：彭立新　　日期：' + dates.chinese(at),
  };
  return { sender: '农业农村局', name: '农村集体资产台账', format: 'ods', sheets: [sheet] };
}

const CONTRACT_STATUS = { active: '履行中', ended: '已终止', renewed: '已续签' };
const CONTRACT_TYPE = { lease: '租赁发包', works: '工程', service: '服务', purchase: '采购' };
function contracts(world: World, delivery: 0 | 1): Paper {
  const at = CUTS[delivery];
  const wan = delivery === 1;
  const sum = (fen: number): Cell => (fen ? (wan ? money.wan(fen) : money.yuan(fen)) : null);
  const rows = world.estate.contracts.filter((c) => c.signed <= at && (c.since ?? 0) <= delivery);
  return {
    sender: '农业农村局', name: '村集体经济合同台账', format: 'xlsx',
    sheets: [{
      title: ['青岚县村集体经济合同台账', `截至${dates.iso(at)}`],
      ...table<Contract>('contract', '合同', [
        ['合同编号', (c) => c.no], ['合同类型', (c) => CONTRACT_TYPE[c.type]], ['村（社区）', (c) => places.town(c.village)], ['甲方', (c) => `${c.village.name}村民委员会`], ['乙方', (c) => nameOf(c.party)], ['乙方证件号', (c) => partyKey(c.party)],
        ['资产编号', (c) => c.asset || null], ['地块编号', (c) => c.parcel || null], ['项目编号', (c) => c.project || null], ['地类', (c) => c.landClass || null], ['面积(亩)', (c) => c.area || null],
        [wan ? '合同总价(万元)' : '合同总价(元)', (c) => sum(c.price)], [wan ? '年租金(万元)' : '年租金(元)', (c) => sum(c.rent)],
        ['起始日期', (c) => dates.serial(c.from)], ['终止日期', (c) => dates.serial(c.to)], ['签订日期', (c) => dates.iso(c.signed)], ['合同状态', (c) => CONTRACT_STATUS[c.status]],
      ], rows),
    }],
  };
}

function receivables(world: World, delivery: 0 | 1): Paper {
  const rows = world.estate.receivables.filter((r) => r.due <= CUTS[delivery] && (!delivery || r.due > CUTS[0] - 30));
  return {
    sender: '农业农村局', name: '承包费收缴台账', format: 'xls',
    sheets: [{
      title: ['承包费收缴台账'],
      ...table<Receivable>('receivable', '收缴台账', [
        ['合同编号', (r) => r.contract], ['村（社区）', (r) => places.town(r.village)], ['应收日期', (r) => dates.iso(r.due)], ['应收金额', (r) => money.yuan(r.fen)], ['实收金额', (r) => (r.received ? money.yuan(r.received) : null)], ['收款日期', (r) => orBlank(r.receivedAt, dates.iso)],
        ['是否减免', () => '否'], ['决议文号', () => null],
      ], rows),
    }],
  };
}

const KIND = { rent: '租金收入', grant: '拨款收入', works: '工程支出', labour: '用工支出', reception: '接待支出', purchase: '采购支出', other_expense: '其他支出' };
function vouchers(world: World, delivery: 0 | 1): Paper {
  const rows = world.works.vouchers.filter((v) => v.date <= CUTS[delivery] && (!delivery || v.date > CUTS[0] - 30)).sort((a, b) => a.village.index - b.village.index || a.date - b.date);
  return {
    sender: '农业农村局', name: delivery ? '村级财务凭证明细(三季度)' : '村级财务凭证明细', format: 'csv', encoding: 'gbk',
    sheets: [table<Voucher>('village_voucher', '凭证', [
      ['凭证号', (v) => v.no], ['分录号', () => 1], ['日期', (v) => dates.iso(v.date)], ['村（社区）', (v) => places.town(v.village)], ['收支类别', (v) => KIND[v.kind]], ['收入金额', (v) => (v.income ? money.commas(v.income) : null)], ['支出金额', (v) => (v.expense ? money.commas(v.expense) : null)],
      ['对方名称', (v) => (v.party ? oldName(v.party.name) : null)], ['对方证件号', (v) => (v.party ? partyKey(v.party) : null)], ['合同编号', (v) => v.contract || null], ['项目编号', (v) => v.project || null], ['摘要', (v) => v.summary], ['经手人', (v) => oldName(v.handler)], ['是否现金', () => '否'],
    ], rows)],
  };
}

const WORK = { public_duty: '公益义务', paid: '计酬用工', cadre_duty: '误工补贴' };
function rosters(world: World, delivery: 0 | 1): Paper {
  const rows = world.works.rosters.filter((r) => firstDay(r.m) <= CUTS[delivery] && (!delivery || firstDay(r.m) > CUTS[0] - 35)).sort((a, b) => a.village.index - b.village.index || a.m - b.m);
  return {
    sender: '农业农村局', name: '村级用工（误工）发放名单', format: 'xlsx',
    sheets: [{
      title: ['村级用工（误工）补贴发放名单'],
      ...table<Roster>('labour_roster', '用工', [
        ['村（社区）', (r) => places.town(r.village)], ['用工月份', (r) => months.chinese(r.m)], ['姓名', (r) => r.person.name], ['身份证号', (r) => r.person.number], ['天数', (r) => r.days], ['日工资（元）', (r) => money.number(r.rate)], ['金额（元）', (r) => money.number(r.days * r.rate)],
        ['用工事项', (r) => r.task], ['用工性质', (r) => WORK[r.type]], ['发放日期', (r) => dates.iso(r.paidAt)],
      ], rows),
      ...(delivery ? { sums: [6] } : { subtotal: 0, sums: [6] }), sign: '制表人：          村务监督委员会：',
    }],
  };
}

const OWNER = { state: '国有', village: '村集体', group: '组集体', household: '家庭承包' };
function parcels(world: World): Paper {
  const square = (p: Parcel): string => {
    const side = Math.sqrt((p.area * 2000) / 3) / 105_000;
    const [x, y] = p.corner;
    const ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]].map(([a, b]) => [Number(a!.toFixed(6)), Number(b!.toFixed(6))]);
    return JSON.stringify({ type: 'Polygon', coordinates: [ring] });
  };
  return {
    sender: '自然资源局', name: '资源地块图斑', format: 'geojson',
    sheets: [table<Parcel>('resource_parcel', '地块', [
      ['地块编号', (p) => p.id], ['村(社区)', (p) => places.code(p.village)], ['权属', (p) => OWNER[p.owner]], ['地类', (p) => p.landClass], ['面积(平方米)', (p) => Math.round((p.area * 2000) / 3)], ['现状用途', (p) => p.purpose], ['是否在用', (p) => (p.occupied ? '是' : '否')], ['使用人类型', (p) => p.occupier],
      ['影像日期', () => '2026-03-15'], ['资产编号', (p) => p.asset || null], ['geometry', square],
    ], world.estate.parcels)],
  };
}

const MODE = { bid: '招标', open: '公开竞价', negotiated: '协商' };
function trades(world: World, delivery: 0 | 1): Paper {
  const rows = world.estate.trades.filter((t) => (t.dealAt || t.listed) <= CUTS[delivery] && (!delivery || (t.dealAt || t.listed) > CUTS[0] - 30));
  return {
    sender: '公共资源交易中心', name: '农村产权交易成交信息', format: 'csv', encoding: 'utf-8-bom',
    sheets: [table<Trade>('trade', '产权交易', [
      ['交易编号', (t) => t.no], ['资产编号', (t) => t.asset], ['地块编号', (t) => t.parcel || null], ['村（社区）', (t) => places.town(t.village)], ['交易方式', (t) => MODE[t.mode]], ['起始价（元）', (t) => money.yuan(t.start)], ['成交价（元）', (t) => (t.deal && t.dealAt ? money.yuan(t.deal) : null)],
      ['受让方', (t) => (t.dealAt ? nameOf(t.winner) : null)], ['受让方证件号', (t) => (t.dealAt ? partyKey(t.winner) : null)], ['挂牌日期', (t) => dates.iso(t.listed)], ['成交日期', (t) => orBlank(t.dealAt, dates.iso)], ['合同编号', (t) => t.contract || null],
    ], rows)],
  };
}

function houses(world: World): Paper {
  return {
    sender: '自然资源局', name: '不动产登记信息', format: 'xlsx',
    sheets: [table('real_estate', '不动产', [
      ['不动产权证号', (h) => h.no], ['权利人', (h) => h.person.name], ['权利人证件号', (h) => h.person.number], ['共有份额', () => '100%'], ['坐落', (h) => places.full(h.village)], ['建筑面积(平方米)', (h) => h.area], ['用途', () => '宅基地'], ['登记日期', (h) => dates.iso(h.acquired)], ['状态', () => '现势'], ['村（社区）', (h) => places.town(h.village)],
    ], world.realEstate)],
  };
}
