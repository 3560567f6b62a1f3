import type { Column, Register } from '@mingjian/domain/model/register.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import { foldProgramme } from '../../registers/programmes/programme-names.ts';
import { CERTAIN } from '../../registers/programmes/programmes.ts';
import { type Around, statedPeriod, statedPlace } from './surroundings.ts';

export type Stated = { constant: string; confidence: number; reason: Words };

/** What stands around the table, for every column of the register that none of its own fills. */
export function constantsFor(register: Register, taken: (name: string) => boolean, places: Around, sender: string | null, catalogue: Catalogue): Map<string, Stated> {
  const said = Object.keys(register.columns).filter((name) => !taken(name)).map((name) => [name, stated(register, name, taken, places, sender, catalogue)] as const);
  return new Map(said.filter((one): one is readonly [string, Stated] => one[1] !== null));
}

/** What the title, the sheet's name, the file's name or the sender says of a register column that no delivered column fills. */
function stated(register: Register, name: string, taken: (name: string) => boolean, places: Around, sender: string | null, catalogue: Catalogue): Stated | null {
  const column = register.columns[name]!;
  if (column.type === 'programme') return firstOf(places, (text) => [text, ...text.split(/[\s:：,，;；]+/)].map((part) => programmeIn(part, catalogue)).find((found) => found !== null) ?? null);
  if (name === register.place) return firstOf(places, statedPlace, 0.9) ?? fromSender(sender);
  if (name === register.period?.from || name === register.period?.to) return taken(register.period.from) || taken(register.period.to ?? '') ? null : statedTime(register, name, column, places);
  if (column.type === 'integer' && name === 'year') return firstOf(places, (text) => /(20\d\d)年/.exec(text)?.[1] ?? null);
  if (column.type === 'code' && (column.required || register.key.includes(name))) return statedCode(column, places, sender);
  return null;
}

/** What a town or a village delivers of itself is about itself. */
function fromSender(sender: string | null): Stated | null {
  const place = sender === null ? null : /^\p{Script=Han}{1,6}(?:镇|乡|街道|村|社区)(?=$|人民政府|政府|委员会|村委会|财政所|民政办|农经站)/u.exec(sender)?.[0];
  return place ? { constant: place, confidence: 0.88, reason: { zh: `交表的是${place}`, en: `the sender is ${place}` } } : null;
}

function firstOf(places: Around, read: (text: string) => string | null, confidence = 0.95): Stated | null {
  for (const { text, where, worth } of places) {
    const constant = read(text);
    if (constant !== null) return { constant, confidence: confidence * (0.9 + 0.1 * worth), reason: { zh: `${where.zh}写明“${constant}”`, en: `${where.en} says "${constant}"` } };
  }
  return null;
}

/** The programme that a title names, as its plain name. A title that names two, or one nearly, states none. */
function programmeIn(text: string, catalogue: Catalogue): string | null {
  const folded = foldProgramme(text.replace(/^\p{Script=Han}{2,6}?(?:县|市|区)/u, '').replace(/^\p{Script=Han}{2,5}(?:镇|乡|街道)/u, '').replace(/^\p{Script=Han}{2,5}(?:村|社区)(?=.{2})/u, ''));
  const guess = catalogue.vocabulary.guess(folded);
  if (!guess || guess.confidence < CERTAIN || guess.because !== 'name') return null;
  const written = catalogue.vocabulary.programmes.get(guess.programme)!.names.filter((name) => text.includes(name));
  return written.sort((a, b) => b.length - a.length)[0] ?? folded;
}

function statedTime(register: Register, name: string, column: Column, places: Around): Stated | null {
  for (const { text, where, worth } of places) {
    const span = statedPeriod(text);
    if (!span || (column.type === 'month' && span.from !== span.to)) continue;
    if (column.type !== 'month' && (column.type !== 'date' || !register.columns[register.period!.to ?? '']) ) continue;
    if (register.period?.from === register.period?.to && column.type === 'date') continue; // a day on which something happened is not a period
    const constant = name === register.period?.from ? span.from : span.to;
    return { constant, confidence: 0.9 * (0.9 + 0.1 * worth), reason: { zh: `${where.zh}写明所属期`, en: `${where.en} states the period` } };
  }
  return null;
}

/** 社区矫正对象名册 says of each row that it is 社区矫正; deaths from the police bureau come from the police. One reading only. */
function statedCode(column: Column, places: Around, sender: string | null): Stated | null {
  const voices = [...places.map(({ text, where, worth }) => ({ text, where, worth })), ...(sender ? [{ text: sender, where: { zh: '交表部门', en: 'the sender' }, worth: 0.8 }] : [])];
  for (const { text, where, worth } of voices) {
    const hits = Object.entries(column.values ?? {}).flatMap(([value, written]) => written.filter((word) => word.length > 1 && text.includes(word)).map((word) => ({ value, length: word.length })));
    const longest = Math.max(0, ...hits.map(({ length }) => length));
    const values = new Set(hits.filter(({ length }) => length === longest).map(({ value }) => value));
    if (values.size !== 1) continue;
    const [constant] = values as Set<string>;
    return { constant: constant!, confidence: 0.9 * worth, reason: { zh: `${where.zh}表明${column.title?.zh ?? ''}`, en: `${where.en} tells the ${column.title?.en.toLowerCase() ?? 'value'}` } };
  }
  return null;
}
