import type { Dialect } from '../dialect.ts';
import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { type Source, isUnfoldedWhereItMeets, monthly } from './source.ts';

/** How a row that is read month by month tells its first month, and how many months it has, and the columns by which it tells. */
export type Months = { first: string; count: string; told: string[] };

export function monthsOf(draft: Draft, source: Source): Months {
  const by = source.read.by_month!;
  const d = draft.dialect;
  const inside = draft.inside(source, { isSifting: !source.read.both_ways });
  const from = inside.resolve(null, by.from, nowhere);
  const to = by.to ? inside.resolve(null, by.to, nowhere) : null;
  const last = to ? `coalesce(${to.last ?? to.sql}, ${from.last ?? from.sql})` : (from.last ?? from.sql);
  const told = [from.sql, from.precision, to?.sql, to?.precision].filter((column) => column !== undefined);
  return { told, first: d.firstDayOfMonth(from.sql), count: `${d.monthNumber(last)} - ${d.monthNumber(from.sql)} + 1` };
}

/** Rows with their first month and number of months, money already shared out, not yet unfolded: what can be decided of a row
 *  without its months is decided here, before one row becomes twelve. */
export function foldedText(draft: Draft, source: Source, { first, count }: Months, rows: string, columns: string[]): string {
  const d = draft.dialect;
  const share = new Set(source.read.by_month!.share ?? []);
  const parts = columns.map((c) => (share.has(c) ? `${monthly(d, c, 'months')} as ${c}` : c));
  return `select ${[...parts, 'first_month', 'months'].join(', ')}
    from (select *, ${first} as first_month, ${count} as months from ${rows} r) r
    where months >= 1`;
}

/** How many rows have which stretch of months, by `keys`. Counted by the columns as they stand, and only then are the months worked out: of a
 *  million payments a few thousand differ in them (a tenth of a reconciliation's time). */
export function stretchesText({ first, count, told }: Months, source: Source, rows: string, keys: [name: string, sql: string][], dialect: Dialect): string {
  const names = keys.map(([name]) => name).join(', ');
  const columns = [...source.inner.keys()].filter((column) => keys.some(([, sql]) => new RegExp(`\\b${column}\\b`).test(sql)));
  const counted = [...new Set([...columns, ...told])].join(', ');
  return `select ${names}, first_month, months, ${dialect.bigint('sum(n)')} as n from (
    select ${keys.map(([name, sql]) => `${sql} as ${name}`).join(', ')}, ${first} as first_month, ${count} as months, n
    from (select ${counted}, count(*) as n from ${rows} r group by ${counted}) r
  ) g where months >= 1
  group by ${names}, first_month, months`;
}

/** The months of every stretch that occurs. Rows are many and stretches few: a month is worked out once for each stretch, and rows meet
 *  their months by an equal key (36 million months of 9 million payments: 1.3 s; worked out row by row 6.6 s). Rows that meet others as
 *  they are do not even work out their first month: the stretch is known by the columns that tell it. */
export function calendarText(draft: Draft, source: Source, months: Months, plain: string, folded: string): string {
  const d = draft.dialect;
  const key = keyOf(source, months);
  const stretches = isUnfoldedWhereItMeets(source)
    ? `(select ${[...key, `${months.first} as first_month`, `${months.count} as months`].join(', ')} from (select distinct ${key.join(', ')} from ${plain} r) r)`
    : `(select distinct first_month, months from ${folded})`;
  return `${source.name}_months as (
  select ${[...new Set([...key, 'months'])].map((column) => `s.${column}`).join(', ')}, ${d.plus('s.first_month', 'k.nth', 'month')} as month
  from ${stretches} s join ${d.counted('k', 'nth', 1199)} on k.nth < s.months
)`;
}

const keyOf = (source: Source, months: Months): string[] => (isUnfoldedWhereItMeets(source) ? months.told : ['first_month', 'months']);

/** A row that does not say when it begins has no months; what else is unknown of a stretch is unknown of its calendar too. */
export const metMonths = (source: Source, months: Months, rows: string, calendar: string): string =>
  keyOf(source, months).map((column, i) => `${calendar}.${column} ${i > 0 && isUnfoldedWhereItMeets(source) ? 'is not distinct from' : '='} ${rows}.${column}`).join(' and ');
