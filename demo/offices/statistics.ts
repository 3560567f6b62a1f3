import type { Paper } from '../files/paper.ts';
import { COUNTY } from '../world/places.ts';
import type { World } from '../world/world.ts';
import { table } from './dress.ts';

type Row = { code: string; name: string; parent: string; level: string; from: string; to?: string; into?: string };

/** 统计局: the codes of all places, with a village that went into its neighbour in 2022. */
export function statistics(world: World): Paper[] {
  const rows: Row[] = [{ code: COUNTY.code, name: COUNTY.name, parent: '439900000000', level: '县', from: '2010-01-01' }];
  for (const town of world.towns) {
    rows.push({ code: town.code, name: town.name, parent: COUNTY.code, level: '乡镇', from: '2010-01-01' });
    for (const v of town.villages) rows.push({ code: v.code, name: v.name, parent: town.code, level: '村', from: '2010-01-01' });
  }
  const last = world.villages.at(-1)!;
  rows.push({ code: `${last.town.code.slice(0, 9)}299`, name: '老鸦坡村', parent: last.town.code, level: '村', from: '2010-01-01', to: '2022-06-30', into: last.code });
  return [{
    sender: '统计局', name: '统计用区划代码', format: 'csv', encoding: 'utf-8',
    sheets: [table<Row>('region', '区划', [
      ['区划代码', (r) => r.code], ['名称', (r) => r.name], ['上级代码', (r) => r.parent], ['级别', (r) => r.level], ['启用日期', (r) => r.from], ['停用日期', (r) => r.to ?? null], ['并入代码', (r) => r.into ?? null],
    ], rows)],
  }];
}
