/** What the compiler hands to whoever runs a model (engine, case runner, bench, one-subject check). */
export type Compiled = {
  /** One statement over tables named as registers. Its rows are Findings. */
  sql: string;
  /** One statement with one row and one column `asked BIGINT`: how many distinct subjects the question was asked of.
   *  A model that hits more than its expected share of them is held. */
  asked: string;
  /** The fact columns each register is read for. A warning's facts are these columns of its evidence rows:
   *  a verdict of innocence stays silent until one of them changes, and not when some other column does. */
  reads: Record<string, string[]>;
  /** `m_<name>` columns in order. */
  measures: string[];
  /** Where rows are compared with their like: one statement with a row for each asked row (`ref`) and each of its peers (`peer`), and what the
   *  peer has (`value`, in the units of the facts; `unit` is what people would say it in). */
  peers: { sql: string; unit: string | null } | null;
  /** May this be asked of one subject at once (real-time check), or is it batch only (peers, concentration, ranking)? */
  oneSubject: boolean;
};

/** Columns of every compiled statement, in this order, before the measures. hit and let_go are one row per matter (n = 1);
 *  not_assessable is a count per reason and region. Among hits (subject_kind, subject, matter) is unique; among
 *  let-goes together with the reason. */
export const findingColumns = {
  result: 'VARCHAR',
  reason: 'VARCHAR',
  n: 'BIGINT',
  subject_kind: 'VARCHAR',
  subject: 'VARCHAR',
  matter: 'VARCHAR',
  region: 'BIGINT',
  period_from: 'DATE',
  period_to: 'DATE',
  amount: 'BIGINT',
  tier: 'INTEGER',
  level: 'VARCHAR',
  evidence: 'BIGINT[]',
} as const;
