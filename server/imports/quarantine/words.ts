import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import type { Catalogue } from '../../registers/catalogue.ts';

/** Words that say nothing of a person: how the registers write their codes, what programmes and places are called. */
export async function plainWords(db: Database, { registers, vocabulary }: Pick<Catalogue, 'registers' | 'vocabulary'>): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`select distinct name from region`.execute(db);
  const codes = [...registers.values()].flatMap(({ columns }) => Object.values(columns).flatMap(({ values }) => Object.values(values ?? {}).flat()));
  const programmes = [...vocabulary.programmes.values()].flatMap(({ title, names }) => [title.zh, ...names]);
  return new Set([...codes, ...programmes, ...rows.map(({ name }) => name)].map(String));
}
