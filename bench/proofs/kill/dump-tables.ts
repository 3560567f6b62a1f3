import type { Database } from '@mingjian/server/db.ts';
import type { Keys } from '@mingjian/server/identities/keys/keys.ts';
import { openEntry } from '@mingjian/server/imports/quarantine/seal.ts';
import { openNumber } from '@mingjian/server/identities/sealing/numbers.ts';
import { sql } from 'kysely';
import type { Meanings } from './meanings.ts';

/** Numbers that count attempts, and what is compared elsewhere. A table or column that a later migration adds is compared until it is named here. */
const COUNTED = new Set(['delivery.id', 'batch.id', 'run.id', 'quarantine.id', 'waiting.id', 'programme_alias.id', 'verdict.id', 'reveal.id', 'correction.quarantine', 'delivery.command', 'run_model.millis']);
const REFERENCES: Record<string, 'batches' | 'deliveries' | 'runs'> = {
  batch: 'batches', supplements: 'batches', replaced_by: 'batches', resolved_by: 'batches', delivery: 'deliveries', run: 'runs', first_run: 'runs', last_run: 'runs', assessed_run: 'runs',
};
const ADDRESSES = new Set(['ref', 'evidence', 'compared']);

type Column = { table: string; column: string; type: string };

/** Every row of every table of ours. */
export async function dumpTables(db: Database, meanings: Meanings): Promise<string[]> {
  const { rows } = await sql<Column>`
    select c.table_name as table, c.column_name as column, c.data_type as type from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name not in ('migration', 'house') order by c.table_name, c.column_name`.execute(db);
  const compared = rows.filter(({ table, column, type }) => type !== 'timestamp with time zone' && type !== 'bytea' && !COUNTED.has(`${table}.${column}`));
  const lines: string[] = [];
  for (const [table, columns] of Map.groupBy(compared, (column) => column.table)) {
    const found = await sql<Record<string, string | null>>`${sql.raw(`select ${columns.map(({ column }) => `"${column}"::text as "${column}"`).join(', ')} from "${table}"`)}`.execute(db);
    for (const row of found.rows) lines.push(`${table} ${columns.map(({ column }) => `${column}=${valueOf(column, row[column] ?? null, meanings)}`).join(' ')}`);
  }
  return lines;
}

function valueOf(column: string, value: string | null, meanings: Meanings): string {
  if (value === null) return '-';
  const to = REFERENCES[column];
  if (to && /^\d+$/.test(value)) return meanings[to].get(value) ?? `NONE ${value}`;
  // parts hold random ids and contents are hashed by the home's keys, so no two homes have the same; that they are those of the parts, the run after the kill has looked at
  if (column === 'quality') return value.replace(/(\.parquet": )"[0-9a-f]{64}"/g, '$1').replace(/("contents": "\d+):\d+"/, '$1');
  if (ADDRESSES.has(column)) return value.replace(/\d{12,}/g, (ref) => meanings.address(ref));
  return value;
}

/** What the tables hold sealed, opened. */
export async function openedColumns(db: Database, keys: Keys, meanings: Meanings): Promise<string[]> {
  const people = await sql<{ digest: string; sealed: Buffer }>`select digest::text as digest, sealed from person_key`.execute(db);
  const refused = await sql<{ batch: bigint; source: number; row: number; sealed: Buffer; corrected: Buffer | null }>`select batch, source, row, sealed, corrected from quarantine`.execute(db);
  return [
    ...people.rows.map(({ digest, sealed }) => `person ${digest} ${openNumber(keys, sealed)}`),
    ...refused.rows.map((row) => `refused ${meanings.batches.get(String(row.batch))}/${row.source}:${row.row} ${JSON.stringify(openEntry(keys, row))}`),
  ];
}
