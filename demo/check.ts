import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { makeCounty } from './county.ts';
import { compare, type Heard, type Outcome, type Verdict } from './compare.ts';
import type { Act } from './world/ledger.ts';

// The proof of the demo: makes the county, imports and asks both deliveries by the commands a user would type, and lays what
// the house says beside what was planted. It looks at the program from outside only.

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '20260630' },
    county: { type: 'string' },
    home: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
const MAIN = path.join(import.meta.dirname, '../server/main.ts');
const AS_OF = ['2026-06-30', '2026-09-30'] as const;

const scratch = await mkdtemp(path.join(tmpdir(), 'mingjian-demo-'));
const county = values.county ?? path.join(scratch, 'county');
const home = values.home ?? path.join(scratch, 'home');

/** One command of the program; answers its standard output. An exit code of 3 only says that something waits. */
async function mingjian(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, MINGJIAN_HOME: home, MINGJIAN_LANG: 'en' }, stdio: ['ignore', 'pipe', 'inherit'] });
  const parts: Buffer[] = [];
  for await (const part of child.stdout) parts.push(part as Buffer);
  const code = child.exitCode ?? (await new Promise<number | null>((done) => child.once('close', done)));
  if (code !== 0 && code !== 3) throw new Error(`mingjian ${args.join(' ')} ended with ${code}`);
  return Buffer.concat(parts).toString('utf8');
}

const lines = (text: string): Heard[] => text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Heard);

async function deliver(n: 1 | 2): Promise<Verdict> {
  const imported = JSON.parse(await mingjian('import', path.join(county, `delivery-${n}`), '--yes', '--json')) as unknown;
  const run = JSON.parse(await mingjian('run', '--as-of', AS_OF[n - 1] as string, '--json')) as { models: Outcome[] };
  const warnings = lines(await mingjian('warnings', '--format', 'jsonl', '--reveal'));
  const identity = lines(await mingjian('warnings', '--format', 'jsonl', '--reveal', '--identity'));
  return { imported, outcomes: run.models, warnings, identity };
}

async function readLedger(): Promise<Act[]> {
  const acts: Act[] = [];
  for await (const line of createInterface(createReadStream(path.join(county, 'ledger.jsonl')))) acts.push(JSON.parse(line) as Act);
  return acts;
}

try {
  if (!values.county) await makeCounty({ out: county, people: Number(values.people), seed: Number(values.seed) });
  await mingjian('init', '--training');
  const first = await deliver(1);
  const second = await deliver(2);
  const report = compare(await readLedger(), first, second, values.verbose);
  console.log(report.text);
  console.log(`recall ${report.recall} of planted, ${report.accused} wrongly accused, ${report.held} held, ${report.lost} lost and ${report.doubled} doubled by the second delivery: ${report.ok ? 'ok' : 'short'}`);
  process.exitCode = report.ok ? 0 : 1;
} finally {
  await stopDatabase(home);
  await rm(scratch, { recursive: true, force: true });
}

/** The house's embedded database outlives its last command by a moment; its folder can only be removed once it is gone. */
async function stopDatabase(at: string): Promise<void> {
  for (let i = 0; i < 50; i++) {
    try {
      await readFile(path.join(at, 'pg', 'postmaster.pid'));
    } catch {
      return;
    }
    await new Promise((done) => setTimeout(done, 200));
  }
}
