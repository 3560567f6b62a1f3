import { expect, test } from 'vitest';
import { findTables } from './find.ts';

const HEADER = ['合同编号', '村', '乙方', '面积(公顷)', '年租金(万元)', '终止日期'];
const OTHER = HEADER.map((name) => name.replace('公顷', '亩').replace('万元', '元'));
const contract = (id: string): string[] => [id, '东岗村', '钱小兵', '2', '0.6', '2024-12-31'];

const tablesOf = (lines: string[][]) =>
  findTables(lines.map((cells, i) => ({ row: i + 1, cells: Array.from({ length: HEADER.length }, (_, c) => cells[c] ?? '') })), { header: true, sheet: '台账', grid: 0, whole: true })
    .map(({ headerRows, firstDataRow, lastRow, title, headers, reportDate }) => ({ header: headerRows.map(({ row }) => row), from: firstDataRow, to: lastRow, title, units: headers.map(({ unit }) => unit).filter(Boolean), reportDate }));

test.each([
  ['under a title of its own', [['东岗村合同台账'], HEADER, contract('A1'), contract('A2'), [], ['柳树村合同台账'], OTHER, contract('B1'), contract('B2')], [[2, 3], [7, 8]]],
  ['behind a blank row', [HEADER, contract('A1'), contract('A2'), [], OTHER, contract('B1'), contract('B2')], [[1, 2], [5, 6]]],
  ['at once', [HEADER, contract('A1'), contract('A2'), OTHER, contract('B1'), contract('B2')], [[1, 2], [4, 5]]],
])('a header that differs in its units alone begins another table: %s', (_, lines, places) => {
  const tables = tablesOf(lines);
  expect(tables.map(({ header, from }) => [header[0], from])).toEqual(places);
  expect(tables.map(({ units }) => units)).toEqual([['公顷', '万元'], ['亩', '元']]);
  expect(tables.map(({ reportDate }) => reportDate)).toEqual([null, null]); // 2024-12-31 is the end of a contract
});

test('the same header again is a page that was turned', () => {
  const tables = tablesOf([HEADER, contract('A1'), contract('A2'), HEADER.map((name) => ` ${name.replace('(', '（').replace(')', '）')} `), contract('B1'), contract('B2')]);
  expect(tables.map(({ header, to }) => [header, to])).toEqual([[[1], 6]]);
});
