import { moneyUnit, parseMoney } from '@mingjian/domain/clean/money.ts';
import { join } from 'node:path';
import { type Duck, literal, quoted } from '../../../duckdb.ts';
import type { Streamed } from '../../reading/types.ts';
import type { Plan, PlannedColumn } from '../plan.ts';
import { count, type Quality } from '../quality.ts';

/** What the figures that a table states are laid beside. Money is in fen. */
export type Read = {
  quality: Quality;
  /** sums of the batch before this table, by column */
  before: Readonly<Record<string, number>>;
  /** rows of this table that are in quarantine: their amounts are in no facts */
  aside: ReadonlySet<number>;
  folder: string;
  source: number;
  /** address of row 0 */
  first: bigint;
};

export const sumsOf = ({ columns }: Quality): Record<string, number> => Object.fromEntries(Object.entries(columns).map(([name, { sum }]) => [name, sum ?? 0]));

/** Says whether the table adds up to what it states: rows were lost, or added, before the file came here where it does not. A total that ties is told too;
 *  of subtotals only those that tie with no run of rows they could mean. */
export async function compareTotals(duck: Duck, plan: Plan, told: Streamed, read: Read): Promise<void> {
  const { quality, before } = read;
  for (const [why, n] of Object.entries(told.droppedCounts)) quality.dropped[why] = (quality.dropped[why] ?? 0) + n;
  const [whole] = told.totals.length ? [Math.max(...told.totals.map(({ row }) => row))] : [];
  for (const total of told.totals) {
    const stated = total.row === whole ? statedOf(plan, total) : null;
    if (!stated) continue;
    const found = (quality.columns[stated.column]?.sum ?? 0) - (before[stated.column] ?? 0);
    quality.totals.push({ column: stated.column, row: total.row, stated: stated.fen, found, ties: stated.fen === found });
  }
  await compareSubtotals(duck, plan, told, read);
  if (told.rows > 2) await tellUnlabelled(duck, plan, read);
}

const moneyColumns = ({ mapped }: Plan): PlannedColumn[] => mapped.filter(({ indexes, column: { type } }) => type === 'money' && indexes.length === 1);

function fenOf({ mapping }: Plan, { name, column }: PlannedColumn, value: string): number | null {
  const from = mapping.columns[name];
  const parsed = parseMoney(value, moneyUnit((from && 'unit' in from && from.unit) || column.unit || '') ?? 'yuan');
  return parsed.ok ? parsed.value : null;
}

function statedOf(plan: Plan, { column, value }: Streamed['totals'][number]): { column: string; fen: number } | null {
  const planned = moneyColumns(plan).find(({ indexes }) => indexes[0] === column - 1);
  const fen = planned ? fenOf(plan, planned, value) : null;
  return planned && fen !== null ? { column: planned.name, fen } : null;
}

const MOST_TOLD = 20;

/** A subtotal may sum the rows since the one before it, since an earlier one (of villages within a town, 累计), or those that follow. Only what ties with none of them is
 *  told, and none where a row that it could mean is in quarantine, or where not every subtotal is known. */
async function compareSubtotals(duck: Duck, plan: Plan, { subtotals, dropped, droppedCounts }: Streamed, read: Read): Promise<void> {
  const stated = subtotals.flatMap((one) => {
    const found = statedOf(plan, one);
    return found ? [{ ...found, row: one.row }] : [];
  });
  const isWhole = dropped.length === Object.values(droppedCounts).reduce((sum, n) => sum + n, 0);
  if (stated.length === 0 || !isWhole) return;
  const bounds = dropped.filter(({ why }) => why === 'subtotal' || why === 'total').map(({ row }) => row).sort((a, b) => a - b);
  let more = MOST_TOLD;
  for (const [column, ones] of Map.groupBy(stated, (one) => one.column)) {
    const sums = await sumsBetween(duck, column, bounds, read);
    for (const { row, fen } of ones) {
      const at = bounds.indexOf(row);
      if (sums[at] === null || isSumOfSome(fen, sums, at) || more-- <= 0) continue;
      read.quality.totals.push({ column, row, stated: fen, found: sums[at]!, ties: false, part: true });
    }
  }
}

/** Sums of the rows before each bound and after the bound before it, and behind the last one; null where one of them is in quarantine. */
async function sumsBetween(duck: Duck, column: string, bounds: number[], { folder, source, first, aside }: Read): Promise<(number | null)[]> {
  await duck.run('create or replace table bounds as select cast(unnest(string_split($1, chr(31))) as BIGINT) as at', [bounds.join('\u001f')]);
  const rows = await duck.rows<{ at: bigint | null; sum: bigint | null }>(
    `select b.at, cast(sum(f.amount) as BIGINT) as sum from (select _ref - ${first} as row, ${quoted(column)} as amount from read_parquet(${literal(join(folder, `part-${source}-*.parquet`))})) f
     asof left join bounds b on f.row > b.at group by 1`);
  const after = new Map(rows.map(({ at, sum }) => [at === null ? null : Number(at), Number(sum ?? 0)]));
  const sums: (number | null)[] = [null, ...bounds].map((at) => after.get(at) ?? 0);
  for (const row of aside) sums[bounds.filter((bound) => bound < row).length] = null;
  return sums;
}

function isSumOfSome(fen: number, sums: readonly (number | null)[], at: number): boolean {
  const ties = (from: number, step: 1 | -1): boolean => {
    for (let [sum, i] = [0, from]; i >= 0 && i < sums.length; i += step) {
      const part = sums[i];
      if (part === null || part === undefined) return true; // what cannot be added up cannot be called wrong
      if ((sum += part) === fen) return true;
    }
    return false;
  };
  return ties(at, -1) || ties(at + 1, 1);
}

const FIGURE = /^[\d.,]+$/;

/** A last row that says nothing but amounts, and each of them the sum of all rows above, is a total that nobody named. */
async function tellUnlabelled(duck: Duck, plan: Plan, { quality, before }: Read): Promise<void> {
  const [last] = await duck.rows('select * exclude (part) from done_slice order by row desc limit 1');
  if (!last) return;
  const cells = Array.from({ length: plan.width }, (_, i) => String(last[`c${i}`] ?? '').trim());
  const money = moneyColumns(plan).map((planned) => ({ planned, cell: cells[planned.indexes[0]!]! })).filter(({ cell }) => cell !== '');
  const read = new Set(plan.mapped.filter(({ column }) => column.type !== 'money').flatMap(({ indexes }) => indexes));
  if (money.length === 0 || cells.some((cell, i) => cell !== '' && (read.has(i) || !FIGURE.test(cell)))) return;
  const isSum = money.every(({ planned, cell }) => {
    const fen = fenOf(plan, planned, cell);
    return fen !== null && fen !== 0 && (quality.columns[planned.name]?.sum ?? 0) - (before[planned.name] ?? 0) === 2 * fen;
  });
  if (isSum) count(quality.noted, 'row.unlabelled-total', {
    zh: `第 ${last['row']} 行只有金额，且等于以上各行之和，应是没写“合计”的合计行；按数据行处理，未丢弃，确是合计的请在原表写上“合计”`,
    en: `line ${last['row']} has amounts alone, each the sum of all rows above: most likely a total that is not called one. It was taken for a row, not dropped; have the sender write 合计 before it`,
  });
}
