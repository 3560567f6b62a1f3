import { factColumns } from '@mingjian/domain/model/facts.ts';
import { Column, Register } from '@mingjian/domain/model/register.ts';
import { Value } from 'typebox/value';
import { foldHeader } from './headers.ts';
import { didYouMean, problem, type Problem } from './problem.ts';

type Shape = { properties: Record<string, { anyOf?: { const?: string }[] }>; required: string[] };

/** Every fault of one register document, each with its place: a county writes these files by hand, and a list mends a file
 *  in one sitting where the first error alone takes ten. */
export function checkRegister(document: unknown, file: string): Problem[] {
  if (!isRecord(document)) return [problem(file, '', { zh: '文件内容不是台账定义', en: 'the document is not a register' }, START)];
  const { columns, ...head } = document;
  const problems = shapeProblems(Register as unknown as Shape, { ...head, columns: {} }, file, '');
  if (!isRecord(columns)) return [...problems, problem(file, 'columns', { zh: '缺少 columns', en: 'columns is missing' }, START)];
  for (const [name, column] of Object.entries(columns)) problems.push(...checkColumn(name, column, file));
  if (problems.length > 0) return problems;
  const register = document as Register;
  return [...strayReferences(register, file), ...doubledSynonyms(register, file), ...physicalClashes(register, file)];
}

const START = { zh: '以 registers/ 中任一文件为样', en: 'take any file of registers/ as a pattern' };

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkColumn(name: string, column: unknown, file: string): Problem[] {
  const path = `columns.${name}`;
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    return [problem(file, path, { zh: `列名 ${name} 不合规则`, en: `${name} is no name for a column` }, { zh: '小写英文字母开头,只用小写字母、数字和下划线', en: 'start with a small letter; small letters, digits and _ only' })];
  if (!isRecord(column)) return [problem(file, path, { zh: '列定义为空', en: 'the column says nothing' }, { zh: '至少写 type、privacy、headers', en: 'type, privacy and headers at least' })];
  return [...shapeProblems(Column as unknown as Shape, column, file, path), ...leaks(column, file, path)];
}

/** A citizen number, an account or a person's name declared plain would stand readable in every facts file. */
function leaks(column: Record<string, unknown>, file: string, path: string): Problem[] {
  const mustHide = ['citizen_number', 'person_name', 'party', 'sender_key', 'token', 'phone', 'plate'];
  if (column.privacy !== 'fact' || !mustHide.includes(String(column.type))) return [];
  return [problem(file, `${path}.privacy`, { zh: `${String(column.type)} 类型不得声明为 fact`, en: `a ${String(column.type)} may not be declared fact` }, { zh: '身份号码用 vault,需要比对的用 token', en: 'vault for identity numbers, token for what is only compared' })];
}

/** Key by key, because the checker as a whole stops after a few faults. */
function shapeProblems(schema: Shape, value: Record<string, unknown>, file: string, at: string): Problem[] {
  const within = (key: string) => (at ? `${at}.${key}` : key);
  const known = Object.keys(schema.properties);
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  const absent = schema.required.filter((key) => value[key] === undefined);
  return [
    ...unknown.map((key) => problem(file, within(key), { zh: `不认识的键 ${key}`, en: `unknown key ${key}` }, didYouMean(key, known))),
    ...absent.map((key) => problem(file, within(key), { zh: `缺少 ${key}`, en: `${key} is missing` }, START)),
    ...known.filter((key) => value[key] !== undefined).flatMap((key) => valueProblems(schema.properties[key]!, value[key], file, within(key))),
  ];
}

function valueProblems(schema: Shape['properties'][string], value: unknown, file: string, path: string): Problem[] {
  const choices = schema.anyOf?.flatMap((one) => one.const ?? []) ?? [];
  const hint = choices.length ? { zh: `可用:${choices.join('、')}`, en: `one of ${choices.join(', ')}` } : START;
  const errors = Value.Errors(schema as never, value);
  const telling = errors.filter((error) => error.keyword !== 'const' && error.keyword !== 'boolean');
  // the checker stops after eight: of a choice among more it says only what the value is not
  return (telling.length > 0 ? telling : errors.slice(0, 1))
    .slice(0, 3)
    .flatMap((error) => {
      const place = [path, ...error.instancePath.split('/').filter(Boolean)].join('.');
      const params = error.params as { requiredProperties?: string[]; additionalProperties?: string[] };
      if (params.requiredProperties) return params.requiredProperties.map((key) => problem(file, `${place}.${key}`, { zh: `缺少 ${key}`, en: `${key} is missing` }, key === 'zh' || key === 'en' ? BOTH : START));
      if (params.additionalProperties) return params.additionalProperties.map((key) => problem(file, `${place}.${key}`, { zh: `不认识的键 ${key}`, en: `unknown key ${key}` }, { zh: '删去或改正', en: 'remove or correct it' }));
      return [problem(file, place, { zh: '取值不合规则', en: `not as it must be: ${error.message}` }, hint)];
    });
}
const BOTH = { zh: '中英文都要写', en: 'both languages are always given' };

function strayReferences(register: Register, file: string): Problem[] {
  const named: [string, string][] = register.key.map((name) => ['key', name]);
  if (register.place) named.push(['place', register.place]);
  if (register.period) named.push(['period.from', register.period.from]);
  if (register.period?.to) named.push(['period.to', register.period.to]);
  for (const name of register.happened ?? []) named.push(['happened', name]);
  return named
    .filter(([, name]) => !(name in register.columns))
    .map(([path, name]) => problem(file, path, { zh: `没有名为 ${name} 的列`, en: `there is no column ${name}` }, didYouMean(name, Object.keys(register.columns))));
}

/** One header meant by two columns would make the proposal a matter of luck. */
function doubledSynonyms(register: Register, file: string): Problem[] {
  const owner = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [name, column] of Object.entries(register.columns))
    for (const [language, header] of [...column.headers.zh.map((h) => ['zh', h]), ...column.headers.en.map((h) => ['en', h])] as [string, string][]) {
      const folded = foldHeader(header);
      const first = owner.get(folded);
      if (first === undefined) owner.set(folded, name);
      else if (first !== name) problems.push(problem(file, `columns.${name}.headers.${language}`, { zh: `表头“${header}”已属于 ${first}`, en: `the header "${header}" already belongs to ${first}` }, { zh: '一个表头在一张台账里只能指一列', en: 'within one register a header means one column' }));
    }
  return [...problems, ...doubledValues(register, file)];
}

function doubledValues(register: Register, file: string): Problem[] {
  return Object.entries(register.columns).flatMap(([name, column]) => {
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
function physicalClashes(register: Register, file: string): Problem[] {
  const seen = new Map<string, string>();
  return factColumns(register).flatMap(({ name, of }) => {
    const first = seen.get(name);
    seen.set(name, of);
    return first === undefined ? [] : [problem(file, `columns.${of}`, { zh: `与 ${first || '系统列'} 在事实文件中同名`, en: `meets ${first || 'a system column'} under one name in the facts` }, { zh: '换一个列名', en: 'choose another name' })];
  });
}
