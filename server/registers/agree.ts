import { AREA_UNITS, areaUnit } from '@mingjian/domain/clean/area.ts';
import { MONEY_UNITS, moneyUnit } from '@mingjian/domain/clean/money.ts';
import { factColumnsOf, systemColumns } from '@mingjian/domain/model/facts.ts';
import type { Column } from '@mingjian/domain/model/register.ts';
import { units } from '@mingjian/domain/model/units.ts';
import type { Words } from '@mingjian/domain/words.ts';
import { foldHeader } from './headers.ts';
import { didYouMean, problem, type Problem } from './problem.ts';

type Columns = Record<string, Column>;

/** What the parts of a register must agree on: which columns it names and of which type, units, values, headers, names in the facts.
 *  @param columns those that are whole; the others are told of by their shape */
export function agreementProblems(document: Record<string, unknown>, columns: Columns, file: string): Problem[] {
  return [
    ...references(document).flatMap((reference) => referenceProblems(reference, document, columns, file)),
    ...Object.entries(columns).flatMap(([name, column]) => columnProblems(name, column, file)),
    ...doubledSynonyms(columns, file),
    ...doubledValues(columns, file),
    ...physicalClashes(columns, file),
  ];
}

type Reference = { path: string; name: unknown; types: Column['type'][] | null };
const DAYS: Column['type'][] = ['date', 'month'];

/** The columns that a register names, and of which type they must be. */
function references({ key, place, period, happened, columns }: Record<string, unknown>): Reference[] {
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  const { from, to } = (typeof period === 'object' && period !== null ? period : {}) as { from?: unknown; to?: unknown };
  return [
    ...list(key).map((name) => ({ path: 'key', name, types: null })),
    ...(place === undefined ? [] : [{ path: 'place', name: place, types: ['region', 'region_code'] as Column['type'][] }]),
    ...(from === undefined ? [] : [{ path: 'period.from', name: from, types: DAYS }]),
    ...(to === undefined ? [] : [{ path: 'period.to', name: to, types: DAYS }]),
    ...list(happened).map((name) => ({ path: 'happened', name, types: DAYS })),
    ...Object.entries((columns ?? {}) as Record<string, { after_birth_of?: unknown } | null>).flatMap(([column, said]) =>
      said?.after_birth_of === undefined ? [] : [{ path: `columns.${column}.after_birth_of`, name: said.after_birth_of, types: ['citizen_number'] as Column['type'][] }]),
  ];
}

function referenceProblems({ path, name, types }: Reference, document: Record<string, unknown>, columns: Columns, file: string): Problem[] {
  if (typeof name !== 'string') return []; // told of by its shape
  const all = Object.keys(typeof document.columns === 'object' && document.columns !== null ? document.columns : {});
  if (!all.includes(name)) return [problem(file, path, { zh: `没有名为 ${name} 的列`, en: `there is no column ${name}` }, didYouMean(name, all))];
  const type = columns[name]?.type;
  if (!type || !types || types.includes(type)) return [];
  return [problem(file, path, { zh: `${name} 列的类型是 ${type}，不能用在这里`, en: `the column ${name} is a ${type}, which cannot stand here` }, oneOf(types))];
}

const oneOf = (allowed: Iterable<string>): Words => {
  const all = [...allowed];
  return { zh: `可用的有:${all.join('、')}`, en: `what may stand here: ${all.join(', ')}` };
};

/** Keys of a column that say nothing, or something unknown, for its type: they would be passed over without a word. */
function columnProblems(name: string, column: Column, file: string): Problem[] {
  const { type, unit, currency, values, past, ahead } = column;
  const at = (key: string) => `columns.${name}.${key}`;
  const idle = (key: string, zh: string, en: string) => problem(file, at(key), { zh: `${type} 类型不用 ${key}`, en: `a ${type} has no ${key}` }, { zh, en });
  const found: Problem[] = [];
  if (unit !== undefined) found.push(...unitProblems(type, unit, file, at('unit')));
  if (currency !== undefined && type !== 'money') found.push(idle('currency', '只有 money 类型有币种，请删去', 'only money has a currency: remove it'));
  else if (currency !== undefined && !CURRENCIES.has(currency)) found.push(problem(file, at('currency'), { zh: `没有币种 ${currency}`, en: `there is no currency ${currency}` }, { zh: '写 ISO 4217 的三个大写字母，如 CNY、EUR、HKD', en: 'three capital letters of ISO 4217, such as CNY, EUR, HKD' }));
  if (past !== undefined && !DAYS.includes(type)) found.push(idle('past', '只有 date、month 类型的列写它，请删去', 'only columns of type date or month have it: remove it'));
  if (ahead !== undefined && !DAYS.includes(type)) found.push(idle('ahead', '只有 date、month 类型的列写它，请删去', 'only columns of type date or month have it: remove it'));
  if (type === 'code' && Object.keys(values ?? {}).length === 0) found.push(problem(file, at('values'), { zh: 'code 类型要有 values，否则每个值都会被隔离', en: 'a code needs values, else every cell is refused' }, { zh: '写成 values: {规范值: [部门的写法, …]}；取值不固定的用 text', en: 'write values: {canonical: [as written, …]}; where values are not fixed take text' }));
  if (type === 'boolean') {
    const others = Object.keys(values ?? {}).filter((value) => value !== 'true' && value !== 'false');
    if (others.length > 0) found.push(problem(file, at('values'), { zh: `boolean 的规范值只有 true 和 false，没有 ${others.join('、')}`, en: `a boolean is true or false, and not ${others.join(', ')}` }, { zh: '写成 values: {"true": [部门的写法, …], "false": [部门的写法, …]}', en: 'write values: {"true": [as written, …], "false": [as written, …]}' }));
  } else if (values !== undefined && type !== 'code' && type !== 'integer') found.push(idle('values', '取值固定的列用 code 类型，否则删去 values', 'take the type code where values are fixed, else remove values'));
  return found;
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

function unitProblems(type: Column['type'], unit: string, file: string, path: string): Problem[] {
  const unknown = (allowed: Iterable<string>, more: Words = { zh: '', en: '' }) => {
    const { zh, en } = oneOf(allowed);
    return [problem(file, path, { zh: `没有单位 ${unit}`, en: `there is no unit ${unit}` }, { zh: zh + more.zh, en: en + more.en })];
  };
  if (type === 'money') return moneyUnit(unit) ? [] : unknown(MONEY_UNITS);
  if (type === 'area') return areaUnit(unit) ? [] : unknown(AREA_UNITS);
  if (type === 'number' || type === 'integer') return unit in units ? [] : unknown(Object.keys(units), { zh: '；别的单位写在 title 或 meaning 里', en: '; any other goes into title or meaning' });
  return [problem(file, path, { zh: `${type} 类型没有单位`, en: `a ${type} has no unit` }, { zh: '删去 unit，或改为 money、area、number', en: 'remove it, or take money, area or number' })];
}

/** One header meant by two columns would make the proposal a matter of luck. */
function doubledSynonyms(columns: Columns, file: string): Problem[] {
  const owner = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [name, column] of Object.entries(columns))
    for (const [language, header] of [...column.headers.zh.map((h) => ['zh', h]), ...column.headers.en.map((h) => ['en', h])] as [string, string][]) {
      const folded = foldHeader(header);
      const first = owner.get(folded);
      if (first === undefined) owner.set(folded, name);
      else if (first !== name) problems.push(problem(file, `columns.${name}.headers.${language}`, { zh: `表头“${header}”已属于 ${first}`, en: `the header "${header}" already belongs to ${first}` }, { zh: '一个表头在一张台账里只能指一列', en: 'within one register a header means one column' }));
    }
  return problems;
}

function doubledValues(columns: Columns, file: string): Problem[] {
  return Object.entries(columns).flatMap(([name, column]) => {
    const owner = new Map<string, string>();
    return Object.entries(column.values ?? {}).flatMap(([canonical, written]) =>
      written.filter((value) => {
        const first = owner.get(value) ?? canonical;
        owner.set(value, first);
        return first !== canonical;
      }).map((value) => problem(file, `columns.${name}.values.${canonical}`, { zh: `取值“${value}”已属于 ${owner.get(value)}`, en: `the value "${value}" already belongs to ${owner.get(value)}` }, { zh: '一个写法只能对应一个规范值', en: 'one spelling has one meaning' })));
  });
}

/** Two columns that become one physical column of the facts (`x` a date and a column named `x_precision`). */
function physicalClashes(columns: Columns, file: string): Problem[] {
  const seen = new Map<string, string>();
  return [...systemColumns, ...Object.entries(columns).flatMap(([name, column]) => factColumnsOf(name, column))].flatMap(({ name, of }) => {
    const first = seen.get(name);
    seen.set(name, of);
    return first === undefined ? [] : [problem(file, `columns.${of}`, { zh: `与 ${first || '系统列'} 在事实文件中同名`, en: `meets ${first || 'a system column'} under one name in the facts` }, { zh: '换一个列名', en: 'choose another name' })];
  });
}
