import { complain } from '../complaints.ts';
import type { Merge, Row } from '../grid.ts';
import { refuse } from '../refusals.ts';
import type { Sink } from '../out/sink.ts';
import type { Found, Source } from '../source.ts';
import { findTables } from '../tables/find.ts';
import { judgeRows } from '../tables/judge.ts';
import { sliceCells, type Plan } from '../tables/plan.ts';
import { sampleRows } from '../tables/sample.ts';
import { isDamaged, type Format, type Limits, type Located, type SniffOptions } from '../types.ts';
import { fillMerges } from './merges.ts';

/** One sheet, its rows in batches. `rows` starts again each time it is called; blank rows may be left out. */
export type Grid = {
  sheet: string | null;
  hidden: boolean;
  merges: Merge[];
  /** Too big to be looked through whole for tables. */
  large: boolean;
  rows(): AsyncIterable<Row[]> | Iterable<Row[]>;
};

const HEAD = 2000;

/** A source of sheets, whatever format they came in. */
export function gridSource(format: Format, grids: Grid[], extra: Partial<Source> = {}): Source {
  const kept = new Map<number, Row[]>();
  return {
    format,
    complaints: [],
    find: async (options, limits) => {
      const found: Found[] = [];
      for (let g = 0; g < grids.length; g++) found.push(...(await findInGrid(grids[g]!, g, options, limits, kept)));
      return found;
    },
    pour: (plan, sink) => pourGrid(grids[plan.grid]!, kept.get(plan.grid), plan, sink),
    ...extra,
  };
}

async function findInGrid(grid: Grid, index: number, options: SniffOptions, limits: Limits, kept: Map<number, Row[]>): Promise<Found[]> {
  const rows: Row[] = [];
  let whole = true;
  for await (const batch of grid.rows()) {
    for (const row of batch) rows.push(row);
    if (rows.some((row) => row.cells.length > limits.columns)) throw refuse.tooManyColumns(limits.columns);
    if (!grid.large || rows.length < HEAD) continue;
    whole = false;
    break;
  }
  if (whole) kept.set(index, rows);
  const plans = findTables(rows, { header: options.header !== false, sheet: grid.sheet, grid: index, whole });
  return plans.map((plan) => {
    const own = { ...plan, index: 0 };
    const filled = [...fillMerges(rows, grid.merges, own, () => undefined)];
    return { plan: own, ...(grid.hidden && { hidden: true as const }), sample: sampleRows(own, filled), complaints: [] };
  });
}

async function pourGrid(grid: Grid, kept: Row[] | undefined, plan: Plan, sink: Sink): Promise<void> {
  const fault = (located: Located): void => sink.fault(located);
  const judge = plan.raw ? null : judgeRows({ header: plan.headerRows.map((row) => sliceCells(row.cells, 0, plan.width)), title: plan.title, keepBlank: false });
  const filler = fillMerges(kept ?? [], grid.merges, plan, fault);
  const take = (row: Row): void => {
    if (row.row < plan.firstDataRow || row.row > plan.lastRow) return;
    const cells = sliceCells(row.cells, plan.left, plan.width);
    const why = judge?.judge(cells) ?? null;
    if (why) sink.drop(row.row, why, cells);
    else {
      tellDamage(cells, row.row, plan, fault);
      sink.record(row.row, cells);
    }
  };
  if (kept) for (const row of filler) take(row);
  else for await (const batch of grid.rows()) for (const row of batch) take(filler.fill(row));
}

/** What the spreadsheet has lost is told cell by cell; the cell goes on with its mark, so that nobody takes it for a value. */
function tellDamage(cells: string[], row: number, plan: Plan, fault: (located: Located) => void): void {
  for (let c = 0; c < cells.length; c++) {
    const cell = cells[c]!;
    if (!isDamaged(cell)) continue;
    const rest = cell.slice(1);
    const complaint = rest === '=' ? complain.formulaWithoutValue() : rest.startsWith('#') ? complain.errorCell() : complain.damagedNumber();
    fault({ ...complaint, row, column: plan.left + c + 1, ...(rest !== '=' && { value: rest }) });
  }
}
