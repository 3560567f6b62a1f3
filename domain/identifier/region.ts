import { bad, ok, type Parsed } from '../complaint.ts';
import { compact, isBlank, unquote } from '../clean/text.ts';

/** A region as its 12-digit statistical code, held as a number; coarser levels end in zeros. GB/T 2260 (6 digits), GB/T 10114 (9), NBS (12). */
export type RegionCode = number;
export type RegionLevel = 'nation' | 'province' | 'city' | 'county' | 'town' | 'village';

// from the finest level up: what one unit of that level counts for in the number
const STEPS: [RegionLevel, number][] = [['village', 1], ['town', 1_000], ['county', 1_000_000], ['city', 100_000_000], ['province', 10_000_000_000]];
const LENGTHS = new Set([2, 4, 6, 9, 12]);

const unreadable = bad(
  'region-code.unreadable',
  { zh: '不是行政区划代码（应为 2、4、6、9 或 12 位数字）', en: 'Not a region code (2, 4, 6, 9 or 12 digits)' },
  { zh: '请填写国家统计局的 12 位统计用区划代码', en: 'Use the 12-digit code of the statistics office' },
);

/** Reads a code of 2, 4, 6, 9 or 12 digits and fills it up with zeros; null where the cell is blank. */
export function parseRegionCode(raw: string): Parsed<RegionCode | null> {
  const text = unquote(compact(raw)).replace(/\.0$/, '');
  if (isBlank(text)) return ok(null);
  if (!/^[1-9]\d+$/.test(text) || !LENGTHS.has(text.length)) return unreadable;
  return ok(Number(text.padEnd(12, '0')));
}

/** The finest level that the code names. */
export function levelOf(code: RegionCode): RegionLevel {
  let level: RegionLevel = 'nation';
  for (const [name, step] of STEPS.toReversed()) if (Math.floor(code / step) % widthOf(name) !== 0) level = name;
  return level;
}
const widthOf = (level: RegionLevel): number => (level === 'village' || level === 'town' ? 1000 : 100);
const stepOf = (level: RegionLevel): number => STEPS.find(([name]) => name === level)?.[1] ?? 1_000_000_000_000;

/** The code of the given level that holds this one; the code itself where it is that level or coarser. */
export const ancestorAt = (code: RegionCode, level: RegionLevel): RegionCode => code - (code % stepOf(level));

/** The next coarser region, or null above a province. Towns directly under a city (东莞) have that city for a parent. */
export function parentOf(code: RegionCode): RegionCode | null {
  const at = STEPS.findIndex(([name]) => name === levelOf(code));
  const parent = at < 0 ? 0 : code - (code % (STEPS[at + 1]?.[1] ?? Infinity));
  return parent === 0 || parent === code ? null : parent;
}

/** The first and the last code of a region's whole subtree, itself included: two comparisons instead of a membership test. */
export function subtree(code: RegionCode): [from: RegionCode, to: RegionCode] {
  return [code, code + stepOf(levelOf(code)) - 1];
}
/** Whether `inner` is `outer` or lies in it. */
export const contains = (outer: RegionCode, inner: RegionCode): boolean => inner >= outer && inner <= subtree(outer)[1];

/** One region while it had one name and one place; codes change yearly, so a code may have several rows. Dates are inclusive; `to` null: still valid. */
export type Region = { code: RegionCode; name: string; from: string; to: string | null; mergedInto: RegionCode | null };
export type RegionTable = {
  /** The region under this code on that day. */
  find: (code: RegionCode, on: string) => Region | null;
  /** Whether the code was ever in use: old citizen numbers carry codes long abolished. */
  everExisted: (code: RegionCode) => boolean;
  /** Where the region is on that day, following mergers; null where the trail ends. */
  current: (code: RegionCode, on: string) => RegionCode | null;
};

export function regionTable(regions: Iterable<Region>): RegionTable {
  const byCode = Map.groupBy(regions, (region) => region.code);
  const find = (code: RegionCode, on: string): Region | null => byCode.get(code)?.find((r) => r.from <= on && (r.to === null || on <= r.to)) ?? null;
  return { find, everExisted: (code) => byCode.has(code), current: (code, on) => follow(code, on, find, byCode) };
}

function follow(start: RegionCode, on: string, find: RegionTable['find'], byCode: Map<RegionCode, Region[]>): RegionCode | null {
  const seen = new Set<RegionCode>(); // two regions that name each other must not hang an import
  for (let code: RegionCode | null = start; code !== null && !seen.has(code); ) {
    if (find(code, on)) return code;
    seen.add(code);
    code = byCode.get(code)?.findLast((region) => region.mergedInto !== null)?.mergedInto ?? null;
  }
  return null;
}
