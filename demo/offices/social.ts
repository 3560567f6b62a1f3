import { CUTS, LAST_MONTHS, type Month, month, monthOf } from '../world/calendar.ts';
import type { Certificate } from '../world/benefits.ts';
import type { Paper } from '../files/paper.ts';
import { monthsInside, type Pensioner, type World } from '../world/world.ts';
import type { Custody } from '../world/work.ts';
import { dates, money, months, oldNumber, orBlank, orLong, places, table } from './dress.ts';

/** 人社局, 残联, 法院 and 司法局: pensions, disability certificates, who is held. */
export function social(world: World, delivery: 0 | 1): Paper[] {
  return [pensions(world, delivery), certificates(world, delivery), held(world, delivery), correction(world, delivery)];
}

type Pension = { p: Pensioner; m: Month; fen: number; reason?: string };
const SCHEME = { resident: '城乡居民', employee: '城镇职工', civil: '机关事业' };
function pensions(world: World, delivery: 0 | 1): Paper {
  const from = delivery ? LAST_MONTHS[0] : month('2025-07');
  const inside = monthsInside(world.custody.filter(({ type }) => type === 'prison' || type === 'detention'));
  const isPaid = (p: Pensioner, m: Month) => !p.skip?.has(m) && (p.paidInside || !inside.get(p.person)?.has(m));
  const rows = function* (): Generator<Pension> {
    for (const p of world.pensioners) {
      for (let m = Math.max(from, p.from); m <= Math.min(p.to || Infinity, LAST_MONTHS[delivery]); m++) if (isPaid(p, m)) yield { p, m, fen: p.fen };
      for (const e of p.extra ?? []) if (e.m >= from && e.m <= LAST_MONTHS[delivery]) yield { p, ...e };
    }
  };
  return {
    sender: '人社局', name: delivery ? '养老待遇发放明细(7-9月)' : '养老待遇发放明细', format: 'csv', encoding: 'utf-8-bom',
    sheets: [table<Pension>('pension', '养老待遇', [
      ['公民身份号码', ({ p }) => p.person.number], ['姓名', ({ p }) => p.person.name], ['险种', ({ p }) => SCHEME[p.scheme]], ['待遇月份', ({ m }) => months.iso(m)], ['发放金额', ({ fen }) => money.yuan(fen)],
      ['停发日期', ({ p, m }) => (p.stop && monthOf(p.stop) <= m ? dates.iso(p.stop) : null)], ['停发原因', ({ reason }) => reason ?? null], ['银行账号', ({ p }) => p.account], ['村(社区)', ({ p }) => places.code(p.person.house.village)], ['发放状态', () => '成功'],
    ], rows())],
  };
}

const STATUS = { valid: '正常', expired: '过期', withdrawn: '注销' };
function certificates(world: World, delivery: 0 | 1): Paper {
  return {
    sender: '残联', name: '持证残疾人基本信息', format: 'xlsx',
    sheets: [{
      title: ['青岚县持证残疾人基本信息表', `数据日期：${dates.iso(CUTS[delivery])}`],
      ...table<Certificate>('disability', '持证残疾人', [
        ['残疾人证号', (c) => c.no], ['姓名', (c) => c.person.name], ['身份证号码', (c) => c.person.number], ['残疾类别', (c) => c.category], ['残疾等级', (c) => ['', '一级', '二级', '三级', '四级'][c.grade] as string],
        ['发证日期', (c) => dates.compact(c.issued)], ['有效期至', (c) => (c.blank ? null : orLong(c.expires, dates.compact))], ['证件状态', (c) => STATUS[c.status]], ['村（社区）', (c) => places.town(c.person.house.village)],
      ], world.benefits.certificates.filter((c) => c.issued <= CUTS[delivery])),
    }],
  };
}

const HELD = { detention: '刑事拘留', prison: '服刑', drug_rehab: '强制戒毒', probation: '缓刑', parole: '假释', control: '管制' };
const columns = (end: 'blank' | 'long') => [
  ['姓名', (c: Custody) => c.person.name], ['身份证号', (c: Custody) => oldNumber(c.person, 20)], ['类型', (c: Custody) => HELD[c.type]], ['起始日期', (c: Custody) => dates.iso(c.from)],
  ['终止日期', (c: Custody) => (end === 'blank' ? orBlank(c.to, dates.iso) : orLong(c.to, dates.iso))], ['羁押场所', (c: Custody) => c.place], ['判决日期', (c: Custody) => orBlank(c.judgement, dates.iso)],
] as const;
const inside = new Set<Custody['type']>(['detention', 'prison', 'drug_rehab']);
const began = (world: World, delivery: 0 | 1, take: (c: Custody) => boolean): Custody[] =>
  world.custody.filter((c) => take(c) && c.from <= CUTS[delivery] && (!delivery || c.from > CUTS[0] - 60));
const held = (world: World, delivery: 0 | 1): Paper => ({
  sender: '法院', name: '服刑及羁押人员名单', format: 'csv', encoding: 'gb18030',
  sheets: [table<Custody>('custody', '服刑羁押', columns('blank'), began(world, delivery, (c) => inside.has(c.type)))],
});
const correction = (world: World, delivery: 0 | 1): Paper => ({
  sender: '司法局', name: '社区矫正对象名册', format: 'xls',
  sheets: [{ title: ['青岚县社区矫正对象名册'], ...table<Custody>('custody', '社区矫正', columns('blank'), began(world, delivery, (c) => !inside.has(c.type))) }],
});
