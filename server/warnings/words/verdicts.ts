import { excuses } from '@mingjian/domain/model/exceptions.ts';
import type { Model } from '@mingjian/domain/model/model.ts';
import { innocentCodes, outcomeWords } from '@mingjian/domain/warning.ts';
import type { Language, Words } from '@mingjian/domain/words.ts';
import type { Verdict } from '../find-warnings.ts';

/** What verification found, the newest first, and whether it still holds. */
export const verdictLines = (verdicts: readonly Verdict[], model: Model | undefined, language: Language): string[] =>
  verdicts.flatMap(({ outcome, code, because, said_on, said_by, stale }, at) => [
    `  ${[said_on, outcomeWords[outcome][language], code && `${codeWords(code, model)?.[language] ?? ''} (${code})`.trim(), said_by && { zh: `${said_by} 记录`, en: `by ${said_by}` }[language]].filter(Boolean).join('  ')}`,
    `      ${because}`,
    ...(at === 0 && stale ? [`      ${CHANGED[language]}`] : []),
  ]);

const codeWords = (code: string, model: Model | undefined): Words | undefined =>
  excuses(model).find((exception) => exception.code === code)?.words ?? (innocentCodes as Record<string, Words>)[code];

const CHANGED: Words = {
  zh: '此后所依据的事实有变化：这个结果说的是当时的事实，须重新核实。',
  en: 'The facts behind it have changed since: this was said of the facts as they were; verify again.',
};
