import { duckdb } from '@mingjian/domain/model/dialect.ts';
import { functions } from '@mingjian/domain/model/functions.ts';
import { type Scope, aboutColumns, sayText } from '@mingjian/domain/model/say.ts';
import { expect, test } from 'vitest';
import { openDuck } from '../duckdb.ts';

/** What every engine must answer to an analyst's expression: one line per function of the language. */
const conformance: [expression: string, answer: string | null][] = [
  ["coalesce(null, 3)", '3'], ['greatest(2, 3)', '3'], ['least(2, 3)', '2'], ['largest(2, null, 3)', '3'], ['smallest(2, null, 3)', '2'], ['abs(-4)', '4'], ['round(2.5)', '3'],
  ["months_between(date '2024-01-31', date '2024-02-01')", '1'], ["days_between(date '2024-02-28', date '2024-03-01')", '2'],
  ["age_on(date '1944-03-02', date '2024-03-01')", '79'], ["age_on(date '1944-03-01', date '2024-03-01')", '80'],
  ["last_day_of_month(date '2024-02-03')", '2024-02-29'], ["first_day_of_month(date '2024-02-03')", '2024-02-01'], ["first_day_of_year(date '2024-02-03')", '2024-01-01'], ["days_in_month(date '2023-02-03')", '28'],
  ["same_month(date '2024-02-03', date '2024-02-29')", 'true'], ["same_year(date '2024-02-03', date '2025-02-03')", 'false'], ["year_of(date '2024-02-03')", '2024'], ["month_of(date '2024-02-03')", '2024-02-01'],
  ["overlap_months(date '2024-01-31', date '2024-03-01', date '2024-02-29', null)", '2'], ["overlap_months(date '2024-01-31', date '2024-03-01', date '2024-05-01', null)", '0'],
  ["share_month(date '2024-01-31', date '2024-03-01', date '2024-03-31', null)", 'true'], ["share_month(date '2024-04-01', date '2024-04-30', date '2024-01-01', date '2024-03-31')", 'false'],
  ["overlap_days(date '2024-01-01', date '2024-01-10', date '2024-01-10', null)", '1'], ["spread(100 yuan, date '2024-01-01', date '2024-03-31', date '2024-02-01', null)", '6666'],
  ["within(date '2024-01-31', date '2024-01-31', null)", 'true'], ["earliest(date '2024-01-31')", '2024-01-31'], ["latest(date '2024-01-31')", '2024-01-31'],
  ["out_of_order(date '2024-01-02', null, date '2024-01-01')", 'true'], ["out_of_order(date '2024-01-02', date '2024-01-02')", 'false'],
  ["contains('丧葬费', '丧葬')", 'true'], ['days(3)', '3'], ['months(3)', '3'], ['7 / 0', null], ["date '2024-01-31' + 1 months", '2024-02-29'],
  ['count(distinct 1)', '1'], ['sum(3)', '3'], ['min(3)', '3'], ['max(3)', '3'], ['avg(3)', '3'], ['any(1 = 1)', 'true'],
  ['town_of(village)', '439921101000'], ['county_of(village)', '439921000000'], ['in_place(village, town_of(village))', 'true'], ['is_village(village)', 'true'],
  ['missing(nobody)', 'true'], ['missing(pay)', 'false'], ['present(pay)', 'true'], ['present(nobody)', 'false'],
  ['tier_of(pay.pid)', '2'], ['issue_of(pay.pid)', 'check'], ['delivered(pay.policy)', '低保金'], ['person_of(pay.payee)', '7'], ['org_of(pay.payee)', null],
];
const columns: Record<string, string> = { village: 'cast(439921101201 as bigint)', pid_tier: '2', pid_issue: "'check'", policy_delivered: "'低保金'", payee_pid: '7', payee_org: 'null' };
const scope: Scope = {
  dialect: duckdb, dates: 'judge', aggregates: true, address: (source) => (source === 'pay' ? '1' : 'null'),
  resolve: (_, name) => ({ sql: columns[name]!, type: { kind: 'region' } }),
};

test.each(conformance)('DuckDB answers %s with %s', async (expression, answer) => {
  await using duck = await openDuck({ memoryMb: 128, threads: 1, spill: null });
  const { x } = await duck.row(`select ${sayText(expression, scope).sql} as x`);
  expect(x === null ? null : String(x)).toBe(answer);
});

test('every function has a line', () => {
  const told = conformance.map(([expression]) => expression).join(' ');
  expect([...Object.keys(functions), ...Object.keys(aboutColumns)].filter((name) => !told.includes(`${name}(`))).toEqual([]);
});
