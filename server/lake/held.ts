import { type Duck, literal, quoted, together } from '../duckdb.ts';

/** Columns of a register to be held as a table for a whole run, by register. */
export type Held = ReadonlyMap<string, readonly string[]>;

/** All that was delivered of a register, of which its own name may hold only what the questions read. */
export const wholeOf = (register: string): string => quoted(`${register} whole`);

/** Reads from disk once what many questions read: fewer columns, and counts of distinct values by which DuckDB orders its joins (over
 *  Parquet alone it met 44 million pairs before it looked at a rule of three rows). The rest stays where it lies. */
export async function holdTables(duck: Duck, held: Held, registers: readonly string[]): Promise<void> {
  const asked = [...new Set(registers)];
  for (const id of asked.filter((id) => !held.has(id))) await duck.run(`create or replace view ${wholeOf(id)} as from ${quoted(id)}`);
  const waiting = asked.filter((id) => held.has(id));
  for (const id of waiting) await setAside(duck, id);
  const takeTurns = async (on: Duck) => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await on.run(`create table ${quoted(id)} as select ${held.get(id)!.map(quoted).join(', ')} from ${wholeOf(id)}`);
  };
  // A register of few rows keeps one processor busy; two are read at a time.
  await using other = await duck.another();
  await together(takeTurns(duck), takeTurns(other));
}

async function setAside(duck: Duck, id: string): Promise<void> {
  const { kind } = await duck.row<{ kind: string }>(`select table_type as kind from information_schema.tables where table_name = ${literal(id)}`);
  await duck.run(`alter ${kind === 'VIEW' ? 'view' : 'table'} ${quoted(id)} rename to ${wholeOf(id)}`);
}
