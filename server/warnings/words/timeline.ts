import type { Column, Register } from '@mingjian/domain/model/register.ts';
import { quantity } from '@mingjian/domain/model/reading.ts';
import type { Language } from '@mingjian/domain/words.ts';
import { dateWords, isBirth, type Reading, titleOf, valueWords } from './cell-words.ts';
import type { FrozenEvidence } from '../find-warnings.ts';

type Event = { at: string; when: string; what: string; sum: { title: string; fen: number } | null };

/** What happened, in order: when, which register, what; a row's money once, with the first thing that happened of it. Payments that follow
 *  each other with nothing between are one line, so that a death among forty payments is seen. What lies after `asOf` is said to be still to come. */
export function timeline(evidence: FrozenEvidence[], registers: ReadonlyMap<string, Register>, reading: Reading, asOf: string): string[] {
  const people = new Set(evidence.map((row) => whoOf(row, registers.get(row.register), reading)?.id).filter(Boolean));
  const events = evidence.flatMap((row) => eventsOf(row, registers.get(row.register), reading, people.size > 1)).sort((a, b) => a.at.localeCompare(b.at) || a.what.localeCompare(b.what));
  const runs: Event[][] = [];
  for (const event of events) {
    if (runs.at(-1)?.[0]!.what === event.what) runs.at(-1)!.push(event);
    else runs.push([event]);
  }
  return runs.map((run) => lineOf(run, reading.language, asOf));
}

function lineOf(run: Event[], language: Language, asOf: string): string {
  const [from, to] = [run[0]!.when, run.at(-1)!.when];
  const sums = run.flatMap(({ sum }) => (sum ? [sum] : []));
  const money = sums.length ? quantity((sums.reduce((all, { fen }) => all + fen, 0) / 100).toFixed(2), 'yuan', language) : '';
  const title = sums[0]?.title ?? '';
  const told = run.length === 1
    ? [title, money].filter(Boolean).join(' ')
    : language === 'zh' ? `${run.length}笔${money && `，${title}合计${money}`}` : `${run.length} rows${money && `, ${title} ${money} in all`}`;
  const later = run[0]!.at > asOf ? (language === 'zh' ? '（尚未到）' : ' (still to come)') : '';
  return `${(from === to ? from : `${from} – ${to}`).padEnd(23)}  ${run[0]!.what}${later}${told && `  ${told}`}`;
}

/** A row that says when the money was paid says so once; the period it is for stands in the evidence. */
const PERIOD = new Set(['period_from', 'period_to']);
/** What a row says of its own keeping is no event. */
const KEEPING = /^(changed|updated|reported|entered)_at$/;

function eventsOf(row: FrozenEvidence, register: Register | undefined, reading: Reading, isOneOfSeveral: boolean): Event[] {
  if (!register) return [];
  const { language } = reading;
  const columns = Object.entries(register.columns);
  const dated = columns.flatMap(([name, column]) => {
    const at = row.facts[name];
    if ((column.type !== 'date' && column.type !== 'month') || typeof at !== 'string' || at.startsWith('9999') || KEEPING.test(name) || isBirth(name)) return [];
    const when = column.type === 'month' ? at.slice(0, 7) : dateWords(at, String(row.facts[`${name}_precision`] ?? 'day'), language);
    return [{ name, at, when, what: happened(titleOf(name, column, language), language) }];
  }).sort((a, b) => a.at.localeCompare(b.at));
  const told = dated.some(({ name }) => !PERIOD.has(name)) ? dated.filter(({ name }) => !PERIOD.has(name)) : dated;
  const who = isOneOfSeveral ? whoOf(row, register, reading)?.words : null;
  const heading = `${register.title[language]}${who ? ` ${who}` : ''}${language === 'zh' ? '：' : ': '}`;
  const sum = sumOf(row, columns, language);
  return told.map(({ at, when, what }, i) => ({ at, when, what: heading + what, sum: i === 0 ? sum : null }));
}

/** 签订日期 → 签订: the thing that happened and not the name of the cell. */
const happened = (title: string, language: Language): string => (language === 'zh' ? title.replace(/(日期|时间)$/, '') || title : title);

function sumOf(row: FrozenEvidence, columns: [string, Column][], language: Language): Event['sum'] {
  const known = columns.filter(([name, column]) => column.type === 'money' && row.facts[name] != null);
  const money = known.find(([name]) => /amount|expense|income|rent/.test(name)) ?? known.find(([name]) => name === 'price');
  return money ? { title: titleOf(money[0], money[1], language), fen: Number(row.facts[money[0]]) } : null;
}

/** The first person or party that a row is about: who it is, and how that is said. */
function whoOf(row: FrozenEvidence, register: Register | undefined, reading: Reading): { id: unknown; words: string | null } | null {
  const [who] = Object.entries(register?.columns ?? {}).filter(([, { type }]) => type === 'citizen_number' || type === 'sender_key' || type === 'party');
  if (!who) return null;
  const [name, column] = who;
  return { id: row.facts[name] ?? row.facts[`${name}_pid`] ?? row.facts[`${name}_org`], words: valueWords(row, name, column, reading) };
}
