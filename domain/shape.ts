import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { nearest } from './nearest.ts';
import type { Words } from './words.ts';

export type Path = (string | number)[];
/** One place of a document that is not as its schema says: an unknown key, a missing one, a value of the wrong kind. `about` is the key or the value. */
export type ShapeFault = { kind: 'unknown' | 'missing' | 'wrong'; path: Path; words: Words; remedy: Words };

type Schema = {
  type?: string; properties?: Record<string, Schema>; required?: string[]; patternProperties?: Record<string, Schema>; items?: Schema;
  anyOf?: Schema[]; const?: unknown; enum?: unknown[]; pattern?: string; minItems?: number; maxItems?: number; minProperties?: number; maxProperties?: number;
  minLength?: number; minimum?: number; maximum?: number; exclusiveMinimum?: number;
};

/** Every fault of a document, each with its place and what may stand there. People write these files by hand: a list is mended in one
 *  sitting, where a checker that stops after the first takes as many rounds as there are faults. */
export const shapeFaults = (schema: TSchema, value: unknown): ShapeFault[] => faultsOf(schema as Schema, value, []);

function faultsOf(schema: Schema, value: unknown, path: Path): ShapeFault[] {
  if (schema.anyOf) return ofChoice(schema, value, path);
  if (schema.type === 'object') return isRecord(value) ? ofRecord(schema, value, path) : [wrong(path, schema, value)];
  if (schema.type === 'array') return Array.isArray(value) ? ofList(schema, value, path) : [wrong(path, schema, value)];
  return Value.Check(schema as TSchema, value) ? [] : [wrong(path, schema, value)];
}

/** Of several forms the one is meant that the value comes nearest to: the only one that is a mapping, where a mapping was written. */
function ofChoice(schema: Schema, value: unknown, path: Path): ShapeFault[] {
  if (Value.Check(schema as TSchema, value)) return [];
  const kind = Array.isArray(value) ? 'array' : isRecord(value) ? 'object' : null;
  const meant = schema.anyOf!.filter(({ type }) => kind !== null && type === kind);
  return meant.length === 1 ? faultsOf(meant[0]!, value, path) : [wrong(path, schema, value)];
}

function ofRecord(schema: Schema, value: Record<string, unknown>, path: Path): ShapeFault[] {
  const known = Object.keys(schema.properties ?? {});
  const [pattern, each] = Object.entries(schema.patternProperties ?? {})[0] ?? [];
  const count = Object.keys(value).length;
  return [
    ...(count < (schema.minProperties ?? 0) || count > (schema.maxProperties ?? Infinity) ? [wrong(path, schema, value)] : []),
    ...(schema.required ?? []).filter((key) => value[key] === undefined).map((key) => missing([...path, key])),
    ...Object.entries(value).flatMap(([key, of]) => {
      const at = [...path, key];
      if (schema.properties?.[key]) return of === undefined ? [] : faultsOf(schema.properties[key], of, at);
      if (!each) return [unknown(at, known)];
      return [...(new RegExp(pattern!).test(key) ? [] : [badName(at)]), ...faultsOf(each, of, at)];
    }),
  ];
}

function ofList(schema: Schema, value: unknown[], path: Path): ShapeFault[] {
  const isOfLength = value.length >= (schema.minItems ?? 0) && value.length <= (schema.maxItems ?? Infinity);
  return [...(isOfLength ? [] : [wrong(path, schema, value)]), ...value.flatMap((item, i) => (schema.items ? faultsOf(schema.items, item, [...path, i]) : []))];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const missing = (path: Path): ShapeFault => {
  const key = path.at(-1);
  const isWords = key === 'zh' || key === 'en';
  return { kind: 'missing', path, words: { zh: `缺少 ${key}`, en: `${key} is missing` }, remedy: isWords ? { zh: '中英文都要写', en: 'both languages are always given' } : { zh: '补上它', en: 'add it' } };
};

function unknown(path: Path, known: string[]): ShapeFault {
  const key = String(path.at(-1));
  const near = nearest(key, known);
  const remedy = near ? { zh: `是否想写 ${near}?`, en: `did you mean ${near}?` } : { zh: `可用的有:${known.join('、')}`, en: `what may stand here: ${known.join(', ')}` };
  return { kind: 'unknown', path, words: { zh: `不认识的键 ${key}`, en: `unknown key ${key}` }, remedy };
}

const badName = (path: Path): ShapeFault => ({
  kind: 'wrong', path, words: { zh: `名称 ${path.at(-1)} 不合规则`, en: `${path.at(-1)} is no name` },
  remedy: { zh: '小写英文字母开头,只用小写字母、数字和下划线', en: 'start with a small letter; small letters, digits and _ only' },
});

function wrong(path: Path, schema: Schema, value: unknown): ShapeFault {
  const wanted = wantedBy(schema);
  const written = value === null || value === undefined ? { zh: '空着', en: 'nothing is written' } : { zh: `写的是${kindOf(value).zh}`, en: `${kindOf(value).en} is written` };
  return { kind: 'wrong', path, words: { zh: `${path.at(-1) ?? '文件内容'} 的写法不对，${written.zh}`, en: `${path.at(-1) ?? 'the document'} is not as it must be: ${written.en}` }, remedy: { zh: `应为${wanted.zh}`, en: `it must be ${wanted.en}` } };
}

function kindOf(value: unknown): Words {
  if (Array.isArray(value)) return { zh: `${value.length} 项的列表`, en: `a list of ${value.length}` };
  if (isRecord(value)) return { zh: '一组“键: 值”', en: 'a mapping' };
  return typeof value === 'string' ? { zh: `“${value}”`, en: `"${value}"` } : { zh: ` ${String(value)}`, en: String(value) };
}

/** What a schema asks for, as one would tell it. */
function wantedBy(schema: Schema): Words {
  const choices = schema.enum ?? (schema.const === undefined ? null : [schema.const]) ?? (schema.anyOf?.every((one) => one.const !== undefined) ? schema.anyOf.map((one) => one.const) : null);
  if (choices) return { zh: `其中之一：${choices.join('、')}`, en: `one of ${choices.join(', ')}` };
  if (schema.anyOf) {
    const forms = schema.anyOf.map(wantedBy);
    return { zh: [...new Set(forms.map(({ zh }) => zh))].join('，或'), en: [...new Set(forms.map(({ en }) => en))].join(', or ') };
  }
  if (schema.type === 'array') return listWords(schema);
  if (schema.type === 'object') return mappingWords(schema);
  if (schema.type === 'integer' || schema.type === 'number') return numberWords(schema);
  if (schema.type === 'boolean') return { zh: 'true 或 false', en: 'true or false' };
  return schema.pattern ? { zh: `合于 ${schema.pattern} 的文字`, en: `a text like ${schema.pattern}` } : { zh: '文字', en: 'a text' };
}

function listWords({ minItems, maxItems }: Schema): Words {
  if (minItems !== undefined && minItems === maxItems) return { zh: `${minItems} 项的列表 […]`, en: `a list of ${minItems} […]` };
  return minItems ? { zh: `列表 […]，至少 ${minItems} 项`, en: `a list […] of at least ${minItems}` } : { zh: '列表 […]', en: 'a list […]' };
}

function mappingWords({ properties, minProperties, maxProperties }: Schema): Words {
  const keys = Object.keys(properties ?? {});
  if (maxProperties === 1) return { zh: `一个“键: 值”${keys.length ? `，键是其中之一：${keys.join('、')}` : ''}`, en: `one "key: value"${keys.length ? `, its key one of ${keys.join(', ')}` : ''}` };
  if (keys.length > 0) return { zh: `一组“键: 值”，键有 ${keys.join('、')}`, en: `a mapping with the keys ${keys.join(', ')}` };
  return minProperties ? { zh: `一组“键: 值”，至少 ${minProperties} 项`, en: `a mapping of at least ${minProperties}` } : { zh: '一组“键: 值”', en: 'a mapping' };
}

function numberWords({ type, minimum, maximum, exclusiveMinimum }: Schema): Words {
  const [zh, en] = type === 'integer' ? ['整数', 'a whole number'] : ['数', 'a number'];
  const from = minimum === undefined ? (exclusiveMinimum === undefined ? null : { zh: `大于 ${exclusiveMinimum}`, en: `above ${exclusiveMinimum}` }) : { zh: `不小于 ${minimum}`, en: `from ${minimum}` };
  const to = maximum === undefined ? null : { zh: `不大于 ${maximum}`, en: `up to ${maximum}` };
  return { zh: [zh, from?.zh, to?.zh].filter(Boolean).join('，'), en: [en, from?.en, to?.en].filter(Boolean).join(' ') };
}
