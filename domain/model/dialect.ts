/** How one engine spells what the language can say. A second engine is a second object; what both spell alike stands in the
 *  compiler itself. Every entry has a conformance case that runs on the engine (server/models/functions.test.ts). */
export type Dialect = {
  name: string;
  date(iso: string): string;
  lastDayOfMonth(d: string): string;
  firstDayOfMonth(d: string): string;
  firstDayOfYear(d: string): string;
  lastDayOfYear(d: string): string;
  /** Calendar months since some fixed one, to count months with. */
  monthNumber(d: string): string;
  daysBetween(a: string, b: string): string;
  plus(d: string, n: string, unit: 'day' | 'month' | 'year'): string;
  ratio(a: string, b: string): string;
  /** A number as whole fen, halves away from zero. */
  whole(x: string): string;
  bigint(x: string): string;
  double(x: string): string;
  text(x: string): string;
  /** A column of sums or of addresses gathered into one sorted list without repeats or nulls. */
  addresses(refs: string[]): string;
  /** Whether a named step is worked out once and kept, or wherever it is used. */
  kept: string;
  inline: string;
  /** A table of the numbers from 0 to `last`. */
  counted(table: string, column: string, last: number): string;
  anyTrue(condition: string): string;
  /** Constant rows under a name. */
  rowsAsTable(name: string, columns: string[], rows: string[][]): string;
};

/** A sequence of casts and truncations that both engines read alike (design: portable SQL). */
const asDate = (x: string) => `cast(${x} as date)`;

export const duckdb: Dialect = {
  name: 'duckdb',
  date: (iso) => `date '${iso}'`,
  lastDayOfMonth: (d) => `last_day(${d})`,
  firstDayOfMonth: (d) => asDate(`date_trunc('month', ${d})`),
  firstDayOfYear: (d) => asDate(`date_trunc('year', ${d})`),
  lastDayOfYear: (d) => asDate(`date_trunc('year', ${d}) + interval '1' year - interval '1' day`),
  // counts boundaries crossed in this engine (not full months), and reads a long expression once
  monthNumber: (d) => `date_diff('month', date '2000-01-01', ${d})`,
  daysBetween: (a, b) => `date_diff('day', ${a}, ${b})`,
  plus: (d, n, unit) => (/^\d+$/.test(n) ? asDate(`${d} + interval '${n}' ${unit}`) : asDate(`${d} + ${n} * interval '1' ${unit}`)),
  ratio: (a, b) => `cast(${a} as double) / nullif(${b}, 0)`,
  whole: (x) => `cast(round(${x}) as bigint)`,
  bigint: (x) => `cast(${x} as bigint)`,
  double: (x) => `cast(${x} as double)`,
  text: (x) => `cast(${x} as varchar)`,
  // a list of lists of every row took a fifth longer
  addresses: (refs) => `list_sort(list_distinct(${refs.map((ref) => `array_agg(${ref})`).join(' || ')}))`,
  counted: (table, column, last) => `(select unnest(generate_series(0, ${last})) as ${column}) ${table}`,
  kept: 'materialized ',
  inline: 'not materialized ',
  anyTrue: (condition) => `bool_or(${condition})`,
  rowsAsTable: (name, columns, rows) => `(values ${rows.map((row) => `(${row.join(', ')})`).join(', ')}) as ${name}(${columns.join(', ')})`,
};
