import { rowAddress } from '@mingjian/domain/model/facts.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { openDuck, quoted, type Duck } from '../duckdb.ts';
import type { House } from '../house.ts';
import { deliveredColumns, type DeliveredColumns } from '../lake/columns.ts';
import { deliveredRows } from '../lake/delivered.ts';
import { activeBatches, type ActiveBatch } from '../lake/inputs.ts';
import { partsOf, selectParts } from '../lake/parts.ts';
import type { Catalogue } from '../registers/catalogue.ts';
import { openScratch } from '../scratch.ts';

/** One cell that names a person: where it was delivered (row counts lines or sheet rows from 1), under which header, and who it is. */
export type PersonCell = { register: string; file: string; sheet: string | null; row: number; column: string; person: bigint };

const PAGE = 4096;

/** Every cell of the active batches that names a person, or those of one person, in the order of batches, columns and rows. Streams in pages. */
export async function* personCells(house: House, catalogue: Pick<Catalogue, 'get'>, person?: bigint): AsyncGenerator<PersonCell[]> {
  const batches = await activeBatches(house.db);
  const headers = await deliveredColumns(house.db, batches.map(({ id }) => id));
  const locate = deliveredRows(house.db);
  await using scratch = await openScratch(house);
  await using duck = await openDuck({ memoryMb: house.config.MINGJIAN_MEMORY_MB, threads: house.config.MINGJIAN_THREADS, spill: scratch.at });
  for (const batch of batches) {
    const register = catalogue.get(batch.register);
    const headerOf = namer(headers.filter((table) => table.batch === batch.id), register);
    for await (const { column, page } of cellsOf(duck, house, batch, register, person)) {
      const places = await locate(page.map(({ ref }) => ref));
      yield page.map(({ ref, id }, i) => ({ register: register.id, ...places[i]!, column: headerOf(ref, column), person: id }));
    }
  }
}

type Cell = { ref: bigint; id: bigint };

async function* cellsOf(duck: Duck, house: House, batch: ActiveBatch, register: Register, person?: bigint): AsyncGenerator<{ column: string; page: Cell[] }> {
  const rows = await selectParts(duck, partsOf(house.home, register.id, [batch]), register);
  for (const { column, fact } of personColumns(register)) {
    const which = person === undefined ? `${quoted(fact)} is not null` : `${quoted(fact)} = ${person}`;
    let page: Cell[] = [];
    for await (const cell of duck.stream<Cell>(`select _ref as ref, ${quoted(fact)} as id from (${rows}) where ${which} order by _ref, id`)) {
      if (page.push(cell) < PAGE) continue;
      yield { column, page };
      page = [];
    }
    if (page.length > 0) yield { column, page };
  }
}

/** The columns of a register that say who somebody is, and the facts column that holds the person. */
export function personColumns(register: Register): { column: string; fact: string }[] {
  return Object.entries(register.columns).flatMap(([column, { type }]) => {
    if (type === 'citizen_number' || type === 'sender_key') return [{ column, fact: column }];
    return type === 'party' ? [{ column, fact: `${column}_pid` }] : [];
  });
}

/** A person who was delivered by name alone stands under the name's header; the register's own word is the last resort. */
function namer(tables: DeliveredColumns[], register: Register): (ref: bigint, column: string) => string {
  const byNumber = new Map(tables.map(({ number, headers }) => [number, headers]));
  return (ref, column) => {
    const headers = byNumber.get(rowAddress.read(ref).source);
    const name = [column.replace('pid', 'name'), column.replace(/_pid$/, '')].find((n) => register.columns[n]?.type === 'person_name');
    return headers?.get(column) ?? (name === undefined ? undefined : headers?.get(name)) ?? column;
  };
}
