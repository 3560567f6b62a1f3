import type { Database } from '../../db.ts';
import { addTowns, type NewTown } from '../store.ts';

/** What a batch speaks of: towns, how many rows of each, and which days. Told to the database slice by slice, which takes it in while the next
 *  slice is cleaned: a list of the whole country has forty thousand towns. */
export class Coverage {
  /** The newest day on which anything took place that has come. */
  newest: string | null = null;
  readonly #db: Database;
  readonly #batch: bigint;
  #isEmpty = true;
  #told: Promise<unknown> = Promise.resolve();

  constructor(db: Database, batch: bigint) {
    this.#db = db;
    this.#batch = batch;
  }

  add(towns: readonly (NewTown & { newest: string | null })[]): void {
    if (towns.length === 0) return;
    this.#isEmpty = false;
    for (const { newest } of towns) if (newest !== null && (this.newest === null || newest > this.newest)) this.newest = newest;
    this.#told = this.#told.then(() => addTowns(this.#db, this.#batch, towns));
    this.#told.catch(() => {}); // told when it is settled
  }

  /** Waits until all is told. A list without rows covers what its sender says. */
  async settle(said: readonly NewTown[]): Promise<void> {
    await this.#told;
    if (this.#isEmpty) await addTowns(this.#db, this.#batch, said);
  }
}
