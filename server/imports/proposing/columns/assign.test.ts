import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign } from './assign.ts';

function best(worth: number[][], row = 0, taken = new Set<number>()): number {
  if (row === worth.length) return 0;
  const without = best(worth, row + 1, taken);
  return Math.max(without, ...worth[row]!.map((value, column) => (taken.has(column) ? 0 : value + best(worth, row + 1, new Set([...taken, column])))));
}

test('no other one-to-one assignment is worth more, and no column is given twice', () => {
  const matrices = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) => fc.array(fc.array(fc.constantFrom(0, 0, 0.2, 0.5, 0.9, 1), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }));
  fc.assert(fc.property(matrices, (worth) => {
    const given = assign(worth);
    const columns = given.filter((column) => column >= 0);
    expect(new Set(columns).size).toBe(columns.length);
    expect(given.reduce((sum, column, row) => sum + (column < 0 ? 0 : worth[row]![column]!), 0)).toBeCloseTo(best(worth), 9);
  }), { numRuns: 300 });
});

test('what is worth nothing is left apart', () => {
  expect(assign([[0, 0], [0, 0.5]])).toEqual([-1, 1]);
  expect(assign([])).toEqual([]);
});
