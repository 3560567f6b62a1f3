import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '@mingjian/domain/model/compile.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { EXAMPLE_DAY, type LoadedModel, exampleCircumstances } from './load.ts';

type Registers = (id: string) => Register | undefined;

const head = (id: string, version: number): string =>
  `-- ${id} version ${version}, compiled for DuckDB. Written by \`mingjian models compile --write\`: change model.yaml, not this file.
-- As of ${EXAMPLE_DAY} with the settings as shipped; a run puts in its own day and the county's settings.
`;

/** Puts a model's SQL beside it, for reviewers. */
export function writeSql(loaded: LoadedModel, registers: Registers): void {
  writeFileSync(join(loaded.folder, 'duckdb.sql'), writeSql.text(loaded, registers));
}
writeSql.text = ({ model }: LoadedModel, registers: Registers): string => head(model.id, model.version) + compile(model, exampleCircumstances(registers)).sql;

/** Is the committed SQL something else than what the model compiles to now? */
export function staleSql(loaded: LoadedModel, registers: Registers): boolean {
  const file = join(loaded.folder, 'duckdb.sql');
  return !existsSync(file) || readFileSync(file, 'utf8') !== writeSql.text(loaded, registers);
}
