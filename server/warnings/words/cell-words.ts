import { quantity } from '@mingjian/domain/model/reading.ts';
import type { Column, Register } from '@mingjian/domain/model/register.ts';
import type { Language } from '@mingjian/domain/words.ts';
import type { FrozenEvidence } from '../find-warnings.ts';

/** The known facts of evidence rows of one register: what all rows agree in, one line each (title and value with its unit),
 *  and a table of the rest, its first line the titles. Identity stands only as an internal id. */
export function sideBySide(rows: FrozenEvidence[], register: Register | undefined, reading: Reading): { common: string[]; table: string[][] } {
  const known = Object.entries(register?.columns ?? {}).flatMap(([name, column]) => {
    const values = rows.map((row) => valueWords(row, name, column, reading));
    return values.some((value) => value !== null) ? [{ title: titleOf(name, column, reading.language), values }] : [];
  });
  const [same, varying] = [known.filter(isSame), known.filter((fact) => !isSame(fact))];
  const table = [varying.map((fact) => fact.title), ...rows.map((_, at) => varying.map((fact) => fact.values[at] ?? ''))];
  return { common: same.map((fact) => `${fact.title}  ${fact.values[0]}`), table };
}

const isSame = (fact: { values: (string | null)[] }): boolean => fact.values.every((value) => value === fact.values[0]);

export const titleOf = (name: string, column: Column, language: Language): string => column.title?.[language] ?? column.headers[language][0] ?? name;

/** In which language, how places are called there, and the cells whose identity may be shown, by `cellKey`. */
export type Reading = { language: Language; places: Map<bigint, string>; opened: ReadonlyMap<string, string> };

export const cellKey = (ref: bigint, column: string): string => `${ref}/${column}`;

/** One fact in words; null where it is blank. A person is `#` and an internal id, lest it be taken for a citizen number, unless opened. */
export function valueWords({ ref, facts }: Pick<FrozenEvidence, 'ref' | 'facts'>, name: string, column: Column, { language, places, opened }: Reading): string | null {
  const shown = opened.get(cellKey(ref, name));
  if (shown !== undefined) return shown;
  const value = facts[`${name}_delivered`] ?? facts[name] ?? facts[`${name}_pid`] ?? facts[`${name}_org`] ?? null;
  if (value === null) return null;
  const text = String(value);
  switch (column.type) {
    case 'money': return quantity((Number(text) / 100).toFixed(2), 'yuan', language);
    case 'area': return quantity(mu(text), 'mu', language);
    case 'month': return text.slice(0, 7);
    case 'date': return dateWords(text, isBirth(name) && opened.size === 0 ? 'year' : String(facts[`${name}_precision`] ?? 'day'), language);
    case 'code': return language === 'zh' ? (column.values?.[text]?.[0] ?? text) : text;
    case 'citizen_number': case 'sender_key': return `#${text}`;
    case 'party': return facts[`${name}_pid`] ? `#${text}` : text;
    case 'region': case 'region_code': return places.get(BigInt(text)) ?? text;
    case 'boolean': return yesNo(value === true || text === 'true', language);
    default: return text;
  }
}

/** Whose birthday it is says who it is: to the day it is told only where people are named. It is a trait of a person and nothing that happened to money. */
export const isBirth = (name: string): boolean => /^birth(day|_date)?$/.test(name);

/** A mu is 2000/3 square metres. */
const mu = (squareMetres: string): string => String(Number(((Number(squareMetres) * 3) / 2000).toFixed(2)));

export function dateWords(iso: string, precision: string, language: Language): string {
  if (precision === 'open') return language === 'zh' ? '长期' : 'open-ended';
  return precision === 'year' ? iso.slice(0, 4) : precision === 'month' ? iso.slice(0, 7) : iso;
}

const yesNo = (yes: boolean, language: Language): string => (language === 'zh' ? (yes ? '是' : '否') : yes ? 'yes' : 'no');
