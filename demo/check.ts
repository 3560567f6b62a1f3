import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { makeCounty, type ManifestLine } from './county.ts';
import { compareInnocents, type LetGo } from './proof/innocents.ts';
import { Program, readLines } from './proof/program.ts';
import { compareQuarantine, place, type RefusedRow } from './proof/quarantine.ts';
import { compareTables, type Listed } from './proof/tables.ts';
import { compareWarnings, type Heard, type Outcome, type Said } from './proof/warnings.ts';
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
const AS_OF = ['2026-06-30', '2026-09-30'] as const;

const scratch = await mkdtemp(path.join(tmpdir(), 'mingjian-demo-'));
const county = values.county ?? path.join(scratch, 'county');
const program = new Program(values.home ?? path.join(scratch, 'home'));

type Refused = RefusedRow & { batch: string };
type Delivered = Said & { listed: Listed[]; refused: Refused[]; letGo: LetGo[]; seconds: [number, number] };

async function deliver(n: 1 | 2): Promise<Delivered> {
  const [importing] = await timed(() => program.run('import', path.join(county, `delivery-${n}`), '--yes', '--delivered', AS_OF[n - 1] as string, '--json'));
  const [running, { models }] = await timed(() => program.json<{ models: Outcome[] }>('run', '--as-of', AS_OF[n - 1] as string));
  return {
    outcomes: models,
    warnings: await program.lines<Heard>('warnings', '--reveal'),
    gone: await program.lines<Heard>('warnings', '--reveal', '--state', 'gone'),
    letGo: await program.lines<LetGo>('warnings', 'let-go', '--reveal'),
    listed: await program.json<Listed[]>('imports'),
    refused: await program.json<Refused[]>('imports', 'quarantine'),
    seconds: [importing, running],
  };
}

async function timed<T>(act: () => Promise<T>): Promise<[number, T]> {
  const from = performance.now();
  const result = await act();
  return [(performance.now() - from) / 1000, result];
}

/** Which person each cell of the files that hold good rows with a bad number was taken for, and how many cells that person has. */
async function personIds(files: Set<string>): Promise<{ at: Map<string, string>; cells: Map<string, number> }> {
  const at = new Map<string, string>();
  const cells = new Map<string, number>();
  for (const line of (await program.run('people', '--format', 'csv')).split('\n').slice(1)) {
    const [file, sheet, row, , id] = line.trimEnd().split(',');
    if (!id) continue;
    cells.set(id, (cells.get(id) ?? 0) + 1);
    if (files.has(file!)) at.set(place(file!, sheet || null, Number(row)), id);
  }
  return { at, cells };
}

/** Nothing had changed since the first delivery: the second has the same bytes. */
const isAgain = (file: string): boolean => {
  const [before, now] = ['delivery-1', 'delivery-2'].map((dir) => path.join(county, dir, file)) as [string, string];
  return existsSync(before) && readFileSync(before).equals(readFileSync(now));
};

/** What the second delivery added to a list of the first. */
function added<T>(list: T[], before: T[]): T[] {
  const left = new Map<string, number>();
  for (const one of before) left.set(JSON.stringify(one), (left.get(JSON.stringify(one)) ?? 0) + 1);
  return list.filter((one) => {
    const n = left.get(JSON.stringify(one)) ?? 0;
    left.set(JSON.stringify(one), n - 1);
    return n <= 0;
  });
}

/** The whole demo once more in the same home: nothing is new, and asking for the first day again in between changes nothing that stands after the second. */
async function again(before: Delivered): Promise<{ differ: number; details: string[] }> {
  await deliver(1);
  const after = await deliver(2);
  const said = ({ id, model, level, subjects, period, amount }: Heard) => ({ id, model, level, subjects, period, amount });
  const [was, is] = [before.warnings.map(said), after.warnings.map(said)];
  const [gone, fresh, imported] = [added(was, is), added(is, was), added(after.listed, before.listed)];
  return {
    differ: gone.length + fresh.length + imported.length,
    details: [...gone.map((one) => `gone ${one.id} ${one.model}`), ...fresh.map((one) => `new ${one.id} ${one.model}`), ...imported.map(({ file }) => `imported again ${file}`)],
  };
}

function show(title: string, text: string[], details: string[]): void {
  console.log([`\n${title}`, ...text, ...(values.verbose ? details : details.slice(0, 5))].join('\n'));
}

try {
  const [making] = await timed(async () => (values.county ? null : makeCounty({ out: county, people: Number(values.people), seed: Number(values.seed) })));
  const acts = await readLines<Act>(path.join(county, 'ledger.jsonl'));
  const manifest = await readLines<ManifestLine>(path.join(county, 'manifest.jsonl'));
  await program.run('init', '--training');
  const first = await deliver(1);
  const second = await deliver(2);

  const warnings = compareWarnings(acts, first, second);
  show('Warnings', warnings.text, warnings.details);
  const innocents = [compareInnocents(county, acts, first.letGo, first.listed), compareInnocents(county, acts, second.letGo, second.listed)] as const;
  show('Innocents, after the second delivery', innocents[1].text, [...innocents[0].details, ...innocents[1].details]);
  const later = manifest.filter((m) => m.delivery === 2 && !isAgain(m.file));
  const addedTables = added(second.listed, first.listed);
  const tables = [compareTables(manifest.filter((m) => m.delivery === 1), first.listed, () => false), compareTables(manifest.filter((m) => m.delivery === 2), addedTables, isAgain)];
  for (const [i, t] of tables.entries()) {
    show(`Tables of delivery ${i + 1}`, [`${t.files} files${t.again ? ` and ${t.again} that came before, byte by byte` : ''}, ${t.tables} tables: ${t.byHand} files by hand, ${t.wrong} wrong; ${t.columns} columns, ${t.wrongColumns} amiss; ${t.rows} rows written, ${t.lostRows} unaccounted for`], t.details);
  }
  const people = await personIds(new Set(manifest.filter((m) => m.blots.some((b) => b.code === 'kept')).map((m) => m.file)));
  const spoilt = [compareQuarantine(manifest.filter((m) => m.delivery === 1), first.refused, people.at, people.cells), compareQuarantine(later, added(second.refused, first.refused), people.at, people.cells)];
  for (const [i, q] of spoilt.entries()) show(`Spoilt rows of delivery ${i + 1}`, [`${q.found} of ${q.planted} refused where and why they should be, ${q.unexpected} others refused; ${q.kept} of ${q.keptPlanted} kept under an id of their own`], q.details);
  const once = await again(second);
  show('The demo once more in the same home', [`${once.differ} warnings or tables differ`], once.details);
  show('Times', [`county ${making.toFixed(0)} s; import ${first.seconds[0].toFixed(0)} s and ${second.seconds[0].toFixed(0)} s; run ${first.seconds[1].toFixed(0)} s and ${second.seconds[1].toFixed(0)} s`], []);

  const [files, byHand, wrong, unaccounted] = [sum(tables, (t) => t.files), sum(tables, (t) => t.byHand), sum(tables, (t) => t.wrong), sum(tables, (t) => t.lostRows)];
  const isMapped = byHand <= 0.05 * files && wrong === 0 && unaccounted === 0;
  const isRefused = spoilt.every((q) => q.found === q.planted && q.kept === q.keptPlanted && q.unexpected === 0);
  const otherwise = innocents[0].otherwise + innocents[1].otherwise;
  const ok = warnings.ok && otherwise === 0 && isMapped && isRefused && once.differ === 0;
  console.log(`\nrecall ${warnings.found}/${warnings.planted}, ${warnings.accused} wrongly accused, ${otherwise} let go otherwise, ${warnings.held} held; second delivery: ${warnings.lost} lost, ${warnings.doubled} doubled, ${warnings.repaired.join('/')} mended gone; ` +
    `${files} files: ${byHand} by hand, ${wrong} mapped wrongly, ${unaccounted} rows unaccounted for; ${sum(spoilt, (q) => q.found)}/${sum(spoilt, (q) => q.planted)} spoilt rows refused; once more in the same home: ${once.differ} differ: ${ok ? 'ok' : 'short'}`);
  process.exitCode = ok ? 0 : 1;
} finally {
  await program.stopped();
  await rm(scratch, { recursive: true, force: true });
}

function sum<T>(list: T[], of: (one: T) => number): number {
  return list.reduce((n, one) => n + of(one), 0);
}
