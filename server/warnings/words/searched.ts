import { sameWords } from '@mingjian/domain/model/explain.ts';
import { type Model, only } from '@mingjian/domain/model/model.ts';
import { readAloud } from '@mingjian/domain/model/reading.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import type { Language } from '@mingjian/domain/words.ts';
import { speaksUpTo } from '../../lake/coverage.ts';
import type { DeliveredBatch } from '../../lake/standing.ts';
import type { FrozenEvidence, StandingWarning } from '../find-warnings.ts';
import { titleOf } from './cell-words.ts';
import { asAtWords, batchWords } from './sources.ts';

/** What a search that found nothing went by: the register, and in words what would have been a find. */
type Search = { register: string; by: string; and: string | null; isOverPeriod: boolean };

export type Searching = { warning: StandingWarning; model: Model; evidence: FrozenEvidence[]; registers: ReadonlyMap<string, Register>; family: (id: string) => string[]; then: DeliveredBatch[]; asOf: string; language: Language };

/** What was searched and not found: where a warning rests on an absence, the search is its evidence. Each with the deliveries that stood
 *  when it was made, and the day up to which they speak of the place. */
export function searchedLines(searching: Searching): string[] {
  const { registers, language } = searching;
  return [...Map.groupBy(searchesOf(searching), ({ register }) => register)].flatMap(([id, searches]) => [
    `  ${registers.get(id)?.title[language] ?? id}`,
    ...searches.map((search) => `    ${searchWords(search, searching)}`),
    ...searchedIn(id, searching).map((line) => `    ${line}`),
  ]);
}

function searchesOf({ model, evidence, registers, language }: Searching): Search[] {
  const read = (alias: string) => model.reads[alias]!.register;
  const aloud = (text: string | number | boolean | undefined) => (text === undefined ? null : readAloud(text, model, (id) => registers.get(id), language));
  // A model's own terms have no words of their own; what they stand for here is the period, which the warning states.
  const isOfPeriod = (and: string | number | boolean | undefined) => Object.keys(model.terms ?? {}).some((term) => new RegExp(`\\b${term}\\b`).test(String(and)));
  const absences = (model.without ?? []).map(only).map(([alias, { same, and, covering }]): Search =>
    ({ register: read(alias), by: sameWords[same]?.[language] ?? same, and: isOfPeriod(and) ? null : aloud(and), isOverPeriod: covering !== undefined || isOfPeriod(and) }));
  const sides = model.reconcile?.sides.filter((alias) => !evidence.some(({ register }) => register === read(alias))) ?? [];
  return [...absences, ...sides.map((alias): Search => ({ register: read(alias), by: keyWords(model, registers.get(read(alias)), language), and: null, isOverPeriod: true }))];
}

/** The key by which two registers were laid side by side, by the titles of its columns. */
function keyWords({ reconcile }: Model, register: Register | undefined, language: Language): string {
  const names = Object.entries(reconcile!.same).map(([key, columns]) => {
    const column = register?.columns[[columns].flat()[0]!];
    if (column?.type === 'citizen_number' || column?.type === 'sender_key') return sameWords['person']![language];
    return column ? titleOf(key, column, language) : { zh: '月份', en: 'month' }[language];
  });
  return names.join(language === 'zh' ? '、' : ', ');
}

function searchWords({ by, and, isOverPeriod }: Search, { warning, language }: Searching): string {
  const period = isOverPeriod && warning.period_from ? { zh: `在 ${warning.period_from} 至 ${warning.period_to} 期间`, en: `from ${warning.period_from} to ${warning.period_to} ` }[language] : '';
  return language === 'zh'
    ? `${period}按${by}相同查找，没有找到${and ? `（还须：${and}）` : ''}`
    : `searched ${period}for the same ${by}${and ? ` (and ${and})` : ''}: nothing found`;
}

function searchedIn(id: string, { warning, family, then, asOf, language }: Searching): string[] {
  const members = new Set(family(id));
  const batches = then.filter((batch) => members.has(batch.register)).flatMap((batch) => {
    const upTo = speaksUpTo(batch, warning.region);
    return upTo === null ? [] : [{ ...batch, upTo: upTo > asOf ? asOf : upTo }];
  });
  const newest = batches.toSorted((a, b) => a.upTo.localeCompare(b.upTo) || a.asAt.localeCompare(b.asAt) || Number(a.id - b.id)).at(-1);
  if (!newest) return [{ zh: '当时没有这里的台账', en: 'nothing of this place had been delivered' }[language]];
  const senders = [...new Set(batches.map(({ sender }) => sender).filter((sender) => sender !== null))].join(language === 'zh' ? '、' : ', ');
  return [language === 'zh'
    ? `查的是${senders}送来的 ${batches.length} 批，说到 ${newest.upTo} 为止；最新的是${batchWords(newest, language)}，${asAtWords(newest, language)}`
    : `in ${batches.length} ${batches.length === 1 ? 'batch' : 'batches'} of ${senders || 'an unnamed sender'}, which speak up to ${newest.upTo}; the newest is ${batchWords(newest, language)}, ${asAtWords(newest, language)}`];
}
