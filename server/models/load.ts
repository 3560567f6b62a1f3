import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Mistake, check } from '@mingjian/domain/model/check.ts';
import type { Circumstances } from '@mingjian/domain/model/compile.ts';
import { duckdb } from '@mingjian/domain/model/dialect.ts';
import type { Model } from '@mingjian/domain/model/model.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { Refused } from '../refused.ts';
import { readYaml } from '../registers/yaml.ts';

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
  const { value, faults, placeOf } = readYaml(readFileSync(file, 'utf8'));
  const broken = faults.map(({ line, column, words, remedy }): Located => ({ file, path: [], complaint: { code: 'model.yaml', words, remedy }, line, column }));
  if (value === undefined) return { model: null, mistakes: broken };
  const checked = check(value, exampleCircumstances(registers));
  if (checked.model && broken.length === 0) return checked;
  return { model: null, mistakes: [...broken, ...checked.mistakes.map((mistake) => ({ ...mistake, file, ...placeOf(mistake.path, mistake.at?.start) }))] };
}

/** All models, whole. Throws Refused `models.faulty` that names every mistake. */
export function loadModels(registers: (id: string) => Register | undefined, ...roots: string[]): LoadedModel[] {
  const files = findModels(...roots);
  const read = files.map((file) => ({ file, result: readModel(file.file, registers) }));
  const mistakes = read.flatMap(({ file, result }) => [...result.mistakes, ...strays(file, result.model)]);
  if (mistakes.length) refuse(mistakes);
  return read.map(({ file, result }) => ({ ...file, model: result.model! }));
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

function refuse(mistakes: Located[]): never {
  const list = (lang: 'zh' | 'en') => mistakes.map((m) => `${placed(m)}\n  ${m.complaint.words[lang]}\n  ${m.complaint.remedy[lang]}`).join('\n');
  throw new Refused('models.faulty', { zh: `模型有误：\n${list('zh')}`, en: `models with mistakes:\n${list('en')}` }, { zh: '用 mingjian models check 文件 逐条改正', en: 'mend them one by one with mingjian models check FILE' });
}
