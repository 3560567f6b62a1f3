import { bad, ok, type Parsed } from '../complaint.ts';
import { fixedText, readDecimal, toFixedInteger } from './decimal.ts';
import { compact, isBlank, unquote } from './text.ts';

export type AreaUnit = 'm2' | 'mu' | 'fen_of_mu' | 'hectare' | 'km2' | 'wan_mu';
/** Square metres as exact decimal text for DECIMAL(18,4), and the unit in which the area was delivered. */
export type Area = { m2: string; unit: AreaUnit };

// square metres per unit as a fraction: 1 mu is exactly 2000/3 m²
const FACTOR: Record<AreaUnit, [bigint, bigint]> = {
  m2: [1n, 1n], mu: [2000n, 3n], fen_of_mu: [200n, 3n], hectare: [10_000n, 1n], km2: [1_000_000n, 1n], wan_mu: [20_000_000n, 3n],
};
export const AREA_UNITS = Object.keys(FACTOR) as AreaUnit[];
const UNIT_NAMES: Record<string, AreaUnit> = {
  亩: 'mu', 畝: 'mu', 市亩: 'mu', mu: 'mu', 万亩: 'wan_mu', 分: 'fen_of_mu', 分地: 'fen_of_mu', 公顷: 'hectare', ha: 'hectare', hectare: 'hectare', hm2: 'hectare',
  平方米: 'm2', 平米: 'm2', 平方: 'm2', 平: 'm2', 'm2': 'm2', 'm^2': 'm2', sqm: 'm2', 平方公里: 'km2', 平方千米: 'km2', km2: 'km2', wan_mu: 'wan_mu', fen_of_mu: 'fen_of_mu',
};

/** The unit that a header or a cell names (`亩`, `(m²)`, `公顷`), null where it names none. */
export const areaUnit = (text: string): AreaUnit | null => UNIT_NAMES[compact(text).toLowerCase().replace(/^\(|\)$|^单位:?/g, '')] ?? null;

const unreadable = bad(
  'area.unreadable',
  { zh: '面积无法识别', en: 'The area cannot be read' },
  { zh: '请填写数字，例如 3.25；单位写在表头（亩或平方米）', en: 'Write a number such as 3.25 and put the unit (mu or m²) into the header' },
);
const outOfRange = bad(
  'area.range',
  { zh: '面积为负数或超出可能的范围', en: 'The area is negative or larger than can be' },
  { zh: '请核对数值与单位', en: 'Check the figure and its unit' },
);
const LIMIT = 10n ** 17n; // DECIMAL(18,4), with one digit to spare
const CELL = /^([+\-\d.,()e]+?)([^\d.,()+-]*\d?)$/i;
const MU_AND_FEN = /^([\d.]+)亩(\d(?:\.\d+)?)分地?$/;

/** An area; null where the cell is blank. A unit in the cell beats `unit`, the one of the header. */
export function parseArea(raw: string, unit: AreaUnit = 'mu'): Parsed<Area | null> {
  const text = unquote(compact(raw)).toLowerCase();
  if (isBlank(text)) return ok(null);
  const pair = MU_AND_FEN.exec(text);
  if (pair) return muAndFen(pair[1]!, pair[2]!);
  const plain = readDecimal(text);
  if (plain) return measured(plain, unit);
  const cell = CELL.exec(text);
  const named = cell && UNIT_NAMES[cell[2]!];
  const value = cell && readDecimal(cell[1]!);
  return value && named ? measured(value, named) : unreadable;
}

function measured(value: NonNullable<ReturnType<typeof readDecimal>>, unit: AreaUnit): Parsed<Area> {
  const [numerator, denominator] = FACTOR[unit];
  const m2 = toFixedInteger(value, 4, numerator, denominator).value;
  return m2 < 0n || m2 > LIMIT ? outOfRange : ok({ m2: fixedText(m2, 4), unit });
}

function muAndFen(mu: string, fen: string): Parsed<Area> {
  const [whole, part] = [readDecimal(mu), readDecimal(fen)];
  if (!whole || !part) return unreadable;
  const tenths = toFixedInteger(whole, 6).value + toFixedInteger(part, 5).value; // 1 分 is a tenth of a mu
  return measured({ negative: false, digits: tenths, scale: 6 }, 'mu');
}
