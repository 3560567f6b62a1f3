import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { readConfig } from '../config.ts';
import { SHIPPED } from './load.ts';

/** Where a county keeps its own registers and models, if there is a home; reading models needs none. */
export function homeFolders({ MINGJIAN_HOME: home }: Pick<ReturnType<typeof readConfig>, 'MINGJIAN_HOME'>): { registers: string[]; models: string[] } {
  const own = (name: string) => [join(home, name)].filter((folder) => existsSync(folder));
  return { registers: own('registers'), models: [SHIPPED, ...own('models')] };
}
