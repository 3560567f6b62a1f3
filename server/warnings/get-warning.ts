import type { Database } from '../db.ts';
import { Refused } from '../refused.ts';
import { type StandingWarning, warningsLike } from './find-warnings.ts';

const NUMBER = /^W-[0-9A-F]+$/i;

/** One warning by its number, or by a beginning of it that fits only one. */
export async function getWarning(db: Database, id: string): Promise<StandingWarning> {
  const [first, second] = NUMBER.test(id) ? await warningsLike(db, id) : [];
  if (!first) {
    throw new Refused('warning.unknown', { zh: `没有编号为 ${id} 的预警`, en: `there is no warning ${id}` }, { zh: '用 mingjian warnings 查看编号', en: 'mingjian warnings lists the numbers' });
  }
  if (second && first.id !== id.toUpperCase()) {
    throw new Refused('warning.ambiguous', { zh: `编号 ${id} 对应多条预警`, en: `${id} is the beginning of several warnings` }, { zh: '请多写几位', en: 'write more of it' });
  }
  return first;
}
