import { sql } from 'kysely';
import type { Database } from '../db.ts';

/** Under which delivered header each register column of one table of a batch stands; a column that no cell fed is not in it. */
export type DeliveredColumns = { batch: bigint; number: number; headers: Map<string, string> };

type Row = { batch: bigint; number: number; headers: string[]; mapping: { columns?: Record<string, { indexes?: number[] }> } };

/** The headers of all tables of some batches. */
export async function deliveredColumns(db: Database, batches: readonly bigint[]): Promise<DeliveredColumns[]> {
  const { rows } = await sql<Row>`
    select batch, number, headers, mapping from source where batch = any(${`{${batches.join(',')}}`}::bigint[]) order by batch, number`.execute(db);
  return rows.map(({ batch, number, headers, mapping }) => ({ batch, number, headers: fed(headers, mapping.columns ?? {}) }));
}

function fed(headers: string[], columns: Record<string, { indexes?: number[] }>): Map<string, string> {
  const at = Object.entries(columns).flatMap(([name, { indexes }]) => (indexes?.[0] === undefined ? [] : [[name, indexes[0]] as const]));
  return new Map(at.map(([name, index]) => [name, headers[index] ?? String(index + 1)]));
}
