import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { House } from '@mingjian/server/house.ts';
import { openReader } from '@mingjian/server/imports/reader.ts';
import { seeded, type Fault } from './faults.ts';
import { goodFiles } from './good.ts';
import { silent } from './judge.ts';
import { dice, mutate } from './mutate.ts';
import { lostRows, take, type Taken } from './take.ts';

const AT_ONCE = 100;

type Told = { count: (reports: Taken['reports']) => void; tell: (line: string) => void; look: (after: string) => Promise<void> };

/** Breeds damaged copies of the good files and takes them in, a hundred to a folder; after each folder the home must be whole. */
export async function takeMutants(house: House, at: string, n: number, seed: number, fault: Fault | null, { count, tell, look }: Told): Promise<{ crashes: number; lost: number }> {
  const good = await goodFiles();
  const roll = dice(seed);
  const sum = { crashes: 0, lost: 0 };
  const began = performance.now();
  for (let from = 0; from < n; from += AT_ONCE) {
    const folder = join(at, `mutants-${from}`);
    const hows = new Map<string, string>();
    mkdirSync(join(folder, '民政局'), { recursive: true });
    for (let i = from; i < Math.min(n, from + AT_ONCE); i++) {
      const { name, bytes } = good[i % good.length]!;
      const mutant = mutate(bytes, roll);
      const called = `民政局/${name.replace(extname(name), '')}-${i}${extname(name)}`;
      hows.set(called, mutant.how);
      writeFileSync(join(folder, called), mutant.bytes);
    }
    const taken = await takeHalving(house, folder, [...hows.keys()], fault, (name, crash) => {
      sum.crashes++;
      tell(`CRASH ${name} (${hows.get(name)}): ${crash}`);
    });
    count(taken.reports);
    for (const report of taken.reports) for (const told of silent(report)) tell(`WRONG ${report.file} (${hows.get(report.file)}): ${told}`);
    sum.lost += await lookForLost(folder, taken, hows, tell);
    await look(`mutants ${from} to ${from + AT_ONCE}`);
    rmSync(folder, { recursive: true, force: true });
    if (process.stderr.isTTY || (from + AT_ONCE) % 500 === 0) process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${Math.min(n, from + AT_ONCE)} mutants, ${((performance.now() - began) / 1000).toFixed(0)} s${process.stderr.isTTY ? ' ' : '\n'}`);
  }
  console.log(`${n} mutants: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return sum;
}

/** A folder that crashes is taken file by file, so that the file is named. */
async function takeHalving(house: House, folder: string, names: string[], fault: Fault | null, crashed: (name: string, crash: string) => void): Promise<Taken> {
  const whole = await take(house, [folder], seeded(fault));
  if (!whole.crash) return whole;
  const all: Taken = { ...whole, reports: [] };
  for (const name of names) {
    const one = await take(house, [join(folder, name)], seeded(fault));
    if (one.crash) crashed(name, one.crash);
    all.reports.push(...one.reports.map((report) => ({ ...report, file: name })));
  }
  return all;
}

/** What import says it read must be what is in the file: read plainly, row by row, without looking for tables. */
async function lookForLost(folder: string, taken: Taken, hows: Map<string, string>, tell: (line: string) => void): Promise<number> {
  await using reader = await openReader();
  let lost = 0;
  for (const { file, outcome, batches } of taken.reports) {
    if (outcome !== 'imported') continue;
    for (const { quality } of batches) if (quality.rows + quality.split < quality.accepted + quality.quarantined || quality.rows > quality.accepted + quality.quarantined) tell(`WRONG ${file} (${hows.get(file)}): ${quality.rows} rows, ${quality.accepted} accepted, ${quality.quarantined} quarantined`);
    const rows = await lostRows(reader, join(folder, file), folder);
    if (rows.length === 0) continue;
    lost += rows.length;
    tell(`LOST ${file} (${hows.get(file)}): ${rows.slice(0, 8).join(' ')}`);
  }
  return lost;
}
