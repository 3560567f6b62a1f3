import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { literal, openDuck } from '@mingjian/server/duckdb.ts';
import { answer, find } from '@mingjian/server/engine/find.ts';
import { heldFor } from '@mingjian/server/engine/hold.ts';
import { prepareQuestions } from '@mingjian/server/engine/questions.ts';
import { prepareInputs } from '@mingjian/server/lake/inputs.ts';
import { loadCatalogue } from '@mingjian/server/registers/catalogue.ts';
import { testHouse } from '@mingjian/server/testing.ts';
import { AS_OF, batchesOf } from '../county/write.ts';
import { type Taken, median, take } from './median.ts';

/** One process: what `mingjian run` does with a county's batches, with its house and its PostgreSQL open and its own settings of
 *  memory and threads. Prints milliseconds as JSON: reading what several models read, each model's answer, and the evidence of all. */
const [folder = '', people = '', times = '3'] = process.argv.slice(2);
await using house = await testHouse();
const catalogue = loadCatalogue();
const { questions: models } = prepareQuestions(house, catalogue, AS_OF);
await using duck = await openDuck({ memoryMb: house.config.MINGJIAN_MEMORY_MB, threads: house.config.MINGJIAN_THREADS, spill: house.home.tmp });
mkdirSync(join(folder, 'found'), { recursive: true });

const asked = [...new Set(models.flatMap((model) => Object.keys(model.compiled.reads)))];
const prepared = await take(() => prepareInputs(duck, { home: { facts: folder }, catalogue, batches: batchesOf(Number(people)), registers: asked, asOf: AS_OF, held: heldFor(models) }));

const answered: Record<string, Taken> = {};
let whole = 0;
for (const model of models) {
  answered[model.id] = await median(Number(times), () => answer(duck, model));
  await duck.run(`copy (select subject, period_from, period_to, amount from finding where result = 'hit' and tier <= 2) to ${literal(join(folder, 'found', `${model.id}.parquet`))} (format parquet)`);
  whole += (await take(() => find(duck, model))).wall;
}
console.log(JSON.stringify({ prepared, answered, whole }));
