import type { Delivered } from '../open.ts';
import { complain } from '../complaints.ts';
import { refuse } from '../refusals.ts';
import { SAMPLE_ROWS, type Found, type Source } from '../source.ts';
import { findTables } from '../tables/find.ts';
import type { Plan } from '../tables/plan.ts';
import { sampleRows } from '../tables/sample.ts';
import type { Limits, SniffOptions } from '../types.ts';
import type { Row } from '../grid.ts';
import { pourText } from './pour.ts';
import { spreadRows } from './spread.ts';
import { delimiterOf, headRows, openText, type Text } from './text.ts';

/** CSV and its kin: lines of text whose cells are held apart by a character or by their width. */
export function textSource({ fd, bytes, memo }: Delivered): Source {
  const text = memo ? { fd, bytes, ...(memo as Pick<Text, 'decoding' | 'shape'>) } : openText(fd, bytes);
  return {
    format: 'csv',
    encoding: text.decoding.encoding,
    memo: { decoding: text.decoding, shape: text.shape },
    delimiter: delimiterOf(text.shape),
    complaints: text.decoding.cut ? [complain.cut()] : [],
    find: async (options, limits) => findInText(text, options, limits),
    pour: async (plan, sink) => pourText(text, plan, sink),
  };
}

function findInText(text: Text, options: SniffOptions, limits: Limits): Found[] {
  const { rows, whole } = headRows(text);
  if (rows.some((row) => row.cells.length > limits.columns)) throw refuse.tooManyColumns(limits.columns);
  const lengths = new Map(rows.map((row) => [row.row, row.cells.length]));
  const plans = findTables(rows, { header: options.header !== false, sheet: null, grid: 0, whole, lengths }).map((plan, index) => ({ ...plan, index }));
  return plans.map((plan) => ({ plan, sample: sample(text, plan, rows, whole), complaints: [] }));
}

function sample(text: Text, plan: Plan, rows: Row[], whole: boolean): string[][] {
  const spread = whole || plan.index > 0 ? [] : spreadRows(text, plan);
  return [...sampleRows(plan, rows).slice(0, SAMPLE_ROWS - spread.length), ...spread];
}
