import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestorAt, contains, levelOf, parentOf, parseRegionCode, regionTable, subtree } from './region.ts';

const village = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 })).map(([town, village]) => 439_921_000_000 + town * 1000 + village);

describe('a region code', () => {
  it.each([
    ['439921', 439921000000, 'county'],
    ['43', 430000000000, 'province'],
    ['4399', 439900000000, 'city'],
    ['439921003', 439921003000, 'town'],
    ['439921003207', 439921003207, 'village'],
    ["'４３９９２１", 439921000000, 'county'],
  ] as const)('%s is %i, a %s', (raw, code, level) => {
    expect(parseRegionCode(raw)).toEqual({ ok: true, value: code });
    expect(levelOf(code)).toBe(level);
  });
  it.each(['4399211', '青岚县', '4.39921E+11', '043992'])('%s is refused', (raw) => expect(parseRegionCode(raw)).toMatchObject({ complaint: { code: 'region-code.unreadable' } }));

  it('lies in each of its ancestors, up to the province', () => {
    fc.assert(
      fc.property(village, (code) => {
        const line: number[] = [];
        for (let at: number | null = code; at !== null; at = parentOf(at)) line.push(at);
        expect(line.map(levelOf)).toEqual(['village', 'town', 'county', 'city', 'province']);
        for (const outer of line) {
          expect(contains(outer, code)).toBe(true);
          expect(ancestorAt(code, levelOf(outer))).toBe(outer);
        }
      }),
    );
  });
  it('lies in no sibling of its ancestors', () => {
    expect(contains(439921003000, 439921004001)).toBe(false);
    expect(subtree(439921003000)).toEqual([439921003000, 439921003999]);
  });
  it('of a town directly under a city has that city for a parent', () => expect(parentOf(441900003000)).toBe(441900000000));
});

describe('a table of regions over the years', () => {
  const table = regionTable([
    { code: 439921005000, name: '旧坪乡', from: '2000-01-01', to: '2015-12-31', mergedInto: 439921003000 },
    { code: 439921003000, name: '河口镇', from: '2000-01-01', to: null, mergedInto: null },
    { code: 439921008000, name: '甲乡', from: '2000-01-01', to: '2010-12-31', mergedInto: 439921009000 },
    { code: 439921009000, name: '乙乡', from: '2000-01-01', to: '2010-12-31', mergedInto: 439921008000 },
  ]);
  it('knows a region only while it was one', () => {
    expect(table.find(439921005000, '2015-12-31')?.name).toBe('旧坪乡');
    expect(table.find(439921005000, '2016-01-01')).toBeNull();
    expect(table.everExisted(439921005000)).toBe(true);
  });
  it('follows a merger to where the region is on that day', () => {
    expect(table.current(439921005000, '2010-06-01')).toBe(439921005000);
    expect(table.current(439921005000, '2020-06-01')).toBe(439921003000);
  });
  it('ends where two regions were entered as merged into each other', () => expect(table.current(439921008000, '2020-01-01')).toBeNull());
});
