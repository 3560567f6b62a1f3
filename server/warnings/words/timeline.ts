import type { Register } from '@mingjian/domain/model/register.ts';
import { quantity } from '@mingjian/domain/model/reading.ts';
import type { Language } from '@mingjian/domain/words.ts';
import { dateWords, titleOf } from './cell-words.ts';
import type { FrozenEvidence } from '../find-warnings.ts';

type Event = { at: string; when: string; what: string; fen: number | null };

/** What happened, in order: when, which register, what, with the money of the row where it has some. Payments that follow each other
 *  with nothing between are one line, so that a death among forty payments is seen. */
export function timeline(evidence: FrozenEvidence[], registers: ReadonlyMap<string, Register>, language: Language): string[] {
  const events = evidence.flatMap((row) => eventsOf(row, registers.get(row.register), language)).sort((a, b) => a.at.localeCompare(b.at) || a.what.localeCompare(b.what));
  const runs: Event[][] = [];
  for (const event of events) {
    if (runs.at(-1)?.[0]!.what === event.what) runs.at(-1)!.push(event);
    else runs.push([event]);
  }
  return runs.map((run) => lineOf(run, language));
}

function lineOf(run: Event[], language: Language): string {
  const [from, to] = [run[0]!.when, run.at(-1)!.when];
  const sum = run.some(({ fen }) => fen !== null) ? quantity((run.reduce((all, { fen }) => all + (fen ?? 0), 0) / 100).toFixed(2), 'yuan', language) : '';
  const times = run.length === 1 ? sum : language === 'zh' ? `${run.length}笔${sum && `，合计${sum}`}` : `${run.length} rows${sum && `, ${sum} in all`}`;
  return `${(from === to ? from : `${from} – ${to}`).padEnd(23)}  ${run[0]!.what}${times && `  ${times}`}`;
}

/** A row that says when the money was paid says so once; the period it is for stands in the evidence. */
const PERIOD = new Set(['period_from', 'period_to']);

function eventsOf(row: FrozenEvidence, register: Register | undefined, language: Language): Event[] {
  if (!register) return [];
  const columns = Object.entries(register.columns);
  const [money] = columns.filter(([name, column]) => column.type === 'money' && /amount|expense|income|rent/.test(name) && row.facts[name] != null);
  const dated = columns.flatMap(([name, column]) => {
    const at = row.facts[name];
    if ((column.type !== 'date' && column.type !== 'month') || typeof at !== 'string' || at.startsWith('9999')) return [];
    const when = column.type === 'month' ? at.slice(0, 7) : dateWords(at, String(row.facts[`${name}_precision`] ?? 'day'), language);
    const what = `${register.title[language]}${language === 'zh' ? '：' : ': '}${titleOf(name, column, language)}`;
    return [{ name, event: { at, when, what, fen: money ? Number(row.facts[money[0]]) : null } }];
  });
  const told = dated.filter(({ name }) => !PERIOD.has(name));
  return (told.length ? told : dated).map(({ event }) => event);
}
