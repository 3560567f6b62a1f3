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

/** One thing that somebody must say before a waiting table can be taken in, for a program: a required column that nothing fills, a column of which it is
 *  not sure that it is the one, which kind of list it is, or that it is right as it stands. */
export type Lacking = { what: 'column' | 'certainty' | 'register' | 'decision'; column?: string; header?: string; words: Words };

/** The columns of a reading that are not sure, by register column, with the header each was read from. */
export const doubtful = ({ columns, mapping }: Pick<Candidate, 'columns' | 'mapping'>): { column: string; header: string }[] =>
  Object.entries(columns).filter(([, { confidence }]) => confidence < SURE).map(([column]) => {
    const from = mapping.columns[column];
    return { column, header: from && 'header' in from ? from.header : column };
  });

/** Never empty for a table that waits. */
export function lackingOf({ candidates: [first], waits }: Pick<Proposal, 'candidates' | 'waits'>): Lacking[] {
  const because: Words = { zh: waits.map(({ zh }) => zh).join('；'), en: waits.map(({ en }) => en).join('; ') };
  if (!first) return [{ what: 'register', words: because }];
  const named: Lacking[] = [
    ...first.missing.map((column) => ({ what: 'column' as const, column, words: { zh: '必需的列，表中没有', en: 'a required column that the table does not have' } })),
    ...doubtful(first).map(({ column, header }) => ({ what: 'certainty' as const, column, header, words: { zh: `“${header}”是不是这一列拿不准`, en: `whether "${header}" is this column is in doubt` } })),
  ];
  if (named.length > 0) return named;
  return [{ what: first.confidence < SURE ? 'register' : 'decision', words: because }];
}
