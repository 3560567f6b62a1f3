import { factColumns } from '@mingjian/domain/model/facts.ts';
import type { Held } from '../lake/held.ts';
import type { Question } from './find.ts';

/** A register that fewer questions read is read from disk by each. */
const READERS_TO_HOLD = 5;

/** What a run holds in memory: of each register that several questions read, the columns that any of them reads. */
export function heldFor(questions: readonly Question[]): Held {
  const held = new Map<string, readonly string[]>();
  for (const register of new Set(questions.flatMap((question) => question.registers))) {
    const readers = questions.filter((question) => question.registers.some(({ id }) => id === register.id));
    if (readers.length < READERS_TO_HOLD) continue;
    const read = new Set(readers.flatMap(({ compiled }) => compiled.reads[register.id] ?? []));
    const seen = register.kind === 'snapshot' ? ['seen_from', 'seen_to'] : [];
    held.set(register.id, ['_ref', ...factColumns(register).filter(({ of, name }) => of && read.has(name)).map(({ name }) => name), ...seen]);
  }
  return held;
}
