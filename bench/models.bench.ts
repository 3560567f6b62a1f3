import { globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { compile } from '@mingjian/domain/model/compile.ts';
import { factColumns } from '@mingjian/domain/model/facts.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { type Duck, literal, openDuck, quoted } from '@mingjian/server/duckdb.ts';
import { exampleCircumstances, loadModels } from '@mingjian/server/models/load.ts';
import { loadCatalogue } from '@mingjian/server/registers/catalogue.ts';
import { settle } from './settle.ts';

/** The whole library against the same questions written by hand (bench/questions, older than the compiler), over the same Parquet, in
 *  the same run. Done when: equal subjects, periods and amounts of each; ≤ 1.3 × the time; log-log slope ≤ 1.05; memory ≤ 8 GB. */
const { values } = parseArgs({ options: { people: { type: 'string', default: '100000,1000000' }, times: { type: 'string', default: '3' } } });
const SIZES = values.people.split(',').map(Number);
const AS_OF = '2025-12-31';
const catalogue = loadCatalogue();
const registers = [...catalogue.registers.values()].filter((register) => !register.extends);
const models = loadModels((id) => catalogue.registers.get(id));

type Timed = { id: string; reference: number; model: number; hits: number; equal: boolean };

const tableOf = (register: Register): string => {
  const columns = factColumns(register).map((c) => `${quoted(c.name)} ${c.type}`);
  return `create table ${quoted(register.id)} (${[...columns, ...(register.kind === 'snapshot' ? ['seen_from DATE', 'seen_to DATE'] : [])].join(', ')})`;
};
const COVERAGE = 'create table coverage (register VARCHAR, region_from BIGINT, region_to BIGINT, period_from DATE, period_to DATE, as_at DATE)';

/** Makes a county of that many people and writes it as the lake does: one Parquet file a register, zstd. */
async function writeCounty(folder: string, people: number): Promise<void> {
  await using duck = await openDuck({ memoryMb: 5000, threads: 2, spill: folder });
  for (const register of registers) await duck.run(tableOf(register));
  await duck.run(`${COVERAGE}; set variable people = ${people}`);
  for (const part of ['people', 'payments', 'assets']) {
    const text = readFileSync(join(import.meta.dirname, 'county', `${part}.sql`), 'utf8');
    for (const statement of text.split(/;\s*(?:\n|$)/)) if (statement.trim()) await duck.run(statement);
  }
  for (const table of [...registers.map((r) => r.id), 'coverage']) await duck.run(`copy ${quoted(table)} to ${literal(join(folder, `${table}.parquet`))} (format parquet, compression zstd)`);
}

async function openCounty(folder: string): Promise<Duck> {
  const duck = await openDuck({ memoryMb: 5000, threads: 2, spill: folder });
  for (const file of globSync('*.parquet', { cwd: folder })) await duck.run(`create view ${quoted(basename(file, '.parquet'))} as from ${literal(join(folder, file))}`);
  await duck.run(`set variable as_of = date '${AS_OF}'`);
  return duck;
}

const TIMES = Number(values.times);
/** The median of several runs, each writing its rows to a table: both sides pay for that alike. */
async function time(duck: Duck, table: string, sql: string): Promise<number> {
  const runs: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const start = performance.now();
    await duck.run(`create or replace temp table ${table} as ${sql}`);
    runs.push(performance.now() - start);
  }
  return runs.sort((a, b) => a - b)[TIMES >> 1]!;
}

async function ask(duck: Duck, loaded: (typeof models)[number]): Promise<Timed> {
  const question = readFileSync(join(import.meta.dirname, 'questions', `${loaded.id}.sql`), 'utf8').replace(/;\s*$/, '');
  const { sql } = compile(loaded.model, { ...exampleCircumstances((id) => catalogue.registers.get(id)), asOf: AS_OF });
  const reference = await time(duck, 'by_hand', question);
  const model = await time(duck, 'by_model', sql);
  const warned = "(select subject, period_from, period_to, amount from by_model where result = 'hit' and tier <= 2)";
  const row = await duck.row<{ hits: bigint; missing: bigint; extra: bigint }>(`select (select count(*) from by_hand) as hits,
    (select count(*) from (from by_hand except all from ${warned})) as missing, (select count(*) from (from ${warned} except all from by_hand)) as extra`);
  return { id: loaded.id, reference, model, hits: Number(row.hits), equal: row.missing === 0n && row.extra === 0n };
}

async function measure(people: number): Promise<Timed[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjian-bench-'));
  try {
    await mkdir(folder, { recursive: true });
    await writeCounty(folder, people);
    await using duck = await openCounty(folder);
    const all: Timed[] = [];
    for (const loaded of models) {
      const timed = await ask(duck, loaded);
      all.push(timed);
      const ratio = (timed.model / timed.reference).toFixed(2);
      console.log(`${String(people).padStart(8)} ${timed.id.padEnd(30)} ${timed.hits.toString().padStart(7)} hits ${timed.equal ? 'equal ' : 'DIFFER'} ${timed.model.toFixed(0).padStart(7)} ms / ${timed.reference.toFixed(0).padStart(7)} ms = ${ratio}`);
    }
    return all;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const sum = (all: Timed[], side: 'model' | 'reference'): number => all.reduce((total, each) => total + each[side], 0);
const results: Timed[][] = [];
for (const people of SIZES) results.push(await measure(people));
const last = results.at(-1)!;
const ratio = sum(last, 'model') / sum(last, 'reference');
const slope = results.length < 2 ? null : Math.log(sum(last, 'model') / sum(results[0]!, 'model')) / Math.log(SIZES.at(-1)! / SIZES[0]!);
const memory = process.resourceUsage().maxRSS / 1024 / 1024;
const equal = results.flat().filter((each) => each.equal).length;
settle(
  `${equal} of ${results.flat().length} equal, ${ratio.toFixed(2)} x by hand (${sum(last, 'model').toFixed(0)} ms at ${SIZES.at(-1)} people), slope ${slope?.toFixed(2) ?? '-'}, ${memory.toFixed(1)} GB`,
  equal === results.flat().length && ratio <= 1.3 && (slope === null || slope <= 1.05) && memory <= 8,
);
