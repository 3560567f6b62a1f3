import { writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { writeXlsx } from 'hucre';
import type { House } from '../../house.ts';
import { openKeys } from '../../identities/keys.ts';
import { MARKS } from './corrected.ts';
import { openRefused } from './seal.ts';

type Row = { id: bigint; batch: bigint; source: number; file: string; sheet: string | null; row: number; reason: { zh: string }; remedy: { zh: string }; sealed: Buffer; headers: string[]; register: string };

/** Writes the refused rows of standing batches into a workbook, a sheet for each delivered table, every cell as text. Corrected in place and
 *  imported again, each row goes to the register and sender it came from. Answers how many rows there are. */
export async function writeQuarantine(house: House, out: string, batch?: bigint): Promise<number> {
  const keys = await openKeys(house.home);
  const { rows } = await sql<Row>`
    select q.id, q.batch, q.source, d.file, s.sheet, q.row, q.reason, q.remedy, q.sealed, s.headers, b.register
    from quarantine q join batch b on b.id = q.batch join delivery d on d.id = b.delivery join source s on s.batch = q.batch and s.number = q.source
    where b.state = 'active' and q.resolved_by is null and (${batch ?? null}::bigint is null or q.batch = ${batch ?? null}) order by q.batch, q.source, q.row`.execute(house.db);
  const sheets = [...Map.groupBy(rows, ({ batch, source }) => `${batch}-${source}`)].map(([key, group]) => ({
    name: `${group[0]!.register} ${key}`.slice(0, 31),
    rows: [[...MARKS, ...group[0]!.headers], ...group.map((row) => line(row, openRefused(keys, row.sealed)))],
  }));
  if (sheets.length > 0) await writeFile(out, await writeXlsx({ sheets }), { mode: 0o600 });
  return rows.length;
}

const line = ({ id, file, row, reason, remedy }: Row, cells: string[]): string[] => [String(id), file, String(row), reason.zh, remedy.zh, ...cells].map(inert);

/** A text that a spreadsheet would take for a formula is led by a quote mark; so is U+FFFC, the mark of a damaged cell, taken off. */
const inert = (text: string): string => {
  const plain = text.replaceAll('\uFFFC', '');
  return /^[=+\-@\t\r＝＋－＠]/.test(plain) && !/^[+-]?[\d.,]+$/.test(plain) ? `'${plain}` : plain;
};
