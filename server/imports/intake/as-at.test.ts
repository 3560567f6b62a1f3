import { expect, test } from 'vitest';
import { asAtOf } from './as-at.ts';

const table = { reportDate: null, title: [], sheet: null };

test.each([
  ['低保花名册2024年3月.xlsx', '2024-03-31'], ['2024年1-3月发放明细.csv', '2024-03-31'], ['2024年1月-3月发放.csv', '2024-03-31'], ['发放2024-03-15.csv', '2024-03-15'], ['2024.3.5上报.xls', '2024-03-05'],
  ['2024年3月5日上报.xls', '2024-03-05'], ['户籍20240630.csv', '2024-06-30'], ['2023年上半年.csv', '2023-06-30'], ['2024年二季度.xlsx', '2024-06-30'], ['2023年度台账.csv', '2023-12-31'],
])('%s speaks of %s', (file, date) => {
  expect(asAtOf(table, file, undefined, '2026-01-01')).toEqual({ date, from: 'file' });
});

test('what is said nearest counts; where nobody says anything it is the day of the import', () => {
  expect(asAtOf({ ...table, title: ['截至2024年6月30日'] }, '2023年.csv', '2022-01-01', '2026-01-01')).toEqual({ date: '2024-06-30', from: 'title' });
  expect(asAtOf(table, '名册.csv', '2022-01-01', '2026-01-01')).toEqual({ date: '2022-01-01', from: 'delivered' });
  expect(asAtOf(table, '名册.csv', undefined, '2026-01-01')).toEqual({ date: '2026-01-01', from: 'clock' });
});
