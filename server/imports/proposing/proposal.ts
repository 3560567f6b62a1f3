import type { Words } from '@mingjian/domain/words.ts';
import type { Mapping } from './mapping.ts';

/** A reading of one delivered table as rows of one register. `confidence` is 0…1, calibrated on the shapes in `propose.test.ts`. */
export type Candidate = {
  register: string;
  confidence: number;
  reasons: Words[];
  mapping: Mapping;
  /** Why each mapped register column was given that header. */
  columns: Record<string, { confidence: number; reasons: Words[] }>;
  /** Required register columns that nothing in the table, its title or the file's name fills. */
  missing: string[];
  /** Delivered columns that this reading leaves out: nothing in the register is meant by them, or it could not be told. */
  left: { header: string; index: number }[];
};

/** What is proposed for one delivered table. `settled` is the candidate that `import --yes` takes: above `SURE`, nothing required missing,
 *  and well ahead of the runner-up. Null means that a person decides; `waits` says why, in words. */
export type Proposal = {
  candidates: Candidate[];
  settled: Candidate | null;
  waits: Words[];
  /** This sender's table with the same headers was settled this way before: no `--yes` is needed. */
  asBefore: boolean;
};

/** The confidence from which `--yes` maps a table without a person. A wrong map is far worse than a wait. */
export const SURE = 0.85;
