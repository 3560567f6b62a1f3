import { type SubjectKind, subjectWords } from '@mingjian/domain/warning.ts';
import type { Language } from '@mingjian/domain/words.ts';
import { sql } from 'kysely';
import type { Database } from '../db.ts';
import type { House } from '../house.ts';
import { type Looking, refuseOutsideTraining, revealPersons } from '../identities/reveal.ts';
import { type DeliveredRow, deliveredRows } from '../lake/delivered.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { placeWords } from '../registers/places/place-words.ts';
import { say } from '../say.ts';
import { table } from '../table.ts';
import { internalKeys } from './subject-keys.ts';
import { modelsOf } from './words/lines.ts';

/** What a model would have asked about and let go: by which of its exceptions, for which days (a line for each exception), and the rows that say so. `key` is the internal id unless identity was revealed. */
export type LetGoLine = { model: string; subjects: { kind: string; key: string }[]; matter: string; reason: string; because: string; period: [string, string] | null; evidence: DeliveredRow[] };

type Row = { model: string; subject_kind: string; subject: string; matter: string; reason: string; period_from: string | null; period_to: string | null; evidence: bigint[] };

/** What the newest run let go, of one model or of all. Accounts are tokens and stay so; the others are named by their numbers where `looking` says who asks.
 *  @throws Refused `reveal.training-only` */
export async function letGoLines(house: House, model: string | undefined, how: { language: Language; looking: Looking | null }): Promise<LetGoLine[]> {
  if (how.looking) refuseOutsideTraining(house);
  const rows = await findLetGo(house.db, model);
  const keys = await keysOf(house, rows, how.looking);
  const models = modelsOf(house);
  const locate = deliveredRows(house.db);
  const lines: LetGoLine[] = [];
  for (const [at, { model: id, subject_kind: kind, matter, reason, period_from, period_to, evidence }] of rows.entries()) {
    const because = models.get(id)?.except?.find(({ code }) => code === reason)?.words[how.language] ?? reason;
    lines.push({ model: id, subjects: [{ kind, key: keys[at]! }], matter, reason, because, period: period_from && period_to ? [period_from, period_to] : null, evidence: await locate(evidence) });
  }
  return lines;
}

async function keysOf(house: House, rows: Row[], looking: Looking | null): Promise<string[]> {
  if (!looking) return internalKeys(house, rows);
  const people = await revealPersons(house, looking, [...new Set(rows.filter((row) => row.subject_kind === 'person').map((row) => BigInt(row.subject)))]);
  return rows.map(({ subject_kind, subject }) => (subject_kind === 'person' ? (people.get(BigInt(subject)) ?? subject) : subject));
}

/** For a person to read: models, kinds, places and programmes by their names. The rows that say so are in the other format. */
export async function letGoTable(house: House, lines: LetGoLine[], language: Language): Promise<string> {
  if (lines.length === 0) return say({ zh: '没有放行的。', en: 'Nothing was let go.' });
  const headers = [{ zh: '模型', en: 'model' }, { zh: '对象', en: 'subject' }, { zh: '事项', en: 'matter' }, { zh: '期间', en: 'period' }, { zh: '例外', en: 'exception' }, { zh: '凭什么', en: 'because' }].map(say);
  const models = modelsOf(house);
  const { programmes } = loadCatalogue(house.home.registers).vocabulary;
  const parts = lines.flatMap(({ matter }) => matter.split('|'));
  const places = await placeWords(house.db, parts.filter((part) => REGION.test(part)).map(BigInt));
  const matterWords = (matter: string) => matter.split('|').map((part) => (REGION.test(part) ? places.get(BigInt(part)) : programmes.get(part)?.title[language]) ?? part).join(' ').trim();
  return table(headers, lines.map(({ model, subjects, matter, reason, because, period }) => [
    models.get(model)?.title[language] ?? model,
    subjects.map(({ kind, key }) => `${subjectWords[kind as SubjectKind][language]} ${key}`).join(', '),
    matterWords(matter), period?.join('–') ?? '', reason, because,
  ]));
}

const REGION = /^\d{12}$/;

const findLetGo = async (db: Database, model: string | undefined): Promise<Row[]> =>
  (await sql<Row>`select model, subject_kind, subject, matter, reason, period_from::text as period_from, period_to::text as period_to, evidence from let_go
    where ${model ?? null}::text is null or model = ${model ?? null} order by model, subject_kind, subject, matter, period_from, reason`.execute(db)).rows;
