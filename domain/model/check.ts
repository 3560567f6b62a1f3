import { Value } from 'typebox/value';
import { bad, type Complaint } from '../complaint.ts';
import { compile, type Circumstances } from './compile.ts';
import { type Span, Unreadable } from './expression.ts';
import { hintInChinese, mistakeInChinese } from './mistakes.ts';
import { Model } from './model.ts';
import { nearest } from './types.ts';

/** One mistake in a model: where (keys and positions from the top of the file, and the place inside an expression), what, and what to do. */
export type Mistake = { path: (string | number)[]; at?: Span; complaint: Complaint };

/** Everything that is wrong with a model as far as it can be told at once: first its shape, and if that stands, what its expressions say. */
export function check(document: unknown, given: Circumstances): { model: Model; mistakes: [] } | { model: null; mistakes: Mistake[] } {
  const shape = shapeOf(document);
  if (shape.length) return { model: null, mistakes: shape };
  const model = document as Model;
  const mistakes = [...orderOf(document as object), ...saidOf(model, given)];
  return mistakes.length ? { model: null, mistakes } : { model, mistakes: [] };
}

function shapeOf(document: unknown): Mistake[] {
  return [...Value.Errors(Model, document)].flatMap((error) => {
    const path = error.instancePath.split('/').slice(1).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const params = error.params as { additionalProperties?: string[]; requiredProperties?: string[]; allowedValues?: string[] };
    if (params.additionalProperties) return params.additionalProperties.map((key) => unknownKey([...path, key], key, path));
    if (params.requiredProperties) return params.requiredProperties.map((key) => mistake(path, 'model.key.missing', `缺少 ${key}`, `${key} is missing`, '补上它', 'add it'));
    if (error.keyword === 'anyOf' || error.keyword === 'boolean') return [];
    const allowed = params.allowedValues ? `: ${params.allowedValues.join(', ')}` : '';
    return [mistake(path, 'model.value', `${path.join('.')} 的写法不对`, `${path.join('.')} ${error.message}${allowed}`, '见 docs/models.md', 'see docs/models.md')];
  });
}

function unknownKey(path: (string | number)[], key: string, parent: (string | number)[]): Mistake {
  const known = parent.length === 0 ? Object.keys(Model.properties) : [];
  const hint = nearest(key, known);
  return mistake(path, 'model.key.unknown', `不认识的键 ${key}`, `unknown key ${key}`, hint ? `是否想写 ${hint.slice(13, -2)}?` : '删去或改正', hint || 'remove or correct it');
}

/** Keys stand in reading order: a model is read from top to bottom by people. */
function orderOf(document: object): Mistake[] {
  const order = Object.keys(Model.properties);
  const places = Object.keys(document).map((key) => order.indexOf(key));
  const at = places.findIndex((place, i) => i > 0 && place < places[i - 1]!);
  if (at < 0) return [];
  const [key, before] = [Object.keys(document)[at]!, Object.keys(document)[at - 1]!];
  return [mistake([key], 'model.order', `${key} 应在 ${before} 之前`, `${key} stands before ${before}`, `顺序：${order.join(', ')}`, `the order is ${order.join(', ')}`)];
}

/** Compiles with ever more of the mistaken parts left out, until it stands: each round tells one mistake. */
function saidOf(model: Model, given: Circumstances): Mistake[] {
  const mistakes: Mistake[] = [];
  let rest = withEveryTerm(model);
  for (let round = 0; round < 20; round++) {
    try {
      compile(rest, given);
      return mistakes;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const path = error.path ?? [];
      mistakes.push({ path, ...(error.span.end > 0 ? { at: error.span } : {}), complaint: complaintOf(error) });
      const next = neutralised(rest, path);
      if (!next) return mistakes;
      rest = next;
    }
  }
  return mistakes;
}

/** A term that nothing uses yet is read as well: its mistake would wait for whoever uses it. */
function withEveryTerm(model: Model): Model {
  const asked = Object.keys(model.terms ?? {}).map((name) => [`term_${name}`, `${name} is null`]);
  return { ...model, flag: { ...model.flag, ...Object.fromEntries(asked) } };
}

const complaintOf = (error: Unreadable): Complaint => bad('model.expression', { zh: mistakeInChinese(error.message) ?? error.message, en: error.message }, { zh: hintInChinese(error.hint), en: error.hint }).complaint;

/** The model with a condition that holds nothing in place of the mistaken one, so that the mistakes behind it come to light. */
function neutralised(model: Model, path: (string | number)[]): Model | null {
  const [part] = path;
  if (part !== 'flag' && part !== 'except' && part !== 'having' && part !== 'measures' && part !== 'level') return null;
  const copy = structuredClone(model);
  if (part === 'level') return { ...copy, level: 'blue' };
  if (part === 'except') copy.except = copy.except!.filter((_, i) => i !== path[1]);
  else if (part === 'flag') copy.flag[String(path[1])] = '1 = 1';
  else if (part === 'having') delete copy.having![String(path[1])];
  else delete copy.measures![String(path[1])];
  return copy;
}

const mistake = (path: (string | number)[], code: string, zh: string, en: string, fixZh: string, fixEn: string): Mistake => ({
  path, complaint: bad(code, { zh, en }, { zh: fixZh, en: fixEn }).complaint,
});
