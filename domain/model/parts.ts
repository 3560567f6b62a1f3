import { Value } from 'typebox/value';
import type { ShapeFault } from '../shape.ts';
import type { Words } from '../words.ts';
import { Model } from './model.ts';

type Loose = Record<string, unknown>;

/** The model without its mistaken part, so that the mistakes behind it come to light; null where nothing would stand without it. What others may
 *  name is added to `leftOut`. */
export function withoutPart(model: Model, path: (string | number)[], leftOut: Set<string>): Model | null {
  const [part, name, inner] = path;
  const copy = structuredClone(model) as Model & Loose;
  if (part === 'level') return { ...copy, level: 'blue' };
  if (part === 'flag' && name !== undefined) return { ...copy, flag: { ...copy.flag, [name]: '1 = 1' } };
  if (part === 'except' && typeof name === 'number') return { ...copy, except: copy.except!.map(({ code, words, ...said }, i) => (i === name ? { code, words, when: '1 = 1' } : { code, words, ...said })) };
  if ((part === 'terms' || part === 'measures' || part === 'having') && name !== undefined) {
    leftOut.add(String(name));
    delete (copy[part] as Loose)[name];
    delete (copy.flag as Loose)[`term_${name}`];
    return copy;
  }
  if (part === 'amount' || part === 'period' || part === 'matter') return without(copy, part);
  if (part === 'reads' && name !== undefined) return withoutReading(copy, String(name), leftOut);
  if ((part === 'match' || part === 'without') && inner !== undefined) return without(copy, part, [name!, inner, 'and']);
  return null;
}

/** Of a source its condition, then the columns that it makes. */
function withoutReading(copy: Model & Loose, alias: string, leftOut: Set<string>): Model | null {
  const made = Object.keys(copy.reads[alias]?.with ?? {});
  const bare = without(copy, 'reads', [alias, 'where']);
  if (bare || made.length === 0) return bare;
  for (const column of made) leftOut.add(column);
  return without(copy, 'reads', [alias, 'with']);
}

/** Null where it is not there: the same mistake would come again for ever. */
function without<T extends Loose>(copy: T, part: string, path: (string | number)[] = []): T | null {
  const all = [part, ...path];
  let at: unknown = copy;
  for (const step of all.slice(0, -1)) at = (at as Loose | undefined)?.[step];
  const last = all.at(-1)!;
  if (typeof at !== 'object' || at === null || !(last in at)) return null;
  delete (at as Loose)[last];
  return copy;
}

const WORDS: Words = { zh: '…', en: '…' };
/** In place of what only people read, or what no expression hangs on. */
const HARMLESS: Loose = {
  id: 'x', version: 1, title: WORDS, asks: WORDS, theme: 'x', why: WORDS, basis: [{ rule: '…', clause: '…' }], route: 'department', level: 'blue', assumes: [], says: WORDS, may: 'warn', share: 1,
};

/** The document as it would be with its faults of shape mended in ways that no expression notices; null where that cannot be. */
export function standIn(document: object, faults: readonly ShapeFault[]): Model | null {
  const copy = structuredClone(document) as Loose;
  for (const { kind, path } of faults.toSorted((a, b) => b.path.length - a.path.length)) {
    const [part, name] = path as [string, string | number | undefined];
    if (kind === 'unknown') without(copy, part, path.slice(1));
    else if (part in HARMLESS) copy[part] = HARMLESS[part];
    else if (part === 'settings' && name !== undefined) copy[part] = { ...(copy[part] as Loose), [name]: settingLike((copy[part] as Loose)[name]) };
    else if ((part === 'flag' || part === 'measures' || part === 'having') && name !== undefined) without(copy, part, [name]);
    else if (part === 'except' && Array.isArray(copy['except'])) copy['except'] = copy['except'].filter((_, i) => i !== name);
    else return null;
  }
  if (typeof copy['flag'] === 'object' && copy['flag'] !== null && Object.keys(copy['flag']).length === 0) copy['flag'] = { holds: '1 = 1' };
  return Value.Check(Model, copy) ? copy : null;
}

function settingLike(setting: unknown): Loose {
  const { value, unit } = (typeof setting === 'object' && setting !== null ? setting : {}) as Loose;
  const isValue = ['number', 'string', 'boolean'].includes(typeof value) || Array.isArray(value);
  return { value: isValue ? value : 1, ...(typeof unit === 'string' ? { unit } : {}), meaning: WORDS };
}
