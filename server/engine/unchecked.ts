import { unchecked } from '@mingjian/domain/model/exceptions.ts';
import type { Model } from '@mingjian/domain/model/model.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { ActiveBatch } from '../lake/inputs.ts';
import type { Catalogue } from '../registers/catalogue.ts';
import { say } from '../say.ts';

/** An exception that nobody could have been let go by, because registers it looks into were never delivered. */
export type Unchecked = { exception: string; words: Words; missing: { register: string; title: Words }[] };

/** Tells of a register whether these batches hold a row of it, or of one that extends it. */
export function deliveredIn(catalogue: Pick<Catalogue, 'family'>, batches: readonly Pick<ActiveBatch, 'register' | 'rows'>[]): (register: string) => boolean {
  const delivered = new Set(batches.filter(({ rows }) => rows > 0n).map(({ register }) => register));
  return (id) => catalogue.family(id).some((member) => delivered.has(member.id));
}

/** Tells of a model which of its exceptions a run over these batches cannot check. */
export function uncheckedOver(catalogue: Pick<Catalogue, 'get' | 'family'>, batches: readonly Pick<ActiveBatch, 'register' | 'rows'>[]): (model: Model) => Unchecked[] {
  const isThere = deliveredIn(catalogue, batches);
  return (model) => unchecked(model, isThere).map(({ exception, registers }) =>
    ({ exception: exception.code, words: exception.words, missing: registers.map((id) => ({ register: id, title: catalogue.get(id).title })) }));
}

/** A line for each such exception of a model that hit somebody: whoever it would have excused stands among the hits. */
export function uncheckedLines(models: readonly { model: string; hits: number; identity: number; unchecked: Unchecked[] }[]): string[] {
  return models.filter(({ hits, identity }) => hits + identity > 0).flatMap(({ model, unchecked: gaps }) => gaps.map(({ exception, words, missing }) => say({
    zh: `  ${model}：例外“${words.zh}”（${exception}）未能核对，因为没有送来${missing.map(({ title }) => title.zh).join('、')}`,
    en: `  ${model}: the exception “${words.en}” (${exception}) could not be checked, because nobody delivered: ${missing.map(({ title }) => title.en).join(', ')}`,
  })));
}
