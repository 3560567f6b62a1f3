import type { Words } from './words.ts';

/** What is wrong with one delivered value, row or file, and what its sender can do about it.
 *  `code` is stable (`citizen-number.check`, `file.encrypted`): tests, counts and translations hang on it.
 *  Neither sentence ever contains the value itself: values are personal, complaints are printed. */
export type Complaint = { code: string; words: Words; remedy: Words };

/** What a parser of one value answers: the normalised value, perhaps with notes that do not refuse it, or a complaint. */
export type Parsed<T> = { ok: true; value: T; notes?: Complaint[] } | { ok: false; complaint: Complaint };

export const ok = <T>(value: T, notes?: Complaint[]): Parsed<T> => (notes?.length ? { ok: true, value, notes } : { ok: true, value });
export const bad = (code: string, words: Words, remedy: Words): { ok: false; complaint: Complaint } => ({
  ok: false,
  complaint: { code, words, remedy },
});
