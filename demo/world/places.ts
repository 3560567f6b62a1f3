import { Chance } from './random.ts';

export type Town = { code: string; name: string; villages: Village[] };
/** `name` is what stands on the village's seal; two towns may each have one of the same name (新华村). */
export type Village = { index: number; code: string; name: string; town: Town; community: boolean; upland: boolean; reservoir: boolean; secretary: string };

export const COUNTY = { code: '439921000000', name: '青岚县', province: '衡东省', city: '云溪市', region: 439921 };

const TOWNS = ['青岚', '石桥', '柳河', '白水', '双河', '龙泉', '大坪', '清溪', '东山', '永安', '南塘', '云岭'];
const KINDS = ['街道', '镇', '镇', '镇', '镇', '镇', '镇', '乡', '乡', '镇', '乡', '乡'];
const FIRST = '王李张刘陈杨黄赵吴周上下东西南北大小新古高长石青白金龙凤松竹桃梅清平安和丰'.split('');
const LAST = ['家湾', '家坪', '家沟', '桥', '坪', '塘', '岭', '溪', '坝', '山', '田', '冲', '庙', '河', '井', '垭', '店'];
const SHARED = ['新华', '红旗', '东风', '团结', '胜利'];

/** About 180 villages at 50,000 people; a larger county has larger villages, not more of them. */
export function makePlaces(seed: number): { towns: Town[]; villages: Village[] } {
  const chance = new Chance(seed, 'places');
  const villages: Village[] = [];
  const taken = new Set<string>();
  const towns = TOWNS.map((stem, t): Town => {
    const urban = t === 0;
    const code = `439921${String(urban ? 1 : 99 + t).padStart(3, '0')}000`;
    const town: Town = { code, name: stem + KINDS[t], villages: [] };
    const count = 14 + (t % 3);
    for (let i = 0; i < count; i++) {
      const community = urban || i === 0;
      const stemName = t > 0 && i > 0 && i <= 2 ? (SHARED[(t + i) % SHARED.length] as string) : fresh(chance, taken);
      const village: Village = {
        index: villages.length,
        code: code.slice(0, 9) + String(community ? i + 1 : 200 + i).padStart(3, '0'),
        name: stemName + (community ? '社区' : '村'),
        town,
        community,
        upland: t >= 6,
        reservoir: t === 4 || t === 8,
        secretary: '',
      };
      town.villages.push(village);
      villages.push(village);
    }
    return town;
  });
  return { towns, villages };
}

function fresh(chance: Chance, taken: Set<string>): string {
  for (;;) {
    const name = chance.of(FIRST) + chance.of(LAST);
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
  }
}
