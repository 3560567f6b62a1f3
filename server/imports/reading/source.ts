import type { Sink } from './out/sink.ts';
import type { Plan } from './tables/plan.ts';
import type { Format, Limits, Located, SniffOptions } from './types.ts';

/** A table as found: how to read it, and some of its rows (cut to its columns) to show and to guess meanings from. */
export type Found = { plan: Plan; hidden?: true; sample: string[][]; complaints: Located[] };

/** An opened file of any format. Formats differ in how they find and pour; everything above them does not. */
export interface Source {
  format: Format;
  encoding?: string;
  delimiter?: string;
  complaints: Located[];
  /** What need not be found out again when the file is opened a second time. */
  memo?: unknown;
  find(options: SniffOptions, limits: Limits): Promise<Found[]>;
  pour(plan: Plan, sink: Sink): Promise<void>;
  close?(): void;
}

export const SAMPLE_ROWS = 200;
