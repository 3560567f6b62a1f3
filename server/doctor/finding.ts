import type { Words } from '@mingjian/domain/words.ts';
import { databaseAway } from '../db.ts';
import { diskRefusal } from '../disk.ts';
import { speakable } from '../log.ts';
import { Refused } from '../refused.ts';

/** One thing that was looked at: fine, or wrong with what to do about it. `skipped` hangs on something that is wrong. */
export type Finding = { check: string; state: 'fine' | 'wrong' | 'skipped'; words: Words; advice?: Words };

export const fine = (check: string, zh: string, en: string): Finding => ({ check, state: 'fine', words: { zh, en } });
export const wrong = (check: string, words: Words, advice: Words): Finding => ({ check, state: 'wrong', words, advice });
export const skipped = (check: string, zh: string, en: string): Finding => ({ check, state: 'skipped', words: { zh, en } });

/** Looks at one thing: what it refuses is a finding, and so is what it cannot cope with. */
export async function look(check: string, work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await work();
  } catch (failure) {
    const error = databaseAway(failure) ?? diskRefusal(failure) ?? failure;
    if (error instanceof Refused) return [wrong(check, error.words, error.advice)];
    const { code, name } = speakable(error);
    const said = code ?? name;
    return [wrong(check, { zh: `检查时出错（${said}）`, en: `looking at it failed (${said})` }, { zh: '按提示处理后再执行 mingjian doctor', en: 'mend what is listed above, then run mingjian doctor again' })];
  }
}
