import type { Words } from '@mingjian/domain/words.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import { foldHeader } from '../../registers/headers.ts';
import { fingerprintOf, type MappedColumn, type Mapping, type Remembered } from './mapping.ts';
import type { Header } from '../reading/types.ts';

/** One way in which a table differs from the sender's last one of the same register. */
export type Drift = { kind: 'new' | 'missing' | 'renamed' | 'reordered' | 'unit'; column: string | null; words: Words };

/** What changed since this sender last delivered this register; empty where such a table came before, or where it is the first time.
 *  `known` is in the order of last use, the latest first. */
export function driftOf(headers: readonly Header[], mapping: Mapping, known: readonly Remembered[], catalogue: Catalogue): Drift[] {
  const mine = known.filter(({ register }) => register === mapping.register);
  const before = mine[0];
  if (!before || mine.some(({ fingerprint }) => fingerprint === fingerprintOf(headers))) return [];
  const titles = catalogue.get(mapping.register).columns;
  const changed = Object.keys(titles).flatMap((name) => changeOf(name, titles[name]!.title?.zh ?? name, titles[name]!.title?.en ?? name, before.mapping.columns[name], mapping.columns[name]));
  const [old, now] = [before.headers.map(plain), headers.map(plain)];
  const renamed = new Set(changed.filter(({ kind }) => kind === 'renamed').map(({ column }) => headerOf(mapping.columns[column!])).map((name) => foldHeader(name ?? '')));
  const fresh = headers.filter((header, i) => !old.includes(now[i]!) && !renamed.has(foldHeader(header.name)));
  const common = (list: string[], other: string[]) => list.filter((header) => other.includes(header)).join('\u001e');
  const reordered: Drift[] = common(old, now) === common(now, old) ? [] : [{ kind: 'reordered', column: null, words: { zh: '列的次序变了', en: 'the columns stand in another order' } }];
  return [...changed, ...fresh.map(({ name }): Drift => ({ kind: 'new', column: null, words: { zh: `多了一列“${name}”`, en: `a column "${name}" is new` } })), ...reordered];
}

function changeOf(column: string, zh: string, en: string, before: MappedColumn | undefined, now: MappedColumn | undefined): Drift[] {
  const [was, is] = [headerOf(before), headerOf(now)];
  if (was === null) return [];
  if (is === null) return [{ kind: 'missing', column, words: { zh: `${zh}:上次的列“${was}”这次没有`, en: `${en}: the column "${was}" of last time is gone` } }];
  if (foldHeader(was) !== foldHeader(is)) return [{ kind: 'renamed', column, words: { zh: `${zh}:列名由“${was}”改为“${is}”`, en: `${en}: the column "${was}" is now "${is}"` } }];
  const [unitWas, unitIs] = [unitOf(before), unitOf(now)];
  return unitWas === unitIs ? [] : [{ kind: 'unit', column, words: { zh: `${zh}:单位由 ${unitWas ?? '未写明'} 改为 ${unitIs ?? '未写明'}`, en: `${en}: the unit changed from ${unitWas ?? 'none stated'} to ${unitIs ?? 'none stated'}` } }];
}

const headerOf = (source: MappedColumn | undefined): string | null => (source && 'header' in source ? source.header : null);
const unitOf = (source: MappedColumn | undefined): string | undefined => (source && 'unit' in source ? source.unit : undefined);
const plain = ({ name, parent }: Header): string => `${foldHeader(parent ?? '')}\u001f${foldHeader(name)}`;
