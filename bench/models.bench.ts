import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeCounty } from './county/write.ts';
import type { Taken } from './models/median.ts';
import { watchMemory } from './models/memory.ts';
import { settle } from './settle.ts';

/** The whole library as `mingjian run` asks it, against the same questions written by hand (bench/questions, older than the compiler),
 *  over the same Parquet, by turns in the same run, of each question the best; beside it, for the record, ten of them in PostgreSQL. Done when at
 *  each size: equal subjects, periods and amounts of each, of which there must be some; ≤ 1.3 × the time, reading included; log-log slope ≤ 1.05; memory of all processes ≤ 8 GB. */
const { values } = parseArgs({ options: { people: { type: 'string', default: '100000,1000000' }, times: { type: 'string', default: '4' }, postgres: { type: 'string', default: 'yes' } } });
const SIZES = values.people.split(',').map(Number);

type Library = { prepared: Taken; answered: Record<string, Taken>; whole: number };
type ByHand = Record<string, { taken: Taken; hits: number; equal: boolean }>;
type Measured = { people: number; library: Taken; byHand: Taken; questions: number; equal: number; empty: string[]; memory: number | null };

/** Runs one part in a process of its own, and answers what it printed. `watched` is told its number. */
async function part<T>(name: string, args: string[], watched: (pid: number) => void = () => {}): Promise<T> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'models', `${name}.ts`), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  watched(child.pid!);
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
  return JSON.parse(out.trim().split('\n').at(-1)!) as T;
}

async function measure(people: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjian-bench-'));
  try {
    await writeCounty(folder, people);
    const load = loadavg()[0]!.toFixed(1);
    // By turns, each question once in each: the machine's speed drifts within minutes by more than what is measured.
    const rounds: { library: Library; byHand: ByHand; memory: number | null }[] = [];
    for (let round = 0; round < Number(values.times); round++) {
      let watch: ReturnType<typeof watchMemory> | undefined;
      const library = await part<Library>('library', [folder, String(people), '1'], (pid) => (watch = watchMemory(pid)));
      rounds.push({ library, memory: watch!.peak(), byHand: await part<ByHand>('by-hand', [folder, String(people), '1']) });
    }
    const [library, byHand] = [bestOf(rounds.map((round) => round.library)), bestByHand(rounds.map((round) => round.byHand))];
    const memory = rounds.some((round) => round.memory === null) ? null : Math.max(...rounds.map((round) => round.memory!));
    const asked = Object.values(byHand);
    const measured = { people, library: together([library.prepared, ...Object.values(library.answered)]), byHand: together(asked.map(({ taken }) => taken)), questions: asked.length, equal: asked.filter(({ equal }) => equal).length, empty: Object.keys(byHand).filter((id) => byHand[id]!.hits === 0), memory };
    print(people, library, byHand, measured, load);
    if (values.postgres === 'yes' && people === SIZES.at(-1)) await part('postgres', [folder, String(people)]).then((rows) => console.log(postgresLines(rows as Record<string, number | string>)));
    return measured;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const least = (all: Taken[]): Taken => all.reduce((best, one) => (one.wall < best.wall ? one : best));
const bestOf = (all: Library[]): Library => ({
  prepared: least(all.map(({ prepared }) => prepared)), whole: Math.min(...all.map(({ whole }) => whole)),
  answered: Object.fromEntries(Object.keys(all[0]!.answered).map((id) => [id, least(all.map(({ answered }) => answered[id]!))])),
});
const bestByHand = (all: ByHand[]): ByHand => Object.fromEntries(Object.entries(all[0]!).map(([id, { hits }]) => [id, { hits, equal: all.every((one) => one[id]!.equal), taken: least(all.map((one) => one[id]!.taken)) }]));

function print(people: number, library: Library, byHand: ByHand, measured: Measured, load: string): void {
  const line = (name: string, found: string, ours: Taken, hand: Taken) =>
    console.log(`${String(people).padStart(8)} ${name.padEnd(30)} ${found.padEnd(18)} ${ours.wall.toFixed(0).padStart(7)} ms / ${hand.wall.toFixed(0).padStart(7)} ms = ${(ours.wall / hand.wall).toFixed(2).padStart(5)}  processors ${ours.cpu.toFixed(0).padStart(7)} / ${hand.cpu.toFixed(0).padStart(7)} = ${(ours.cpu / hand.cpu).toFixed(2)}`);
  console.log(`${String(people).padStart(8)} ${'(read what several models read)'.padEnd(49)} ${library.prepared.wall.toFixed(0).padStart(7)} ms, processors ${library.prepared.cpu.toFixed(0)} ms`);
  for (const [id, { taken, hits, equal }] of Object.entries(byHand)) line(id, `${hits} hits ${equal ? 'equal' : 'DIFFER'}`, library.answered[id]!, taken);
  line('together', `${measured.equal} of ${measured.questions} equal`, measured.library, measured.byHand);
  console.log(`${String(people).padStart(8)} with the evidence of every hit collected, as a run does: ${library.whole.toFixed(0)} ms; ${gigabytes(measured.memory)} at most; ${cpus().length} cores, load ${load} before, ${loadavg()[0]!.toFixed(1)} after`);
}

const postgresLines = (rows: Record<string, number | string>): string => Object.entries(rows).map(([what, value]) => `PostgreSQL ${what.padEnd(40)} ${typeof value === 'number' ? `${value.toFixed(0).padStart(7)} ms` : value}`).join('\n');
const gigabytes = (bytes: number | null): string => (bytes === null ? 'memory unknown' : `${(bytes / 2 ** 30).toFixed(1)} GB`);
const together = (all: Taken[]): Taken => ({ wall: sum(all.map(({ wall }) => wall)), cpu: sum(all.map(({ cpu }) => cpu)) });
const sum = (all: number[]): number => all.reduce((total, each) => total + each, 0);

const results: Measured[] = [];
for (const people of SIZES) results.push(await measure(people));
const [first, last] = [results[0]!, results.at(-1)!];
const slope = results.length < 2 ? null : Math.log(last.library.wall / first.library.wall) / Math.log(last.people / first.people);
const ratios = results.map(({ library, byHand }) => library.wall / byHand.wall);
const memory = results.some((r) => r.memory === null) ? null : Math.max(...results.map((r) => r.memory!));
// Two empty answers agree about nothing.
const empty = [...new Set(results.flatMap((r) => r.empty))];
if (empty.length) console.log(`no hits to compare: ${empty.join(', ')}`);
const [equal, asked] = [sum(results.map((r) => r.equal)), sum(results.map((r) => r.questions))];
settle(
  `models: ${equal} of ${asked} equal, ${empty.length} without hits, ${ratios.map((ratio, i) => `${ratio.toFixed(2)} x by hand at ${results[i]!.people} people`).join(', ')}, slope ${slope?.toFixed(2) ?? '-'}, ${gigabytes(memory)}`,
  equal === asked && empty.length === 0 && ratios.every((ratio) => ratio <= 1.3) && (slope === null || slope <= 1.05) && (memory === null || memory <= 8 * 2 ** 30),
);
