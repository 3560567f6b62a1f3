import { readCatalogue } from '../registers/catalogue.ts';
import { SHIPPED } from '../registers/shipped.ts';
import type { Home } from '../home.ts';
import { fine, wrong, type Finding } from './finding.ts';

/** Registers as shipped and as the county added: each fault with its file and place. */
export function lookAtRegisters(home: Home): Finding[] {
  const { catalogue, problems } = readCatalogue([SHIPPED, home.registers]);
  if (problems.length === 0) return [fine('registers', `${catalogue.registers.size} 种台账定义`, `${catalogue.registers.size} registers`)];
  return problems.map(({ file, path, words, hint }) => wrong('registers', { zh: `${file} ${path}：${words.zh}`, en: `${file} ${path}: ${words.en}` }, hint));
}
