import { CUTS } from '../world/calendar.ts';
import type { DeathRecord } from '../world/deaths.ts';
import type { Paper } from '../files/paper.ts';
import type { World } from '../world/world.ts';
import { dates, mixedNumber, oldName, oldNumber, places, spacedName, table } from './dress.ts';
import { deathsOf } from './police.ts';

/** The three offices beside the police that hear of deaths: the hospital, the crematorium, the pension office. */
export function deathLists(world: World, delivery: 0 | 1): Paper[] {
  const until = `统计截止日期：${dates.chinese(CUTS[delivery])}`;
  const health: Paper = {
    sender: '卫健局', name: '居民死亡医学证明信息', format: 'csv', encoding: delivery ? 'utf-8-bom' : 'gbk',
    sheets: [{
      title: ['青岚县居民死亡医学证明（推断）书信息', until],
      ...table<DeathRecord>('death', '死亡证明', [
        ['死者姓名', (d) => oldName(d.name ?? d.person.name)], ['死者身份证号', (d) => d.number ?? mixedNumber(d.person)], ['死亡日期', (d) => dates.chinese(d.date)],
        ['数据来源', () => '卫健死亡证明'], ['死亡证明编号', (d) => `SW4399${String(d.serial).padStart(8, '0')}`], ['登记日期', (d) => dates.slashes(d.registered)], ['常住村（社区）', (d) => places.full(d.person.house.village)],
      ], deathsOf(world, 'health', delivery)),
    }],
  };
  const funeral: Paper = {
    sender: '民政局', name: '遗体火化登记表', format: 'xls',
    sheets: [{
      title: ['青岚县殡仪馆遗体火化登记表', until],
      ...table<DeathRecord>('death', '火化登记', [
        ['火化编号', (d) => `HH${String(d.serial).padStart(6, '0')}`], ['逝者姓名', (d) => spacedName(oldName(d.name ?? d.person.name))], ['身份证号码', (d) => d.number ?? oldNumber(d.person, 25)],
        ['死亡时间', (d) => dates.dots(d.date)], ['来源', () => '殡葬火化'], ['登记时间', (d) => dates.dots(d.registered)], ['住址所在村', (d) => places.town(d.person.house.village)],
      ], deathsOf(world, 'funeral', delivery)),
      sign: '填表人：          审核：',
    }],
  };
  const pension: Paper = {
    sender: '人社局', name: '养老待遇死亡停发名单', format: 'tsv', encoding: 'utf-16',
    sheets: [table<DeathRecord>('death', '死亡停发', [
      ['姓名', (d) => d.name ?? d.person.name], ['公民身份号码', (d) => d.number ?? d.person.number], ['死亡日期', (d) => dates.compact(d.date)], ['数据来源', () => '人社停发'],
      ['登记日期', (d) => dates.timed(d.registered)], ['所属村', (d) => places.code(d.person.house.village)],
    ], deathsOf(world, 'pension', delivery))],
  };
  return [health, funeral, pension];
}
