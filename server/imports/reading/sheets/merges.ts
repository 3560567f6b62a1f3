import { complain } from '../complaints.ts';
import type { Merge, Row } from '../grid.ts';
import { look } from '../tables/looks.ts';
import type { Plan } from '../tables/plan.ts';
import { isDamaged, type Located } from '../types.ts';

/** An amount that stands once for several rows (a household's grant over its members) is one amount: written into every
 *  row it would be paid three times in every sum. */
const AMOUNT = /金额|实发|应发|发放额|合计|补助款|补贴款|amount/i;

export type Filler = Iterable<Row> & { fill(row: Row): Row };

/** Writes the value of a merged cell into the rows it covers, below the header. Rows come in order. */
export function fillMerges(rows: Row[], merges: Merge[], plan: Plan, fault: (located: Located) => void): Filler {
  const down = plan.raw ? [] : merges.filter(({ top, bottom, left }) => bottom > top && top >= plan.firstDataRow && top <= plan.lastRow && left >= plan.left && left < plan.left + plan.width).sort((a, b) => a.top - b.top);
  const open: { merge: Merge; value: string }[] = [];
  let next = 0;
  const fill = (row: Row): Row => {
    for (let i = open.length - 1; i >= 0; i--) if (open[i]!.merge.bottom < row.row) open.splice(i, 1);
    const cells = open.length ? [...row.cells] : row.cells;
    for (const { merge } of open) while (cells.length <= merge.left) cells.push('');
    for (const { merge, value } of open) if (cells[merge.left]!.trim() === '') cells[merge.left] = value;
    for (; next < down.length && down[next]!.top <= row.row; next++) {
      const merge = down[next]!;
      const value = row.row === merge.top ? (row.cells[merge.left] ?? '') : '';
      if (value.trim() === '' || isDamaged(value)) continue;
      const header = plan.headers[merge.left - plan.left]?.name ?? '';
      if (AMOUNT.test(header) && look(value) === 'number')
        fault({ ...complain.mergedAmount(merge.bottom - merge.top + 1), row: merge.top, column: merge.left + 1, value, header });
      else open.push({ merge, value });
    }
    return cells === row.cells ? row : { row: row.row, cells };
  };
  return { fill, *[Symbol.iterator]() { for (const row of rows) yield fill(row); } };
}
