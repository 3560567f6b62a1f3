import type { Register } from '@mingjian/domain/model/register.ts';
import type { Database } from '../db.ts';
import { pointToFirst } from './store.ts';

/** Several models on one subject and programme are one matter. Warnings of one subject whose evidence shares a programme point to the
 *  first that was ever raised among them, also when that one is gone: the matter keeps its number. Once a run, in its transaction. */
export async function joinMatters(db: Database, registers: ReadonlyMap<string, Register>): Promise<void> {
  await pointToFirst(db, [...registers].flatMap(([id, { columns }]) =>
    Object.entries(columns).filter(([, { type }]) => type === 'programme').map(([name]) => [id, name] as const)));
}
