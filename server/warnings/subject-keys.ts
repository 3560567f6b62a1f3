import { sql } from 'kysely';
import type { Database } from '../db.ts';
import type { House } from '../house.ts';
import { openKeys } from '../identities/keys/keys.ts';
import { type CellAddress, type Looking, revealCells, revealPersons } from '../identities/reveal.ts';
import { tokens } from '../identities/tokens.ts';
import type { StandingWarning } from './find-warnings.ts';

/** Kinds whose subject stands in the database as an internal id or a token. The others stand there by the number that a register gives them. */
const PERSONAL = new Set(['person', 'account', 'household']);

type Subject = { subject_kind: string; subject: string };

/** The internal id of each subject: a person's id, else a token, the same in every run and in no other home. A contract's or a firm's
 *  number would name its parties to whoever has the register at hand. */
export async function internalKeys(house: Pick<House, 'home'>, subjects: readonly Subject[]): Promise<string[]> {
  const keys = await openKeys(house.home);
  const others = subjects.filter(({ subject_kind }) => !PERSONAL.has(subject_kind));
  const hidden = new Map([...Map.groupBy(others, ({ subject_kind }) => subject_kind)].flatMap(([kind, of]) => {
    const tokened = tokens(keys, `subject ${kind}`, of.map(({ subject }) => subject));
    return of.map(({ subject }, at) => [`${kind} ${subject}`, String(tokened[at])] as const);
  }));
  return subjects.map(({ subject_kind, subject }) => hidden.get(`${subject_kind} ${subject}`) ?? subject);
}

/** How each warning's subject is named to the reader: by the internal id, or, where `looking` says who asks and what for,
 *  by the identifier as delivered after normalisation. Recorded before it leaves.
 *  @throws Refused `reveal.training-only` */
export async function subjectKeys(house: House, warnings: StandingWarning[], looking: Looking | null): Promise<string[]> {
  if (!looking) return internalKeys(house, warnings);
  const numbers = await revealPersons(house, looking, warnings.filter((w) => w.subject_kind === 'person').map((w) => BigInt(w.subject)));
  const keys = warnings.map((w) => (PERSONAL.has(w.subject_kind) ? (w.subject_kind === 'person' ? numbers.get(BigInt(w.subject)) : undefined) : w.subject));
  const open = warnings.map((warning, at) => ({ warning, at })).filter(({ at }) => keys[at] === undefined);
  const cells = await namingCells(house.db, open.map(({ warning }) => warning.id));
  const asked = open.filter(({ warning }) => cells.has(warning.id));
  const values = asked.length ? await revealCells(house, looking, asked.map(({ warning }) => cells.get(warning.id)!)) : [];
  asked.forEach(({ at }, i) => (keys[at] = normalised(values[i] ?? null)));
  return keys.map((key, at) => key ?? warnings[at]!.subject);
}

/** One evidence row of each warning that names its subject, and the column that does. */
async function namingCells(db: Database, ids: string[]): Promise<Map<string, CellAddress>> {
  const { rows } = await sql<{ warning: string; register: string; ref: bigint; column: string }>`
    select distinct on (warning) warning, register, ref, names as column from warning_evidence
    where warning = any(${ids}) and names is not null order by warning, ref`.execute(db);
  return new Map(rows.map(({ warning, ...cell }) => [warning, cell]));
}

const normalised = (value: string | null): string | undefined => value?.normalize('NFKC').replace(/[\s\u200b-\u200d\ufeff-]/g, '').toUpperCase();
