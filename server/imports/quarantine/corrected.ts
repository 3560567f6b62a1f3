import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import type { Settled } from '../intake/import-file.ts';
import type { Mapping } from '../proposing/mapping.ts';
import type { Sniff, SniffedTable } from '../reading/types.ts';

/** The first columns of a quarantine workbook. The number in the first leads a corrected row back to its batch, and so to its mapping. */
export const MARKS = ['隔离编号', '原文件', '原行号', '问题', '处理办法'] as const;

/** The tables of a delivered file that are corrected rows out of quarantine: settled as the batch they were refused from, and counted as part of it. */
export async function correctedTables(db: Database, sniff: Sniff): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const table of sniff.tables) {
    const number = numberIn(table);
    const origin = number === null ? null : await originOf(db, number);
    if (origin) settled.push({ table, mapping: shifted(origin.mapping), supplements: { batch: origin.batch, asAt: origin.asAt } });
  }
  return settled;
}

function numberIn({ headers, sample }: SniffedTable): bigint | null {
  if (!MARKS.every((mark, i) => headers[i]?.name === mark)) return null;
  const first = sample.find((row) => /^\d{1,18}$/.test(row[0] ?? ''))?.[0];
  return first === undefined ? null : BigInt(first);
}

async function originOf(db: Database, quarantine: bigint): Promise<{ batch: bigint; asAt: string; mapping: Mapping } | null> {
  const { rows } = await sql<{ batch: bigint; asAt: string; mapping: Mapping }>`
    select b.id as batch, b.as_at as "asAt", s.mapping from quarantine q join batch b on b.id = q.batch join source s on s.batch = q.batch and s.number = q.source
    where q.id = ${quarantine} and b.state = 'active'`.execute(db);
  return rows[0] ?? null;
}

/** The delivered columns stand behind the marks. */
const shifted = ({ register, columns }: Mapping): Mapping => ({
  register,
  columns: Object.fromEntries(Object.entries(columns).map(([name, from]) => [name, 'constant' in from ? from : { ...from, indexes: from.indexes.map((i) => i + MARKS.length) }])),
});

/** Marks the rows that a supplement brought back as mended; one that failed again stands in the supplement's own quarantine. */
export const resolveCorrected = (tx: Database, supplement: bigint, numbers: bigint[]): Promise<unknown> =>
  sql`update quarantine set resolved_by = ${supplement} where id = any(${numbers}::bigint[]) and batch <> ${supplement}`.execute(tx);
