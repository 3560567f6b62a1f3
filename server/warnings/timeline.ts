import type { Register } from '@mingjian/domain/model/register.ts';
import type { Language } from '@mingjian/domain/words.ts';
import { dateWords, titleOf, valueWords } from './cell-words.ts';
import type { FrozenEvidence } from './find-warnings.ts';

/** Every date of the evidence in order: when, which register, what happened; with the money of the row where it has some. */
export function timeline(evidence: FrozenEvidence[], registers: ReadonlyMap<string, Register>, language: Language): string[] {
  const events = evidence.flatMap((row) => eventsOf(row, registers.get(row.register), language));
  const seen = new Map(events.map((event) => [`${event.at} ${event.line}`, event]));
  return [...seen.values()].sort((a, b) => a.at.localeCompare(b.at)).map((event) => event.line);
}

function eventsOf(row: FrozenEvidence, register: Register | undefined, language: Language): { at: string; line: string }[] {
  if (!register) return [];
  const columns = Object.entries(register.columns);
  const [amount] = columns.filter(([name, column]) => column.type === 'money' && /amount|expense|income|rent/.test(name)).map(([name, column]) => valueWords(row.facts, name, column, language)).filter(Boolean);
  return columns.flatMap(([name, column]) => {
    const at = row.facts[name];
    if ((column.type !== 'date' && column.type !== 'month') || typeof at !== 'string' || at.startsWith('9999')) return [];
    const when = column.type === 'month' ? at.slice(0, 7) : dateWords(at, String(row.facts[`${name}_precision`] ?? 'day'), language);
    return [{ at, line: `${when.padEnd(10)}  ${register.title[language]}：${titleOf(name, column, language)}${amount ? `  ${amount}` : ''}` }];
  });
}
