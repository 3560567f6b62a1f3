import { compile } from '@mingjian/domain/model/compile.ts';
import type { Compiled } from '@mingjian/domain/model/compiled.ts';
import { duckdb } from '@mingjian/domain/model/dialect.ts';
import { type Duck, openDuck } from '@mingjian/server/duckdb.ts';
import { type Case, casesOf, compare, prepareCase } from '@mingjian/server/models/case.ts';
import { EXAMPLE_DAY, type LoadedModel, loadModels } from '@mingjian/server/models/load.ts';
import { loadCatalogue } from '@mingjian/server/registers/catalogue.ts';
import { settle } from '../settle.ts';
import { type Mutant, mutantsOf } from './mutants/models.ts';

/** Every shipped model, broken in small ways: at least one of its cases must notice. `-- ID` proves one model alone. */
const catalogue = loadCatalogue();
const registers = (id: string) => catalogue.registers.get(id);

/** The statements of a mutant, one for each day and settings that its cases have. Throws where the mutant is no model. */
function writer(mutant: Mutant) {
  const known = new Map<string, Compiled>();
  return ({ asOf, settings }: Pick<Case, 'asOf' | 'settings'>): Compiled => {
    const key = JSON.stringify([asOf, settings]);
    const compiled = known.get(key) ?? compile(mutant.model, { registers, dialect: duckdb, asOf, settings, ...(mutant.guard ? { without: mutant.guard } : {}) });
    known.set(key, compiled);
    return mutant.rewrite ? { ...compiled, sql: mutant.rewrite(compiled.sql) } : compiled;
  };
}

const EXAMPLE = { asOf: EXAMPLE_DAY, settings: {} };

type Verdict = 'noticed' | 'unnoticed' | 'same' | 'broken';
type Prepared = { each: Case; schema: string; data: Awaited<ReturnType<typeof prepareCase>> };

/** All cases of a model side by side, each in a schema of its own, so that mutants only run and nothing is built again. */
async function prepareAll(duck: Duck, loaded: LoadedModel): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (const [i, each] of casesOf(loaded).entries()) {
    const schema = `case_${i}`;
    await duck.run(`create schema ${schema}`);
    await duck.run(`set schema = '${schema}'`);
    prepared.push({ each, schema, data: await prepareCase(duck, loaded, each, registers) });
  }
  return prepared;
}

/** What the cases make of a mutant. One that cannot be written or run is no proof of anything: it is counted apart. */
async function judge(duck: Duck, cases: Prepared[], mutant: Mutant, plain: string): Promise<Verdict> {
  try {
    const written = writer(mutant);
    if (written(EXAMPLE).sql === plain) return 'same';
    for (const [i, one] of cases.entries()) {
      await duck.run(`set schema = '${one.schema}'`);
      const { unexpected, missing } = await compare(duck, written(one.each), one.data);
      if (unexpected.length + missing.length === 0) continue;
      cases.unshift(...cases.splice(i, 1));
      return 'noticed';
    }
    return 'unnoticed';
  } catch (error) {
    if (process.argv.includes('--broken')) console.log(`    broken: ${mutant.what}: ${(error as Error).message.split('\n')[0]}`);
    return 'broken';
  }
}

/** A case that does not hold for the model itself would “notice” every mutant. */
async function mustHold(duck: Duck, { id, model }: LoadedModel, cases: Prepared[]): Promise<void> {
  const written = writer({ what: '', model });
  for (const { each, schema, data } of cases) {
    await duck.run(`set schema = '${schema}'`);
    const { unexpected, missing } = await compare(duck, written(each), data);
    if (unexpected.length + missing.length) throw new Error(`${id}/${each.name} does not hold for the model itself`);
  }
}

async function prove(loaded: LoadedModel): Promise<Record<Verdict, string[]>> {
  await using duck = await openDuck({ memoryMb: 500, threads: 1, spill: null });
  const cases = await prepareAll(duck, loaded);
  const plain = writer({ what: '', model: loaded.model })(EXAMPLE).sql;
  await mustHold(duck, loaded, cases);
  const found: Record<Verdict, string[]> = { noticed: [], unnoticed: [], same: [], broken: [] };
  for (const mutant of mutantsOf(loaded.model, plain, registers)) found[await judge(duck, cases, mutant, plain)].push(mutant.what);
  return found;
}

const only = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const models = loadModels(registers).filter((model) => only.length === 0 || only.includes(model.id));
const total = { noticed: 0, unnoticed: 0, same: 0, broken: 0 };

/** Two models at a time: one is compiled while the other is run. */
async function work(): Promise<void> {
  for (let loaded = models.shift(); loaded; loaded = models.shift()) {
    const found = await prove(loaded);
    for (const verdict of Object.keys(total) as Verdict[]) total[verdict] += found[verdict].length;
    const [made, left] = [found.noticed.length + found.unnoticed.length, found.unnoticed.length];
    console.log([`${loaded.id.padEnd(30)} ${made} mutants, ${left} unnoticed (${found.broken.length} no model, ${found.same.length} the same statement)`, ...found.unnoticed.map((what) => `    ${what}`)].join('\n'));
  }
}

const count = models.length;
await Promise.all([work(), work()]);
settle(`${count} models, ${total.noticed + total.unnoticed} mutants, ${total.unnoticed} unnoticed:`, total.unnoticed === 0 && total.noticed > 0);
