import { parseExpression, walk } from '@mingjian/domain/model/expression.ts';
import { looksAt } from '@mingjian/domain/model/unknown.ts';
import { type Model, only } from '@mingjian/domain/model/model.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { vocabulary } from '@mingjian/domain/model/statement/fit.ts';
import type { Words } from '@mingjian/domain/words.ts';

/** Why rows could not be assessed, and what somebody can do about it. */
export type ReasonWords = { words: Words; remedy: Words };
/** The registers of the house, and whether anybody delivered one. */
export type Known = { registers: ReadonlyMap<string, Register>; isThere: (register: string) => boolean };

/** Puts a recorded reason of a model into words; one that it no longer gives stays as it was recorded. */
export function reasonWords(model: Model, reason: string, known: Known): ReasonWords {
  const { registers } = known;
  const [kind, name = ''] = reason.split(/\.(.*)/s) as [string, string?];
  const register = registers.get(model.reads[name]?.register ?? '');
  if (register && kind === 'missing') return said({ zh: `没有送来${register.title.zh}`, en: `no ${register.title.en} was delivered` }, deliver(register));
  if (register && kind === 'stale') return stale(model, name, register);
  if (register && kind === 'not_covered') return said({ zh: `${register.title.zh}没有覆盖所问的地方和时期`, en: `the ${register.title.en} does not cover the place and the time asked about` }, deliver(register));
  if (kind === 'identity') return identity(registers.get(Object.values(model.reads)[0]!.register));
  if (kind === 'not_both' && model.reconcile) return oneSided(model, model.reconcile, known);
  if (kind === 'unknown') return name === 'subject' ? withoutSubject(model, known) : unknown(model, name, known);
  const exception = model.except?.find(({ code }) => code === reason);
  if (!exception) return said({ zh: reason, en: reason }, { zh: '', en: '' });
  const looked = [...new Set((exception.found ?? []).map((entry) => model.reads[only(entry)[0]]!.register))];
  return said(exception.words, complete(looked.map((id) => ({ register: id, column: null })), known));
}

const said = (words: Words, remedy: Words): ReasonWords => ({ words, remedy });

const deliver = ({ title, supplier }: Register): Words => ({ zh: `请${supplier.zh}报送${title.zh}`, en: `have the ${supplier.en} deliver: ${title.en}` });

function stale(model: Model, alias: string, register: Register): ReasonWords {
  const days = model.reads[alias]?.stale?.split(' ')[0] ?? '';
  return said(
    { zh: `${register.title.zh}超过 ${days} 天没有更新`, en: `the ${register.title.en} is older than ${days} days` },
    { zh: `请${register.supplier.zh}报送新的${register.title.zh}`, en: `have the ${register.supplier.en} deliver a newer one` },
  );
}

function identity(asked: Register | undefined): ReasonWords {
  const title = asked?.title ?? { zh: '所问的台账', en: 'register asked' };
  return said(
    { zh: `${title.zh}里的证件号用不了（空缺、打了星号或校验不过）`, en: `the citizen number in the ${title.en} cannot be used (blank, masked or wrong)` },
    { zh: `补正证件号后重新报送${title.zh}`, en: `deliver the ${title.en} again with the numbers put right` },
  );
}

function withoutSubject(model: Model, known: Known): ReasonWords {
  const { registers } = known;
  const [, text] = only(model.about as Record<string, string>);
  const [alias = '', column = ''] = text.split('.');
  const register = model.reads[alias]?.register ?? Object.values(model.reads)[0]!.register;
  const looked = [{ register, column: registers.get(register)?.columns[column] ? column : null }];
  return said({ zh: `缺少所问的对象：${list(looked, registers, 'zh')}`, en: `it is not known whom it concerns: ${list(looked, registers, 'en')}` }, complete(looked, known));
}

/** Two sides are laid together only where both were delivered. */
function oneSided(model: Model, { sides }: NonNullable<Model['reconcile']>, { registers }: Known): ReasonWords {
  const both = (language: 'zh' | 'en') => list(sides.map((side) => ({ register: model.reads[side]!.register, column: null })), registers, language);
  return said(
    { zh: `这些乡镇、补贴和月份，${both('zh')}没有两边都送来`, en: `for these towns, programmes and months not both were delivered: ${both('en')}` },
    { zh: '补送缺的那一边；本来就没有的不用管', en: 'deliver the side that is lacking; where there is none by right, leave it' },
  );
}

/** A condition of which nothing is known, because columns are blank or rows of another register did not meet the one asked about. */
function unknown(model: Model, flag: string, known: Known): ReasonWords {
  const { registers } = known;
  if (model.flag[flag] === undefined) return said({ zh: `unknown.${flag}`, en: `unknown.${flag}` }, { zh: '', en: '' });
  const { columns: looked, peers } = looksAt(model, flag, (id) => registers.get(id));
  const columns = looked.length > 0 ? looked : restingOn(model, flag, registers);
  if (peers) return said({ zh: '可比的同类太少', en: 'too few of its like to compare with' }, complete(columns, known));
  return said(
    { zh: `缺少判断所需的内容：${list(columns, registers, 'zh')}`, en: `what it takes to judge is blank or not on file: ${list(columns, registers, 'en')}` },
    complete(columns, known),
  );
}

/** The delivered columns behind a condition that looks only at what was worked out of them (the shop days of a meter): those that were summed up, and those
 *  by which their rows meet the one asked about. */
function restingOn(model: Model, flag: string, registers: Known['registers']): Part[] {
  const found = new Map<string, Part>();
  const add = (alias: string, column: string) => {
    const register = registers.get(model.reads[alias]?.register ?? '');
    if (register?.columns[column]) found.set(`${register.id}.${column}`, { register: register.id, column });
  };
  for (const alias of sourcesOf(model, model.flag[flag] ?? 'true')) {
    const { as } = (model.match ?? []).map(only).find(([name]) => name === alias)?.[1] ?? { as: [] };
    for (const [source = '', column = ''] of as.map((each) => each.split('.'))) add(source, column);
    const { with: given, sum_up: summed } = model.reads[alias]!;
    for (const expression of Object.values({ ...given, ...summed?.gives })) for (const name of columnsIn(expression)) add(alias, name);
  }
  return [...found.values()];
}

/** The sources that an expression names, also by way of terms. */
function sourcesOf(model: Model, expression: unknown, seen = new Set<string>()): Set<string> {
  for (const node of walk(parseExpression(String(expression)))) {
    if (node.kind !== 'column') continue;
    const term = node.source === null ? model.terms?.[node.name] : undefined;
    const name = node.source ?? node.name;
    if (seen.has(name)) continue;
    seen.add(name);
    if (term !== undefined) sourcesOf(model, term, seen);
  }
  return new Set([...seen].filter((name) => model.reads[name]));
}

const columnsIn = (expression: unknown): string[] => [...walk(parseExpression(String(expression)))].flatMap((node) => (node.kind === 'column' && node.source === null ? [node.name] : []));

type Part = { register: string; column: string | null };

/** Register by register, with the columns concerned. */
function list(parts: readonly Part[], registers: Known['registers'], language: 'zh' | 'en'): string {
  const [open, close, comma] = language === 'zh' ? ['（', '）', '、'] : [' (', ')', ', '];
  return [...Map.groupBy(parts, ({ register }) => register)].map(([id, all]) => {
    const register = registers.get(id);
    const columns = all.flatMap(({ column }) => (column === null ? [] : [titleOf(register, column, language)]));
    return `${register?.title[language] ?? id}${columns.length ? `${open}${columns.join(comma)}${close}` : ''}`;
  }).join(comma);
}

const titleOf = (register: Register | undefined, name: string, language: 'zh' | 'en'): string => {
  const column = register?.columns[name];
  return column?.title?.[language] ?? column?.headers[language][0] ?? name;
};

/** What nobody delivered is asked for; what was is to be completed. A programme that nobody has settled is not for the sender to mend. */
function complete(parts: readonly Part[], { registers, isThere }: Known): Words {
  const looked = [...new Set(parts.map(({ register }) => register))];
  const all = looked.filter((id) => !vocabulary.has(id));
  if (all.length === 0 && looked.length > 0) return settleWords(looked, registers);
  const [there, lacking] = [all.filter(isThere), all.filter((id) => !isThere(id))];
  const has = (type: string) => parts.some(({ register, column }) => registers.get(register)?.columns[column ?? '']?.type === type);
  const titles = (ids: string[], language: 'zh' | 'en') => list(ids.map((register) => ({ register, column: null })), registers, language);
  return {
    zh: [...lacking.map((id) => deliver(registers.get(id)!).zh), there.length ? `补全${titles(there, 'zh')}` : '', has('programme') ? '认不出的补贴名称用 mingjian registers alias 确认' : '', has('region') ? '地点写到村' : ''].filter(Boolean).join('；'),
    en: [...lacking.map((id) => deliver(registers.get(id)!).en), there.length ? `complete: ${titles(there, 'en')}` : '', has('programme') ? 'settle unknown programme names by mingjian registers alias' : '', has('region') ? 'name places down to the village' : ''].filter(Boolean).join('; '),
  };
}

/** What only the lists of programmes and rules could say: those are the county's own to settle. */
function settleWords(ids: string[], registers: Known['registers']): Words {
  const titles = (language: 'zh' | 'en') => list(ids.map((register) => ({ register, column: null })), registers, language);
  return { zh: `认不出的补贴名称用 mingjian registers alias 确认；${titles('zh')}没有写明的，补上后导入`, en: `settle unknown programme names by mingjian registers alias; what the ${titles('en')} does not say, add to it and import it` };
}
