import { readdirSync } from 'node:fs';
import { factColumns } from '@mingjian/domain/model/facts.ts';
import { openDuck } from '@mingjian/server/duckdb.ts';
import type { House } from '@mingjian/server/house.ts';
import { activeBatches, prepareInputs } from '@mingjian/server/lake/inputs.ts';
import { loadCatalogue } from '@mingjian/server/registers/catalogue.ts';
import { sql } from 'kysely';

/** What of a house must be the same however often its work was killed: everything but numbers that count attempts, ids that are drawn
 *  at random, and the time of day. Two homes under the same keys can be compared. */
export async function dump(house: House): Promise<string> {
  const tables = await Promise.all(QUERIES.map(async (query) => (await sql<{ line: string }>`${sql.raw(query)}`.execute(house.db)).rows.map(({ line }) => line).sort()));
  return JSON.stringify([...tables, await facts(house), folders(house)], null, 1);
}

const QUERIES = [
  `select concat_ws('|', d.file, d.sender, d.state, b.register, b.as_at, b.as_at_from, b.state, b.rows, b.accepted, b.quarantined, b.quality::text) as line from batch b join delivery d on d.id = b.delivery where b.state <> 'staged'`,
  `select concat_ws('|', d.file, s.sheet, s.active, s.rows, s.content) as line from source s join batch b on b.id = s.batch join delivery d on d.id = b.delivery where b.state <> 'staged'`,
  `select concat_ws('|', d.file, t.town, t.rows, t.period_from, t.period_to) as line from batch_town t join batch b on b.id = t.batch join delivery d on d.id = b.delivery where b.state <> 'staged'`,
  `select concat_ws('|', d.file, q.row, q.col, q.name, q.code, q.shown) as line from quarantine q join batch b on b.id = q.batch join delivery d on d.id = b.delivery where b.state <> 'staged'`,
  `select concat_ws('|', file, sheet, table_index) as line from waiting`,
  `select digest::text as line from person_key`,
  `select concat_ws('|', as_of) as line from run`,
  `select concat_ws('|', model, region, result, reason, n) as line from run_count`,
  `select concat_ws('|', model, subject_kind, matter, region, period_from, period_to, amount, tier, level, state) as line from warning`,
];

async function facts(house: House): Promise<string[]> {
  const catalogue = loadCatalogue(house.home.registers);
  const batches = await activeBatches(house.db);
  const registers = [...new Set(batches.map(({ register }) => register))].sort();
  await using duck = await openDuck({ memoryMb: 512, threads: 1, spill: null });
  await prepareInputs(duck, { home: house.home, catalogue, batches, registers, asOf: '2099-12-31' });
  const lines: string[] = [];
  for (const id of registers) {
    const random = new Set(Object.entries(catalogue.get(id).columns).filter(([, { type }]) => type === 'citizen_number' || type === 'party' || type === 'sender_key').flatMap(([name]) => [name, `${name}_pid`]));
    const columns = factColumns(catalogue.get(id)).map(({ name }) => name).filter((name) => name !== '_ref' && name !== '_hash' && !random.has(name));
    const rows = await duck.rows<{ line: string }>(`select concat_ws('|', '${id}', ${columns.map((name) => `coalesce(cast("${name}" as varchar), '-')`).join(', ')}) as line from "${id}" order by 1`);
    lines.push(...rows.map(({ line }) => line));
  }
  return lines;
}

/** Nothing may be left over: no folder that no batch stands for, no pipe, no half file. */
function folders({ home }: House): string[] {
  const count = (at: string) => readdirSync(at, { recursive: true }).filter((name) => !/batch=|\.sealed$/.test(String(name))).map(String).sort();
  const batches = (at: string) => readdirSync(at, { recursive: true }).map(String).filter((name) => /batch=\d+(\.sealed)?$/.test(name)).map((name) => name.replace(/\d+/, '')).sort();
  return [...batches(home.facts), ...batches(home.vault), ...readdirSync(home.originals).sort(), ...count(home.tmp)];
}
