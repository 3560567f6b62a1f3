import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { literal, openDuck } from '@mingjian/server/duckdb.ts';
import { GIVEN, HEADERS, payment, SURNAMES } from './payments.ts';
import { settle } from './settle.ts';
import { timedImport } from './timed-import.ts';

/** Rows a second of a whole import (decoding, table finding, cleaning, checking, keying, sealing, Parquet) of a dirty GBK CSV, against
 *  DuckDB's `read_csv` → Parquet on a clean UTF-8 twin of the same rows, in the same run; of each the best of three, by turns. Done when: ≥ 0.10 of it;
 *  the aim is 0.20. */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '3' } } });
const ROWS = Number(values.rows);
const PEOPLE = Math.ceil(ROWS * 0.3);
async function write(clean: string, dirty: string): Promise<void> {
  const files = [createWriteStream(clean), createWriteStream(dirty)] as const;
  const gbk = gbkEncoder();
  const put = async (file: 0 | 1, text: string) => {
    if (!files[file].write(file ? gbk(text) : text)) await new Promise((resolve) => files[file].once('drain', resolve));
  };
  await put(0, `${HEADERS.join(',')}\n`);
  await put(1, `青岚县2024年惠民惠农补贴一卡通发放明细\r\n${HEADERS.join(',')}\r\n`);
  for (let from = 0; from < ROWS; from += 10_000) {
    const pairs = Array.from({ length: Math.min(10_000, ROWS - from) }, (_, i) => payment(from + i, PEOPLE));
    await put(0, pairs.map(({ clean }) => clean.join(',')).join('\n') + '\n');
    await put(1, pairs.map(({ dirty }) => dirty.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',')).join('\r\n') + '\r\n');
  }
  await put(1, `合计,,,,,,,,,\r\n制表人：${SURNAMES[0]}${GIVEN[0]},,,,,,,,,\r\n`);
  for (const file of files) await new Promise((resolve) => file.end(resolve));
}

/** Node decodes GB18030 and does not write it: every two-byte code decoded once gives the way back. */
function gbkEncoder(): (text: string) => Buffer {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead++) for (let trail = 0x40; trail <= 0xfe; trail++) codes.set(decoder.decode(Uint8Array.of(lead, trail)), (lead << 8) | trail);
  return (text) => {
    const bytes = Buffer.alloc(text.length * 2);
    let at = 0;
    for (const character of text) {
      const code = character.charCodeAt(0) < 0x80 ? character.charCodeAt(0) : codes.get(character)!;
      if (code > 0xff) bytes[at++] = code >> 8;
      bytes[at++] = code & 0xff;
    }
    return bytes.subarray(0, at);
  };
}

async function reference(clean: string, out: string): Promise<number> {
  await using duck = await openDuck({ memoryMb: 2048, threads: 2, spill: null });
  const began = performance.now();
  await duck.run(`copy (select * from read_csv(${literal(clean)}, header = true, types = {'银行账号': 'VARCHAR', '身份证号': 'VARCHAR'})) to ${literal(out)} (format parquet, compression zstd)`);
  return (performance.now() - began) / 1000;
}

const folder = await mkdtemp(join(tmpdir(), 'mingjian-bench-'));
try {
  const [clean, dirty] = [join(folder, 'clean.csv'), join(folder, 'dirty.csv')];
  await write(clean, dirty);
  let plain = Infinity;
  let whole = { seconds: Infinity, accepted: 0, quarantined: 0 };
  for (let run = 0; run < Number(values.runs); run++) {
    plain = Math.min(plain, await reference(clean, join(folder, `${run}.parquet`)));
    const taken = await timedImport(dirty, '财政局', '发放明细.csv');
    if (taken.seconds < whole.seconds) whole = taken;
  }
  console.log(`${cpus().length} cores, ${ROWS} rows: read_csv → Parquet ${plain.toFixed(2)} s, import ${whole.seconds.toFixed(2)} s (${whole.accepted} accepted, ${whole.quarantined} quarantined)`);
  const ratio = plain / whole.seconds;
  settle(`import: ${Math.round(ROWS / whole.seconds)} rows/s, ${ratio.toFixed(3)} of read_csv → Parquet (at least 0.10)`, ratio >= 0.1 && whole.accepted + whole.quarantined === ROWS);
} finally {
  await rm(folder, { recursive: true, force: true });
}
