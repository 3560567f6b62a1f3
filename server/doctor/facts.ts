import type { Database } from '../db.ts';
import { openDuck } from '../duckdb.ts';
import type { Home } from '../home.ts';
import { activeBatches } from '../lake/inputs.ts';
import { findDamages, remedyOf } from '../lake/whole.ts';
import { readCatalogue } from '../registers/catalogue.ts';
import { SHIPPED } from '../registers/shipped.ts';
import { fine, wrong, type Finding } from './finding.ts';

/** Every part of every batch that stands is there and is what was imported. */
export async function lookAtFacts(db: Database, home: Home): Promise<Finding[]> {
  const { catalogue } = readCatalogue([SHIPPED, home.registers]); // faults of registers are told by lookAtRegisters
  await using duck = await openDuck({ memoryMb: 256, threads: 1, spill: null });
  const batches = await activeBatches(db);
  const damages = await findDamages(duck, { home, catalogue }, batches);
  if (damages.length === 0) return [fine('facts', `${batches.length} 批数据完好`, `${batches.length} batches are whole`)];
  return damages.map((damage) => wrong('facts', damage.words, remedyOf([damage])));
}
