import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { iso, CUTS } from './world/calendar.ts';
import { act } from './acts/acts.ts';
import { makeWorld, type World } from './world/world.ts';
import { writePaper } from './files/write.ts';
import type { Paper, Sheet, Variant, Written } from './files/paper.ts';
import { blotted } from './offices/blots.ts';
import { meaning } from './offices/meaning.ts';
import { offices } from './offices/offices.ts';

export type CountyOptions = Variant & {
  /** A folder that need not exist: gets `delivery-1/`, `delivery-2/`, and beside them `ledger.jsonl` (what was planted) and
   *  `manifest.jsonl` (what each table is, what each of its columns means, how many rows it has and which of them nobody can read). */
  out: string;
  people?: number;
  seed?: number;
  onFile?: (file: string) => void;
};
/** One delivered table. `means` names the register columns that a delivered column holds; empty where the register has none for it. */
export type ManifestLine = Omit<Written, 'heads'> & { delivery: 1 | 2; file: string; copy: string | null; heads: { head: string; means: string[] }[] };
export type County = { people: number; files: string[][]; acts: number; asOf: [string, string] };

/** Makes the fictional county 青岚县 (439921): the same seed, people and variant give the same bytes.
 *  `asOf` are the days on which each delivery was complete: the days to ask the questions for. */
export async function makeCounty(options: CountyOptions): Promise<County> {
  const { out, people = 50_000, seed = 20_260_630, onFile, ...variant } = options;
  const world = makeWorld(seed, people);
  act(world);
  const files: string[][] = [[], []];
  const manifest: ManifestLine[] = [];
  for (const delivery of [0, 1] as const) {
    const dir = path.join(out, `delivery-${delivery + 1}`);
    const sent = new Date((CUTS[delivery] + 4) * 86_400_000);
    for (const paper of papersOf(world, delivery)) {
      for (const { file, copy, tables } of await writePaper(dir, paper, variant, seed, sent)) {
        files[delivery]!.push(file);
        manifest.push(...tables.map((table) => ({ delivery: (delivery + 1) as 1 | 2, file, copy, ...table, heads: table.heads.map((head) => ({ head: [head.group, head.head].filter(Boolean).join('/'), means: meaning(table.register, head) })) })));
        onFile?.(path.join(`delivery-${delivery + 1}`, file));
      }
    }
  }
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, 'ledger.jsonl'), world.ledger.acts.map((a) => `${JSON.stringify(a)}\n`).join(''));
  writeFileSync(path.join(out, 'manifest.jsonl'), manifest.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return { people: world.people.length, files, acts: world.ledger.acts.length, asOf: [iso(CUTS[0]), iso(CUTS[1])] };
}

/** Most offices that have nothing to tell this quarter send nothing: a sheet without rows is left out, and a paper without sheets.
 *  Some send the bare header, which says as much. */
const papersOf = (world: World, delivery: 0 | 1): Paper[] =>
  offices
    .flatMap((office) => office(world, delivery))
    .map((paper) => ({ ...paper, sheets: paper.evenEmpty ? paper.sheets : paper.sheets.flatMap(unlessEmpty) }))
    .filter((paper) => paper.sheets.length > 0)
    .map(blotted);

/** The sheet, its first row looked at without losing it. */
function unlessEmpty(sheet: Sheet): Sheet[] {
  const rest = sheet.rows[Symbol.iterator]();
  const first = rest.next();
  if (first.done) return [];
  return [{ ...sheet, rows: startingWith(first.value, rest) }];
}

function* startingWith<T>(first: T, rest: Iterator<T>): Generator<T> {
  yield first;
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value;
}
