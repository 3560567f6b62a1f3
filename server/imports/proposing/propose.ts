import type { Column } from '@mingjian/domain/model/register.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import { bindMapping, fingerprintOf, type Remembered } from './mapping.ts';
import type { SniffedTable } from '../reading/types.ts';
import { borrowPlace, joinPlaces, matchColumns, splitPeriods } from './columns/columns.ts';
import { constantsFor } from './constants.ts';
import { headerIndexes } from './columns/header-index.ts';
import { judge, type Reading, weigh } from './judge.ts';
import { type Looks, looksOf } from './columns/looks.ts';
import { unreadMoney } from './columns/unread-money.ts';
import { type Candidate, doubtful, type Proposal, SURE } from './proposal.ts';
import { around, senderFits, titleFits } from './surroundings.ts';

/** Who delivered the table under which name, and how this sender's tables were mapped before. */
export type About = { sender: string | null; fileName: string; remembered: readonly Remembered[] };

/** Which register a delivered table is, and which of its columns is which, with reasons. What was settled for the same headers of the
 *  same sender is taken as it was; otherwise the best candidate settles only where it is sure, whole and far from the next. */
export function propose(table: SniffedTable, catalogue: Catalogue, about: About): Proposal {
  const anew = proposeAnew(table, catalogue, about);
  const known = asBefore(table, catalogue, about);
  if (!known) return anew;
  const swapped = contradicted(table, catalogue, known);
  if (swapped) return { candidates: [known, ...anew.candidates], settled: null, waits: [swapped], asBefore: false };
  const other = anew.settled?.register;
  const candidates = [known, ...anew.candidates.filter(({ register }) => register !== known.register)];
  if (other === undefined || other === known.register) return { candidates, settled: known, waits: [], asBefore: true };
  const conflict = { zh: `上次的同样表头是 ${known.register},这次更像 ${other}`, en: `the same headers were ${known.register} before, this looks more like ${other}` };
  return { candidates, settled: null, waits: [conflict], asBefore: false };
}

/** Columns that hold persons are looked at every month: under the headers of last time, names and numbers that changed places would come in
 *  as people without a number, whom no model sees. Says which column, or null. */
function contradicted(table: SniffedTable, catalogue: Catalogue, { register, mapping }: Candidate): Words | null {
  for (const [name, source] of Object.entries(mapping.columns)) {
    const column = catalogue.get(register).columns[name];
    if (!column || !('indexes' in source) || source.indexes.length !== 1 || (column.type !== 'citizen_number' && column.type !== 'person_name')) continue;
    const [index] = source.indexes;
    const looks = looksOf(table.sample.map((row) => row[index!] ?? ''));
    if (column.type === 'citizen_number' ? looks.cells.length < 3 || looks.name < 0.8 : looks.citizen < 0.5) continue;
    const header = table.headers[index!]?.name ?? '';
    return column.type === 'citizen_number'
      ? { zh: `“${header}”一列上次是身份证号，这次是姓名：列可能填反了`, en: `"${header}" held citizen numbers last time and holds names now: columns may be swapped` }
      : { zh: `“${header}”一列上次是姓名，这次是身份证号：列可能填反了`, en: `"${header}" held names last time and holds citizen numbers now: columns may be swapped` };
  }
  return null;
}

function proposeAnew(table: SniffedTable, catalogue: Catalogue, about: About): Proposal {
  const nothing = (why: Words): Proposal => ({ candidates: [], settled: null, waits: [why], asBefore: false });
  if (table.headers.every(({ name }) => /^列\d+$/.test(name))) return nothing(NO_HEADER);
  if (table.headers.length > WIDEST) return nothing(TOO_WIDE);
  const readings = readTable(table, catalogue, about).sort((a, b) => b.rank - a.rank).slice(0, 5);
  const candidates = readings.map((reading, i) => apart(reading, readings[i === 0 ? 1 : 0]));
  const [first] = candidates;
  if (!first) return nothing(NOTHING);
  const waits = reasonsToWait(table, catalogue, [first, ...candidates.slice(1)]);
  return { candidates, settled: waits.length === 0 ? first : null, waits, asBefore: false };
}

const NO_HEADER: Words = { zh: '没有表头', en: 'the table has no header' };
// no department list has so many columns; matching costs the cube of their number
const WIDEST = 400;
const TOO_WIDE: Words = { zh: `列数超过 ${WIDEST}`, en: `more than ${WIDEST} columns` };
const NOTHING: Words = { zh: '不像任何已知的台账', en: 'it looks like no register we know' };

const MOST_OTHERS = 3;

/** What keeps a reading from certainty, so that whoever is asked knows where to look. */
function doubtOf(candidate: Candidate, others: readonly Candidate[], catalogue: Catalogue): Words {
  const { left } = candidate;
  const weak = doubtful(candidate).map(({ header }) => header);
  if (weak.length > 0) return { zh: `，拿不准的列：${weak.join('、')}`, en: `, columns in doubt: ${weak.join(', ')}` };
  if (left.length > 0) return { zh: `，认不出的列：${left.map(({ header }) => header).join('、')}`, en: `, columns not recognised: ${left.map(({ header }) => header).join(', ')}` };
  const [zh, en] = (['zh', 'en'] as const).map((language) => others.slice(0, MOST_OTHERS).map(({ register }) => catalogue.get(register).title[language]).join(language === 'zh' ? '、' : ', '));
  return others.length === 0
    ? { zh: '，各列都认出，但表题和文件名没有说明是哪一种台账', en: ', every column is recognised, but neither title nor file name says which register this is' }
    : { zh: `，各列都认出，但别的台账（${zh}）也有这些列，表题和文件名没有说明是哪一种`, en: `, every column is recognised, but other registers (${en}) have them too and neither title nor file name says which this is` };
}

function reasonsToWait(table: SniffedTable, catalogue: Catalogue, [first, ...others]: [Candidate, ...Candidate[]]): Words[] {
  const [second] = others;
  const waits: Words[] = swappedPersons(table, catalogue, first.register);
  const called = (name: string): Words => catalogue.get(first.register).columns[name]?.title ?? { zh: name, en: name };
  if (first.missing.length > 0) {
    const [zh, en] = [first.missing.map((name) => `${called(name).zh}（${name}）`).join('、'), first.missing.map((name) => `${called(name).en} (${name})`).join(', ')];
    waits.push({ zh: `缺少必需的列：${zh}`, en: `required columns are missing: ${en}` });
  }
  const money = unreadMoney(table, catalogue.get(first.register), headerIndexes(catalogue).get(first.register)!, first);
  if (money) waits.push(money);
  if (first.confidence >= SURE) return waits;
  const doubt = doubtOf(first, others, catalogue);
  const isNamed = second !== undefined && doubt.zh.includes(catalogue.get(second.register).title.zh);
  const rival = second && !isNamed && first.confidence - second.confidence < 0.2 ? { zh: `，也可能是“${catalogue.get(second.register).title.zh}”`, en: `, it may also be "${catalogue.get(second.register).title.en}"` } : { zh: '', en: '' };
  waits.push({ zh: `把握 ${percent(first.confidence)} 不足 ${percent(SURE)}${doubt.zh}${rival.zh}`, en: `${percent(first.confidence)} sure, less than ${percent(SURE)}${doubt.en}${rival.en}` });
  return waits;
}
/** The names stand under the header of the numbers and the other way round: mapped crosswise the table would be right, and better still mended by its sender. */
function swappedPersons(table: SniffedTable, catalogue: Catalogue, register: string): Words[] {
  const index = headerIndexes(catalogue).get(register)!;
  const { columns } = catalogue.get(register);
  const under = (type: Column['type'], holds: (looks: Looks) => boolean): string | undefined =>
    table.headers.find((header, i) => [...index.fits(header)].some(([name, { score }]) => columns[name]!.type === type && score > 0.8) && holds(looksOf(table.sample.map((row) => row[i] ?? ''))))?.name;
  const numbers = under('person_name', ({ citizen }) => citizen >= 0.5);
  const names = numbers === undefined ? undefined : under('citizen_number', ({ cells, name }) => cells.length >= 3 && name >= 0.8);
  if (numbers === undefined || names === undefined) return [];
  return [{
    zh: `“${numbers}”一列里是身份证号，“${names}”一列里是姓名：两列填反了，请发送单位改正；确认无误也可在映射文件里把这两个表头对调`,
    en: `"${numbers}" holds citizen numbers and "${names}" holds names: the columns changed places. Have the sender mend it, or give the two headers crosswise in a mapping file`,
  }];
}

/** Two registers that fit about as well are each half as likely. */
function apart({ candidate, rank, alone }: Reading, rival: Reading | undefined): Candidate {
  if (alone) return candidate;
  const lead = rival === undefined ? 1 : rank - rival.rank;
  return { ...candidate, confidence: candidate.confidence * Math.min(1, Math.max(0.3, 0.7 + 4 * lead)) };
}
const percent = (share: number): string => `${Math.floor(share * 100)}%`;

/** The mapping of last time for the same headers; what the title states is read anew. Null where the same headers once meant two
 *  registers, or where last time's title stated something required that this one does not. */
function asBefore(table: SniffedTable, catalogue: Catalogue, { remembered, fileName, sender }: About): Candidate | null {
  const fingerprint = fingerprintOf(table.headers);
  const same = remembered.filter((one) => one.fingerprint === fingerprint && catalogue.registers.has(one.register));
  if (same.length !== 1) return null;
  const register = catalogue.get(same[0]!.register);
  const { columns } = bindMapping(same[0]!.mapping, table, catalogue);
  const said = constantsFor(register, (name) => name in columns, around(table, fileName), sender, catalogue);
  const all = { ...columns, ...Object.fromEntries([...said].map(([name, { constant }]) => [name, { constant }])) };
  if (Object.keys(register.columns).some((name) => register.columns[name]!.required && !(name in all))) return null;
  return {
    register: register.id, confidence: 0.99, mapping: { register: register.id, columns: all }, missing: [], left: [],
    reasons: [{ zh: '与该部门上次交来的表头相同', en: 'this sender delivered the same headers before' }],
    columns: Object.fromEntries(Object.keys(all).map((name) => [name, { confidence: said.get(name)?.confidence ?? 0.99, reasons: [said.get(name)?.reason ?? { zh: '沿用上次的对应', en: 'as it was mapped before' }] }])),
  };
}

function readTable(table: SniffedTable, catalogue: Catalogue, about: About): Reading[] {
  const looks = table.headers.map((_, i) => looksOf(table.sample.map((row) => row[i] ?? '')));
  const places = around(table, about.fileName);
  const titles = titleFits(catalogue, places);
  const weights = weigh(table.headers, catalogue);
  const senders = new Set([...catalogue.registers.values()].filter((register) => senderFits(register, about.sender)).map(({ id }) => id));
  const year = places.map(({ text }) => /(20\d\d)年?/.exec(text)?.[1]).find((found) => found !== undefined) ?? null;
  return [...catalogue.registers.values()].flatMap((register) => {
    const matched = matchColumns(table, looks, register, headerIndexes(catalogue).get(register.id)!);
    if (matched.size === 0) return [];
    joinPlaces(table, register, matched);
    borrowPlace(register, looks, matched);
    splitPeriods(register, looks, matched, year);
    const constants = constantsFor(register, (name) => matched.has(name), places, about.sender, catalogue);
    return [judge({ table, register, matched, constants, weights, title: titles.get(register.id) ?? 0, otherTitle: Math.max(0, ...titles.values()), senders })];
  });
}
