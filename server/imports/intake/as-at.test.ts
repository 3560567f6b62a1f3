import { expect, test } from 'vitest';
import { reportDate } from '../reading/tables/report-date.ts';
import { asAtOf, datedByRows } from './as-at.ts';

const table = { reportDate: null, title: [], sheet: null };

test.each([
  ['低保花名册2024年3月.xlsx', '2024-03-31'], ['2024年1-3月发放明细.csv', '2024-03-31'], ['2024年1月-3月发放.csv', '2024-03-31'], ['发放2024-03-15.csv', '2024-03-15'], ['2024.3.5上报.xls', '2024-03-05'],
  ['2024年3月5日上报.xls', '2024-03-05'], ['户籍20240630.csv', '2024-06-30'], ['2023年上半年.csv', '2023-06-30'], ['2024年二季度.xlsx', '2024-06-30'], ['2023年度台账.csv', '2023-12-31'],
  ['充电桩日冻结电量_2026Q2.jsonl', '2026-06-30'], ['发放 2026-Q2.csv', '2026-06-30'], ['2026年Q4发放.csv', '2026-12-31'], ['Q1 2026 payments.csv', '2026-03-31'], ['2026年第二季度.xls', '2026-06-30'], ['2026年度第一季度发放.csv', '2026-03-31'],
  ['2026年上半年一卡通发放明细.txt', '2026-06-30'], ['2026下半年.csv', '2026-12-31'], ['payments 2026H1.csv', '2026-06-30'], ['发放202606.csv', '2026-06-30'], ['发放2026-06.csv', '2026-06-30'], ['发放_2026.02.csv', '2026-02-28'],
  ['2026年2月29日.csv', '2026-02-28'], ['2026Q5.csv', '2026-12-31'],
])('%s speaks of %s', (file, date) => {
  expect(asAtOf(table, file, undefined, '2027-01-01')).toEqual({ date, from: 'file' });
});

test('what is said nearest counts; where nobody says anything it is the day of the import', () => {
  expect(asAtOf({ ...table, title: ['截至2024年6月30日'] }, '2023年.csv', '2022-01-01', '2026-01-01')).toEqual({ date: '2024-06-30', from: 'title' });
  expect(asAtOf(table, '名册.csv', '2022-01-01', '2026-01-01')).toEqual({ date: '2022-01-01', from: 'delivered' });
  expect(asAtOf(table, '名册.csv', undefined, '2026-01-01')).toEqual({ date: '2026-01-01', from: 'clock' });
});

test.each([
  ['2026年第二季度低保发放表', '2026-06-30'], ['2026年上半年惠农补贴发放明细', '2026-06-30'], ['2025年1-3月发放表', '2025-03-31'], ['2025年1月至6月发放表', '2025-06-30'], ['2026Q2 charging', '2026-06-30'],
  ['二〇二五年三月发放表', '2025-03-31'], ['截至2026年6月30日', '2026-06-30'], ['制表日期：2026年1月6日', '2026-01-06'],
])('the line "%s" over a table says %s', (line, date) => {
  expect(asAtOf({ ...table, reportDate: reportDate([line]) }, '名册.csv', undefined, '2027-01-01')).toEqual({ date, from: 'report' });
});

test('a day anywhere over a table goes before the year in its name, and the year alone is no date line', () => {
  const over = (lines: string[], file = '名册.xlsx', delivered?: string) => asAtOf({ ...table, title: lines, reportDate: reportDate(lines) }, file, delivered, '2026-11-23');
  const name = '青岚县2026年城乡低保对象花名册';
  expect(over([name, '单位：元    2026年6月30日'])).toEqual({ date: '2026-06-30', from: 'report' });
  expect(over(['2026年第二季度低保发放表', '2026年7月5日'])).toEqual({ date: '2026-07-05', from: 'report' });
  expect(over(['2026年1月1日至2026年6月30日发放明细'])).toEqual({ date: '2026-06-30', from: 'report' });
  expect(over([name])).toEqual({ date: '2026-11-23', from: 'title' });
  expect(over([name], '低保202606.xlsx')).toEqual({ date: '2026-06-30', from: 'file' });
  expect(over([name], '名册.xlsx', '2026-06-30')).toEqual({ date: '2026-06-30', from: 'delivered' });
  expect(over(['2024年度台账'], '低保202606.xlsx')).toEqual({ date: '2024-12-31', from: 'title' });
});

test('a period that is not over stands for today: a list that is here speaks of no day to come', () => {
  expect(asAtOf(table, '2026年低保名册.csv', undefined, '2026-06-10')).toEqual({ date: '2026-06-10', from: 'file' });
});

test('events that nobody dated are dated by their newest row, never later than the import; rosters are not', () => {
  const guessed = asAtOf(table, '死亡名单.csv', undefined, '2026-06-10');
  expect(datedByRows(guessed, 'event', '2025-02-03')).toEqual({ date: '2025-02-03', from: 'rows' });
  expect(datedByRows(guessed, 'event', null)).toEqual(guessed);
  expect(datedByRows(guessed, 'snapshot', '2025-02-03')).toEqual(guessed);
  expect(datedByRows({ date: '2026-03-31', from: 'file' }, 'event', '2025-02-03')).toEqual({ date: '2026-03-31', from: 'file' });
});
