import { type Candidates, judgedBy, workedOut } from './candidates.ts';
import type { Draft } from './draft.ts';
import { type Reading, madeText } from './read.ts';

/** What two sides agree about, told before their months are unfolded: where each side has one row for a person, place, programme and year,
 *  and both rows have the same months, all of their months are judged alike, and once. Nearly all rows of an honest county agree; unfolded,
 *  they were half of the time. Nothing is said where a condition looks at the month itself, or a row reaches into the next year. */
export function agree(draft: Draft, found: Candidates, readings: Map<string, Reading>): string[] {
  const sides = (draft.model.reconcile?.sides ?? []).map((alias) => readings.get(alias)!) as [Reading, Reading];
  const pairs = pairsOf(draft);
  if (!pairs || !sides.every(({ source }) => source.read.sum_up!.by.length === pairs.length + 1)) return [];
  if ([...draft.meanings.values(), ...[...draft.terms.values()].flatMap(({ columns }) => columns.map(([, sql]) => sql)), ...found.flags.map(({ sql }) => sql)].some((sql) => looksAtMonth(draft, sql))) return [];
  sides.forEach(({ numbered }, side) => { numbered!.agreed = pairs.map((pair, i) => ({ name: `p${i + 1}`, column: pair[side]! })); });
  return [...sides.map((reading, side) => alone(reading, pairs.map((pair) => pair[side]!))), ...judgedOnce(draft, found, sides, pairs)];
}

/** The columns by which both sides are laid together, but for the month; null where months have no number. */
function pairsOf(draft: Draft): [string, string][] | null {
  if (!draft.numbered.has('month,month')) return null;
  const all = Object.values(draft.model.reconcile!.same).map((columns) => (typeof columns === 'string' ? [columns, columns] : columns) as [string, string]);
  return all.filter((pair) => pair.join() !== 'month,month');
}

const looksAtMonth = (draft: Draft, sql: string): boolean =>
  [...draft.carried].some(([name, told]) => (told === draft.numbered.get('month,month') || told === 'numbered.nr') && new RegExp(`\\bc\\.${name}\\b`).test(sql));

/** The only row of a side for a person, place, programme and year, as any of its months would be summed up. */
function alone(reading: Reading, by: string[]): string {
  const { source, given, only, numbered } = reading;
  const others = numbered!.by.filter(({ sql }) => !by.includes(sql)).map(({ name, sql }) => `min(${sql}) as ${name}`);
  const columns = [...by, ...given.map(([name, sql]) => `${sql} as ${name}`), 'min(_ref) as _ref', 'max(_ref) as _last_ref', 'min(first_month) as first_month', 'min(months) as months', ...others];
  return `${source.name}_alone as (
  select ${columns.join(', ')} from ${madeText(reading, `${source.name}_near`)} g${only.length ? ` where ${only.join(' and ')}` : ''}
  group by ${by.join(', ')}, year(first_month) having count(*) = 1
),
${source.name}_long as (
  select distinct ${by.join(', ')} from ${source.name}_near where months > 13 - month(first_month)
)`;
}

function judgedOnce(draft: Draft, found: Candidates, sides: [Reading, Reading], pairs: [string, string][]): string[] {
  const [left, right] = sides.map(({ source }) => source.name) as [string, string];
  const others = sides[0].numbered!.by.filter(({ sql }) => !pairs.some(([a]) => a === sql)).map(({ name }) => [name, name] as const);
  const same = [...pairs, ...others, ['first_month', 'first_month'], ['months', 'months']].map(([a, b]) => `${left}.${a} = ${right}.${b}`);
  const columns = [...draft.carried].map(([name, sql]) => `${beforeMonths(draft, left, sql)} as ${name}`);
  const long = sides.map(({ source: { name } }, side) => `not exists (select 1 from ${name}_long l where ${pairs.map((pair) => `l.${pair[side]!} = ${name}.${pair[side]!}`).join(' and ')})`);
  const worked = workedOut(draft, 'paired', 'paired_worked_out');
  return [
    `paired as (\n  select ${[...pairs.map(([a], i) => `${left}.${a} as p${i + 1}`), `year(${left}.first_month) as p_year`, ...columns].join(', ')}\n  from ${left}_alone ${left} join ${right}_alone ${right} on ${same.join(' and ')}\n  where ${long.join(' and ')}\n)`,
    ...worked.steps,
    `agreed as (\n  select ${[...pairs.map((_, i) => `c.p${i + 1}`), 'c.p_year'].join(', ')} from (select c.*, ${found.flags.map((f) => `${f.sql} as f_${f.name}`).join(', ')} from ${worked.last} c) c\n  where not (${judgedBy(draft, found).join(' and ')})\n)`,
  ];
}

/** What the key holds, told by a row that still has all of its months. */
function beforeMonths(draft: Draft, left: string, sql: string): string {
  const known = [...draft.numbered].map(([pair, at]): [string, string] => [at, pair === 'month,month' ? 'cast(null as date)' : `${left}.${pair.split(',')[0]!}`]);
  return new Map([...known, ['numbered.nr', `cast(null as bigint)`]]).get(sql) ?? sql;
}
