import type { Language } from '@mingjian/domain/words.ts';
import { sql } from 'kysely';
import type { Database } from '../db.ts';
import type { House } from '../house.ts';
import { type Looking, revealPersons } from '../identities/reveal.ts';
import { say } from '../say.ts';
import { table } from '../table.ts';
import { type DeliveredRow, deliveredRows } from '../lake/delivered.ts';
import { modelsOf } from './words/lines.ts';

/** What a model would have asked about and let go: by which of its exceptions, and the rows that say so. `key` is the internal id unless identity was revealed. */
export type LetGoLine = { model: string; subjects: { kind: string; key: string }[]; matter: string; reason: string; because: string; evidence: DeliveredRow[] };

type Row = { model: string; subject_kind: string; subject: string; matter: string; reason: string; evidence: bigint[] };

/** What the newest run let go, of one model or of all. Accounts are tokens and stay so; people are named by their numbers where `looking` says who asks.
 *  @throws Refused `reveal.training-only` */
export async function letGoLines(house: House, model: string | undefined, how: { language: Language; looking: Looking | null }): Promise<LetGoLine[]> {
  const rows = await findLetGo(house.db, model);
  const people = how.looking ? await revealPersons(house, how.looking, [...new Set(rows.filter((row) => row.subject_kind === 'person').map((row) => BigInt(row.subject)))]) : new Map<bigint, string>();
  const models = modelsOf(house);
  const locate = deliveredRows(house.db);
  const lines: LetGoLine[] = [];
  for (const { model: id, subject_kind: kind, subject, matter, reason, evidence } of rows) {
    const key = kind === 'person' ? (people.get(BigInt(subject)) ?? subject) : subject;
    const because = models.get(id)?.except?.find(({ code }) => code === reason)?.words[how.language] ?? reason;
    lines.push({ model: id, subjects: [{ kind, key }], matter, reason, because, evidence: await locate(evidence) });
  }
  return lines;
}

/** For a person to read: the rows that say so are in the other format. */
export function letGoTable(lines: LetGoLine[]): string {
  if (lines.length === 0) return say({ zh: '没有放行的。', en: 'Nothing was let go.' });
  const headers = [{ zh: '模型', en: 'model' }, { zh: '对象', en: 'subject' }, { zh: '事项', en: 'matter' }, { zh: '例外', en: 'exception' }, { zh: '凭什么', en: 'because' }].map(say);
  return table(headers, lines.map(({ model, subjects, matter, reason, because }) => [model, subjects.map(({ kind, key }) => `${kind} ${key}`).join(', '), matter, reason, because]));
}

const findLetGo = async (db: Database, model: string | undefined): Promise<Row[]> =>
  (await sql<Row>`select model, subject_kind, subject, matter, reason, evidence from let_go
    where ${model ?? null}::text is null or model = ${model ?? null} order by model, reason, subject_kind, subject, matter`.execute(db)).rows;
