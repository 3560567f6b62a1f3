import { withCountySettings } from '../models/county-settings.ts';
import { loadModels, SHIPPED as MODELS } from '../models/load.ts';
import { readCatalogue } from '../registers/catalogue.ts';
import { placed } from '../registers/problem.ts';
import { SHIPPED } from '../registers/shipped.ts';
import type { Home } from '../home.ts';
import { fine, wrong, type Finding } from './finding.ts';

/** Registers as shipped and as the county added: each fault with its file and place. */
export function lookAtRegisters(home: Home): Finding[] {
  const { catalogue, problems } = readCatalogue([SHIPPED, home.registers]);
  if (problems.length === 0) return [fine('registers', `${catalogue.registers.size} 种台账定义`, `${catalogue.registers.size} registers`)];
  return problems.map((one) => wrong('registers', { zh: `${placed(one)}：${one.words.zh}`, en: `${placed(one)}: ${one.words.en}` }, one.hint));
}

/** Models as shipped and the county's own, with its settings; a mistake is refused with its file and place, which becomes the finding. */
export function lookAtModels(home: Home, today = new Date().toISOString().slice(0, 10)): Finding[] {
  const { catalogue } = readCatalogue([SHIPPED, home.registers]); // faults of registers are told by lookAtRegisters
  const models = loadModels((id) => catalogue.registers.get(id), MODELS, home.models).map(({ model }) => model);
  withCountySettings(models, home.models, today);
  return [fine('models', `${models.length} 个模型`, `${models.length} models`)];
}
