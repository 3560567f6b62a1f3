import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { testHouse, type TestHouse } from '@mingjian/server/testing.ts';
import { makeCounty } from '../../demo/county.ts';
import { settle } from '../settle.ts';
import { writePlanted } from './leak-files.ts';
import { filesUnder, huntLeaks, inBytes, type Leak, type Planted } from './leak-hunt.ts';

/** Done-when 7 on a whole county: its files and the planted ones are imported, with kills on the way, and asked every question; then every citizen number
 *  of the county's text files and every planted name and number is looked for wherever it must not be. `--people N` sets the size (50,000; the demo needs about as many for all its acts). */
const people = Number(process.argv[process.argv.indexOf('--people') + 1] || 50_000) || 50_000;
const KILLS = [1500, 4000, 8000, 12_000]; // ms after the start of an import
const MAIN = join(import.meta.dirname, '../../server/main.ts');

const at = mkdtempSync(join(tmpdir(), 'mingjian-leaks-'));
const tmp = join(at, 'tmp');
mkdirSync(tmp);
try {
  await using house = await testHouse();
  await makeCounty({ out: join(at, 'county'), people, seed: 7 });
  const planted = withCounty(await writePlanted(join(at, 'county/delivery-1')), join(at, 'county/delivery-1'));
  const leaks = [...(await killed(house, planted)), ...(await whole(house, planted))];
  for (const { where, what } of leaks) console.log(`${what} in ${where}`);
  const { people: entered, warnings } = await lived(house);
  console.log(`searched a home of ${entered} people with ${warnings} warnings, after ${KILLS.length} killed imports`);
  const found = await seeded(house, planted);
  const kept = leaks.length === 0 && found && entered > 0n && warnings > 0n; // an empty home has no leaks and proves nothing
  settle(`${leaks.length} leaks of ${planted.numbers.size} numbers and ${planted.names.length} names, planted leak ${found ? 'found' : 'missed'}`, kept);
} finally {
  rmSync(at, { recursive: true, force: true });
}

/** The county's own people: every number that stands in its text files. */
function withCounty(planted: Planted, folder: string): Planted {
  const texts = filesUnder(folder).map((file) => readFileSync(file).toString('latin1').replaceAll('\0', ''));
  return { names: planted.names, numbers: new Set([...planted.numbers, ...texts.flatMap((text) => text.match(/(?<!\d)439921(?:19|20)\d{9}[\dX](?!\d)/g) ?? [])]) };
}

/** A process that is killed cannot tidy up: what it leaves must be sealed already. */
async function killed(house: TestHouse, planted: Planted): Promise<Leak[]> {
  const leaks: Leak[] = [];
  for (const after of KILLS) {
    const child = start(house, ['import', join(at, 'county/delivery-1'), '--yes']);
    await wait(after);
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    leaks.push(...(await huntLeaks(house, planted)), ...inTmp(planted));
  }
  return leaks;
}

async function whole(house: TestHouse, planted: Planted): Promise<Leak[]> {
  const said = new Map<string, string>();
  const commands = [
    ['import', join(at, 'county/delivery-1'), '--yes'], ['imports', '--json'], ['run', '--as-of', '2026-06-30'], ['warnings', '--format', 'jsonl'], ['warnings', '--format', 'csv'], ['people', '--format', 'csv'],
  ];
  for (const words of commands) said.set(`what ${words.join(' ').replace(at, '')} says`, await say(house, words));
  return [...(await huntLeaks(house, planted, said)), ...inTmp(planted)];
}

async function lived(house: TestHouse): Promise<{ people: bigint; warnings: bigint }> {
  const { rows } = await house.pool.query<{ people: bigint; warnings: bigint }>('SELECT people, (SELECT count(*) FROM warning) AS warnings FROM person_map');
  return rows[0]!;
}

async function seeded(house: TestHouse, planted: Planted): Promise<boolean> {
  writeFileSync(join(house.home.tmp, 'planted'), Buffer.from([...planted.numbers].at(-1)!, 'utf16le'));
  return (await huntLeaks(house, planted)).some(({ where, what }) => where === 'tmp/planted' && what === 'number');
}

function inTmp(planted: Planted): Leak[] {
  return filesUnder(tmp).flatMap((file) => inBytes(file, readFileSync(file), planted));
}

/** In a process group of its own, so that a kill reaches the reader child too; with a folder of ours for temporary files. */
function start(house: TestHouse, words: string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, ...words], { env: { ...process.env, ...house.env, TMPDIR: tmp }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function say(house: TestHouse, words: string[]): Promise<string> {
  const child = start(house, words);
  const heard: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (piece: Buffer) => void heard.push(piece.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  return heard.join('');
}
