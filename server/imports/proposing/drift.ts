import type { Words } from '@mingjian/domain/words.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import { unitWords } from './columns/units.ts';
import { foldHeader } from '../../registers/headers.ts';
import { fingerprintOf, type MappedColumn, type Mapping, type Remembered } from './mapping.ts';
import type { Header } from '../reading/types.ts';

/** One way in which a table differs from the sender's last one of the same register. */
export type Drift = { kind: 'new' | 'missing' | 'renamed' | 'reordered' | 'unit'; column: string | null; words: Words; /** the same under the heading of its kind */ brief: Words };

const KINDS: Record<Drift['kind'], Words> = {
  missing: { zh: '缺少的列', en: 'columns that are gone' }, new: { zh: '新增的列', en: 'new columns' }, renamed: { zh: '改名的列', en: 'renamed columns' },
  unit: { zh: '单位变化', en: 'changed units' }, reordered: { zh: '次序', en: 'order' },
};

/** All that changed in a table: a line for each kind of change. */
export const driftLines = (drift: readonly Drift[]): Words[] =>
  (Object.keys(KINDS) as Drift['kind'][]).flatMap((kind) => {
    const of = drift.filter((one) => one.kind === kind).map(({ brief }) => brief);
    return of.length === 0 ? [] : [{ zh: `${KINDS[kind].zh}：${of.map(({ zh }) => zh).join('、')}`, en: `${KINDS[kind].en}: ${of.map(({ en }) => en).join(', ')}` }];
  });

/** What changed in one table of a file; `sheet` is null where the file has only this one. */
export type SheetDrift = { sheet: string | null; drift: Drift[] };
/** What changed in a file, told once, with the sheets it is true of; none where the file has only one table. */
export type FileDrift = { sheets: string[]; drift: Drift[] };

/** Twelve sheets of twelve months that changed alike are one thing to know. */
export function withSheets(tables: readonly SheetDrift[]): FileDrift[] {
  const alike = Map.groupBy(tables.filter(({ drift }) => drift.length > 0), ({ drift }) => JSON.stringify(drift.map(({ words }) => words.zh)));
  return [...alike.values()].map((of) => ({ sheets: of.flatMap(({ sheet }) => sheet ?? []), drift: of[0]!.drift }));
}

/** What changed since this sender last delivered this register; empty where such a table came before, or where it is the first time. Of several
 *  tables of the last delivery the one that is most like this one is what it was.
 *  @param known what was remembered before this delivery, the last used first */
export function driftOf(headers: readonly Header[], mapping: Mapping, known: readonly Remembered[], catalogue: Catalogue): Drift[] {
  const mine = known.filter(({ register }) => register === mapping.register);
  if (mine.some(({ fingerprint }) => fingerprint === fingerprintOf(headers))) return [];
  const before = mostLike(headers, mine.filter(({ lastUsed }) => lastUsed.getTime() === mine[0]!.lastUsed.getTime()));
  if (!before) return [];
  const titles = catalogue.get(mapping.register).columns;
  const changed = Object.keys(titles).flatMap((name) => changeOf(name, titles[name]!.title?.zh ?? name, titles[name]!.title?.en ?? name, before.mapping.columns[name], mapping.columns[name]));
  const [old, now] = [before.headers.map(plain), headers.map(plain)];
  const renamed = new Set(changed.filter(({ kind }) => kind === 'renamed').map(({ column }) => headerOf(mapping.columns[column!])).map((name) => foldHeader(name ?? '')));
  const fresh = headers.filter((header, i) => !old.includes(now[i]!) && !renamed.has(foldHeader(header.name)));
  const common = (list: string[], other: string[]) => list.filter((header) => other.includes(header)).join('\u001e');
  const reordered: Drift[] = common(old, now) === common(now, old) ? [] : [{ kind: 'reordered', column: null, words: REORDERED, brief: REORDERED }];
  return [...changed, ...fresh.map(({ name }): Drift => ({ kind: 'new', column: null, words: { zh: `多了一列“${name}”`, en: `a column "${name}" is new` }, brief: same(name) })), ...reordered];
}

function mostLike(headers: readonly Header[], last: readonly Remembered[]): Remembered | undefined {
  const names = new Set(headers.map(plain));
  const shared = (one: Remembered) => one.headers.filter((header) => names.has(plain(header))).length;
  return last.toSorted((a, b) => shared(b) - shared(a))[0];
}

function changeOf(column: string, zh: string, en: string, before: MappedColumn | undefined, now: MappedColumn | undefined): Drift[] {
  const [was, is] = [headerOf(before), headerOf(now)];
  if (was === null) return [];
  if (is === null) return [{ kind: 'missing', column, words: { zh: `${zh}:上次的列“${was}”这次没有`, en: `${en}: the column "${was}" of last time is gone` }, brief: same(was) }];
  if (foldHeader(was) !== foldHeader(is)) return [{ kind: 'renamed', column, words: { zh: `${zh}:列名由“${was}”改为“${is}”`, en: `${en}: the column "${was}" is now "${is}"` }, brief: same(`${was} → ${is}`) }];
  const [unitWas, unitIs] = [unitOf(before), unitOf(now)];
  const [old, fresh] = [unitWords(unitWas), unitWords(unitIs)];
  return unitWas === unitIs ? [] : [{ kind: 'unit', column, words: { zh: `${zh}:单位由“${old.zh}”改为“${fresh.zh}”`, en: `${en}: the unit changed from "${old.en}" to "${fresh.en}"` }, brief: { zh: `${zh} ${old.zh} → ${fresh.zh}`, en: `${en} ${old.en} → ${fresh.en}` } }];
}

const same = (text: string): Words => ({ zh: text, en: text });
const REORDERED: Words = { zh: '列的次序变了', en: 'the columns stand in another order' };
const headerOf = (source: MappedColumn | undefined): string | null => (source && 'header' in source ? source.header : null);
const unitOf = (source: MappedColumn | undefined): string | undefined => (source && 'unit' in source ? source.unit : undefined);
const plain = ({ name, parent }: Header): string => `${foldHeader(parent ?? '')}\u001f${foldHeader(name)}`;
