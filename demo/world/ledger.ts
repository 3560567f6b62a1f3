import { type Day, iso } from './calendar.ts';

export type SubjectKind = 'person' | 'household' | 'org' | 'parcel' | 'asset' | 'contract' | 'project' | 'account' | 'customer';
export type Subject = { kind: SubjectKind; key: string };
export type Act = {
  id: string;
  /** The question that ought to find it, by its shared name: to this program a label, nothing more. */
  model: string;
  /** Other questions that may rightly speak of the same subject because of the same act. */
  also?: string[];
  act: string;
  wrong: boolean;
  innocent_code?: string;
  subjects: Subject[];
  period: [string, string] | null;
  amount_fen: number | null;
  /** The tier an office's own mistake leaves the act visible at: K1 and K2 count, K3 needs a person to confirm who it is. */
  seen_by: 'K1' | 'K2' | 'K3';
  delivery: 1 | 2;
  /** Set right between the two deliveries: to be seen after the first, gone after the second. */
  repaired?: true;
};

/** What was planted. It is written beside the deliveries and never given to anybody who looks for it. */
export class Ledger {
  readonly acts: Act[] = [];

  wrong(model: string, act: string, subjects: Subject[], more: Partial<Omit<Act, 'period'>> & { period?: [Day, Day] } = {}): void {
    this.#add(model, act, subjects, { wrong: true, ...more });
  }

  innocent(model: string, code: string, act: string, subjects: Subject[], more: Partial<Omit<Act, 'period'>> & { period?: [Day, Day] } = {}): void {
    this.#add(model, act, subjects, { wrong: false, innocent_code: code, ...more });
  }

  #add(model: string, act: string, subjects: Subject[], more: Partial<Omit<Act, 'period'>> & { period?: [Day, Day] }): void {
    const { period, ...rest } = more;
    const id = `${model}/${String(this.acts.length + 1).padStart(5, '0')}`;
    this.acts.push({ id, model, act, wrong: true, subjects, amount_fen: null, seen_by: 'K1', delivery: 1, ...rest, period: period ? [iso(period[0]), iso(period[1])] : null });
  }
}
