import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Duck, literal, openDuck } from '@mingjian/server/duckdb.ts';
import type { House } from '@mingjian/server/house.ts';
import type { Meanings } from './meanings.ts';

const PERMANENT = (1n << 62n) - 1n;
type Fact = { batch: string; cells: Record<string, string | null> };

/** Every row of every Parquet file. An id of a row's own, and the hash of a row's content, stand as the first place where they occur. */
export async function dumpFacts({ home }: House, meanings: Meanings): Promise<string[]> {
  await using duck = await openDuck({ memoryMb: 256, threads: 1, spill: null });
  const facts: Fact[] = [];
  for (const register of readdirSync(home.facts).sort()) {
    for (const folder of readdirSync(join(home.facts, register))) facts.push(...(await rowsOf(duck, join(home.facts, register, folder), `${register} ${folder}`)));
  }
  const placed = facts.map((fact) => ({ ...fact, place: meanings.address(fact.cells['_ref']!) })).sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
  for (const { place, cells } of placed) learn(meanings.drawn, place, cells);
  return placed.map(({ place, cells }) => `${place} ${Object.entries(cells).filter(([name]) => name !== '_ref').map(([name, value]) => `${name}=${value ?? '-'}`).join(' ')}`);
}

async function rowsOf(duck: Duck, folder: string, batch: string): Promise<Fact[]> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.parquet')) : [];
  if (files.length === 0) return [];
  const rows = await duck.rows<Record<string, string | null>>(`select cast(columns(*) as varchar) from read_parquet([${files.map((file) => literal(join(folder, file))).join(', ')}], hive_partitioning = false)`);
  return rows.map((cells) => ({ batch, cells }));
}

function learn(drawn: Meanings['drawn'], place: string, cells: Fact['cells']): void {
  for (const [name, value] of Object.entries(cells)) {
    if (value === null || !/^\d{13,19}$/.test(value) || drawn.has(value)) continue;
    if (name === '_hash') drawn.set(value, `content of ${place}`);
    else if (BigInt(value) > PERMANENT && cells[`${name}_tier`] === '9') drawn.set(value, `nobody known at ${place} ${name}`);
  }
}
