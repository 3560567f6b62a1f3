import { CUTS } from '../world/calendar.ts';
import type { KinTie } from '../world/deaths.ts';
import type { Paper } from '../files/paper.ts';
import type { Cadre, Firm } from '../world/work.ts';
import type { World } from '../world/world.ts';
import type { Person } from '../world/people.ts';
import { dates, money, orBlank, places, table, under } from './dress.ts';

const POST = { secretary: '党支部书记', director: '村委会主任', committee: '委员', accountant: '会计', supervisor: '监委会主任', group_head: '村民小组长' };
const RELATION = { spouse: '配偶', parent: '父母', child: '子女', sibling: '兄弟姐妹' };

/** 组织部 and 市场监管局: who holds office in a village, who belongs to whom, who owns what firm. */
export function organisation(world: World, delivery: 0 | 1): Paper[] {
  const at = CUTS[delivery];
  const cadres: Paper = {
    sender: '组织部', name: '村（社区）干部信息表', format: 'xlsx',
    sheets: [{
      title: ['青岚县村（社区）干部信息表', `统计时间：${dates.chinese(at)}`],
      ...table<Cadre>('village_cadre', '村干部', [
        ['村（社区）', (c) => places.town(c.village)], ['姓名', (c) => c.person.name], ['身份证号', (c) => c.person.number], ['职务', (c) => POST[c.post]], ['任职日期', (c) => dates.serial(c.from)], ['离任日期', (c) => orBlank(c.to, dates.serial)],
        ['是否党员', (c) => (c.party ? '是' : '否')], ['月报酬（元）', (c) => money.number(c.allowance)],
      ], world.cadres),
      merged: 0, sign: '填报人：          审核人：',
    }],
  };
  const kin: Paper = {
    sender: '组织部', name: '干部亲属关系申报汇总', format: 'csv', encoding: 'gbk',
    sheets: [table<KinTie>('kinship', '亲属关系', [
      [under('申报人', '姓名'), (k) => k.a.name], [under('申报人', '身份证号'), (k) => k.a.number], [under('亲属', '姓名'), (k) => k.b.name], [under('亲属', '身份证号'), (k) => k.b.number],
      ['亲属关系', (k) => RELATION[k.relation]], ['来源', (k) => (k.source === 'declared' ? '本人申报' : '户籍')],
    ], world.kin)],
  };
  return [cadres, kin, ...firms(world, delivery)];
}

const TYPE = { company: '公司', sole: '个体工商户', cooperative: '农民专业合作社' };
type Officer = { f: Firm; p: Person; role: string; share: number };
function firms(world: World, delivery: 0 | 1): Paper[] {
  const list = world.firms.filter((f) => f.established <= CUTS[delivery]);
  const officers = function* (): Generator<Officer> {
    for (const f of list) {
      const second = f.partner ? 40 : 0;
      yield { f, p: f.owner, role: f.type === 'sole' ? '经营者' : '法定代表人', share: 100 - second };
      if (f.partner) yield { f, p: f.partner, role: '股东', share: second };
    }
    for (const h of world.holders) yield { f: h.firm, p: h.person, role: h.role, share: h.share };
  };
  return [
    {
      sender: '市场监管局', name: '市场主体登记信息', format: 'csv', encoding: 'utf-8',
      sheets: [table<Firm>('business', '市场主体', [
        ['统一社会信用代码', (f) => f.uscc], ['企业名称', (f) => f.name], ['类型', (f) => TYPE[f.type]], ['登记状态', (f) => (f.cancelled && f.cancelled <= CUTS[delivery] ? '注销' : '存续')], ['成立日期', (f) => dates.iso(f.established)],
        ['注销日期', (f) => orBlank(f.cancelled <= CUTS[delivery] ? f.cancelled : 0, dates.iso)], ['注册资本(万元)', (f) => money.wan(f.capital)], ['住所', (f) => places.full(f.village)], ['村(社区)', (f) => places.code(f.village)], ['经营范围', (f) => f.scope],
      ], list)],
    },
    {
      sender: '市场监管局', name: '企业人员信息', format: 'parquet',
      sheets: [table<Officer>('business_person', '企业人员', [
        ['统一社会信用代码', (o) => o.f.uscc], ['企业名称', (o) => o.f.name], ['姓名', (o) => o.p.name], ['身份证号', (o) => o.p.number], ['身份', (o) => o.role], ['持股比例', (o) => `${o.share}%`], ['任职日期', (o) => dates.iso(o.f.established)],
        ['离任日期', (o) => orBlank(o.f.cancelled && o.f.cancelled <= CUTS[delivery] ? o.f.cancelled : 0, dates.iso)],
      ], officers())],
    },
  ];
}
