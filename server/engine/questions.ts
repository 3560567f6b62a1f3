import { createHash } from 'node:crypto';
import { compile } from '@mingjian/domain/model/compile.ts';
import { duckdb } from '@mingjian/domain/model/dialect.ts';
import type { Model } from '@mingjian/domain/model/model.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import type { House } from '../house.ts';
import { withCountySettings } from '../models/county-settings.ts';
import { type LeftOut, readModels, SHIPPED } from '../models/load.ts';
import type { Catalogue } from '../registers/catalogue.ts';
import type { Question } from './find.ts';

/** A model ready to be asked for one day: compiled, with the registers it reads and the hash of exactly what was asked. */
export type Prepared = Question & { model: Model; hash: string; settings: Record<string, unknown> };

/** The house's models (shipped, and the county's own), compiled for a day.
 *  One that cannot be read is left out, for the caller to tell. */
export function prepareQuestions(house: Pick<House, 'home'>, catalogue: Pick<Catalogue, 'get' | 'registers'>, asOf: string): { questions: Prepared[]; leftOut: LeftOut[] } {
  const registers = (id: string): Register | undefined => catalogue.registers.get(id);
  const { models, leftOut } = readModels(registers, SHIPPED, house.home.models);
  const questions = withCountySettings(models.map(({ model }) => model), house.home.models, asOf, leftOut).map((model) => {
    const compiled = compile(model, { registers, dialect: duckdb, asOf });
    const hash = createHash('sha256').update(compiled.sql).update(JSON.stringify(model)).digest('hex');
    const settings = Object.fromEntries(Object.entries(model.settings ?? {}).map(([name, { value, unit }]) => [name, unit ? { value, unit } : { value }]));
    return { id: model.id, model, compiled, registers: Object.keys(compiled.reads).map((id) => catalogue.get(id)), hash, settings };
  });
  return { questions, leftOut };
}
