import type { Register } from '@mingjian/domain/model/register.ts';
import { say } from '../../say.ts';

export type Titles = ReadonlyMap<string, Pick<Register, 'title' | 'columns' | 'kind'>>;

/** What a register is called; its id where the county has taken its file away. */
export const titleOf = (registers: Titles, id: string): string => (registers.has(id) ? say(registers.get(id)!.title) : id);

/** What a column of it is called. */
export function columnTitle(registers: Titles, register: string, name: string): { zh: string; en: string } {
  return registers.get(register)?.columns[name]?.title ?? { zh: name, en: name };
}
