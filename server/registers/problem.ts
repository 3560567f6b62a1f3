import type { Words } from '@mingjian/domain/words.ts';

/** What is wrong with one place of a register file. `path` leads into the document: `columns.pid.headers.zh`. */
export type Problem = { file: string; path: string; words: Words; hint: Words };

export const problem = (file: string, path: string, words: Words, hint: Words): Problem => ({ file, path, words, hint });

/** The candidate that a typing error most likely meant: fewest edits, and at most two or a third of the letters wrong. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: { name: string; edits: number } | undefined;
  for (const name of candidates) {
    const edits = editsBetween(word.toLowerCase(), name.toLowerCase());
    if (edits <= (name.length < 4 ? 1 : Math.max(2, name.length / 3)) && (!best || edits < best.edits)) best = { name, edits };
  }
  return best?.name;
}

function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

export function didYouMean(word: string, candidates: Iterable<string>): Words {
  const all = [...candidates];
  const near = nearest(word, all);
  if (near !== undefined) return { zh: `是否想写 ${near}?`, en: `did you mean ${near}?` };
  return { zh: `可用的有:${all.join('、')}`, en: `what may stand here: ${all.join(', ')}` };
}
