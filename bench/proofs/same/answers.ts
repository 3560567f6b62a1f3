import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCounty } from '../../../demo/county.ts';
import type { Variant } from '../../../demo/files/paper.ts';
import { Program } from '../../../demo/proof/program.ts';

/** All that a house says of a county, one line each, without where it was read and under which number it is kept: sorted, so that equal answers are equal lists. */
export type Answers = { lines: string[]; warnings: number; letGo: number; notAssessable: number; batches: number; evidence: Evidence[] };
type Evidence = { file: string; sheet: string | null; row: number };
type Subject = { kind: string; key: string };
type Warning = { model: string; subjects: Subject[]; evidence: Evidence[] } & Record<string, unknown>;
type LetGo = { model: string; subjects: Subject[]; matter: string; reason: string; evidence: Evidence[] };
type Outcome = { model: string; outcome: string; hits: number; identity: number; let_go: number; not_assessable: number };

/** Makes the county in one form, in a home of its own, and asks it. `spoil` may change the files before they are imported. */
export async function answersOf(how: Variant, county: { people: number; seed: number }, spoil?: (folder: string) => void): Promise<Answers> {
  const at = mkdtempSync(path.join(tmpdir(), 'mingjian-same-'));
  const program = new Program(path.join(at, 'home'));
  try {
    const { asOf } = await makeCounty({ out: path.join(at, 'county'), ...county, ...how });
    const folder = path.join(at, 'county', 'delivery-1');
    spoil?.(folder);
    await program.run('init', '--training');
    await program.run('import', folder, '--yes', '--json');
    return await ask(program, asOf[0]);
  } finally {
    await program.stopped();
    rmSync(at, { recursive: true, force: true });
  }
}

async function ask(program: Program, asOf: string): Promise<Answers> {
  const { models } = await program.json<{ models: Outcome[] }>('run', '--as-of', asOf);
  const warnings = await program.lines<Warning>('warnings', '--reveal');
  const identity = await program.lines<Warning>('warnings', '--reveal', '--identity');
  const letGo = await program.lines<LetGo>('warnings', 'let-go', '--reveal');
  const listed = await program.json<unknown[]>('imports');
  const lines = [
    ...models.map(({ model, outcome, hits, identity: i, let_go, not_assessable }) => `outcome ${model} ${outcome} hits ${hits} identity ${i} let go ${let_go} not assessable ${not_assessable}`),
    ...warnings.map((w) => `warning ${plain(w)}`), ...identity.map((w) => `identity ${plain(w)}`), ...letGo.map((l) => `let go ${plainLetGo(l)}`),
  ];
  const notAssessable = models.reduce((n, m) => n + m.not_assessable, 0);
  return { lines: lines.sort(), warnings: warnings.length, letGo: letGo.length, notAssessable, batches: listed.length, evidence: warnings.find((w) => w.model === 'same-benefit-twice')?.evidence ?? [] };
}

/** The number of a warning comes from the house's own ids, which differ from home to home; of its evidence only the size is the county's. */
const plain = ({ id: _, evidence, ...rest }: Warning): string => JSON.stringify({ ...rest, evidence: evidence.length });
/** Accounts, and names within a matter, are tokens of the home's own keys, and stay so: longer than any code of a place. */
const plainLetGo = ({ model, subjects, matter, reason, evidence }: LetGo): string =>
  JSON.stringify([model, subjects.map(({ kind, key }) => [kind, kind === 'account' ? 'token' : key]), matter.replace(/\d{13,}/g, 'token'), reason, evidence.length]);

/** What stands in one list and not in the other, each as often as it does. */
export function differences(a: Answers, b: Answers): { missing: string[]; added: string[] } {
  const count = new Map<string, number>();
  for (const line of a.lines) count.set(line, (count.get(line) ?? 0) + 1);
  const added = b.lines.filter((line) => {
    const left = count.get(line) ?? 0;
    count.set(line, left - 1);
    return left <= 0;
  });
  return { missing: [...count].flatMap(([line, left]) => (left > 0 ? new Array<string>(left).fill(line) : [])), added };
}
