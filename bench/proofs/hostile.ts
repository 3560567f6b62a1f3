import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { testHouse } from '@mingjian/server/testing.ts';
import type { House } from '@mingjian/server/house.ts';
import { settle } from '../settle.ts';
import { type Case } from './hostile/case.ts';
import { CASES } from './hostile/cases/all.ts';
import { throughTheProgram, withoutPermission } from './hostile/program.ts';
import { type Fault, FAULTS, seeded } from './hostile/faults.ts';
import { goodFiles } from './hostile/good.ts';
import { became, judge } from './hostile/judge.ts';
import { takeMutants } from './hostile/mutants.ts';
import { halfApplied, readers } from './hostile/state.ts';
import { take, type Taken } from './hostile/take.ts';

/** Done-when 5: every bad file by hand and two thousand bred ones through the ordinary import into a real home. Each ends in a clear message,
 *  in quarantine rows or in clean acceptance, as its case says; nothing crashes, nothing is half applied, no row is lost, and the good files
 *  of the same folder are taken. `--mutated N` (2000), `--seed N`, `--only TEXT` (cases whose name holds it), `--no-program`,
 *  `--seed-fault NAME` breaks a guard on purpose: the proof must turn red. */
const { values } = parseArgs({ options: { mutated: { type: 'string', default: '2000' }, seed: { type: 'string', default: '43' }, only: { type: 'string' }, 'no-program': { type: 'boolean' }, 'seed-fault': { type: 'string' } } });
const MEMORY_MB = 512;
/** What one file may take at most, by the reader's own limit; all of them together stay below it. */
const SECONDS = 900;

const wrong: string[] = [];
const tally = { refused: 0, quarantined: 0, accepted: 0, waiting: 0, crashes: 0, half: 0 };
const tell = (line: string): void => {
  wrong.push(line);
  console.log(line);
};

function count(reports: Taken['reports']): void {
  for (const report of reports) {
    if (report.outcome === 'refused') tally.refused++;
    else if (report.outcome === 'waiting') tally.waiting++;
    else if (report.batches.some(({ quality }) => quality.quarantined > 0)) tally.quarantined++;
    else tally.accepted++;
  }
}

/** The state of the home, told once for each thing that is wrong with it. */
async function lookForHalves(house: House, after: string): Promise<void> {
  const left = [...(await halfApplied(house)), ...readers().map(({ pid }) => `reader ${pid} still runs`)];
  tally.half += left.length;
  for (const one of left.slice(0, 5)) tell(`HALF ${after}: ${one}`);
}

async function layCases(folder: string, cases: Case[]): Promise<void> {
  for (const { name, content, lay } of cases) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (lay) lay(path);
    else writeFileSync(path, typeof content === 'function' ? await content() : content!);
  }
}

async function takeCases(house: House, folder: string, cases: Case[], fault: Fault | null): Promise<void> {
  await layCases(join(folder, '民政局'), cases);
  const good = await goodFiles();
  for (const { name, bytes } of good) writeFileSync(join(folder, '民政局', `好-${name}`), bytes);
  const taken = await take(house, [folder], seeded(fault));
  if (taken.crash) {
    tally.crashes++;
    tell(`CRASH of the whole folder: ${taken.crash}`);
    return;
  }
  const reports = new Map(taken.reports.map((report) => [report.file, report]));
  for (const one of cases) {
    const report = reports.get(`民政局/${one.name}`);
    for (const fault of await judge(house, one, report)) tell(`WRONG ${JSON.stringify(one.name)}: ${fault}`);
  }
  for (const { name } of good) {
    const report = reports.get(`民政局/好-${name}`);
    if (report?.outcome !== 'imported' || report.batches.some(({ quality }) => quality.quarantined > 0)) tell(`WRONG good ${name}: ${report ? became(report) : 'no report'}`);
  }
  count(cases.flatMap(({ name }) => reports.get(`民政局/${name}`) ?? []));
  console.log(`${cases.length} cases and ${good.length} good files: ${taken.seconds.toFixed(1)} s, reader at most ${Math.round(taken.peakMb)} MB`);
  if (taken.peakMb > MEMORY_MB * 1.25) tell(`WRONG: the reader reached ${Math.round(taken.peakMb)} MB`);
  if (taken.seconds > SECONDS) tell(`WRONG: the cases took ${taken.seconds} s`);
  await lookForHalves(house, 'the cases');
}

const fault = values['seed-fault'] === undefined ? null : FAULTS[values['seed-fault']] ?? null;
if (values['seed-fault'] !== undefined && !fault) throw new Error(`there is no fault ${values['seed-fault']}: ${Object.keys(FAULTS).join(', ')}`);
const cases = CASES.filter(({ name }) => !values.only || name.includes(values.only));
const at = mkdtempSync(join(tmpdir(), 'mingjian-hostile-'));
process.on('unhandledRejection', (reason) => {
  tally.crashes++;
  tell(`UNHANDLED ${reason instanceof Error ? reason.stack : String(reason)}`);
});
try {
  await using house = await testHouse({ clock: () => new Date('2024-07-01T00:00:00Z') });
  await takeCases(house, join(at, 'cases'), cases, fault);
  if (!values['no-program'] && !fault) {
    const told = [...(await throughTheProgram(house, join(at, 'cases/民政局'), cases)), ...withoutPermission(at)];
    tally.crashes += told.length;
    told.forEach(tell);
  }
  const mutants = Number(values.mutated);
  const bred = await takeMutants(house, at, mutants, Number(values.seed), fault, { count, tell, look: (after) => lookForHalves(house, after) });
  tally.crashes += bred.crashes;
  const { refused, quarantined, accepted, waiting, crashes, half } = tally;
  settle(`${cases.length} bad files and ${mutants} mutated: ${refused} refused, ${waiting} waiting, ${quarantined} quarantined, ${accepted} accepted, ${crashes} crashes, ${half} half-applied, ${bred.lost} rows lost, ${wrong.length} not as stated:`, wrong.length === 0 && cases.length > 0);
} finally {
  rmSync(at, { recursive: true, force: true });
}
