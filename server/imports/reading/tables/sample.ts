import type { Row } from '../grid.ts';
import { SAMPLE_ROWS } from '../source.ts';
import { judgeRows } from './judge.ts';
import { sliceCells, type Plan } from './plan.ts';

/** Rows of one table among those read so far, spread evenly where they are more than are shown. */
export function sampleRows(plan: Plan, rows: Row[]): string[][] {
  const judge = judgeRows({ header: plan.headerRows.map((row) => row.cells), title: plan.title, keepBlank: plan.width === 1 });
  const own = rows
    .filter(({ row }) => row >= plan.firstDataRow && row <= plan.lastRow)
    .map(({ cells }) => sliceCells(cells, plan.left, plan.width))
    .filter((cells) => plan.raw || judge.judge(cells) === null);
  if (own.length <= SAMPLE_ROWS) return own;
  const half = SAMPLE_ROWS / 2;
  const step = (own.length - half) / half;
  return [...own.slice(0, half), ...Array.from({ length: half }, (_, i) => own[half + Math.floor(i * step)]!)];
}
