import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDuck } from '../../../duckdb.ts';
import { readTable, scratch } from '../testing.ts';

test.each(['file_row_number', 'amount'])('a Parquet file with a column called %s is read in its order, rows counted from 1', async (name) => {
  using folder = scratch();
  const path = join(folder.at, 'table.parquet');
  {
    await using duck = await openDuck({ memoryMb: 200, threads: 1, spill: null });
    await duck.run(`copy (select i as "${name}", '张' || i as "姓名" from range(5000) t (i) order by i desc) to '${path}' (format parquet, row_group_size 2048)`);
  }
  const { names, lines, cells, found } = await readTable(path);
  expect(names).toEqual([name, '姓名']);
  expect([cells.length, cells[0], cells[4999]]).toEqual([5000, ['4999', '张4999'], ['0', '张0']]);
  expect([lines[0], lines[4999], found.sample[0]]).toEqual([1, 5000, ['4999', '张4999']]);
});
