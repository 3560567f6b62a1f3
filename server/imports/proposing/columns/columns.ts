import type { Column, Register } from '@mingjian/domain/model/register.ts';
import type { FromCells, MappedColumn } from '../mapping.ts';
import type { Header, SniffedTable } from '../../reading/types.ts';
import { assign } from './assign.ts';
import { fit, type Fit } from './fit.ts';
import type { HeaderIndex } from './header-index.ts';
import type { Looks } from './looks.ts';
import { unitOf } from './units.ts';

/** Below this a column is left out of the mapping: an optional one that is guessed wrong is worse than one that is missing. */
const LEAST = { required: 0.45, optional: 0.6 };

export type Matched = { index: number; fit: Fit; source: FromCells };

/** The best one-to-one reading of the table's columns as the register's. */
export function matchColumns(table: SniffedTable, looks: readonly Looks[], register: Register, index: HeaderIndex): Map<string, Matched> {
  const names = Object.keys(register.columns);
  const headerFits = table.headers.map((header) => index.fits(header));
  const fits = names.map((name) => table.headers.map((_, j) => fit(headerFits[j]!.get(name), looks[j]!, register.columns[name]!)));
  const chosen = assign(fits.map((row, i) => row.map(({ score }) => (score >= least(register.columns[names[i]!]!) ? score ** 2 : 0))));
  const matched = new Map<string, Matched>();
  names.forEach((name, i) => {
    const at = chosen[i]!;
    if (at >= 0) matched.set(name, { index: at, fit: fits[i]![at]!, source: sourceOf(table.headers[at]!, at, register.columns[name]!) });
  });
  return matched;
}

const least = (column: Column): number => (column.required ? LEAST.required : LEAST.optional);

function sourceOf(header: Header, index: number, column: Column): FromCells {
  const unit = unitOf(header, column);
  return { header: header.name, indexes: [index], ...(unit !== undefined && { unit }) };
}

const TOWN = /^(?:所属|所在|户籍|居住)?(?:乡镇|镇|乡|镇街|街道|镇\(?乡\)?|乡\(?镇\)?|乡镇\(?街道\)?|镇\(?街道\)?|乡镇名称?|镇名|乡镇街道)$/u;
const GROUP = /^(?:所属|所在)?(?:村民小组|居民小组|小组|组别|组|组名|组号|村组别)$/u;

/** A place that stands only in another column (发包方 柳家湾村, 实施地点 石桥镇柳家湾村) is read there too. */
export function borrowPlace(register: Register, looks: readonly Looks[], matched: Map<string, Matched>): void {
  const place = register.place;
  if (place === undefined || matched.has(place) || register.columns[place]?.type !== 'region') return;
  const lender = [...matched].find(([name, { index }]) => register.columns[name]!.type === 'text' && looks[index]!.place > 0.9)?.[1];
  if (lender) matched.set(place, { ...lender, fit: { ...lender.fit, score: Math.min(lender.fit.score, 0.9) }, source: { header: lender.source.header, indexes: lender.source.indexes } });
}

/** Towns, villages and groups that stand in columns of their own name one place together. */
export function joinPlaces(table: SniffedTable, register: Register, matched: Map<string, Matched>): void {
  const name = Object.entries(register.columns).find(([column, { type }]) => column === register.place && type === 'region')?.[0];
  if (name === undefined) return;
  const taken = new Set([...matched.values()].flatMap(({ source }) => source.indexes));
  const free = (pattern: RegExp): number => table.headers.findIndex((header, i) => !taken.has(i) && pattern.test(header.name.normalize('NFKC').replace(/\s/g, '')));
  const village = matched.get(name);
  const [town, group] = [free(TOWN), free(GROUP)];
  if (!village && town >= 0) matched.set(name, { index: town, fit: { score: 0.8, looks: 0, header: undefined }, source: { header: table.headers[town]!.name, indexes: [town] } });
  if (!village || (town < 0 && group < 0)) return;
  const indexes = [town, village.index, group].filter((i) => i >= 0);
  matched.set(name, { ...village, source: { header: indexes.map((i) => table.headers[i]!.name).join('+'), indexes, joint: ' ' } });
}

/** One delivered column that names whole periods fills both ends; bare months take their year from the title. */
export function splitPeriods(register: Register, looks: readonly Looks[], matched: Map<string, Matched>, year: string | null): void {
  const { from, to } = register.period ?? {};
  const begin = from === undefined ? undefined : matched.get(from);
  if (from === undefined || !begin) return;
  const cells = looks[begin.index]!;
  const column = register.columns[from]!;
  const bare = cells.bareMonth > 0.8 && year !== null;
  if (bare) begin.source = { ...begin.source, prefix: `${year}年` };
  if (column.type !== 'date' || to === undefined || to === from || matched.has(to) || register.columns[to]?.type !== 'date') return;
  if (cells.period <= 0.6 && !bare) return;
  matched.set(from, { ...begin, source: { ...begin.source, take: 'from' } });
  matched.set(to, { ...begin, source: { ...begin.source, take: 'to' } });
}

export const columnsOf = (matched: Map<string, Matched>): Record<string, MappedColumn> => Object.fromEntries([...matched].map(([name, { source }]) => [name, source]));
