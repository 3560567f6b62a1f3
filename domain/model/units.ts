import type { Words } from '../words.ts';

/** What a number counts, as powers of base units: money is {fen: 1}, rent per area {fen: 1, m2: -1}, a plain number {}. */
export type Dimension = Readonly<Record<string, number>>;

export type Unit = { dimension: Dimension; factor: number; words: Words; base?: true };

const unit = (dimension: Dimension, factor: number, zh: string, en: string): Unit => ({ dimension, factor, words: { zh, en } });

/** Units an expression, a setting or a measure may name. `factor` leads to what the facts store: fen, square metres, whole months and days.
 *  A mu is 2000/3 square metres (State Council order of 1984 on legal units keeps it for land). */
export const units: Record<string, Unit> = {
  fen: unit({ fen: 1 }, 1, '分', 'fen'),
  yuan: unit({ fen: 1 }, 100, '元', 'yuan'),
  wan_yuan: unit({ fen: 1 }, 1_000_000, '万元', '10k yuan'),
  m2: unit({ m2: 1 }, 1, '平方米', 'm²'),
  mu: unit({ m2: 1 }, 2000 / 3, '亩', 'mu'),
  hectare: unit({ m2: 1 }, 10_000, '公顷', 'ha'),
  yuan_per_mu: unit({ fen: 1, m2: -1 }, 100 / (2000 / 3), '元/亩', 'yuan/mu'),
  days: unit({ day: 1 }, 1, '天', 'days'),
  months: unit({ month: 1 }, 1, '个月', 'months'),
  years: unit({ year: 1 }, 1, '年', 'years'),
  hours: unit({ hour: 1 }, 1, '小时', 'hours'),
  kW: unit({ kW: 1 }, 1, '千瓦', 'kW'),
  kVA: unit({ kVA: 1 }, 1, '千伏安', 'kVA'),
  kV: unit({ kV: 1 }, 1, '千伏', 'kV'),
  kWh: unit({ kWh: 1 }, 1, '千瓦时', 'kWh'),
  percent: unit({}, 0.01, '%', '%'),
  ratio: unit({}, 1, '', ''),
  people: unit({}, 1, '人', 'people'),
  households: unit({}, 1, '户', 'households'),
  times: unit({}, 1, '次', 'times'),
  rows: unit({}, 1, '笔', 'rows'),
  contracts: unit({}, 1, '份', 'contracts'),
};

export const plain: Dimension = {};

export const sameDimension = (a: Dimension, b: Dimension): boolean => {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => (a[name] ?? 0) === (b[name] ?? 0));
};

/** The dimension of a product (sign 1) or a quotient (sign -1). */
export function combine(a: Dimension, b: Dimension, sign: 1 | -1): Dimension {
  const out: Record<string, number> = { ...a };
  for (const [name, power] of Object.entries(b)) out[name] = (out[name] ?? 0) + sign * power;
  return Object.fromEntries(Object.entries(out).filter(([, power]) => power !== 0));
}

export const isPlain = (d: Dimension): boolean => sameDimension(d, plain);

/** How a person would name the dimension, and a unit to write a number of it in. */
export function unitFor(d: Dimension): string | null {
  const preferred = ['yuan', 'mu', 'yuan_per_mu', 'days', 'months', 'years', 'hours', 'kW', 'kVA', 'kV', 'kWh'];
  return preferred.find((name) => sameDimension(units[name]!.dimension, d)) ?? null;
}
