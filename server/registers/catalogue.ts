import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Register } from '@mingjian/domain/model/register.ts';
import { Refused } from '../refused.ts';
import { checkRegister, isRecord } from './check.ts';
import { additionProblems, familyProblems, inherit, missingBase } from './extend.ts';
import { Thesaurus } from './headers.ts';
import { problem, type Problem } from './problem.ts';
import { readShippedYaml, readYaml, type YamlFile } from './yaml.ts';
import { refuseFaulty, SHIPPED } from './shipped.ts';
import { loadVocabulary, type Vocabulary } from './programmes/vocabulary.ts';

/** Every kind of department file this house can read: what ships, and what the county wrote itself. */
export type Catalogue = {
  readonly registers: ReadonlyMap<string, Register>;
  readonly thesaurus: Thesaurus;
  /** Words of titles and file names that speak for a register. */
  readonly titles: ReadonlyMap<string, readonly string[]>;
  /** The programmes, read when first asked for. */
  readonly vocabulary: Vocabulary;
  /** Throws Refused `register.unknown`. */
  get(id: string): Register;
  /** The register itself and the county's registers whose rows models read as its own. */
  family(id: string): Register[];
};

/** Reads `registers/` as shipped and then each further folder (the home's own). Throws Refused `register.file` that names every fault. */
export function loadCatalogue(...folders: string[]): Catalogue {
  const { catalogue, problems } = readCatalogue([SHIPPED, ...folders]);
  if (problems.length > 0) refuseFaulty(problems);
  return catalogue;
}

/** The same without throwing: whatever is whole is in the catalogue, everything else is told. */
export function readCatalogue(folders: readonly string[]): { catalogue: Catalogue; problems: Problem[] } {
  const problems: Problem[] = [];
  const documents = folders.flatMap((folder) => yamlFiles(folder)).map((file) => ({ file, ...readDocument(file, problems) }));
  const registers = new Map<string, Register>();
  for (const stage of [plain, additions, extensions]) for (const { file, raw } of documents) if (raw) stage(registers, raw, file, problems);
  return { catalogue: asCatalogue(registers, folders), problems: documents.reduce((told, { file, placeOf }) => located(told, file, placeOf), problems) };
}

/** The faults of one file as it would be read beside what ships. */
export function checkFile(file: string, ...folders: string[]): Problem[] {
  const { catalogue } = readCatalogue([SHIPPED, ...folders.filter((folder) => !file.startsWith(folder))]);
  const registers = new Map(catalogue.registers);
  const problems: Problem[] = [];
  const { raw, placeOf } = readDocument(file, problems);
  if (raw) for (const stage of [plain, additions, extensions]) stage(registers, raw, file, problems, true);
  return located(problems, file, placeOf);
}

type Stage = (registers: Map<string, Register>, raw: Record<string, unknown>, file: string, problems: Problem[], again?: boolean) => void;

const plain: Stage = (registers, raw, file, problems, again = false) => {
  if (raw.adds_to !== undefined || raw.extends !== undefined) return;
  const found = checkRegister(raw, file);
  if (found.length > 0) return void problems.push(...found);
  admit(registers, raw as Register, file, problems, again);
};

const additions: Stage = (registers, raw, file, problems) => {
  if (raw.adds_to === undefined) return;
  const base = registers.get(String(raw.adds_to));
  if (!base) return void problems.push(missingBase(String(raw.adds_to), 'adds_to', registers.keys(), file));
  const merged = inherit({ columns: raw.columns }, base);
  const found = [...additionProblems(raw, base, file), ...checkRegister(merged, file)];
  if (found.length > 0) return void problems.push(...found);
  registers.set(base.id, merged as Register);
};

const extensions: Stage = (registers, raw, file, problems, again = false) => {
  if (raw.extends === undefined) return;
  const base = registers.get(String(raw.extends));
  if (!base) return void problems.push(missingBase(String(raw.extends), 'extends', registers.keys(), file));
  const merged = inherit(raw, base);
  const found = [...checkRegister(merged, file), ...familyProblems(merged, base, file)];
  if (found.length > 0) return void problems.push(...found);
  admit(registers, merged as Register, file, problems, again);
};

function admit(registers: Map<string, Register>, register: Register, file: string, problems: Problem[], again: boolean): void {
  if (`${register.id}.yaml` !== basename(file).replace(/\.yml$/, '.yaml') && !again)
    problems.push(problem(file, 'id', { zh: `文件名应为 ${register.id}.yaml`, en: `the file should be named ${register.id}.yaml` }, { zh: '一张台账一个文件,按编号命名', en: 'one register, one file, named by its id' }));
  else if (registers.has(register.id) && !again)
    problems.push(problem(file, 'id', { zh: `台账 ${register.id} 已存在`, en: `there already is a register ${register.id}` }, { zh: '补充它用 adds_to,另立用新的 id', en: 'to add to it write adds_to; for one of your own take another id' }));
  else registers.set(register.id, register);
}

function asCatalogue(registers: Map<string, Register>, folders: readonly string[]): Catalogue {
  let vocabulary: Vocabulary | undefined;
  return {
    registers,
    thesaurus: new Thesaurus(readWords('headers') as string[][]),
    titles: new Map(Object.entries(readWords('titles') as Record<string, string[]>)),
    get vocabulary() {
      return (vocabulary ??= loadVocabulary(...folders.filter((folder) => folder !== SHIPPED)));
    },
    get(id) {
      const register = registers.get(id);
      if (register) return register;
      const hint = missingBase(id, 'register', registers.keys(), '').hint;
      throw new Refused('register.unknown', { zh: `没有台账 ${id}`, en: `there is no register ${id}` }, hint);
    },
    family: (id) => [...registers.values()].filter((register) => register.id === id || register.extends === id),
  };
}

function yamlFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /\.ya?ml$/.test(name)).sort().map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A document that can be read in part is looked at in part: what else is wrong with it is told with it. */
function readDocument(file: string, problems: Problem[]): { raw: Record<string, unknown> | undefined; placeOf: YamlFile['placeOf'] } {
  const { value, faults, placeOf } = (dirname(file) === SHIPPED ? readShippedYaml : readYaml)(readFileSync(file, 'utf8'));
  problems.push(...faults.map(({ line, column, words, remedy }) => problem(file, `${line}:${column}`, words, remedy)));
  if (isRecord(value)) return { raw: value, placeOf };
  if (faults.length === 0) problems.push(...checkRegister(value, file));
  return { raw: undefined, placeOf };
}

/** Says the line of each problem that has a place in the file. */
const located = (problems: Problem[], file: string, placeOf: YamlFile['placeOf']): Problem[] =>
  problems.map((one) => (one.file !== file || one.line !== undefined || one.path === '' || /^\d/.test(one.path) ? one : { ...one, line: placeOf(one.path.split('.')).line }));

const readWords = (name: string): unknown => readShippedYaml(readFileSync(join(SHIPPED, 'words', `${name}.yaml`), 'utf8')).value;
