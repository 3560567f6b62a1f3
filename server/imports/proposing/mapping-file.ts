import { readFileSync } from 'node:fs';
import { basename, matchesGlob } from 'node:path';
import { AREA_UNITS } from '@mingjian/domain/clean/area.ts';
import { MONEY_UNITS } from '@mingjian/domain/clean/money.ts';
import type { Column } from '@mingjian/domain/model/register.ts';
import { shapeFaults } from '@mingjian/domain/shape.ts';
import type { Words } from '@mingjian/domain/words.ts';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { Catalogue } from '../../registers/catalogue.ts';
import { didYouMean } from '../../registers/problem.ts';
import { readYaml } from '../../registers/yaml.ts';
import { Refused } from '../../refused.ts';
import { type FromCells, type MappedColumn, type Mapping, unknownColumn } from './mapping.ts';
import type { SniffedTable } from '../reading/types.ts';
import { unitOf } from './columns/units.ts';

const closed = { additionalProperties: false };
const Source = Type.Union([
  Type.String({ description: 'the header' }),
  Type.Object({ header: Type.String(), unit: Type.Optional(Type.String()), take: Type.Optional(Type.Union([Type.Literal('from'), Type.Literal('to')])), prefix: Type.Optional(Type.String()) }, closed),
  Type.Object({ headers: Type.Array(Type.String(), { minItems: 2 }), joint: Type.Optional(Type.String()) }, closed),
  Type.Object({ column: Type.Integer({ minimum: 1 }), unit: Type.Optional(Type.String()), take: Type.Optional(Type.Union([Type.Literal('from'), Type.Literal('to')])), prefix: Type.Optional(Type.String()) }, closed),
  Type.Object({ constant: Type.Union([Type.String(), Type.Number()]) }, closed),
]);
type Source = Static<typeof Source>;

/** What a person writes for `import --mapping FILE`: one table's mapping, or several under `tables`. `file` (a name, * allowed),
 *  `sheet` and `table` (from 1) say which delivered table is meant; what is left out matches any. */
export const MappingEntry = Type.Object(
  {
    file: Type.Optional(Type.String()), sheet: Type.Optional(Type.String()), table: Type.Optional(Type.Integer({ minimum: 1 })),
    register: Type.String(), columns: Type.Record(Type.String(), Source),
  },
  closed,
);
export type MappingEntry = Static<typeof MappingEntry>;

const PATTERN: Words = { zh: '例:{register: subsidy_pay, columns: {pid: 身份证号, amount: {header: 金额, unit: 万元}, policy: {constant: 高龄津贴}}}', en: 'for example {register: subsidy_pay, columns: {pid: ID number, amount: {header: Amount, unit: wan_yuan}, policy: {constant: elder}}}' };

/** @throws Refused `mapping.file` with the place of each fault */
export function readMappingFile(file: string): MappingEntry[] {
  const { value, faults: broken } = readYaml(readText(file));
  if (broken.length > 0) throw refused(file, broken.map(({ line, column, words, remedy }) => ({ zh: `第 ${line} 行第 ${column} 列：${words.zh}，${remedy.zh}`, en: `line ${line}, column ${column}: ${words.en}, ${remedy.en}` })));
  const raw = value as { tables?: unknown[] } | null;
  const entries = Array.isArray(raw) ? raw : raw && Array.isArray(raw.tables) ? raw.tables : [raw];
  const faults = entries.flatMap((entry, i) => (Value.Check(MappingEntry, entry) ? [] : faultsOf(entry, entries.length > 1 ? `tables[${i}].` : '')));
  if (faults.length > 0) throw refused(file, faults);
  return entries as MappingEntry[];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw isMissing
      ? new Refused('mapping.missing-file', { zh: `没有映射文件 ${file}`, en: `there is no mapping file ${file}` }, { zh: '检查 --mapping 后面的路径；待确认的表在导入结果里附有可照抄的映射文件', en: 'look at the path behind --mapping; for a table that waits the import prints a mapping file to start from' }, { cause })
      : new Refused('mapping.file', { zh: `映射文件 ${file} 打不开`, en: `the mapping file ${file} cannot be opened` }, { zh: '它须是可读的 YAML 文件', en: 'it must be a YAML file that may be read' }, { cause });
  }
}

const faultsOf = (entry: unknown, at: string): Words[] =>
  shapeFaults(MappingEntry, entry).map(({ path, words, remedy }) => ({ zh: `${at}${path.join('.')} ${words.zh}，${remedy.zh}`, en: `${at}${path.join('.')} ${words.en}, ${remedy.en}` }));

const refused = (file: string, faults: Words[]): Refused =>
  new Refused('mapping.file', { zh: `映射文件 ${basename(file)} 有误:${faults.map(({ zh }) => zh).join('；')}`, en: `the mapping file ${basename(file)} is wrong at: ${faults.map(({ en }) => en).join('; ')}` }, PATTERN);

function checkColumns(entry: MappingEntry, catalogue: Catalogue): void {
  const { id, columns } = catalogue.get(entry.register);
  for (const name of Object.keys(entry.columns)) if (!(name in columns)) throw unknownColumn(name, Object.keys(columns), id);
  const missing = Object.keys(columns).filter((name) => columns[name]!.required && !(name in entry.columns));
  if (missing.length > 0) throw new Refused('mapping.missing', { zh: `缺少必需的列:${missing.join('、')}`, en: `required columns are missing: ${missing.join(', ')}` }, { zh: '表中没有的可写 {constant: 值}', en: 'what the table has not may be given as {constant: value}' });
}

/** The mapping that the file gives this table, bound to its columns; null where none of its entries means the table.
 *  @throws Refused `mapping.header` where a named header is not there, `mapping.column` for a column the register has not,
 *  `mapping.missing` where a required column gets nothing: every row would be refused, one by one */
export function mappingFor(entries: readonly MappingEntry[], table: SniffedTable, fileName: string, catalogue: Catalogue): Mapping | null {
  const entry = entries.find(({ file, sheet, table: number }) =>
    (file === undefined || matchesGlob(basename(fileName), file)) && (sheet === undefined || sheet === table.sheet) && (number === undefined || number === table.index + 1));
  if (!entry) return null;
  checkColumns(entry, catalogue);
  const columns = Object.entries(entry.columns).map(([name, source]): [string, MappedColumn] => [name, bind(source, name, table, entry.register, catalogue)]);
  return { register: entry.register, columns: Object.fromEntries(columns) };
}

function bind(source: Source, name: string, table: SniffedTable, register: string, catalogue: Catalogue): MappedColumn {
  if (typeof source === 'string') return bind({ header: source }, name, table, register, catalogue);
  if ('constant' in source) return { constant: String(source.constant) };
  if ('headers' in source) return { header: source.headers.join('+'), indexes: source.headers.map((header) => find(header, table, name)), joint: source.joint ?? ' ' };
  const index = 'column' in source ? source.column - 1 : find(source.header, table, name);
  const header = table.headers[index] ?? absent(`${index + 1}`, table, name);
  const column = catalogue.get(register).columns[name]!;
  const unit = source.unit === undefined ? unitOf(header, column) : (unitOf({ name: header.name, unit: source.unit }, column) ?? plainUnit(source.unit, name, column));
  const { take, prefix } = source;
  return { header: header.name, indexes: [index], ...(unit !== undefined && { unit }), ...(take && { take }), ...(prefix !== undefined && { prefix }) } satisfies FromCells;
}

/** Money or an area in a unit that nobody knows would be read as yuan or mu, ten thousand times too small. */
function plainUnit(unit: string, name: string, { type }: Column): string {
  const known = type === 'money' ? MONEY_UNITS : type === 'area' ? AREA_UNITS : null;
  if (known === null) return unit;
  throw new Refused('mapping.unit', { zh: `没有单位 ${unit}(用于 ${name})`, en: `there is no unit ${unit} (for ${name})` }, { zh: `可用的有:${known.join('、')}，也可写元、万元、亩、平方米等`, en: `what may stand here: ${known.join(', ')}; 元, 万元, 亩, 平方米 are understood too` });
}

function find(name: string, table: SniffedTable, column: string): number {
  const index = table.headers.findIndex((header) => header.name === name || `${header.parent ?? ''}${header.name}` === name);
  return index >= 0 ? index : absent(name, table, column);
}

function absent(header: string, table: SniffedTable, column: string): never {
  throw new Refused('mapping.header', { zh: `表中没有列“${header}”(用于 ${column})`, en: `the table has no column "${header}" (for ${column})` }, didYouMean(header, table.headers.map(({ name }) => name)));
}
