import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { literal, openDuck, quoted } from '@mingjian/server/duckdb.ts';
import { prepareInputs } from '@mingjian/server/lake/inputs.ts';
import { factsFolder } from '@mingjian/server/lake/parts.ts';
import { loadCatalogue } from '@mingjian/server/registers/catalogue.ts';
import { AS_OF, batchesOf, registers } from '../county/write.ts';
import { type Taken, median } from './median.ts';

/** One process: the same questions written by hand, over the same Parquet, compared with what the library found. The rules that ship
 *  and the coverage are tables, as they are for the models. Prints as JSON milliseconds, hits and whether both found the same. */
const [folder = '', people = '', times = '3'] = process.argv.slice(2);
await using duck = await openDuck({ memoryMb: 5120, threads: 2, spill: folder });
const ready = ['subsidy_policy', 'policy_exclusion'];
await prepareInputs(duck, { home: { facts: folder }, catalogue: loadCatalogue(), batches: batchesOf(Number(people)), registers: registers.map(({ id }) => id), asOf: AS_OF });
for (const [i, { id, kind }] of registers.entries()) {
  if (ready.includes(id)) continue;
  const seen = kind === 'snapshot' ? `, date '${AS_OF}' as seen_from, cast(null as date) as seen_to` : '';
  await duck.run(`create or replace view ${quoted(id)} as select *${seen} from ${literal(join(factsFolder({ facts: folder }, id, BigInt(i + 1)), '*.parquet'))}`);
}
await duck.run(`set variable as_of = date '${AS_OF}'`);

const questions = join(import.meta.dirname, '../questions');
const asked: Record<string, { taken: Taken; hits: number; equal: boolean }> = {};
for (const id of readdirSync(questions).filter((file) => file.endsWith('.sql')).map((file) => basename(file, '.sql')).sort()) {
  const sql = readFileSync(join(questions, `${id}.sql`), 'utf8').replace(/;\s*$/, '');
  const taken = await median(Number(times), () => duck.run(`create or replace table by_hand as ${sql}`));
  const found = literal(join(folder, 'found', `${id}.parquet`));
  const { hits, differ } = await duck.row<{ hits: bigint; differ: bigint }>(`select (select count(*) from by_hand) as hits,
    (select count(*) from (from by_hand except all from ${found})) + (select count(*) from (from ${found} except all from by_hand)) as differ`);
  asked[id] = { taken, hits: Number(hits), equal: differ === 0n };
}
console.log(JSON.stringify(asked));
