import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { settle } from '../settle.ts';
import { differences, dump } from './kill/dump.ts';
import { writeFolders } from './kill/folder.ts';
import { copyHome, stopServer } from './kill/homes.ts';
import { killServer, strike, type Struck, type Target } from './kill/strike.ts';

/** SIGKILL falls on `import` and `run`, of a first and of a second delivery, at points spread evenly over the time they take: on the command
 *  and all its children, at times on the database server alone or on both. Then the same command is run again to its end, and an ordered
 *  dump of the whole home must equal that of a home where nobody was killed. A blow that came too late counts for nothing; at least 80 %
 *  must land. `--kills N` (200), `--seed-fault NAME` (kill/fault.ts) puts in a defect that must turn it red. */
const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' }, 'seed-fault': { type: 'string' }, beside: { type: 'string', default: String(Math.min(2, availableParallelism())) } } });
const KILLS = Number(values.kills);
const FAULT = values['seed-fault'] ?? null;
const at = mkdtempSync(join(tmpdir(), 'mingjian-kill-'));
const [first, second] = [join(at, 'delivery-1'), join(at, 'delivery-2')];
const stageHome = (n: number): string => join(at, `stage-${n}`);

const STAGES = [
  { name: 'first import', args: ['import', first, '--yes', '--delivered', '2024-06-30'] },
  { name: 'first run', args: ['run', '--as-of', '2024-06-30'] },
  { name: 'second import', args: ['import', second, '--yes', '--delivered', '2024-09-30'] },
  { name: 'second run', args: ['run', '--as-of', '2024-09-30'] },
];
type Stage = (typeof STAGES)[number] & { from: string; expected: string[]; takes: number };
type Blow = { stage: Stage; share: number; target: Target };

async function whole(home: string, args: string[]): Promise<number> {
  const { code, milliseconds } = await strike({ home, fault: FAULT }, args);
  if (code !== 0 && code !== 3) throw new Error(`mingjian ${args[0]} ended with ${code}: ${lastLog(home)}`);
  return milliseconds;
}

function lastLog(home: string): string {
  const log = join(home, 'logs/mingjian.log');
  return existsSync(log) ? (readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? '') : '';
}

/** Each command once, nobody killed: what it leaves, how long it takes, and the home that the next one starts from. */
async function neverKilled(): Promise<Stage[]> {
  await whole(stageHome(0), ['init', '--training']);
  const stages: Stage[] = [];
  for (const [n, stage] of STAGES.entries()) {
    const [from, to] = [stageHome(n), stageHome(n + 1)];
    copyHome(from, to);
    const takes = await whole(to, stage.args);
    const expected = await dump(to);
    stages.push({ ...stage, from, expected, takes });
    console.log(`${stage.name}: ${Math.round(takes)} ms, ${expected.length} lines in the dump`);
  }
  return stages;
}

/** Points evenly over each command, the targets mixed: of ten blows eight fall on the command, one on the server, one on both. */
function* blows(stages: Stage[]): Generator<Blow> {
  const targets: Target[] = ['command', 'command', 'both', 'command', 'command', 'command', 'server', 'command', 'command', 'command'];
  const golden = 0.6180339887498949; // multiples of it, cut to 0…1, are spread evenly however many there are
  for (let n = 0; ; n++) yield { stage: stages[n % stages.length]!, share: (0.5 + Math.floor(n / stages.length) * golden) % 1, target: targets[Math.floor(n / stages.length) % targets.length]! };
}

type Outcome = Blow & { struck: Struck; wrong: string[] };

async function survive(home: string, blow: Blow): Promise<Outcome> {
  const { stage, share, target } = blow;
  copyHome(stage.from, home);
  const struck = await strike({ home, fault: FAULT }, stage.args, { share, after: share * stage.takes, target });
  if (struck.phase === 'ended before') stage.takes = 0.8 * stage.takes + 0.2 * struck.milliseconds;
  try {
    await whole(home, stage.args);
    return { ...blow, struck, wrong: differences(stage.expected, await dump(home)) };
  } catch (error) {
    return { ...blow, struck, wrong: [String(error)] };
  } finally {
    await stopServer(home).catch(() => killServer(home));
    rmSync(home, { recursive: true, force: true });
  }
}

async function strikeAll(stages: Stage[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const next = blows(stages);
  const landed = () => outcomes.filter(({ struck }) => struck.mid).length;
  const worker = async (n: number): Promise<void> => {
    while (landed() < KILLS && outcomes.length < KILLS * 1.5) {
      const outcome = await survive(join(at, `home-${n}`), next.next().value as Blow);
      outcomes.push(outcome);
      for (const line of outcome.wrong.slice(0, 5)) console.log(`${outcome.stage.name} at ${Math.round(outcome.share * 100)} % (${outcome.struck.phase}, ${outcome.target}): ${line.slice(0, 400)}`);
      if (outcomes.length % 20 === 0) console.log(`${outcomes.length} blows, ${landed()} landed, ${outcomes.filter(({ wrong }) => wrong.length > 0).length} homes different`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.beside) }, (_, n) => worker(n)));
  return outcomes;
}

function histogram(outcomes: Outcome[]): void {
  const landed = outcomes.filter(({ struck }) => struck.mid);
  for (const [title, of] of [['command', (o: Outcome) => o.stage.name], ['target', (o: Outcome) => o.target], ['phase', (o: Outcome) => `${o.stage.args[0]}: ${o.struck.phase}`], ['part of the time', (o: Outcome) => `${Math.floor(o.share * 10) * 10} %`]] as const) {
    const counts = [...Map.groupBy(landed, of)].map(([name, group]) => `${name} ${group.length}`).sort();
    console.log(`by ${title}: ${counts.join(' · ')}`);
  }
}

try {
  await writeFolders(first, second);
  const began = performance.now();
  const outcomes = await strikeAll(await neverKilled());
  histogram(outcomes);
  const landed = outcomes.filter(({ struck }) => struck.mid).length;
  const different = outcomes.filter(({ wrong }) => wrong.length > 0).length;
  const share = landed / outcomes.length;
  settle(`${landed} kills of import and run landed (${Math.round(share * 100)} % of ${outcomes.length}), ${different} homes different from one never killed, ${Math.round((performance.now() - began) / 60_000)} min`, landed >= KILLS && share >= 0.8 && different === 0);
} finally {
  rmSync(at, { recursive: true, force: true });
}
