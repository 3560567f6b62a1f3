import { type Duck, quoted } from '../duckdb.ts';

/** Columns of a register to be held as a table for a whole run, by register. */
export type Held = ReadonlyMap<string, readonly string[]>;

/** All that was delivered of a register, of which its own name may hold only what the questions read. */
export const wholeOf = (register: string): string => quoted(`${register} whole`);

/** Reads from disk once what many questions read: fewer columns, and counts of distinct values by which DuckDB orders its joins (over
 *  Parquet alone it met 44 million pairs before it looked at a rule of three rows). The rest stays where it lies. */
export async function holdTables(duck: Duck, held: Held, registers: readonly string[]): Promise<void> {
  for (const id of new Set(registers)) {
    const columns = held.get(id);
    if (!columns) {
      await duck.run(`create or replace view ${wholeOf(id)} as from ${quoted(id)}`);
      continue;
    }
    const { kind } = await duck.row<{ kind: string }>(`select table_type as kind from information_schema.tables where table_name = '${id}'`);
    await duck.run(`alter ${kind === 'VIEW' ? 'view' : 'table'} ${quoted(id)} rename to ${wholeOf(id)}`);
    await duck.run(`create table ${quoted(id)} as select ${columns.map(quoted).join(', ')} from ${wholeOf(id)}`);
  }
}
