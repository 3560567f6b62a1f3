import { factColumnsOf } from '@mingjian/domain/model/facts.ts';
import { Column as ColumnShape, type Column, type Register } from '@mingjian/domain/model/register.ts';
import { Value } from 'typebox/value';
import { isRecord } from './check.ts';
import { didYouMean, problem, type Problem } from './problem.ts';

type Raw = Record<string, unknown>;

/** A county's file that `extends` a register inherits all it does not say; one that `adds_to` a register says only what it adds.
 *  A column named again keeps its type and gains headers and values, unless it states a type of its own. */
export function inherit(own: Raw, base: Register): Raw {
  const columns: Raw = { ...structuredClone(base.columns) };
  for (const [name, column] of Object.entries(isRecord(own.columns) ? own.columns : {}))
    columns[name] = isRecord(column) && isRecord(columns[name]) ? mergeColumn(columns[name], column) : column;
  const { columns: _, extends: __, ...head } = structuredClone(base);
  const isOdd = own.columns !== undefined && own.columns !== null && !isRecord(own.columns); // the check tells of it
  return { ...head, ...own, columns: isOdd ? own.columns : columns };
}

function mergeColumn(base: Raw, own: Raw): Raw {
  const replaces = own.type !== undefined && own.type !== base.type;
  const headers = mergeLists(replaces ? {} : base.headers, own.headers);
  const values = mergeLists(replaces ? {} : base.values, own.values);
  const kept = replaces ? { privacy: base.privacy, title: base.title, required: base.required } : base;
  const isOdd = own.headers !== undefined && !isRecord(own.headers);
  const merged: Raw = { ...kept, ...own, headers: isOdd ? own.headers : { zh: [], en: [], ...headers } };
  if (Object.keys(values).length > 0 && (own.values === undefined || isRecord(own.values))) merged.values = values;
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

function mergeLists(base: unknown, own: unknown): Record<string, string[]> {
  const merged: Record<string, string[]> = {};
  for (const source of [base, own])
    for (const [key, list] of Object.entries(isRecord(source) ? source : {}))
      merged[key] = Array.isArray(list) ? [...new Set([...(merged[key] ?? []), ...(list as string[])])] : (list as string[]); // what is no list is told by the check
  return merged;
}

/** `adds_to` may widen a register, never change what is already there: models of every county read it. */
export function additionProblems(own: Raw, base: Register, file: string): Problem[] {
  const stray = Object.keys(own).filter((key) => key !== 'adds_to' && key !== 'columns');
  return [
    ...stray.map((key) => problem(file, key, { zh: `补充文件不能改 ${key}`, en: `an addition cannot change ${key}` }, { zh: '只写 adds_to 和 columns;要改别的,另立台账并用 extends', en: 'adds_to and columns only; for more, a register of its own with extends' })),
    ...Object.entries(isRecord(own.columns) ? own.columns : {}).flatMap(([name, column]) => {
      if (!(name in base.columns) || !isRecord(column)) return [];
      return Object.keys(column)
        .filter((key) => key !== 'headers' && key !== 'values')
        .map((key) => problem(file, `columns.${name}.${key}`, { zh: `已有的列只能补充 headers 和 values`, en: 'of a column that exists only headers and values can be added' }, { zh: '要改类型或保密级别,另立台账并用 extends', en: 'for another type or privacy, a register of its own with extends' }));
    }),
  ];
}

/** Rows of an extending register are read as rows of its base: what both have must become the same physical columns. */
export function familyProblems(own: Raw, base: Register, file: string): Problem[] {
  const columns = own.columns as Raw;
  const shape = (name: string, column: Column) => factColumnsOf(name, column)?.map((fact) => `${fact.name} ${fact.type}`).join();
  return Object.entries(base.columns).flatMap(([name, column]) =>
    !Value.Check(ColumnShape, columns[name]) || shape(name, columns[name]) === shape(name, column)
      ? []
      : [problem(file, `columns.${name}.type`, { zh: `与 ${base.id} 的同名列存法不同`, en: `is not stored as the column of that name in ${base.id}` }, { zh: `用能与 ${column.type} 互换的类型,或换一个列名`, en: `take a type that is stored like ${column.type}, or another name` })]);
}

export function missingBase(id: string, key: string, known: Iterable<string>, file: string): Problem {
  return problem(file, key, { zh: `没有台账 ${id}`, en: `there is no register ${id}` }, didYouMean(id, known));
}
