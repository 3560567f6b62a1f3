import type { Model } from '@mingjian/domain/model/model.ts';
import { neededAliases, vocabulary } from '@mingjian/domain/model/statement/fit.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Duck } from '../duckdb.ts';
import type { Catalogue } from '../registers/catalogue.ts';
import { say } from '../say.ts';
import type { Found } from './find.ts';
import type { CountRow } from './store.ts';

/** A source of a model of which nothing had been delivered on the day of the run. */
export type Lacking = { alias: string; register: string };

/** Tells of a model which of the registers it cannot do without nobody had delivered by the day of the run. Table `coverage` must stand:
 *  where no row of a register is, no place and no time is known of it, and zeros would read as clean. */
export async function lackingOver(duck: Duck): Promise<(model: Model) => Lacking[]> {
  const covered = new Set((await duck.rows<{ register: string }>('select distinct register from coverage')).map(({ register }) => register));
  return (model) => neededAliases(model).map((alias) => ({ alias, register: model.reads[alias]!.register }))
    .filter(({ register }, at, all) => !vocabulary.has(register) && !covered.has(register) && all.findIndex((one) => one.register === register) === at);
}

/** Rows of later days are there before their time: what is found in them is not known yet on the day of the run. */
export async function forget(duck: Duck, { asked }: Found): Promise<Found> {
  await duck.run(`delete from finding where result <> 'not_assessable'`);
  return { asked, subjects: 0n, hits: 0n };
}

/** Counts without a row, so that what stood before is not taken for gone: missing data proves nothing. */
export function withLacking(counts: CountRow[], lacking: readonly Lacking[]): CountRow[] {
  const rows = lacking.map(({ alias }): CountRow => ({ region: '0', result: 'not_assessable', reason: `missing.${alias}`, n: '0' }));
  return [...counts, ...rows.filter((row) => !counts.some(({ region, result, reason }) => region === row.region && result === row.result && reason === row.reason))];
}

/** The reason as it is recorded: `missing.<register>` of each. */
export const lackingReason = (lacking: readonly Lacking[]): string | null => (lacking.length ? lacking.map(({ register }) => `missing.${register}`).join(', ') : null);

/** The registers that a recorded reason says were missing, by their titles. */
export const missingOf = (reason: string | null, registers: Catalogue['registers']): { register: string; title: Words }[] =>
  (reason?.split(', ') ?? []).filter((one) => one.startsWith('missing.')).map((one) => one.slice('missing.'.length))
    .map((register) => ({ register, title: registers.get(register)?.title ?? { zh: register, en: register } }));

export const lackingWords = (missing: readonly { title: Words }[]): string => say({
  zh: `：截至这一天没有送来${missing.map(({ title }) => title.zh).join('、')}`,
  en: `: by that day nobody had delivered ${missing.map(({ title }) => title.en).join(', ')}`,
});
