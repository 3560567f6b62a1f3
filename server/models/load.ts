import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Mistake, check } from '@mingjian/domain/model/check.ts';
import type { Circumstances } from '@mingjian/domain/model/compile.ts';
import { duckdb } from '@mingjian/domain/model/dialect.ts';
import type { Model } from '@mingjian/domain/model/model.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { Refused } from '../refused.ts';
import { readShippedYaml, readYaml } from '../registers/yaml.ts';

/** The models that ship. */
export const SHIPPED = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'models');
/** The day that committed SQL and, unless they say otherwise, cases are for. */
export const EXAMPLE_DAY = '2025-12-31';

export type ModelFile = { id: string; theme: string; folder: string; file: string };
export type Located = Mistake & { file: string; line: number | null; column: number | null };
export type LoadedModel = ModelFile & { model: Model };

/** Every folder `<theme>/<id>/` with a model.yaml, under the given roots; a later root (the county's own) replaces a model of the same id. */
export function findModels(...roots: string[]): ModelFile[] {
  const found = new Map<string, ModelFile>();
  for (const root of roots.length ? roots : [SHIPPED]) {
    for (const theme of folders(root)) {
      for (const id of folders(join(root, theme))) {
        const folder = join(root, theme, id);
        const file = join(folder, 'model.yaml');
        if (existsSync(file)) found.set(id, { id, theme, folder, file });
      }
    }
  }
  return [...found.values()].sort((a, b) => a.id.localeCompare(b.id));
}

const folders = (path: string): string[] => (existsSync(path) ? readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory()).sort() : []);

export const exampleCircumstances = (registers: (id: string) => Register | undefined): Circumstances => ({ registers, dialect: duckdb, asOf: EXAMPLE_DAY });

/** Reads and checks one file. Never throws for what its author can mend. */
export function readModel(file: string, registers: (id: string) => Register | undefined): { model: Model; mistakes: [] } | { model: null; mistakes: Located[] } {
  const { value, faults, placeOf } = (file.startsWith(SHIPPED) ? readShippedYaml : readYaml)(readFileSync(file, 'utf8'));
  const broken = faults.map(({ line, column, words, remedy }): Located => ({ file, path: [], complaint: { code: 'model.yaml', words, remedy }, line, column }));
  if (value === undefined) return { model: null, mistakes: broken };
  const checked = check(value, exampleCircumstances(registers));
  if (checked.model && broken.length === 0) return checked;
  return { model: null, mistakes: [...broken, ...checked.mistakes.map((mistake) => ({ ...mistake, file, ...placeOf(mistake.path, mistake.at?.start) }))] };
}

/** A model that cannot be read as it stands, with all its mistakes. */
export type LeftOut = ModelFile & { mistakes: Located[] };

/** Every model that can be read, and those that cannot. A county's own model that replaces a shipped one and is mistaken leaves none of that
 *  id: the shipped one is not what the county wants asked. */
export function readModels(registers: (id: string) => Register | undefined, ...roots: string[]): { models: LoadedModel[]; leftOut: LeftOut[] } {
  const read = findModels(...roots).map((file) => {
    const { model, mistakes } = readModel(file.file, registers);
    return { ...file, model, mistakes: [...mistakes, ...strays(file, model)] };
  });
  return {
    models: read.flatMap(({ mistakes, model, ...file }) => (mistakes.length === 0 ? [{ ...file, model: model! }] : [])),
    leftOut: read.flatMap(({ model: _, ...file }) => (file.mistakes.length ? [file] : [])),
  };
}

/** All models, whole. Throws Refused `models.faulty` that names every mistake. */
export function loadModels(registers: (id: string) => Register | undefined, ...roots: string[]): LoadedModel[] {
  const { models, leftOut } = readModels(registers, ...roots);
  refuseLeftOut(leftOut, leftOut.map(({ id }) => id));
  return models;
}

/** A model whose id is not its folder's name would be found under one name and reported under another. */
function strays(file: ModelFile, model: Model | null): Located[] {
  if (!model || (model.id === file.id && model.theme === file.theme)) return [];
  const complaint = {
    code: 'model.folder',
    words: { zh: `${model.theme}/${model.id} 放在了 ${file.theme}/${file.id}`, en: `${model.theme}/${model.id} stands in ${file.theme}/${file.id}` },
    remedy: { zh: '让文件夹与 theme、id 同名', en: 'name the folders as theme and id' },
  };
  return [{ file: file.file, path: ['id'], complaint, line: 1, column: 1 }];
}

export const placed = (m: Located): string => `${m.file}${m.line ? `:${m.line}:${m.column}` : ''} ${m.path.join('.')}`;

/** Who asks for a model that was left out hears why.
 *  @throws Refused `models.faulty` */
export function refuseLeftOut(leftOut: readonly LeftOut[], ids: readonly string[]): void {
  const mistakes = leftOut.filter(({ id }) => ids.includes(id)).flatMap((each) => each.mistakes);
  if (mistakes.length === 0) return;
  const list = (lang: 'zh' | 'en') => mistakes.map((m) => `${placed(m)}\n  ${m.complaint.words[lang]}\n  ${m.complaint.remedy[lang]}`).join('\n');
  throw new Refused('models.faulty', { zh: `模型有误：\n${list('zh')}`, en: `models with mistakes:\n${list('en')}` }, { zh: '用 mingjian models check 文件 逐条改正', en: 'mend them one by one with mingjian models check FILE' });
}
