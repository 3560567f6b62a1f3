import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Words } from '@mingjian/domain/words.ts';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { problem, type Problem } from '../problem.ts';
import { refuseFaulty, SHIPPED } from '../shipped.ts';
import { readShippedYaml, readYaml } from '../yaml.ts';
import { foldProgramme, likeness, stemOfProgramme } from './programme-names.ts';

const Traits = Type.Object(
  {
    means_tested: Type.Boolean(), per_household: Type.Boolean(), stops_in_custody: Type.Boolean(), after_death_ok: Type.Boolean(), flat_rate: Type.Boolean(),
    cycle: Type.Union(['month', 'quarter', 'half_year', 'year', 'once'].map((cycle) => Type.Literal(cycle))),
  },
  { additionalProperties: false },
);

/** One programme under the id that models use. A county's file may give an id that ships further names. */
export const Programme = Type.Object(
  { id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }), title: Words, department: Type.String(), basis: Type.String(), names: Type.Array(Type.String(), { minItems: 1 }), traits: Traits },
  { additionalProperties: false },
);
export type Programme = Static<typeof Programme>;
const MoreNames = Type.Object({ id: Type.String(), names: Type.Array(Type.String()) }, { additionalProperties: false });

export const Exclusion = Type.Object(
  { a: Type.String(), b: Type.String(), from: Type.String(), to: Type.Optional(Type.String()), grace_months: Type.Integer({ minimum: 0 }), clause: Type.String() },
  { additionalProperties: false },
);
export type Exclusion = Static<typeof Exclusion>;

/** What a delivered name comes to by the vocabulary alone: certain (1), near (a proposal), or nothing. */
export type Guess = { programme: string; confidence: number; because: string } | null;

export class Vocabulary {
  readonly programmes: ReadonlyMap<string, Programme>;
  readonly exclusions: readonly Exclusion[];
  readonly #exact = new Map<string, Set<string>>();
  readonly #stems = new Map<string, Set<string>>();

  constructor(programmes: ReadonlyMap<string, Programme>, exclusions: readonly Exclusion[]) {
    this.programmes = programmes;
    this.exclusions = exclusions;
    for (const { id, names } of programmes.values())
      for (const name of [id, ...names]) {
        const folded = foldProgramme(name);
        put(this.#exact, folded, id);
        put(this.#stems, stemOfProgramme(folded), id);
      }
  }

  /** `county` is the name of the sender's county, which decorates names (青岚县高龄津贴). */
  guess(delivered: string, county = ''): Guess {
    const folded = foldProgramme(delivered, county);
    const exact = only(this.#exact.get(folded)) ?? only(this.#exact.get(delivered.trim()));
    if (exact) return { programme: exact, confidence: 1, because: 'name' };
    const stem = stemOfProgramme(folded);
    const byStem = stem.length >= 3 ? only(this.#stems.get(stem)) : undefined;
    if (byStem) return { programme: byStem, confidence: 0.95, because: 'stem' };
    return this.#near(folded);
  }

  #near(folded: string): Guess {
    const scored = [...this.#exact].flatMap(([name, ids]) => [...ids].map((programme) => ({ programme, score: closeness(folded, name) })));
    const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { programme: '', score: 0 });
    const rival = Math.max(0, ...scored.filter((one) => one.programme !== best.programme).map((one) => one.score));
    if (best.score < 0.5) return null;
    return { programme: best.programme, confidence: Math.min(0.9, best.score) * (best.score - rival > 0.1 ? 1 : 0.6), because: 'near' };
  }
}

function closeness(delivered: string, known: string): number {
  if (known.length >= 4 && delivered.includes(known)) return 0.6 + (0.3 * known.length) / delivered.length;
  return likeness(delivered, known) * 0.9;
}

const put = (map: Map<string, Set<string>>, key: string, id: string): void => void map.set(key, (map.get(key) ?? new Set()).add(id));
const only = (ids: Set<string> | undefined): string | undefined => (ids?.size === 1 ? [...ids][0] : undefined);

/** Reads `programmes/` of the shipped registers and of each further folder (the home's own registers). */
export function loadVocabulary(...folders: string[]): Vocabulary {
  const programmes = new Map<string, Programme>();
  const exclusions: Exclusion[] = [];
  const problems: Problem[] = [];
  for (const file of [SHIPPED, ...folders].flatMap(programmeFiles))
    for (const [index, entry] of readProgrammes(file, problems).entries()) {
      const known = programmes.get((entry as { id?: string }).id ?? '');
      if (Value.Check(Exclusion, entry)) exclusions.push(entry);
      else if (Value.Check(Programme, entry) && !known) programmes.set(entry.id, entry);
      else if (Value.Check(MoreNames, entry) && known) programmes.set(known.id, { ...known, names: [...known.names, ...entry.names] });
      else problems.push(faulty(file, index, entry, known !== undefined));
    }
  if (problems.length > 0) refuseFaulty(problems);
  return new Vocabulary(programmes, exclusions);
}

function readProgrammes(file: string, problems: Problem[]): unknown[] {
  const { value, faults } = (file.startsWith(SHIPPED) ? readShippedYaml : readYaml)(readFileSync(file, 'utf8'));
  problems.push(...faults.map(({ line, column, words, remedy }) => problem(file, `${line}:${column}`, words, remedy)));
  if (Array.isArray(value)) return value;
  if (faults.length === 0) problems.push(problem(file, '', { zh: '这里应是一列补贴项目', en: 'a list of programmes is expected here' }, LIKE_SHIPPED));
  return [];
}

const LIKE_SHIPPED = { zh: '照 registers/programmes/programmes.yaml 的样子写', en: 'write it as in registers/programmes/programmes.yaml' };

function faulty(file: string, index: number, entry: unknown, known: boolean): Problem {
  const [first] = Value.Errors(known ? MoreNames : Programme, entry);
  const path = `[${index}]${(first?.instancePath ?? '').replaceAll('/', '.')}`;
  return problem(file, path, { zh: `补贴项目写法有误:${first?.message ?? ''}`, en: `not a programme: ${first?.message ?? ''}` }, known
    ? { zh: '已有的项目只能补充 names', en: 'of a programme that ships only names can be added' }
    : LIKE_SHIPPED);
}

function programmeFiles(folder: string): string[] {
  try {
    return readdirSync(join(folder, 'programmes')).filter((name) => name.endsWith('.yaml')).sort().reverse().map((name) => join(folder, 'programmes', name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
