import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factColumns } from '@mingjian/domain/model/facts.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { literal, openDuck, quoted } from '@mingjian/server/duckdb.ts';
import type { ActiveBatch } from '@mingjian/server/lake/inputs.ts';
import { factsFolder } from '@mingjian/server/lake/parts.ts';
import { loadCatalogue } from '@mingjian/server/registers/catalogue.ts';

/** The day that the bench asks about; every list of the county is of this day, and speaks of the years before it. */
export const AS_OF = '2025-12-31';
const SINCE = '2020-01-01';

const catalogue = loadCatalogue();
/** The registers that stand for themselves; those of a county extend them. */
export const registers = [...catalogue.registers.values()].filter((register) => !register.extends).toSorted((a, b) => a.id.localeCompare(b.id));

/** Makes a county of that many people and writes it as a home's lake: one batch a register, Parquet, zstd. */
export async function writeCounty(folder: string, people: number): Promise<void> {
  await using duck = await openDuck({ memoryMb: 5000, threads: 2, spill: folder });
  for (const register of registers) await duck.run(`create table ${quoted(register.id)} (${columnsOf(register).join(', ')})`);
  await duck.run(`set variable people = ${people}`);
  for (const part of ['people', 'payments', 'assets']) {
    const text = readFileSync(join(import.meta.dirname, `${part}.sql`), 'utf8');
    for (const statement of text.split(/;\s*(?:\n|$)/)) if (statement.trim()) await duck.run(statement);
  }
  for (const [i, register] of registers.entries()) {
    const at = factsFolder({ facts: folder }, register.id, BigInt(i + 1));
    mkdirSync(at, { recursive: true });
    await duck.run(`copy ${quoted(register.id)} to ${literal(join(at, 'part-0-0.parquet'))} (format parquet, compression zstd)`);
  }
}

const columnsOf = (register: Register): string[] => factColumns(register).map(({ name, type }) => `${quoted(name)} ${type}`);

/** What the database would say of these files: one standing batch for each register, which covers every town of the county. */
export const batchesOf = (people: number): ActiveBatch[] =>
  registers.map(({ id }, i) => ({
    id: BigInt(i + 1), register: id, sender: null, asAt: AS_OF, asAtFrom: 'report', command: 'bench', supplements: null, rows: 1n,
    towns: townsOf(people).map((town) => ({ town, from: SINCE, to: AS_OF })),
  }));

/** As the macro village_of places them: twenty villages a town. */
const townsOf = (people: number): bigint[] =>
  Array.from({ length: Math.ceil(Math.max(20, Math.floor(people / 2000)) / 20) }, (_, i) => 439_921_101_000n + BigInt(i) * 1000n);
