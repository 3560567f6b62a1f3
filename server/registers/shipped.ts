import { join } from 'node:path';
import { Refused } from '../refused.ts';
import { placed, type Problem } from './problem.ts';

/** What ships: registers/, and in it programmes/ and words/. */
export const SHIPPED = join(import.meta.dirname, '../../registers');

export function refuseFaulty(problems: Problem[]): never {
  const lines = (language: 'zh' | 'en') => problems.map((p) => `${placed(p)}: ${p.words[language]} (${p.hint[language]})`).join('\n');
  throw new Refused('register.file', { zh: `台账文件有误:\n${lines('zh')}`, en: `register files have faults:\n${lines('en')}` }, { zh: '改正后再试;单个文件可用 mingjian registers check 文件', en: 'correct them; mingjian registers check FILE looks at one alone' });
}
