import type { Model } from '@mingjian/domain/model/model.ts';
import { neededAliases, vocabulary } from '@mingjian/domain/model/statement/fit.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Duck } from '../duckdb.ts';
import type { ActiveBatch } from '../lake/inputs.ts';
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

/** A register of which a run knows nothing. `quarantined`: it was delivered, and every row of it is in quarantine. */
export type Missing = { register: string; title: Words; quarantined: boolean };

/** The registers that a recorded reason says were missing, by their titles. */
export function missingOf(reason: string | null, { registers, family }: Pick<Catalogue, 'registers' | 'family'>, batches: readonly Pick<ActiveBatch, 'register' | 'rows' | 'towns'>[]): Missing[] {
  const missing = (reason?.split(', ') ?? []).filter((one) => one.startsWith('missing.')).map((one) => one.slice('missing.'.length));
  const refused = new Set(batches.filter(({ rows, towns }) => rows === 0n && towns.length === 0).map(({ register }) => register));
  return missing.map((register) => ({
    register, title: registers.get(register)?.title ?? { zh: register, en: register }, quarantined: family(register).some(({ id }) => refused.has(id)),
  }));
}

export function lackingWords(missing: readonly Missing[]): string {
  const those = (quarantined: boolean, language: 'zh' | 'en', between: string) => missing.filter((one) => one.quarantined === quarantined).map(({ title }) => title[language]).join(between);
  const told = (language: 'zh' | 'en', between: string, absent: (titles: string) => string, refused: (titles: string) => string) =>
    [[absent, those(false, language, between)] as const, [refused, those(true, language, between)] as const].flatMap(([say, titles]) => (titles ? [say(titles)] : [])).join(language === 'zh' ? '；' : '; ');
  return say({
    zh: `：${told('zh', '、', (titles) => `截至这一天没有送来${titles}`, (titles) => `${titles}送来了，但每一行都在隔离区（mingjian imports quarantine 查看）`)}`,
    en: `: ${told('en', ', ', (titles) => `by that day nobody had delivered ${titles}`, (titles) => `${titles}: delivered, but every row is in quarantine (see mingjian imports quarantine)`)}`,
  });
}
