import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import { Refused } from '../../refused.ts';
import type { Settled } from '../intake/import-file.ts';
import type { AsAt } from '../intake/as-at.ts';
import type { Mapping } from '../proposing/mapping.ts';
import type { Sniff, SniffedTable } from '../reading/types.ts';

/** The first columns of a quarantine workbook. The number in the first leads a corrected row back to its batch, and so to its mapping. */
export const MARKS = ['隔离编号', '原文件', '原行号', '问题', '处理办法'] as const;

/** The table that corrected rows were refused from; they count as part of its batch, and keep its day and its sender. `mapping` is that of the delivered columns. */
export type Origin = { batch: bigint; source: number; asAt: string; asAtFrom: AsAt['from']; sender: string | null; mapping: Mapping };

/** The tables of a delivered file that are corrected rows out of quarantine: settled as the batch they were refused from.
 *  @throws Refused `quarantine.unknown` where no row of such a table is in the quarantine of a standing batch: it must not be taken for a delivery */
export async function correctedTables(db: Database, sniff: Sniff): Promise<Settled[]> {
  const settled: Settled[] = [];
  const returning = sniff.tables.filter(isOutOfQuarantine);
  for (const table of returning) {
    const origin = await findOrigin(db, numbersIn(table));
    if (!origin) {
      if (table.sample.length > 0) sniff.complaints.push({ ...unknownSheet(table.sheet ?? ''), code: 'quarantine.unknown' });
      continue;
    }
    settled.push({ table, mapping: shifted(origin.mapping), supplements: origin });
  }
  if (returning.length > 0 && settled.length === 0) throw unknown();
  return settled;
}

/** A sheet of the workbook whose rows stand nowhere any more, or were all taken out, is no delivery: nothing of it is proposed. */
export const isOutOfQuarantine = ({ headers }: SniffedTable): boolean => MARKS.every((mark, i) => headers[i]?.name === mark);
const numbersIn = ({ sample }: SniffedTable): bigint[] => sample.flatMap(([first = '']) => (/^\d{1,18}$/.test(first) ? [BigInt(first)] : []));

async function findOrigin(db: Database, numbers: bigint[]): Promise<Origin | null> {
  const { rows } = await sql<Origin>`
    select b.id as batch, q.source, b.as_at as "asAt", b.as_at_from as "asAtFrom", d.sender, s.mapping
    from quarantine q join batch b on b.id = q.batch join delivery d on d.id = b.delivery join source s on s.batch = q.batch and s.number = q.source
    where q.id = any(${numbers}::bigint[]) and b.state = 'active' order by array_position(${numbers}::bigint[], q.id) limit 1`.execute(db);
  return rows[0] ?? null;
}

const unknownSheet = (sheet: string) => ({
  words: { zh: `工作表“${sheet}”里没有一个编号仍属于在用批次，未读取`, en: `no number on the sheet "${sheet}" belongs to a standing batch: it was left out` },
  remedy: { zh: '用 mingjian imports quarantine --out 重新导出', en: 'write it anew with mingjian imports quarantine --out' },
});

const unknown = () =>
  new Refused('quarantine.unknown', { zh: '这是隔离行的工作簿，但其中没有一个编号仍属于在用批次', en: 'a workbook out of quarantine, but none of its numbers belongs to a standing batch' },
    { zh: '原批次可能已停用或替换；用 mingjian imports quarantine --out 重新导出', en: 'its batch may have been retired or replaced; write it anew with mingjian imports quarantine --out' });

/** The delivered columns stand behind the marks. */
const shifted = ({ register, columns }: Mapping): Mapping => ({
  register,
  columns: Object.fromEntries(Object.entries(columns).map(([name, from]) => [name, 'constant' in from ? from : { ...from, indexes: from.indexes.map((i) => i + MARKS.length) }])),
});
