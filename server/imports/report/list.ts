import type { Words } from '@mingjian/domain/words.ts';
import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import type { Mapping } from '../proposing/mapping.ts';

/** One delivered table, as it was read; `header_rows` are line or sheet rows from 1. A table that waits has no register yet. */
export type ListedTable = {
  file: string; sheet: string | null; register: string | null; encoding: string | null; delimiter: string | null;
  header_rows: number[]; rows: number; accepted: number; quarantined: number;
  /** Register column → the header its values come from and its delivered columns, from 1; null where the title or the sender says it. */
  columns: Record<string, { header: string; at: number[] } | null>;
};
export type ListedBatch = ListedTable & { batch: bigint | null; sender: string | null; state: string; as_at: string | null; as_at_from: string | null; /** why a table waits */ waits: Words[] };

/** All tables of standing batches and those that wait; ended ones too where `all` is asked for. Staged ones are never seen. */
export async function listImports(db: Database, all = false): Promise<ListedBatch[]> {
  const { rows } = await sql<Listed>`
    select d.file, s.sheet, b.register, d.encoding, d.delimiter, s.header_rows, s.rows, s.accepted, s.quarantined,
      b.id as batch, d.sender, b.state, b.as_at, b.as_at_from, s.mapping, null::jsonb as waits
    from source s join batch b on b.id = s.batch join delivery d on d.id = b.delivery
    where b.state = 'active' or (${all} and b.state in ('retired', 'replaced'))
    union all
    select w.file, w.sheet, null, w.encoding, w.delimiter, w.header_rows, 0, 0, 0, null, w.sender, 'waiting', null, null, null, w.proposal -> 'waits' from waiting w
    order by file, batch, sheet`.execute(db);
  return rows.map(({ mapping, waits, ...row }) => ({ ...row, waits: waits ?? [], rows: Number(row.rows), accepted: Number(row.accepted), quarantined: Number(row.quarantined), columns: headersOf(mapping) }));
}

type Counted = 'rows' | 'accepted' | 'quarantined';
type Listed = Omit<ListedBatch, Counted | 'columns' | 'waits'> & Record<Counted, bigint> & { mapping: Mapping | null; waits: Words[] | null };

const headersOf = (mapping: Mapping | null): ListedTable['columns'] =>
  Object.fromEntries(Object.entries(mapping?.columns ?? {}).map(([column, from]) => [column, 'constant' in from ? null : { header: from.header, at: from.indexes.map((i) => i + 1) }]));

/** What `imports --json` prints. `batch`, in digits as the commands take it, is what `imports show`, `retire` and `replace` ask for; null where a table waits. */
export const listedJson = (tables: readonly ListedBatch[]): string =>
  JSON.stringify(tables.map(({ file, sheet, register, encoding, delimiter, header_rows, rows, accepted, quarantined, columns, batch, state, sender, as_at, as_at_from, waits }) => ({
    file, sheet, register, encoding, delimiter, header_rows, rows, accepted, quarantined, columns,
    batch: batch === null ? null : String(batch), state, sender, as_at, as_at_from, waits,
  })), null, 2);
