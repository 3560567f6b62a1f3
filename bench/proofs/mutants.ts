import { compile } from '@mingjian/domain/model/compile.ts';
import type { Circumstances } from '@mingjian/domain/model/compile.ts';
import { duckdb } from '@mingjian/domain/model/dialect.ts';
import type { Model } from '@mingjian/domain/model/model.ts';
import { type Duck, openDuck } from '@mingjian/server/duckdb.ts';
import { casesOf, compare, prepareCase } from '@mingjian/server/models/case.ts';
import { type LoadedModel, loadModels } from '@mingjian/server/models/load.ts';
import { loadCatalogue } from '@mingjian/server/registers/catalogue.ts';
import { settle } from '../settle.ts';

/** Every shipped model, broken in small ways: at least one of its cases must notice. `-- ID` proves one model alone. */
type Guard = NonNullable<Circumstances['without']>;
type Mutant = { what: string; model: Model; guard?: Guard };

const catalogue = loadCatalogue();
const registers = (id: string) => catalogue.registers.get(id);
const flips: [RegExp, string][] = [[/ >= /, ' > '], [/ > /, ' >= '], [/ <= /, ' < '], [/ < /, ' <= '], [/ <> /, ' = '], [/ = /, ' <> '], [/ and /, ' or '], [/\b(\d+) (months|days|yuan|kWh)\b/, '±']];

/** Every text of the model that is an expression, with a way to put another in its place. */
function expressions(model: Model): { path: string; text: string; put(copy: Model, text: string): void }[] {
  const found: ReturnType<typeof expressions> = [];
  const walk = (node: unknown, path: (string | number)[], isIn: boolean): void => {
    if (typeof node === 'string' && isIn) {
      const put = (copy: Model, text: string) => {
        const parent = path.slice(0, -1).reduce((at, key) => (at as Record<string | number, unknown>)[key], copy as unknown) as Record<string | number, unknown>;
        parent[path.at(-1)!] = text;
      };
      found.push({ path: path.join('.'), text: node, put });
    } else if (node && typeof node === 'object') {
      for (const [key, value] of Object.entries(node)) {
        const isExpression = isIn || ['where', 'and', 'when', 'altogether'].includes(key) || (path.length === 0 && ['flag', 'having'].includes(key));
        if (!['words', 'as', 'measures', 'settings', 'says', 'title'].includes(key)) walk(value, [...path, key], isExpression);
      }
    }
  };
  walk(model, [], false);
  return found;
}

function* mutantsOf(model: Model): Generator<Mutant> {
  for (const each of expressions(model)) {
    for (const [from, to] of flips) {
      for (const match of each.text.matchAll(new RegExp(from, 'g'))) {
        const put = to === '±' ? match[0].replace(/\d+/, (n) => String(Number(n) + 1)) : to;
        const copy = structuredClone(model);
        each.put(copy, each.text.slice(0, match.index) + put + each.text.slice(match.index + match[0].length));
        yield { what: `${each.path}: ${match[0].trim()} → ${put.trim()}`, model: copy };
      }
    }
  }
  for (const [name, setting] of Object.entries(model.settings ?? {})) {
    if (typeof setting.value !== 'number') continue;
    for (const step of [1, -1]) {
      const copy = structuredClone(model);
      copy.settings![name]!.value = setting.value + step;
      yield { what: `settings.${name} ${step > 0 ? '+' : '-'} 1`, model: copy };
    }
  }
  for (const [i, exception] of (model.except ?? []).entries()) {
    yield { what: `without exception ${exception.code}`, model: { ...structuredClone(model), except: model.except!.filter((_, at) => at !== i) } };
  }
  for (const [i, entry] of (model.match ?? []).entries()) {
    const [alias, meeting] = Object.entries(entry)[0]!;
    if (meeting.and === undefined) continue;
    const copy = structuredClone(model);
    delete copy.match![i]![alias]!.and;
    yield { what: `match ${alias} without its condition`, model: copy };
  }
  for (const guard of ['names', 'unknown', 'exception_null', 'tier_limit'] as const) yield { what: `without guard ${guard}`, model, guard };
}

function write(model: Model, asOf: string, settings: Circumstances['settings'], guard?: Guard) {
  const given: Circumstances = { registers, dialect: duckdb, asOf, ...(settings ? { settings } : {}), ...(guard ? { without: guard } : {}) };
  return compile(model, given);
}

/** The mutants that no case notices. One that cannot be compiled, runs into an error or says the same SQL is no mutant. */
async function survivors(duck: Duck, loaded: LoadedModel): Promise<{ made: number; left: Mutant[] }> {
  const plain = write(loaded.model, '2025-12-31', undefined).sql;
  let left = [...mutantsOf(loaded.model)].filter((mutant) => {
    try {
      return write(mutant.model, '2025-12-31', undefined, mutant.guard).sql !== plain;
    } catch {
      return false;
    }
  });
  const made = left.length;
  for (const each of casesOf(loaded)) {
    const prepared = await prepareCase(duck, loaded, each, registers);
    const next: Mutant[] = [];
    for (const mutant of left) {
      try {
        const { unexpected, missing } = await compare(duck, write(mutant.model, each.asOf, each.settings, mutant.guard), prepared);
        if (unexpected.length + missing.length === 0) next.push(mutant);
      } catch {
        // a statement that breaks is noticed
      }
    }
    left = next;
  }
  return { made, left };
}

const only = process.argv[2];
await using duck = await openDuck({ memoryMb: 1000, threads: 1, spill: null });
let [made, alive] = [0, 0];
for (const loaded of loadModels(registers).filter((model) => !only || model.id === only)) {
  const result = await survivors(duck, loaded);
  made += result.made;
  alive += result.left.length;
  console.log(`${loaded.id.padEnd(30)} ${result.made} mutants, ${result.left.length} unnoticed`);
  for (const mutant of result.left) console.log(`    ${mutant.what}`);
}
settle(`${made - alive} of ${made} mutants noticed`, alive === 0);
