import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { encodeGb } from '../../demo/files/gb18030.ts';
import { openDuck } from '@mingjian/server/duckdb.ts';
import type { House } from '@mingjian/server/house.ts';

/** What must be found nowhere: names and numbers of people who were delivered. */
export type Planted = { names: readonly string[]; numbers: ReadonlySet<string> };
/** Where one of them was found. Never what was found: this is printed. */
export type Leak = { where: string; what: 'name' | 'number' };

/** Searches a home and its database for planted people: the bytes of every file in every encoding that departments write, the decoded cells of
 *  every facts file, every row of every table, and what else is given (`said`: output of commands). The vault is searched like the rest: sealed, it tells nothing. */
export async function huntLeaks(house: Pick<House, 'home' | 'pool'>, planted: Planted, said: ReadonlyMap<string, string> = new Map()): Promise<Leak[]> {
  const leaks: Leak[] = [];
  for (const file of filesUnder(house.home.at)) leaks.push(...inBytes(relative(house.home.at, file), readFileSync(file), planted));
  for (const file of filesUnder(house.home.facts).filter((path) => path.endsWith('.parquet') && isWhole(path))) leaks.push(...(await inParquet(file, planted)));
  for (const [where, text] of await tables(house.pool)) leaks.push(...inText(where, text, planted));
  for (const [where, text] of said) leaks.push(...inText(where, text, planted));
  return [...new Map(leaks.map((leak) => [`${leak.where} ${leak.what}`, leak])).values()];
}

/** Files and their bytes; what is no file (a FIFO, a socket) or went away meanwhile is passed over. */
export const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

const RUNS = /\d{14,}[\dXx]/g;

export function inBytes(where: string, bytes: Buffer, planted: Planted): Leak[] {
  const leaks: Leak[] = hasNumber(bytes.toString('latin1').replaceAll('\0', ''), planted) ? [{ where, what: 'number' }] : [];
  if (planted.names.some((name) => encoded(name).some((needle) => bytes.includes(needle)))) leaks.push({ where, what: 'name' });
  return leaks;
}

export function inText(where: string, text: string, planted: Planted): Leak[] {
  const leaks: Leak[] = hasNumber(text, planted) ? [{ where, what: 'number' }] : [];
  if (planted.names.some((name) => text.includes(name))) leaks.push({ where, what: 'name' });
  return leaks;
}

function hasNumber(text: string, { numbers }: Planted): boolean {
  for (const [run] of text.matchAll(RUNS)) if (partsOf(run.toUpperCase()).some((part) => numbers.has(part))) return true;
  return false;
}

/** A number may stand within a longer one: a certificate, a serial number that begins with the year. */
const partsOf = (run: string): string[] => [15, 18].flatMap((length) => Array.from({ length: Math.max(0, run.length - length + 1) }, (_, at) => run.slice(at, at + length)));

const encoded = (name: string): Buffer[] => {
  const wide = Buffer.from(name, 'utf16le');
  return [Buffer.from(name), wide, Buffer.from(wide).swap16(), encodeGb(name, 'gb18030')];
};

/** A part that a killed import left half-written has no end: only its bytes can be searched, as those of every file are. */
const isWhole = (file: string): boolean => readFileSync(file).subarray(-4).toString('latin1') === 'PAR1';

async function inParquet(file: string, planted: Planted): Promise<Leak[]> {
  await using duck = await openDuck({ memoryMb: 500, threads: 1, spill: null });
  const columns = await duck.rows<{ name: string }>('select distinct name from parquet_schema($1) where type is not null', [file]);
  const leaks: Leak[] = [];
  for (const { name } of columns) {
    for await (const { text } of duck.stream<{ text: string | null }>(`select string_agg(distinct cast("${name}" as VARCHAR), chr(10)) as text from read_parquet($1)`, [file])) {
      if (text !== null) leaks.push(...inText(`${file.split('/facts/')[1] ?? file} column ${name}`, text, planted));
    }
  }
  return leaks;
}

/** Every table of the database as text; what stands in binary columns is read as text too. */
async function tables(pool: House['pool']): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND has_table_privilege(format('%I.%I', schemaname, tablename), 'SELECT')`,
  );
  const found = new Map<string, string>();
  for (const { name } of rows) {
    const { rows: lines } = await pool.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
    found.set(`table ${name}`, lines.map(({ line }) => withBinary(line)).join('\n'));
  }
  return found;
}

const withBinary = (line: string): string =>
  line + [...line.matchAll(/\\x([0-9a-f]{8,})/g)].map(([, hex]) => ` ${Buffer.from(hex!, 'hex').toString()} ${Buffer.from(hex!, 'hex').toString('latin1')}`).join('');
