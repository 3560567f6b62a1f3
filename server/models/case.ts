import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compile } from '@mingjian/domain/model/compile.ts';
import type { Compiled } from '@mingjian/domain/model/compiled.ts';
import type { Circumstances } from '@mingjian/domain/model/compile.ts';
import { duckdb } from '@mingjian/domain/model/dialect.ts';
import type { Model } from '@mingjian/domain/model/model.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { parse } from 'yaml';
import type { Duck, Row } from '../duckdb.ts';
import { Labels, buildTables, readCsv } from './fixture.ts';
import { EXAMPLE_DAY, type LoadedModel } from './load.ts';

type Coverage = { region?: number | string; from?: string; to?: string; as_at?: string }[] | 'none';
export type Case = { name: string; folder: string; asOf: string; settings: NonNullable<Circumstances['settings']>; coverage: Record<string, Coverage> };
/** Rows that came and were not expected, rows that were expected and did not come. Empty both: the case holds. */
export type Difference = { unexpected: string[]; missing: string[] };

export function casesOf({ folder }: { folder: string }): Case[] {
  const root = join(folder, 'cases');
  if (!existsSync(root)) return [];
  return readdirSync(root).sort().filter((name) => existsSync(join(root, name, 'expected.csv'))).map((name) => readCase(join(root, name)));
}

function readCase(folder: string): Case {
  const file = join(folder, 'case.yaml');
  const given = existsSync(file) ? (parse(readFileSync(file, 'utf8'), { schema: 'core' }) as Record<string, unknown>) : {};
  for (const key of Object.keys(given)) if (!['as_of', 'settings', 'coverage'].includes(key)) throw new Error(`${file}: unknown key ${key}; as_of, settings, coverage`);
  return {
    name: basename(folder), folder, asOf: String(given['as_of'] ?? EXAMPLE_DAY),
    settings: (given['settings'] ?? {}) as Case['settings'], coverage: (given['coverage'] ?? {}) as Case['coverage'],
  };
}

/** The registers that a model reads, each once. */
export const registersOf = (model: Model, registers: (id: string) => Register | undefined): Register[] =>
  [...new Set(Object.values(model.reads).map((read) => read.register))].map((id) => registers(id)!);

/** Puts a case's rows into `duck`, once for all that is asked of them. */
export async function prepareCase(duck: Duck, { model }: { model: Model }, each: Case, registers: (id: string) => Register | undefined) {
  const labels = new Labels();
  const read = registersOf(model, registers);
  await buildTables(duck, each.folder, read, labels);
  await buildCoverage(duck, each, read);
  return { labels, expected: await readCsv(duck, join(each.folder, 'expected.csv')) };
}

/** Runs one case and says what differs. `change` lets a mutant take the model's place. */
export async function runCase(duck: Duck, loaded: LoadedModel, each: Case, registers: (id: string) => Register | undefined): Promise<Difference> {
  const prepared = await prepareCase(duck, loaded, each, registers);
  const compiled = compile(loaded.model, { registers, dialect: duckdb, asOf: each.asOf, settings: each.settings });
  return compare(duck, compiled, prepared);
}

export async function compare(duck: Duck, compiled: Compiled, { labels, expected }: Awaited<ReturnType<typeof prepareCase>>): Promise<Difference> {
  const rows = (await duck.rows(compiled.sql)).map((row) => shown(row, labels));
  const columns = Object.keys(expected[0] ?? {});
  const known = new Set(Object.keys(rows[0] ?? {}));
  const stray = rows.length ? columns.filter((column) => !known.has(column)) : [];
  if (stray.length) throw new Error(`expected.csv: there is no column ${stray.join(', ')}; ${[...known].join(', ')}`);
  const line = (row: Record<string, string | null>) => (columns.length ? columns : ['result', 'reason', 'subject']).map((column) => `${column}=${row[column] ?? ''}`).join(' ');
  return subtract(rows.map(line), expected.map(line));
}

function subtract(came: string[], expected: string[]): Difference {
  const missing = [...expected];
  const unexpected = came.filter((row) => {
    const at = missing.indexOf(row);
    if (at >= 0) missing.splice(at, 1);
    return at < 0;
  });
  return { unexpected, missing };
}

/** A finding as expected.csv writes it: labels for ids, yuan for fen, measures without their prefix. */
function shown(row: Row, labels: Labels): Record<string, string | null> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => {
    const text = value === null ? null : typeof value === 'number' ? String(Number(value.toFixed(4))) : String(value);
    if (text === null) return [name.replace(/^m_/, ''), null];
    if (name === 'amount') return [name, (Number(text) / 100).toFixed(2)];
    if (name === 'subject' || name === 'matter') return [name, text.split('|').map((part) => labels.label(part)).join('|')];
    return [name.replace(/^m_/, ''), text];
  }));
}

/** Every register is delivered, everywhere and always, unless the case says otherwise. */
async function buildCoverage(duck: Duck, each: Case, registers: Register[]): Promise<void> {
  await duck.run('create or replace table coverage (register VARCHAR, region_from BIGINT, region_to BIGINT, period_from DATE, period_to DATE, as_at DATE)');
  const towns = `(select distinct town from (values (439921101000), (439921102000), (439921103000)) t(town))`;
  for (const register of registers) {
    const given = each.coverage[register.id];
    if (given === 'none') continue;
    if (given === undefined) {
      const where = register.place ? `select '${register.id}', town, town + 999, date '1900-01-01', date '9999-12-31', date '${each.asOf}' from ${towns} t` : `values ('${register.id}', 0, 999999999999, date '1900-01-01', date '9999-12-31', date '${each.asOf}')`;
      await duck.run(`insert into coverage ${where}`);
      continue;
    }
    for (const c of given) {
      const code = String(c.region ?? '');
      await duck.run(`insert into coverage values ('${register.id}', ${code.padEnd(12, '0')}, ${code.padEnd(12, '9')}, date '${c.from ?? '1900-01-01'}', date '${c.to ?? '9999-12-31'}', date '${c.as_at ?? each.asOf}')`);
    }
  }
}
