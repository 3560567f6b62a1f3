import { sql } from 'kysely';
import type { Database } from '../db.ts';
import type { House } from '../house.ts';
import { Refused } from '../refused.ts';
import { type StandingWarning, warningsLike } from './find-warnings.ts';
import { modelsOf } from './words/lines.ts';

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

/** A misspelt model would list nothing, and nothing reads as clean. One whose file was taken away is still known by what it raised.
 *  @throws Refused `model.unknown` */
export async function refuseUnknownModel(house: House, id: string | undefined): Promise<void> {
  if (id === undefined || modelsOf(house).has(id)) return;
  const { rows } = await sql<{ known: boolean }>`select exists (select from warning where model = ${id}) as known`.execute(house.db);
  if (!rows[0]!.known) throw new Refused('model.unknown', { zh: `没有模型 ${id}`, en: `there is no model ${id}` }, { zh: '用 mingjian models 查看编号', en: 'mingjian models lists them' });
}
