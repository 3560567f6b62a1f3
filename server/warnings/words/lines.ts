import { rowAddress } from '@mingjian/domain/model/facts.ts';
import { whyFlagged } from '@mingjian/domain/model/explain.ts';
import type { Model } from '@mingjian/domain/model/model.ts';
import type { Language } from '@mingjian/domain/words.ts';
import type { House } from '../../house.ts';
import type { Looking } from '../../identities/reveal.ts';
import { deliveredRows } from '../../lake/delivered.ts';
import { batchesOf } from '../../lake/standing.ts';
import { readModels, SHIPPED } from '../../models/load.ts';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { asLine, type WarningLine } from '../export.ts';
import type { StandingWarning } from '../find-warnings.ts';
import { subjectKeys } from '../subject-keys.ts';

/** The house's models by id, to put a warning into words. Of one that cannot be read nothing is said but its name. */
export function modelsOf(house: Pick<House, 'home'>): Map<string, Model> {
  const { registers } = loadCatalogue(house.home.registers);
  return new Map(readModels((id) => registers.get(id), SHIPPED, house.home.models).models.map(({ model }) => [model.id, model]));
}

/** The sentence of a warning; of one whose model is no longer here, its model's name. */
export const summaryOf = (models: Map<string, Model>, warning: StandingWarning, language: Language): string => {
  const model = models.get(warning.model);
  if (!model) return warning.model;
  const measures = Object.fromEntries(Object.entries(warning.measures).map(([name, value]) => [`m_${name}`, value]));
  return whyFlagged(model, { amount: warning.amount, period_from: warning.period_from, period_to: warning.period_to, ...measures })[language];
};

export type LineOptions = { language: Language; looking: Looking | null };

const PAGE = 500;
const batchOf = (ref: bigint): bigint => rowAddress.read(ref).batch;

/** Warnings as lines that may leave the house, a page at a time: identity and places are looked up per page, not per line. */
export async function* warningLines(house: House, warnings: AsyncIterable<StandingWarning> | Iterable<StandingWarning>, { language, looking }: LineOptions): AsyncGenerator<WarningLine> {
  const models = modelsOf(house);
  const locate = deliveredRows(house.db);
  const linesOf = async (page: StandingWarning[]): Promise<WarningLine[]> => {
    const keys = await subjectKeys(house, page, looking);
    const days = new Map((await batchesOf(house.db, [...new Set(page.flatMap(({ refs }) => refs.map(batchOf)))])).map(({ id, deliveredOn }) => [id, deliveredOn]));
    const citedOf = (refs: bigint[]) => refs.map((ref) => ({ batch: String(batchOf(ref)), on: days.get(batchOf(ref)) ?? '' }));
    return Promise.all(page.map(async (warning, at) =>
      asLine(warning, { key: keys[at]!, evidence: await locate(warning.refs), cited: citedOf(warning.refs), summary: summaryOf(models, warning, language) })));
  };
  let page: StandingWarning[] = [];
  for await (const warning of warnings) {
    if (page.push(warning) < PAGE) continue;
    yield* await linesOf(page);
    page = [];
  }
  if (page.length) yield* await linesOf(page);
}
