import { type FactColumn, factColumns } from '@mingjian/domain/model/facts.ts';
import { type Duck, literal, quoted, together } from '../../../duckdb.ts';
import { contentHash } from '../../../lake/content-hash.ts';
import { buildDictionary, type Dictionary, type Entry } from '../../cleaning/dictionary.ts';
import { nameBeside, type Plan, type PlannedColumn } from '../plan.ts';

/** By column; none where a text is sealed as it is. */
export type Dictionaries = Map<string, Dictionary>;

/** Cleans the distinct values of the rows in table `slice`.
 *  @param before the same of the slice before this one */
export async function learnSlice(duck: Duck, beside: Duck, plan: Plan, before: Dictionaries): Promise<Dictionaries> {
  const wanted = plan.mapped.filter((planned) => !isSealedText(planned));
  const built: Dictionaries = new Map();
  const waiting = wanted.toSorted((a, b) => Number(asksForPersons(b)) - Number(asksForPersons(a))); // the database answers while other columns are cleaned
  const take = async (connection: Duck): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) built.set(next.name, await buildDictionary(connection, entryOf(next), before.get(next.name), next.alone));
  };
  await together(take(duck), take(beside)); // the engine looks for the values of one column while those of another are cleaned
  return built;
}

/** Cleans the rows of table `done_slice` into table `done_cleaned`: row, part, one column per physical facts column that something is known of, `_hash`
 *  of the content, `_bad` where a cell was refused or a required one is missing. `salt` keys what of the content is not keyed yet. */
export async function cleanSlice(duck: Duck, plan: Plan, dictionaries: Dictionaries, salt: bigint): Promise<void> {
  await duck.run(`create or replace table done_cleaned as ${statement(plan, dictionaries, salt)}`);
}

const entryOf = ({ name, raw, columns, cleaner, direct }: PlannedColumn): Entry => ({ name, raw, columns, cleaner, ...(direct ? { where: `not (${direct(raw)})` } : {}) });

const asksForPersons = ({ column: { type } }: PlannedColumn): boolean => type === 'citizen_number' || type === 'party' || type === 'sender_key';

/** Addresses and remarks are sealed as they are: of them the facts know nothing but that two rows say the same. */
export const isSealedText = ({ columns, column }: PlannedColumn): boolean => columns.length === 0 && (column.type === 'address' || column.type === 'free_text' || column.type === 'text');

function statement(plan: Plan, dictionaries: Dictionaries, salt: bigint): string {
  const mapped = new Map(plan.mapped.map((planned) => [planned.name, planned]));
  const facts = factColumns(plan.register).filter((column) => column.of).flatMap(({ name, of }) => {
    const planned = mapped.get(of);
    const value = planned ? valueOf(plan, planned, name) : unnumbered(plan, of, name);
    return value === null ? [] : [`${value} as ${quoted(name)}`];
  });
  const hashes = [...plan.mapped.filter((planned) => !standsAsItIs(planned)).map((planned) => hashOf(planned, salt)), ...directHash(plan)];
  const joins = plan.mapped.flatMap((planned) => {
    const dictionary = dictionaries.get(planned.name);
    return dictionary ? [joinOf(planned, dictionary)] : [];
  });
  const numbers = Object.entries(plan.register.columns).filter(([, column]) => column.type === 'citizen_number');
  const written = numbers.map(([name]) => `${writtenOf(plan, mapped.get(name))} as ${quoted(`_written_${name}`)}`);
  return `select s.row, s.part, ${[...facts, ...written].join(', ')},
    cast(${hashes.length ? hashes.reduce((a, b) => `xor(${a}, ${b})`) : '0::UBIGINT'} >> 1 as BIGINT) as _hash,
    ${badOf(plan, dictionaries)} as _bad from done_slice s ${joins.join(' ')}`;
}

const alias = ({ name }: PlannedColumn): string => quoted(`d_${name}`);
const joinOf = (planned: PlannedColumn, { table }: Dictionary): string =>
  `left join ${quoted(table)} ${alias(planned)} on ${planned.indexes.length ? `${alias(planned)}.raw = ${planned.raw}` : 'true'}`;

function valueOf(plan: Plan, planned: PlannedColumn, column: string): string {
  const found = `${alias(planned)}.${quoted(column)}`;
  if (planned.direct) return `case when ${alias(planned)}.raw is null then try_cast(nullif(${planned.raw}, '') as ${planned.columns[0]!.type}) else ${found} end`;
  if (planned.column.type !== 'citizen_number') return found;
  const named = nameOf(plan, planned.name);
  if (column.endsWith('_tier') && named) return `coalesce(${found}, case when ${named} then 9 end)`;
  return column.endsWith('_issue') && named ? `coalesce(${found}, case when ${alias(planned)}.h is null and ${named} then 'missing' end)` : found;
}

/** The columns that no delivered column says anything of: blank in every row, so they are not worked out for any. */
export function blankColumns(plan: Plan): FactColumn[] {
  const mapped = new Set(plan.mapped.map(({ name }) => name));
  return factColumns(plan.register).filter(({ of, name }) => of && !mapped.has(of) && unnumbered(plan, of, name) === null);
}

/** A person who is named but has no number is still a person: with an id of their own that meets nobody. */
function unnumbered(plan: Plan, of: string, column: string): string | null {
  const named = plan.register.columns[of]?.type === 'citizen_number' ? nameOf(plan, of) : null;
  if (named && column.endsWith('_tier')) return `cast(case when ${named} then 9 end as TINYINT)`;
  return named && column.endsWith('_issue') ? `case when ${named} then 'missing' end` : null;
}

/** The number as written together with the name beside it, keyed; null unless both are there and the number is nobody's. */
function writtenOf(plan: Plan, number: PlannedColumn | undefined): string {
  const beside = number && plan.mapped.find(({ name }) => name === nameBeside(plan.register, number.name));
  return beside ? `case when ${alias(number)}.${quoted(`${number.name}_tier`)} = 9 then xor(${alias(number)}.h, ${alias(beside)}.h) end` : 'cast(null as UBIGINT)';
}

function nameOf(plan: Plan, number: string): string | null {
  const beside = nameBeside(plan.register, number);
  const planned = plan.mapped.find(({ name }) => name === beside);
  return planned ? `${alias(planned)}.h is not null` : null;
}

/** In the facts, not only in the vault. */
const standsAsItIs = (planned: PlannedColumn): boolean => planned.direct !== null && !isSealedText(planned);

/** Contents are added up by exclusive or: neither the order of columns nor a column that a later register adds changes the sum. */
function hashOf(planned: PlannedColumn, salt: bigint): string {
  if (!isSealedText(planned)) return `coalesce(${alias(planned)}.h, 0)`;
  return `coalesce(${contentHash(`${literal(`${salt}:${planned.name}:`)} || nullif(trim(${planned.raw}), '')`)}, 0)`;
}

/** What is taken over as it stands may differ in every row, so all of it together is hashed once a row; a blank cell says nothing, as above. */
function directHash(plan: Plan): string[] {
  const direct = plan.mapped.filter(standsAsItIs).sort((a, b) => (a.name < b.name ? -1 : 1));
  const said = direct.map((planned) => `${literal(`${planned.name}:`)} || ${valueOf(plan, planned, planned.columns[0]!.name)}`);
  return said.length ? [`coalesce(${contentHash(`nullif(concat_ws(chr(31), ${said.join(', ')}), '')`)}, 0)`] : [];
}

function badOf(plan: Plan, dictionaries: Dictionaries): string {
  const tests = plan.mapped.flatMap((planned) => {
    const dictionary = dictionaries.get(planned.name);
    const refused = dictionary?.complaints.size ? [`coalesce(${alias(planned)}.bad, false)`] : [];
    return planned.column.required ? [...refused, missing(planned)] : refused;
  });
  return tests.length ? tests.join(' or ') : 'false';
}

const missing = (planned: PlannedColumn): string =>
  isSealedText(planned) ? `coalesce(trim(${planned.raw}), '') = ''`
  : planned.direct ? `(case when ${alias(planned)}.raw is null then coalesce(${planned.raw}, '') = '' else ${alias(planned)}.h is null end)`
  : `${alias(planned)}.h is null`;
