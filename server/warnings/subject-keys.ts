import { sql } from 'kysely';
import type { Database } from '../db.ts';
import type { House } from '../house.ts';
import { type CellAddress, type Looking, revealCells, revealPersons } from '../identities/reveal.ts';
import type { StandingWarning } from './find-warnings.ts';

/** Kinds whose subject is an internal id or a token. The others are named by public identifiers. */
const PERSONAL = new Set(['person', 'account', 'household']);

/** How each warning's subject is named to the reader: by the internal id, or, where `looking` says who asks and what for,
 *  by the identifier as delivered after normalisation. Recorded before it leaves.
 *  @throws Refused `reveal.training-only` */
export async function subjectKeys(house: House, warnings: StandingWarning[], looking: Looking | null): Promise<string[]> {
  if (!looking) return warnings.map((warning) => warning.subject);
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
