import { CUTS, type Day } from '../world/calendar.ts';
import type { Paper } from '../files/paper.ts';
import type { Person } from '../world/people.ts';
import type { World } from '../world/world.ts';
import type { DeathRecord } from '../world/deaths.ts';
import { dates, oldName, orBlank, places, table } from './dress.ts';

const RELATION = { head: '户主', spouse: '配偶', child: '子女', parent: '父母', grandchild: '孙子女', other: '其他' };
type Row = { p: Person; cancelled: number };

/** 公安局: the population register, the members of each hukou household, deaths cancelled at the counter, vehicles. */
export function police(world: World, delivery: 0 | 1): Paper[] {
  const cut = CUTS[delivery];
  const cancelled = new Map(world.deaths.filter((d) => d.source === 'police' && d.registered <= cut && !d.number).map((d) => [d.person, d.registered]));
  const listed = function* (): Generator<Row> {
    for (const p of world.people) if (p.birth <= cut - 10 && !world.unregistered.has(p)) yield { p, cancelled: cancelled.get(p) ?? 0 };
  };
  return [
    { sender: '公安局', name: '户籍人口信息', format: 'csv', encoding: 'gb18030', sheets: [population(world, listed(), cut, delivery)] },
    { sender: '公安局', name: '家庭成员关系表', format: 'pipe', encoding: 'gbk', sheets: [members(world, cut)] },
    { sender: '公安局', name: '死亡注销人员', format: 'xlsx', sheets: [deaths(world, delivery)] },
  ];
}

function population(world: World, rows: Iterable<Row>, cut: Day, delivery: 0 | 1) {
  const status = ({ p, cancelled }: Row) => (world.revived.has(p) ? '正常' : cancelled ? '死亡' : p.moved && p.moved <= cut ? '迁出' : '正常');
  const sheet = table<Row>('person', '人口', [
    ['公民身份号码', ({ p }) => p.number],
    ['姓名', ({ p }) => p.name],
    ['性别', ({ p }) => (p.sex === 'male' ? '男' : '女')],
    ['出生日期', ({ p }) => dates.compact(p.birth)],
    ['民族', ({ p }) => p.ethnic],
    ['户号', ({ p }) => p.house.no],
    ['与户主关系', ({ p }) => RELATION[p.relation]],
    [delivery ? '户籍所在村(社区)' : '户籍村（社区）', ({ p }) => places.town(world.hukouOf(p))],
    ['户籍地址', ({ p }) => `衡东省云溪市${places.full(p.house.village)}${p.house.group}组`],
    ['人员状态', status],
    ['变动日期', ({ p, cancelled }) => orBlank(world.revived.get(p) ?? world.changedAt.get(p) ?? (cancelled || (p.moved <= cut ? p.moved : 0)), dates.iso)],
  ], rows);
  return sheet;
}

function* members_(world: World, cut: Day) {
  for (const house of world.houses) for (const p of house.members) if (p.birth <= cut - 10 && !world.unlisted.has(p)) yield { no: house.no, kind: '户籍户', p, v: house.village, from: Math.max(p.birth, house.married || p.birth), to: p.death && p.death <= cut ? p.death : p.moved && p.moved <= cut ? p.moved : 0 };
  for (const l of world.benefits.land) for (const p of l.house.members) if (p.birth <= cut - 10 && !world.unlisted.has(p)) yield { no: l.no, kind: '承包户', p, v: l.village, from: 0, to: 0 };
  yield* world.extraHouse;
}
const members = (world: World, cut: Day) =>
  table('household', '户成员', [
    ['户编号', (r) => r.no],
    ['户类型', (r) => r.kind],
    ['身份证号码', (r) => r.p.number],
    ['姓名', (r) => oldName(r.p.name)],
    ['与户主关系', (r) => RELATION[r.p.relation]],
    ['所在村', (r) => r.v.code],
    ['起始日期', (r) => orBlank(r.from, dates.iso)],
    ['终止日期', (r) => orBlank(r.to, dates.iso)],
  ], members_(world, cut));

/** Deaths registered up to the cut; the second delivery goes back a month over what was sent before. */
export function deathsOf(world: World, source: DeathRecord['source'], delivery: 0 | 1): DeathRecord[] {
  const from = delivery ? CUTS[0] - 30 : 0;
  return world.deaths.filter((d) => d.source === source && d.registered > from && d.registered <= CUTS[delivery]).sort((a, b) => a.registered - b.registered);
}

const deaths = (world: World, delivery: 0 | 1) => ({
  title: ['青岚县公安局死亡注销户口人员名单', `统计截止日期：${dates.chinese(CUTS[delivery])}`],
  ...table<DeathRecord>('death', '死亡注销', [
    ['公民身份号码', (d) => d.number ?? d.person.number],
    ['姓名', (d) => d.name ?? d.person.name],
    ['死亡日期', (d) => dates.iso(d.date)],
    ['信息来源', () => '公安注销'],
    ['注销日期', (d) => dates.iso(d.registered)],
    ['户籍地', (d) => places.town(d.person.house.village)],
  ], deathsOf(world, 'police', delivery)),
});
