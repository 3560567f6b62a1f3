import type { Dialect } from '@mingjian/domain/model/dialect.ts';

const asDate = (x: string) => `cast(${x} as date)`;
const end = (unit: 'month' | 'year') => (d: string) => asDate(`date_trunc('${unit}', ${d}) + interval '1' ${unit} - interval '1' day`);

/** How PostgreSQL spells what the models say: enough for the bench to ask it the same questions. Evidence is not sorted here.
 *  It wants functions year, month and day of a date (see postgres.ts). */
export const postgres: Dialect = {
  name: 'postgres',
  date: (iso) => `date '${iso}'`,
  lastDayOfMonth: end('month'),
  lastDayOfYear: end('year'),
  firstDayOfMonth: (d) => asDate(`date_trunc('month', ${d})`),
  firstDayOfYear: (d) => asDate(`date_trunc('year', ${d})`),
  monthNumber: (d) => `(year(${d}) * 12 + month(${d}))`,
  daysBetween: (a, b) => `(${b} - ${a})`,
  plus: (d, n, unit) => asDate(`${d} + ${n} * interval '1' ${unit}`),
  ratio: (a, b) => `cast(${a} as double precision) / nullif(${b}, 0)`,
  whole: (x) => `cast(round(${x}) as bigint)`,
  bigint: (x) => `cast(${x} as bigint)`,
  double: (x) => `cast(${x} as double precision)`,
  text: (x) => `cast(${x} as varchar)`,
  addresses: (refs) => refs.map((ref) => `array_agg(${ref})`).join(' || '),
  counted: (table, column, last) => `(select generate_series(0, ${last}) as ${column}) ${table}`,
  kept: 'materialized ',
  inline: 'not materialized ',
  anyTrue: (condition) => `bool_or(${condition})`,
  rowsAsTable: (name, columns, rows) => `(values ${rows.map((row) => `(${row.join(', ')})`).join(', ')}) as ${name}(${columns.join(', ')})`,
};
