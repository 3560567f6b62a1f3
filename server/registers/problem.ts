import { nearest } from '@mingjian/domain/nearest.ts';
import type { Words } from '@mingjian/domain/words.ts';

/** What is wrong with one place of a register file. `path` leads into the document: `columns.pid.headers.zh`; the line is known where the file could be read. */
export type Problem = { file: string; line?: number; path: string; words: Words; hint: Words };

export const placed = ({ file, line, path }: Problem): string => `${file}${line === undefined ? '' : `:${line}`}${path ? ` ${path}` : ''}`;

export const problem = (file: string, path: string, words: Words, hint: Words): Problem => ({ file, path, words, hint });

export function didYouMean(word: string, candidates: Iterable<string>): Words {
  const all = [...candidates];
  const near = nearest(word, all);
  if (near !== undefined) return { zh: `是否想写 ${near}?`, en: `did you mean ${near}?` };
  return { zh: `可用的有:${all.join('、')}`, en: `what may stand here: ${all.join(', ')}` };
}
