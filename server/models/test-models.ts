import type { Register } from '@mingjian/domain/model/register.ts';
import { openDuck } from '../duckdb.ts';
import { casesOf, runCase } from './case.ts';
import type { LoadedModel } from './load.ts';

export type CaseResult = { model: string; name: string; ok: boolean; says: string[] };

/** Runs every case of the models, one after the other, in one DuckDB. A case that cannot be read fails and says why. */
export async function* testModels(models: LoadedModel[], registers: (id: string) => Register | undefined): AsyncGenerator<CaseResult> {
  await using duck = await openDuck({ memoryMb: 512, threads: 1, spill: null });
  for (const loaded of models) {
    for (const each of casesOf(loaded)) {
      try {
        const { unexpected, missing } = await runCase(duck, loaded, each, registers);
        const says = [...missing.map((row) => `- ${row}`), ...unexpected.map((row) => `+ ${row}`)];
        yield { model: loaded.id, name: each.name, ok: says.length === 0, says };
      } catch (error) {
        yield { model: loaded.id, name: each.name, ok: false, says: [(error as Error).message] };
      }
    }
  }
}
