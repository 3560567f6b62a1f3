import type { Complaint } from '@mingjian/domain/complaint.ts';
import { type Duck, quoted } from '../../duckdb.ts';
import type { Again } from '../compared/again.ts';
import type { Drop } from '../compared/drop.ts';
import type { Dictionaries } from './slice/clean-slice.ts';
import type { Plan } from './plan.ts';

/** What a batch says about itself; written into its row and printed by `imports show`. Money sums are in fen. */
export type Quality = {
  rows: number;
  accepted: number;
  quarantined: number;
  split: number;
  /** rows whose content stands in the batch more than once */
  repeated: number;
  /** `nulls` and `tiers` count accepted rows, so that shares of `accepted` add up; `sum` all rows delivered, because that is what a stated total sums */
  columns: Record<string, { nulls: number; sum?: number; tiers?: Record<string, number> }>;
  /** what was refused, and what was accepted with a remark, by complaint code: distinct values */
  refused: Record<string, { words: Complaint['words']; values: number }>;
  noted: Record<string, { words: Complaint['words']; values: number }>;
  totals: StatedTotal[];
  /** a list with a header and no row */
  empty?: true;
  /** a list that lost more than half against last time, taken because somebody confirmed it */
  drop?: Drop;
  dropped: Record<string, number>;
  /** there is a vault file beside the facts */
  sealed?: true;
  /** by which a batch of the same rows is known */
  contents?: string;
  /** standing batches that it repeats in good part, as they stood when it came */
  again?: Again[];
};
/** `part`: of some of the rows (小计). */
export type StatedTotal = { column: string; row: number; stated: number; found: number; ties: boolean; part?: true };

export const emptyQuality = (): Quality => ({ rows: 0, accepted: 0, quarantined: 0, split: 0, repeated: 0, columns: {}, refused: {}, noted: {}, totals: [], dropped: {} });

const REVERSED = { zh: '截止早于起始，这段时间无法判断', en: 'The end lies before the beginning; nothing can be said of such a time' };

/** Dates whose month or year alone is known begin with its first day: only whole days and ends before that day are told. */
function reversed({ register: { period }, mapped }: Plan): string {
  const [from, to] = [period?.from, period?.to].map((name) => mapped.find((planned) => planned.name === name && planned.column.type === 'date'));
  return from && to && from !== to ? `not _bad and ${quoted(to.name)} < ${quoted(from.name)} and ${quoted(`${to.name}_precision`)} = 'day'` : 'false';
}

/** Adds what table `done_cleaned` shows. */
export async function countSlice(duck: Duck, plan: Plan, dictionaries: Dictionaries, quality: Quality): Promise<void> {
  const counts = plan.mapped.filter(({ columns }) => columns.length > 0);
  const parts = counts.flatMap(({ name, column, columns }, i) => {
    const physical = quoted(columns[0]!.name);
    const tier = columns.find((one) => one.name === `${name}_tier`);
    return [
      `count(*) filter (not _bad and ${physical} is null${tier ? ` and ${quoted(tier.name)} is null` : ''}) as n${i}`,
      ...(column.type === 'money' ? [`cast(coalesce(sum(${physical}), 0) as BIGINT) as s${i}`] : []),
      ...(tier ? [1, 2, 9].map((t) => `count(*) filter (not _bad and ${quoted(tier.name)} = ${t}) as t${i}_${t}`) : []),
    ];
  });
  const row = await duck.row<Record<string, bigint>>(`select ${['count(*) filter (part = 0) as delivered', 'count(*) filter (_bad and part = 0) as bad', 'count(*) filter (not _bad) as good', `count(*) filter (${reversed(plan)}) as reversed`, ...parts].join(', ')} from done_cleaned`);
  quality.rows += Number(row['delivered']!);
  quality.accepted += Number(row['good']!);
  quality.quarantined += Number(row['bad']!);
  if (row['reversed']! > 0n) count(quality.noted, 'period.reversed', REVERSED, Number(row['reversed']));
  counts.forEach(({ name, column }, i) => {
    const sum = (quality.columns[name] ??= { nulls: 0 });
    sum.nulls += Number(row[`n${i}`]!);
    if (column.type === 'money') sum.sum = (sum.sum ?? 0) + Number(row[`s${i}`]!);
    if (`t${i}_1` in row) for (const t of [1, 2, 9]) (sum.tiers ??= {})[t] = (sum.tiers[t] ?? 0) + Number(row[`t${i}_${t}`]!);
  });
  for (const dictionary of dictionaries.values()) {
    for (const complaint of dictionary.refused) count(quality.refused, complaint.code, complaint.words);
    for (const [code, n] of dictionary.noted) count(quality.noted, code, dictionary.notes.get(code)!.words, n);
  }
}

export function count(into: Quality['refused'], code: string, words: Complaint['words'], n = 1): void {
  (into[code] ??= { words, values: 0 }).values += n;
}
