import type { Register } from '@mingjian/domain/model/register.ts';
import type { Duck } from '../duckdb.ts';
import type { Home } from '../home.ts';
import type { Catalogue } from '../registers/catalogue.ts';
import type { DecidedNames } from '../registers/programmes/decided-names.ts';
import { writeCoverage } from './coverage.ts';
import { layerEvents } from './events.ts';
import { type Held, holdTables } from './held.ts';
import { partsOf, selectParts, writtenColumns } from './parts.ts';
import { renamed } from './renamed.ts';
import { layerSnapshots } from './snapshots.ts';
import type { ActiveBatch } from './store.ts';
import { addVocabulary } from './vocabulary.ts';

export { type ActiveBatch, activeBatches } from './store.ts';

export type Inputs = {
  home: Pick<Home, 'facts'> & Partial<Pick<Home, 'registers'>>;
  catalogue: Pick<Catalogue, 'get' | 'family'>;
  batches: readonly ActiveBatch[];
  /** Ids of the registers that will be asked; only these are prepared. */
  registers: readonly string[];
  /** The day that the run is for: snapshots that speak of a later day are not yet known. */
  asOf: string;
  /** What is read once and held; without it every question reads from disk. */
  held?: Held;
  /** What people have said of programme names; without it they mean what they meant at the import. */
  names?: DecidedNames;
};

/** Puts what the models read into DuckDB, once, under the registers' own names:
 *  - each register with `_ref`, `_hash`, `_n` and all its fact columns; snapshots also `seen_from`, `seen_to`; a county's register that
 *    extends one stands in it as well. A register that nobody delivered is there, and empty;
 *  - `"<register> whole"`, the same with every column, where `held` keeps under the register's name only what is read;
 *  - `coverage(register, region_from, region_to, period_from, period_to, as_at)`, one row per batch and covered town;
 *  - `subsidy_policy` and its kin with the vocabulary that ships, where the county delivered none of its own. */
export async function prepareInputs(duck: Duck, { home, catalogue, batches, registers, asOf, held = new Map(), names }: Inputs): Promise<void> {
  const written = await writtenColumns(duck, [...new Set(registers)].flatMap((id) => catalogue.family(id)).flatMap((member) => partsOf(home, member.id, batches.filter((batch) => batch.register === member.id))));
  for (const id of new Set(registers)) {
    const register = catalogue.get(id);
    const family = catalogue.family(id);
    const known = batches.filter((batch) => family.some((member) => member.id === batch.register) && isKnown(batch, register, asOf));
    const rows = await renamed(duck, register, await familyRows(duck, home, register, family, known, written), names);
    if (register.kind === 'snapshot') await layerSnapshots(duck, register, rows, known, asOf);
    else await layerEvents(duck, register, rows, known);
  }
  await writeCoverage(duck, catalogue, batches, registers, asOf);
  await addVocabulary(duck, home, catalogue, registers);
  await holdTables(duck, held, registers);
}

/** A roster of a later day is not yet known on the day of the run. Events carry their own days, and a batch that nobody dated cannot be later. */
const isKnown = (batch: ActiveBatch, register: Register, asOf: string): boolean => register.kind === 'event' || batch.asAtFrom === 'clock' || batch.asAt <= asOf;

async function familyRows(duck: Duck, home: Pick<Home, 'facts'>, register: Register, family: readonly Register[], batches: readonly ActiveBatch[], written: Awaited<ReturnType<typeof writtenColumns>>): Promise<string> {
  const parts: string[] = [];
  for (const member of family) {
    const files = partsOf(home, member.id, batches.filter((batch) => batch.register === member.id));
    if (files.length > 0) parts.push(await selectParts(duck, files, register, written));
  }
  return parts.length > 0 ? parts.join('\nunion all\n') : selectParts(duck, [], register);
}
