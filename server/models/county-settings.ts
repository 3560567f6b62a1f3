import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '@mingjian/domain/model/model.ts';
import { shapeFaults } from '@mingjian/domain/shape.ts';
import type { Words } from '@mingjian/domain/words.ts';
import { Type, type Static } from 'typebox';
import { Refused } from '../refused.ts';
import { readYaml } from '../registers/yaml.ts';

const Change = Type.Object(
  {
    value: Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Array(Type.String(), { minItems: 1 })]),
    from: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'first day it holds; before it the value that stood' })),
    because: Type.String({ minLength: 1, description: 'the local rule and its clause' }),
  },
  { additionalProperties: false },
);
/** A county's own values for the settings of shipped models: model → setting → its changes. */
const CountySettings = Type.Record(Type.String(), Type.Record(Type.String(), Type.Union([Change, Type.Array(Change, { minItems: 1 })])));
type CountySettings = Static<typeof CountySettings>;

/** The county's `models/settings.yaml`, put into the models for a day. A model keeps its own value where the county says nothing.
 *  Of models that could not be read (`leftOut`) nothing can be said.
 *  @throws Refused `settings.faulty` that names file and place of every fault, and what is allowed there */
export function withCountySettings(models: Model[], folder: string, asOf: string, leftOut: readonly { id: string }[] = []): Model[] {
  const file = join(folder, 'settings.yaml');
  if (!existsSync(file)) return models;
  const { said, faults } = readSettings(file);
  for (const [id, settings] of Object.entries(said)) {
    const model = models.find((each) => each.id === id);
    if (leftOut.some((each) => each.id === id)) continue;
    if (!model) faults.push(at(id, { zh: '没有这个模型', en: 'there is no such model' }));
    else faults.push(...Object.entries(settings).flatMap(([name, changes]) => unlawful(model, name, [changes].flat())));
  }
  if (faults.length > 0) throw faulty(file, faults);
  return models.map((model) => (said[model.id] ? changed(model, said[model.id]!, asOf) : model));
}

function readSettings(file: string): { said: CountySettings; faults: Words[] } {
  const { value, faults } = readYaml(readFileSync(file, 'utf8'));
  const broken = faults.map(({ line, column, words, remedy }) => at(`${line}:${column}`, { zh: `${words.zh}，${remedy.zh}`, en: `${words.en}, ${remedy.en}` }));
  if (value === undefined || value === null) return { said: {}, faults: broken };
  const odd = shapeFaults(CountySettings, value).map(({ path, words, remedy }) => at(path.join('.'), { zh: `${words.zh}，${remedy.zh}`, en: `${words.en}, ${remedy.en}` }));
  return odd.length > 0 ? { said: {}, faults: [...broken, ...odd] } : { said: value as CountySettings, faults: broken };
}

function changed(model: Model, said: CountySettings[string], asOf: string): Model {
  const settings = { ...model.settings };
  for (const [name, changes] of Object.entries(said)) {
    for (const change of [changes].flat().sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''))) {
      if ((change.from ?? '') <= asOf) settings[name] = { ...model.settings![name]!, value: change.value, ...(change.from ? { from: change.from } : {}) };
    }
  }
  return { ...model, settings };
}

function unlawful(model: Model, name: string, changes: Static<typeof Change>[]): Words[] {
  const own = model.settings?.[name];
  const place = `${model.id}.${name}`;
  if (!own) return [at(place, { zh: '这个模型没有这个参数', en: 'the model has no such setting' })];
  if (own.overridable === false) return [at(place, { zh: '法定数值，不许改', en: 'fixed by law: it may not be changed' })];
  return changes.flatMap(({ value }) => {
    if (typeof value !== typeof own.value || Array.isArray(value) !== Array.isArray(own.value)) return [at(place, { zh: `应与 ${JSON.stringify(own.value)} 同类`, en: `must be of the kind of ${JSON.stringify(own.value)}` })];
    const [low, high] = own.range ?? [-Infinity, Infinity];
    if (typeof value !== 'number' || (value >= low! && value <= high!)) return [];
    return [at(place, { zh: `${value} 超出 ${low}–${high} ${own.unit ?? ''}`, en: `${value} is outside ${low}–${high} ${own.unit ?? ''}` })];
  });
}

const at = (place: string, { zh, en }: Words): Words => ({ zh: `${place}：${zh}`, en: `${place}: ${en}` });

const faulty = (file: string, faults: Words[]): Refused =>
  new Refused('settings.faulty', { zh: `${file} ${faults.map(({ zh }) => zh).join('；')}`, en: `${file} ${faults.map(({ en }) => en).join('; ')}` },
    { zh: '写成“模型: {参数: {value: 数值, because: 文号}}”；mingjian models show 模型 列出各参数及范围', en: 'write MODEL: {SETTING: {value: …, because: RULE}}; mingjian models show MODEL lists settings and ranges' });
