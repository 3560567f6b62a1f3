import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { compile } from '@mingjian/domain/model/compile.ts';
import { factColumns } from '@mingjian/domain/model/facts.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { type Duck, literal, openDuck, quoted } from '@mingjian/server/duckdb.ts';
import { prepareInputs } from '@mingjian/server/lake/inputs.ts';
import { loadModels } from '@mingjian/server/models/load.ts';
import { loadCatalogue } from '@mingjian/server/registers/catalogue.ts';
import { testHouse } from '@mingjian/server/testing.ts';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { AS_OF, batchesOf } from '../county/write.ts';
import { postgres } from './spelling.ts';

/** One process, for the record: ten of the questions as the compiler spells them for PostgreSQL, over the same facts in the embedded
 *  server, with an index on every person, account and bank reference. Prints milliseconds as JSON, loading and indexing first. */
const TEN = ['dead-payee', 'tekun-dead', 'pension-after-death', 'elder-allowance-dead', 'disability-unpaid', 'eligible-not-paid', 'staff-on-means-tested', 'same-benefit-twice', 'one-account-many-payees', 'tekun-care-overlap'];
const PATIENCE = 300_000;
const [folder = '', people = ''] = process.argv.slice(2);

const catalogue = loadCatalogue();
const registers = (id: string): Register | undefined => catalogue.registers.get(id);
const questions = loadModels(registers).filter(({ id }) => TEN.includes(id)).map(({ id, model }) => ({ id, compiled: compile(model, { registers, dialect: postgres, asOf: AS_OF }) }));
const read = [...new Set(questions.flatMap(({ compiled }) => Object.keys(compiled.reads)))].map((id) => catalogue.get(id));

await using house = await testHouse();
const client = new pg.Client({ connectionString: house.env['MINGJIAN_OWNER_URL'] });
await client.connect();
const printed: Record<string, number | string> = {};
try {
  await client.query(`create schema bench; set search_path to bench; set work_mem to '256MB'; set statement_timeout to ${PATIENCE * 4}`);
  for (const part of ['year', 'month', 'day']) await client.query(`create function ${part}(d date) returns integer language sql immutable parallel safe as $$ select cast(extract(${part} from d) as integer) $$`);
  printed['loaded'] = await taken(load);
  printed['indexed'] = await taken(index);
  await client.query(`set statement_timeout to ${PATIENCE}`);
  for (const { id, compiled } of questions) printed[id] = await ask(id, compiled.sql);
} finally {
  await client.end();
}
console.log(JSON.stringify(printed));

async function taken(step: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await step();
  return performance.now() - from;
}

async function load(): Promise<void> {
  await using duck = await openDuck({ memoryMb: 2048, threads: 2, spill: folder });
  await prepareInputs(duck, { home: { facts: folder }, catalogue, batches: batchesOf(Number(people)), registers: read.map(({ id }) => id), asOf: AS_OF });
  for (const register of read) {
    const columns = [...factColumns(register), ...(register.kind === 'snapshot' ? ['seen_from', 'seen_to'].map((name) => ({ name, type: 'DATE' })) : [])];
    await copy(duck, register.id, columns.map(({ name, type }) => ({ name, type: type === 'TINYINT' ? 'SMALLINT' : type })));
  }
  await copy(duck, 'coverage', ['register varchar', 'region_from bigint', 'region_to bigint', 'period_from date', 'period_to date', 'as_at date'].map((column) => ({ name: column.split(' ')[0]!, type: column.split(' ')[1]! })));
}

async function copy(duck: Duck, table: string, columns: { name: string; type: string }[]): Promise<void> {
  const file = join(folder, `${table}.csv`);
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  await duck.run(`copy (select ${names} from ${quoted(table)}) to ${literal(file)} (format csv, header false)`);
  await client.query(`create unlogged table ${quoted(table)} (${columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')})`);
  await pipeline(createReadStream(file), client.query(copyFrom(`copy ${quoted(table)} from stdin (format csv)`)));
  await rm(file);
}

async function index(): Promise<void> {
  for (const register of read) {
    const keys = Object.entries(register.columns).flatMap(([name, { type }]) => (type === 'citizen_number' ? [name] : ['account', 'pay_id'].includes(name) ? [name] : []));
    for (const key of keys) await client.query(`create index on ${quoted(register.id)} (${quoted(key)})`);
    if (register.columns['policy']) await client.query(`create index on ${quoted(register.id)} (policy)`);
    await client.query(`analyze ${quoted(register.id)}`);
  }
}

async function ask(id: string, sql: string): Promise<number | string> {
  try {
    return await taken(() => client.query(`drop table if exists found; create unlogged table found as ${sql}`));
  } catch (error) {
    return `${id}: ${(error as Error).message}`;
  }
}
