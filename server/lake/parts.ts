import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { factColumns } from '@mingjian/domain/model/facts.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { type Duck, literal, quoted } from '../duckdb.ts';
import type { Home } from '../home.ts';

export const factsFolder = (home: Pick<Home, 'facts'>, register: string, batch: bigint): string => join(home.facts, register, `batch=${batch}`);
export const vaultFile = (home: Pick<Home, 'vault'>, register: string, batch: bigint): string => join(home.vault, register, `batch=${batch}.sealed`);

/** The Parquet files of some batches of one register. A batch in which every row was refused has none. */
export function partsOf(home: Pick<Home, 'facts'>, register: string, batches: readonly { id: bigint }[]): string[] {
  return batches.flatMap(({ id }) => {
    const folder = factsFolder(home, register, id);
    return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.parquet')).sort().map((file) => join(folder, file)) : [];
  });
}

/** The columns that each file was written with. Asked of all files of a run at once: forty single questions took a tenth of a second. */
export async function writtenColumns(duck: Duck, files: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (files.length === 0) return new Map();
  const rows = await duck.rows<{ file: string; names: string[] }>(`select file_name as file, array_agg(distinct name) as names from parquet_schema([${files.map(literal).join(', ')}]) group by file_name`);
  return new Map(rows.map(({ file, names }) => [file, names]));
}

/** A select over some parts with exactly the columns of `as`. A column that the files were written without reads as null:
 *  columns come from the register, never from the file. */
export async function selectParts(duck: Duck, files: string[], as: Register, known?: ReadonlyMap<string, readonly string[]>): Promise<string> {
  const wanted = factColumns(as);
  if (files.length === 0) return `select ${wanted.map(({ name, type }) => `cast(null as ${type}) as ${quoted(name)}`).join(', ')} where false`;
  const list = `[${files.map(literal).join(', ')}]`;
  const columnsOf = known ?? (await writtenColumns(duck, files));
  const written = new Set(files.flatMap((file) => columnsOf.get(file) ?? []));
  const columns = wanted.map(({ name, type }) => (written.has(name) ? `cast(${quoted(name)} as ${type}) as ${quoted(name)}` : `cast(null as ${type}) as ${quoted(name)}`));
  return `select ${columns.join(', ')} from read_parquet(${list}, union_by_name = true, hive_partitioning = false)`;
}
