import type { Complaint, Parsed } from '@mingjian/domain/complaint.ts';

/** Between the values of one column inside one string, on its way between DuckDB and here: one string is far faster than as many values. */
export const BETWEEN = '\u001f';

/** The distinct values of one column, cleaned. `outputs` holds, per physical facts column, one text per value that DuckDB casts to its type; '' is
 *  null. With `same`, two contents are equal when it is, and where it is '' when the first output is (a number that is nobody's has no id yet);
 *  without it, when all outputs are. */
export type Cleaned = {
  outputs: string[][];
  same?: string[];
  complaints: (Complaint | null)[];
  /** What was accepted with a remark, by code: the quality report counts it. */
  notes: Map<string, Complaint>;
  noted: (string | null)[];
};

/** Cleans all distinct values of one column at once. The order of the answers is that of the values. */
export type Cleaner = (values: string[]) => Cleaned | Promise<Cleaned>;

/** A cleaner from a parser of one value. `write` turns what was parsed into the texts of the physical columns. */
export function cleanEach<T>(width: number, parse: (raw: string) => Parsed<T | null>, write: (value: T) => string[]): Cleaner {
  return (values) => {
    const cleaned = blank(width, values.length);
    for (const [i, raw] of values.entries()) {
      const parsed = parse(raw);
      if (!parsed.ok) cleaned.complaints[i] = parsed.complaint;
      else {
        note(cleaned, i, parsed.notes);
        if (parsed.value !== null) write(parsed.value).forEach((text, column) => (cleaned.outputs[column]![i] = text));
      }
    }
    return cleaned;
  };
}

export const blank = (width: number, length: number): Cleaned => ({
  outputs: Array.from({ length: width }, () => new Array<string>(length).fill('')),
  complaints: new Array<Complaint | null>(length).fill(null),
  notes: new Map(),
  noted: new Array<string | null>(length).fill(null),
});

export function note(cleaned: Cleaned, index: number, notes: Complaint[] | undefined): void {
  if (!notes?.length) return;
  for (const one of notes) cleaned.notes.set(one.code, one);
  cleaned.noted[index] = notes[0]!.code;
}
