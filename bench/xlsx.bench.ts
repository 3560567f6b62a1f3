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
import { settle } from './settle.ts';
import { timedImport } from './timed-import.ts';

/** Seconds of a whole import of an XLSX of 200,000 rows (texts as shared strings, amounts as numbers) against hucre alone streaming the rows of the same
 *  file in a process of its own, in the same run. Done when: at most twice as long. */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '200000' }, runs: { type: 'string', default: '3' } } });
const ROWS = Number(values.rows);
const READ = `
  import { readFileSync } from 'node:fs';
  import { streamXlsxRows } from 'hucre/xlsx';
  const began = performance.now();
  let rows = 0;
  for await (const row of streamXlsxRows(readFileSync(process.argv[1]))) if (row) rows++;
  console.log(JSON.stringify({ rows, seconds: (performance.now() - began) / 1000 }));`;

function* rows(): Generator<(string | number)[]> {
  yield HEADER;
  for (let i = 0; i < ROWS; i++) {
    const cells: (string | number)[] = member(i);
    cells[4] = Number(cells[4]) + 0.5;
    yield cells;
  }
}

function hucreAlone(file: string): number {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', READ, file], { cwd: import.meta.dirname, encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  const told = JSON.parse(stdout) as { rows: number; seconds: number };
  if (told.rows !== ROWS + 1) throw new Error(`hucre read ${told.rows} rows`);
  return told.seconds;
}

const folder = await mkdtemp(join(tmpdir(), 'mingjian-xlsx-'));
try {
  const file = join(folder, '低保.xlsx');
  await pipeline(Readable.fromWeb(writeXlsxStream(rows(), { name: '低保' }) as never), createWriteStream(file));
  let alone = Infinity;
  let whole = { seconds: Infinity, accepted: 0, quarantined: 0 };
  for (let run = 0; run < Number(values.runs); run++) {
    alone = Math.min(alone, hucreAlone(file));
    const taken = await timedImport(file, '民政局', '低保.xlsx');
    if (taken.seconds < whole.seconds) whole = taken;
  }
  console.log(`${availableParallelism()} cores, ${ROWS} rows, best of ${values.runs}: hucre ${alone.toFixed(2)} s, import ${whole.seconds.toFixed(2)} s (${whole.accepted} accepted, ${whole.quarantined} quarantined)`);
  const ratio = whole.seconds / alone;
  settle(`xlsx: ${ratio.toFixed(2)} × hucre alone (at most 2)`, ratio <= 2 && whole.accepted + whole.quarantined === ROWS);
} finally {
  await rm(folder, { recursive: true, force: true });
}
