import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openDuck } from '@mingjian/server/duckdb.ts';
import { testHouse } from '@mingjian/server/testing.ts';
import { settle } from '../../settle.ts';

/** Done-when 3 on the payments that Luxembourg published for 2019: a register file of their own, nothing mapped by hand, every row and
 *  every cent kept, and the ordinary duplicate model finds the four pairs that are identical, and no other recipient. */
const ROWS = 7_722n;
const CENTS = 8_109_508_985n;
const PAIRS = 4;
const DELIVERED = join(import.meta.dirname, '../../../../shared/data/farmsubsidy/lu_2019.csv.gz');
const MAIN = join(import.meta.dirname, '../../../server/main.ts');

if (existsSync(DELIVERED)) await prove();
else settle(`there is no ${DELIVERED}`, false);

async function prove(): Promise<void> {
  await using house = await testHouse();
  const at = mkdtempSync(join(tmpdir(), 'mingjian-luxembourg-'));
  try {
    cpSync(join(import.meta.dirname, 'registers'), house.home.registers, { recursive: true });
    const text = gunzipSync(readFileSync(DELIVERED)).toString('utf8');
    writeFileSync(join(at, 'lu_2019.csv'), text);
    const mingjian = (...words: string[]): string => {
      const { stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], { env: { ...process.env, ...house.env }, encoding: 'utf8' });
      process.stderr.write(stderr);
      return stdout;
    };
    console.log(mingjian('import', join(at, 'lu_2019.csv'), '--sender', 'Luxembourg', '--yes', '--lang', 'en'));
    const { rows, cents } = await kept(house.home.facts);
    mingjian('run', '--as-of', '2020-06-30', '--model', 'same-benefit-twice');
    const warnings = mingjian('warnings', '--format', 'jsonl').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line) as { evidence: { row: number }[] });
    const found = warnings.map(({ evidence }) => evidence.map(({ row }) => row).sort((a, b) => a - b).join('+'));
    const right = found.length === PAIRS && found.every((pair) => identicalPairs(text).has(pair));
    settle(`${rows} rows, ${Number(cents) / 100} EUR, ${found.length} identical pairs found`, rows === ROWS && cents === CENTS && right);
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
}

async function kept(facts: string): Promise<{ rows: bigint; cents: bigint }> {
  await using duck = await openDuck({ memoryMb: 512, threads: 1, spill: null });
  const files = globSync('lu_payment/*/*.parquet', { cwd: facts }).map((file) => `'${join(facts, file)}'`);
  return await duck.row(`select count(*) as rows, cast(sum(amount) as bigint) as cents from read_parquet([${files.join(', ')}])`);
}

/** By the text alone: lines (from 1) that state the same recipient, scheme, year and amount. */
function identicalPairs(text: string): Set<string> {
  const lines = text.trim().split(/\r?\n/).map((line, i) => ({ line, row: i + 1 })).slice(1);
  return new Set([...Map.groupBy(lines, ({ line }) => line).values()].filter((same) => same.length > 1).map((same) => same.map(({ row }) => row).join('+')));
}
