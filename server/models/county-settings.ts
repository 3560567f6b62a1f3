import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model, Setting } from '@mingjian/domain/model/model.ts';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { parse } from 'yaml';
import { Refused } from '../refused.ts';

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
 *  @throws Refused `settings.faulty` that names file, model, setting and what is allowed */
export function withCountySettings(models: Model[], folder: string, asOf: string): Model[] {
  const file = join(folder, 'settings.yaml');
  if (!existsSync(file)) return models;
  const said = readSettings(file);
  const stray = Object.keys(said).find((id) => !models.some((model) => model.id === id));
  if (stray) throw faulty(file, stray, { zh: '没有这个模型', en: 'there is no such model' });
  return models.map((model) => (said[model.id] ? changed(model, said[model.id]!, file, asOf) : model));
}

function readSettings(file: string): CountySettings {
  try {
    return Value.Parse(CountySettings, parse(readFileSync(file, 'utf8')) ?? {});
  } catch (cause) {
    throw faulty(file, '', { zh: `格式不对：${(cause as Error).message}`, en: `not the shape it should have: ${(cause as Error).message}` });
  }
}

function changed(model: Model, said: CountySettings[string], file: string, asOf: string): Model {
  const settings = { ...model.settings };
  for (const [name, changes] of Object.entries(said)) {
    const own = model.settings?.[name];
    if (!own) throw faulty(file, `${model.id}.${name}`, { zh: '这个模型没有这个参数', en: 'the model has no such setting' });
    for (const change of [changes].flat().sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''))) {
      refuseUnlawful(own, change.value, file, `${model.id}.${name}`);
      if ((change.from ?? '') <= asOf) settings[name] = { ...own, value: change.value, ...(change.from ? { from: change.from } : {}) };
    }
  }
  return { ...model, settings };
}

function refuseUnlawful(own: Setting, value: Setting['value'], file: string, at: string): void {
  if (own.overridable === false) throw faulty(file, at, { zh: '法定数值，不许改', en: 'fixed by law: it may not be changed' });
  if (typeof value !== typeof own.value || Array.isArray(value) !== Array.isArray(own.value)) throw faulty(file, at, { zh: `应与 ${JSON.stringify(own.value)} 同类`, en: `must be of the kind of ${JSON.stringify(own.value)}` });
  const [low, high] = own.range ?? [-Infinity, Infinity];
  if (typeof value === 'number' && (value < low! || value > high!)) throw faulty(file, at, { zh: `${value} 超出 ${low}–${high} ${own.unit ?? ''}`, en: `${value} is outside ${low}–${high} ${own.unit ?? ''}` });
}

const faulty = (file: string, at: string, what: { zh: string; en: string }): Refused =>
  new Refused('settings.faulty', { zh: `${file} ${at}：${what.zh}`, en: `${file} ${at}: ${what.en}` },
    { zh: '写成“模型: {参数: {value: 数值, because: 文号}}”；mingjian models show 模型 列出各参数及范围', en: 'write MODEL: {SETTING: {value: …, because: RULE}}; mingjian models show MODEL lists settings and ranges' });
