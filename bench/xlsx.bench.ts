import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { writeXlsxStream } from 'hucre/xlsx';
import { HEADER, member } from './proofs/hostile/rows.ts';
import { HEADERS, payment } from './payments.ts';
import { settle } from './settle.ts';
import { timedImport } from './timed-import.ts';

/** Seconds of a whole import of an XLSX of 200,000 rows (the payments of the bench of imports; texts as shared strings, most amounts as numbers) against
 *  hucre alone streaming the rows of the same file in a process of its own, in the same run. Done when: at most twice as long. Beside it, for the
 *  record, a roster whose every row is a person never met before: a workbook cannot ask more of the identities. */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' }, runs: { type: 'string', default: '3' } } });
const ROWS = Number(values.rows);
const READ = `
  import { readFileSync } from 'node:fs';
  import { streamXlsxRows } from 'hucre/xlsx';
  const began = performance.now();
  let rows = 0;
  for await (const row of streamXlsxRows(readFileSync(process.argv[1]))) if (row) rows++;
  console.log(JSON.stringify({ rows, seconds: (performance.now() - began) / 1000 }));`;

type Kind = { name: string; sender: string; rows(): Generator<(string | number)[]> };
const KINDS: Record<'payments' | 'roster', Kind> = {
  payments: {
    name: '发放明细', sender: '财政局',
    *rows() {
      yield HEADERS;
      for (let i = 0; i < ROWS; i++) yield payment(i, ROWS * 0.3).dirty.map((cell, column) => (column === AMOUNT && i % 5 ? Number(cell) : cell));
    },
  },
  roster: {
    name: '低保', sender: '民政局',
    *rows() {
      yield HEADER;
      for (let i = 0; i < ROWS; i++) yield member(i).map((cell, column) => (column === 4 ? Number(cell) + 0.5 : cell));
    },
  },
};
const AMOUNT = HEADERS.indexOf('发放金额(元)');

function hucreAlone(file: string): number {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', READ, file], { cwd: import.meta.dirname, encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  const told = JSON.parse(stdout) as { rows: number; seconds: number };
  if (told.rows !== ROWS + 1) throw new Error(`hucre read ${told.rows} rows`);
  return told.seconds;
}

type Taken = { seconds: number; accepted: number; quarantined: number };

async function measure(folder: string, { name, sender, rows }: Kind): Promise<{ alone: number; whole: Taken }> {
  const file = join(folder, `${name}.xlsx`);
  await pipeline(Readable.fromWeb(writeXlsxStream(rows(), { name }) as never), createWriteStream(file));
  let alone = Infinity;
  let whole: Taken = { seconds: Infinity, accepted: 0, quarantined: 0 };
  for (let run = 0; run < Number(values.runs); run++) {
    alone = Math.min(alone, hucreAlone(file));
    const taken = await timedImport(file, sender, `${name}.xlsx`);
    if (taken.seconds < whole.seconds) whole = taken;
  }
  return { alone, whole };
}

const folder = await mkdtemp(join(tmpdir(), 'mingjian-xlsx-'));
try {
  const line = (what: string, { alone, whole }: { alone: number; whole: Taken }) =>
    `${what}: hucre ${alone.toFixed(2)} s, import ${whole.seconds.toFixed(2)} s (${whole.accepted} accepted, ${whole.quarantined} quarantined), ${(whole.seconds / alone).toFixed(2)} ×`;
  const payments = await measure(folder, KINDS.payments);
  const roster = await measure(folder, KINDS.roster);
  console.log(`${availableParallelism()} cores, ${ROWS} rows, best of ${values.runs}\n${line('payments', payments)}\n${line('for the record, a roster of new persons only', roster)}`);
  const ratio = payments.whole.seconds / payments.alone;
  settle(`xlsx: ${ratio.toFixed(2)} × hucre alone (at most 2)`, ratio <= 2 && [payments, roster].every(({ whole }) => whole.accepted + whole.quarantined === ROWS));
} finally {
  await rm(folder, { recursive: true, force: true });
}
