import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { areaUnit, parseArea } from '@mingjian/domain/clean/area.ts';
import { parseDate, parseMonth } from '@mingjian/domain/clean/date.ts';
import { parseMoney } from '@mingjian/domain/clean/money.ts';
import { parseBoolean, parseInteger, parseNumber } from '@mingjian/domain/clean/number.ts';
import type { Parsed } from '@mingjian/domain/complaint.ts';
import { factColumns, factColumnsOf } from '@mingjian/domain/model/facts.ts';
import type { Column, Register } from '@mingjian/domain/model/register.ts';
import { type Duck, literal } from '../duckdb.ts';

/** Ids that stand for the labels of one case, both ways. */
export class Labels {
  private readonly ids = new Map<string, bigint>();
  private readonly names = new Map<bigint, string>();
  private provisional = 0n;

  id(label: string): bigint {
    const known = this.ids.get(label);
    if (known !== undefined) return known;
    const id = 700_000_000n + BigInt(this.ids.size);
    this.ids.set(label, id);
    this.names.set(id, label);
    return id;
  }

  /** A row without a usable number has an id of its own, whatever its label. */
  provisionalId(label: string): bigint {
    const id = 900_000_000n + this.provisional++;
    this.names.set(id, label);
    return id;
  }

  /** The label behind an id as a finding shows it; anything else unchanged. */
  label(text: string): string {
    return (/^\d+$/.test(text) ? this.names.get(BigInt(text)) : undefined) ?? text;
  }
}

/** Rows of a case's CSV, every cell text; a cell left empty is null. */
export async function readCsv(duck: Duck, file: string): Promise<Record<string, string | null>[]> {
  return (await duck.rows(`select * from read_csv(${literal(file)}, all_varchar = true, header = true, nullstr = '', delim = ',', quote = '"', auto_detect = false, columns = ${await columnsOf(duck, file)})`)) as Record<string, string | null>[];
}

async function columnsOf(duck: Duck, file: string): Promise<string> {
  const [head] = await duck.rows<{ content: string }>(`select content from read_text(${literal(file)})`);
  const names = (head?.content.split(/\r?\n/)[0] ?? '').split(',').map((name) => name.trim());
  return `{${names.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ')}}`;
}

/** Builds the tables of one case under the registers' own names, empty where the case has no file. Throws with file, line and column. */
export async function buildTables(duck: Duck, folder: string, registers: Register[], labels: Labels): Promise<Set<string>> {
  const files = new Set(readdirSync(folder).filter((f) => f.endsWith('.csv') && f !== 'expected.csv').map((f) => basename(f, '.csv')));
  const known = new Set(registers.map((r) => r.id));
  for (const file of files) if (!known.has(file)) throw new Error(`${join(folder, file)}.csv: the model does not read ${file}`);
  for (const [i, register] of registers.entries()) {
    const file = join(folder, `${register.id}.csv`);
    const rows = files.has(register.id) ? await readCsv(duck, file) : [];
    const physical = tableColumns(register);
    await duck.run(`create or replace table ${register.id} (${physical.map((c) => `"${c.name}" ${c.type}`).join(', ')})`);
    const values = rows.map((row, n) => `(${factsOf(register, row, BigInt((i + 1) * 1_000_000 + n + 2), labels, file).join(', ')})`);
    if (values.length) await duck.run(`insert into ${register.id} values ${values.join(', ')}`);
  }
  return files;
}

const tableColumns = (register: Register) => [...factColumns(register), ...(register.kind === 'snapshot' ? [{ name: 'seen_from', type: 'DATE' }, { name: 'seen_to', type: 'DATE' }] : [])];

function factsOf(register: Register, row: Record<string, string | null>, ref: bigint, labels: Labels, file: string): string[] {
  const seen = register.kind === 'snapshot' ? ['seen_from', 'seen_to'] : [];
  for (const name of Object.keys(row)) if (!register.columns[name] && !seen.includes(name)) throw new Error(`${file}: ${register.id} has no column ${name}`);
  const cells = Object.entries(register.columns).flatMap(([name, column]) => {
    const width = factColumnsOf(name, column).length;
    const cell = row[name] ?? null;
    try {
      return width === 0 ? [] : cell === null ? Array<string>(width).fill('null') : cellFacts(column, cell, labels);
    } catch (error) {
      throw new Error(`${file}:${ref % 1_000_000n} ${name}: “${cell}”: ${(error as Error).message}`);
    }
  });
  return [String(ref), String(ref), '1', ...cells, ...seen.map((name) => (row[name] ? `date '${row[name]}'` : 'null'))];
}

/** The facts of one cell, in the order of factColumnsOf. */
function cellFacts(column: Column, cell: string, labels: Labels): string[] {
  const text = (value: string) => literal(value);
  switch (column.type) {
    case 'citizen_number': case 'sender_key': return person(cell, labels);
    case 'party': return cell.startsWith('org:') ? ['null', ...organisation(cell.slice(4)).toReversed()] : [...person(cell, labels).slice(0, 2), 'null'];
    case 'person_name': case 'token': case 'phone': case 'plate': return [String(labels.id(cell))];
    case 'credit_code': return organisation(cell);
    case 'date': { const d = read(parseDate(cell)); return [`date '${d.date}'`, text(d.precision)]; }
    case 'month': return [`date '${read(parseMonth(cell))}'`];
    case 'money': return [String(read(parseMoney(cell)))];
    case 'area': { const { number, unit } = withUnit(cell); const a = read(parseArea(number, unit)); return [a.m2, text(a.unit)]; }
    case 'number': return [String(read(parseNumber(cell)))];
    case 'integer': return [String(read(parseInteger(cell)))];
    case 'boolean': return [String(read(parseBoolean(cell)))];
    case 'region': case 'region_code': return [cell.padEnd(12, '0')];
    case 'programme': return cell.startsWith('?') ? ['null', text(cell.slice(1))] : [text(cell), text(cell)];
    case 'code': if (column.values && !(cell in column.values)) throw new Error(`its values are ${Object.keys(column.values).join(', ')}`); return [text(cell)];
    default: return [text(cell)];
  }
}

/** `A` number valid, `A/K2` repaired with certainty, `A/K3` only probably this person, `A/?why` unusable. */
function person(cell: string, labels: Labels): string[] {
  const [label, mark] = cell.split('/') as [string, string | undefined];
  if (mark === undefined) return [String(labels.id(label)), '1', 'null'];
  if (/^K[234]$/.test(mark)) return [String(labels.id(label)), mark.slice(1), 'null'];
  if (mark.startsWith('?')) return [String(labels.provisionalId(label)), '9', literal(mark.slice(1) || 'check')];
  throw new Error('a person is A, A/K2, A/K3 or A/?');
}

/** A credit code and its tier: `X` as delivered, `X/K2` repaired, `X/K3` only probably this organisation. */
function organisation(cell: string): [code: string, tier: string] {
  const [code, tier] = cell.split('/K') as [string, string | undefined];
  return [literal(code), tier ?? '1'];
}

function withUnit(cell: string): { number: string; unit: NonNullable<ReturnType<typeof areaUnit>> } {
  const [number, unit = 'mu'] = cell.trim().split(/\s+/) as [string, string | undefined];
  return { number, unit: areaUnit(unit) ?? (unit as 'mu') };
}

function read<T>(parsed: Parsed<T | null>): T {
  if (!parsed.ok) throw new Error(parsed.complaint.words.en);
  if (parsed.value === null) throw new Error('means nothing');
  return parsed.value;
}
