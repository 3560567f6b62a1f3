import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { testHouse, type TestHouse } from '@mingjian/server/testing.ts';
import { settle } from '../settle.ts';
import { dump } from './kill/dump.ts';
import { writeFolder } from './kill/folder.ts';

/** Kills `import` and `run` with SIGKILL at random moments. After each kill the same command is run again to its end, and an ordered dump of
 *  everything that counts must equal that of a house that was never killed. `--kills N` (200). */
const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
const KILLS = Number(values.kills);
const MAIN = join(import.meta.dirname, '../../server/main.ts');
const at = mkdtempSync(join(tmpdir(), 'mingjian-kill-'));
const folder = join(at, 'delivery');
const keys = join(at, 'identity.json');

type End = { code: number | null; milliseconds: number };

/** Runs the program as a user would; `after` milliseconds later it is killed, if it still runs. */
function command(house: TestHouse, args: string[], after?: number): Promise<End> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], { env: { PATH: process.env['PATH'], ...house.env }, stdio: 'ignore' });
  const timer = after === undefined ? null : setTimeout(() => child.kill('SIGKILL'), after);
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => {
      if (timer) clearTimeout(timer);
      resolve({ code, milliseconds: performance.now() - began });
    });
  });
}

const IMPORT = ['import', folder, '--yes', '--delivered', '2024-06-30'];
const RUN = ['run', '--as-of', '2024-06-30'];

async function whole(house: TestHouse, args: string[]): Promise<number> {
  const { code, milliseconds } = await command(house, args);
  if (code !== 0 && code !== 3) throw new Error(`${args[0]} ended with ${code}`);
  return milliseconds;
}

/** A fresh house under the same keys as all the others, so that tokens and digests can be compared. */
async function freshHouse(): Promise<TestHouse> {
  const house = await testHouse({ clock: () => new Date('2024-07-01T00:00:00Z') });
  mkdirSync(house.home.keys, { recursive: true });
  if (existsSync(keys)) cpSync(keys, join(house.home.keys, 'identity.json'));
  return house;
}

async function neverKilled(): Promise<{ dumps: [string, string]; times: [number, number] }> {
  await using house = await freshHouse();
  const first = await whole(house, IMPORT);
  cpSync(join(house.home.keys, 'identity.json'), keys);
  const imported = await dump(house);
  const second = await whole(house, RUN);
  return { dumps: [imported, await dump(house)], times: [first, second] };
}

try {
  writeFolder(folder);
  const { dumps, times } = await neverKilled();
  let [killed, different] = [0, 0];
  while (killed < KILLS) {
    await using house = await freshHouse();
    for (const [i, args] of [IMPORT, RUN].entries()) {
      const { code } = await command(house, args, Math.random() * times[i]!);
      if (code === null) killed++;
      await whole(house, args);
      if ((await dump(house)) !== dumps[i]) different++;
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${killed}/${KILLS}, ${different} different`);
  }
  settle(`\n${killed} kills of import and run, ${different} dumps different from a house never killed`, killed >= KILLS && different === 0);
} finally {
  rmSync(at, { recursive: true, force: true });
}
