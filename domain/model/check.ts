import { bad, type Complaint } from '../complaint.ts';
import { shapeFaults } from '../shape.ts';
import { compile, type Circumstances } from './compile.ts';
import { type Span, Unreadable } from './expression.ts';
import { hintInChinese, mistakeInChinese } from './mistakes.ts';
import { Model } from './model.ts';
import { standIn, withoutPart } from './parts.ts';
import { units } from './units.ts';

/** One mistake in a model: where (keys and positions from the top of the file, and the place inside an expression), what, and what to do. */
export type Mistake = { path: (string | number)[]; at?: Span; complaint: Complaint };

/** Everything that is wrong with a model as far as it can be told at once: its shape, the order of its keys and, as far as the rest of it stands,
 *  what its expressions say. */
export function check(document: unknown, given: Circumstances): { model: Model; mistakes: [] } | { model: null; mistakes: Mistake[] } {
  const shape = shapeFaults(Model, document);
  const isMapping = typeof document === 'object' && document !== null && !Array.isArray(document);
  const order = isMapping ? orderOf(document) : [];
  const rest = shape.length === 0 ? (document as Model) : isMapping ? standIn(document, shape) : null;
  const mistakes = [...shape.map(({ kind, path, words, remedy }) => ({ path, complaint: { code: CODES[kind], words, remedy } })), ...order, ...(rest ? [...settingsOf(rest), ...saidOf(rest, given)] : [])];
  return mistakes.length ? { model: null, mistakes } : { model: document as Model, mistakes: [] };
}

const CODES = { unknown: 'model.key.unknown', missing: 'model.key.missing', wrong: 'model.value' } as const;

/** Keys stand in reading order: a model is read from top to bottom by people. */
function orderOf(document: object): Mistake[] {
  const order = Object.keys(Model.properties);
  const places = Object.keys(document).map((key) => order.indexOf(key));
  const at = places.findIndex((place, i) => i > 0 && place < places[i - 1]!);
  if (at < 0) return [];
  const [key, before] = [Object.keys(document)[at]!, Object.keys(document)[at - 1]!];
  return [mistake([key], 'model.order', `${key} 应在 ${before} 之前`, `${key} stands before ${before}`, `顺序：${order.join(', ')}`, `the order is ${order.join(', ')}`)];
}

/** A setting that nothing uses yet is looked at as well; a value outside its own range would be refused to the county that states it. */
function settingsOf({ settings = {} }: Model): Mistake[] {
  return Object.entries(settings).flatMap(([name, { unit, value, range }]) => {
    const [low, high] = range ?? [-Infinity, Infinity];
    const all = Object.keys(units);
    return [
      ...(unit === undefined || unit in units ? [] : [mistake(['settings', name, 'unit'], 'model.unit', `没有单位“${unit}”`, `“${unit}” is no unit`, `单位有：${all.join(', ')}`, `the units are ${all.join(', ')}`)]),
      ...(typeof value !== 'number' || (value >= low! && value <= high!) ? [] : [mistake(['settings', name, 'value'], 'model.range', `${value} 不在自己的范围 ${low}–${high} 之内`, `${value} is outside its own range, ${low} to ${high}`, '改值或改范围', 'change the value or the range')]),
    ];
  });
}

/** Compiles with ever more of the mistaken parts left out, until it stands: each round tells one mistake. What only misses a part that was left out
 *  is no mistake of its own. */
function saidOf(model: Model, given: Circumstances): Mistake[] {
  const mistakes: Mistake[] = [];
  const leftOut = new Set<string>();
  let rest = withEveryTerm(model);
  for (let round = 0; round < MOST; round++) {
    try {
      compile(rest, given);
      return mistakes;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const path = error.path ?? [];
      const last = mistakes.at(-1);
      const isSame = last?.complaint.words.en === error.message && last.path.join() === path.join();
      if (!isSame && !leftOut.has(/^nothing is called (\w+)$|has no column (\w+)$/.exec(error.message)?.slice(1).find(Boolean) ?? '')) {
        mistakes.push({ path, ...(error.span.end > 0 ? { at: error.span } : {}), complaint: complaintOf(error) });
      }
      const next = withoutPart(rest, path, leftOut);
      if (!next) return mistakes;
      rest = next;
    }
  }
  return mistakes;
}

const MOST = 60; // rounds

/** A term that nothing uses yet is read as well: its mistake would wait for whoever uses it. */
function withEveryTerm(model: Model): Model {
  const asked = Object.keys(model.terms ?? {}).map((name) => [`term_${name}`, `${name} is null`]);
  return { ...model, flag: { ...model.flag, ...Object.fromEntries(asked) } };
}

const complaintOf = (error: Unreadable): Complaint => bad('model.expression', { zh: mistakeInChinese(error.message) ?? error.message, en: error.message }, { zh: hintInChinese(error.hint), en: error.hint }).complaint;

const mistake = (path: (string | number)[], code: string, zh: string, en: string, fixZh: string, fixEn: string): Mistake => ({
  path, complaint: bad(code, { zh, en }, { zh: fixZh, en: fixEn }).complaint,
});
