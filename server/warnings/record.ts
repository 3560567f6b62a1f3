import type { Database } from '../db.ts';
import { rowAddress } from '@mingjian/domain/model/facts.ts';
import type { Duck, Row } from '../duckdb.ts';
import * as store from './store.ts';

/** Who found it: one model within one run. */
export type By = { run: bigint; model: string; version: number; settings: unknown; use: 'warn' | 'screen' };

const CHUNK = 2_000;

/** Writes what was let go, raises or renews the warnings, and marks as gone those that no longer stand. */
export async function recordWarnings(db: Database, duck: Duck, by: By): Promise<void> {
  await store.deleteLetGo(db, by.model);
  for await (const rows of chunks(duck.stream(lettingGo))) await store.insertLetGo(db, by.run, by.model, rows as store.LetGoRow[]);
  await using beside = await duck.another(); // one connection streams one result at a time
  for await (const rows of chunks(duck.stream(raised))) {
    const fresh = await store.upsertWarnings(db, by, rows.map((row) => asWarning(row, by.use)));
    await recordEvidence(db, beside, [...fresh]);
  }
  await store.markGone(db, by.run, by.model);
}

const lettingGo = `select subject_kind, subject, coalesce(matter, '') as matter, reason, cast(region as varchar) as region, cast(period_from as varchar) as period_from, cast(period_to as varchar) as period_to,
    list_transform(evidence, lambda e: cast(e as varchar)) as evidence
  from finding where result = 'let_go'`;

const raised = `select f.* exclude (result, reason, n, evidence), coalesce(h.facts_hash, '') as facts_hash, c.compared
  from finding f left join hashed h using (id) left join compared c using (id) where f.result = 'hit' order by id`;

async function recordEvidence(db: Database, duck: Duck, warnings: string[]): Promise<void> {
  if (!warnings.length) return;
  await store.deleteEvidence(db, warnings);
  const cited = duck.stream(
    `select id, cast(ref as varchar) as ref, register, facts, names from cited where id in (select unnest(string_split($1, ',')))`,
    [warnings.join(',')],
  );
  for await (const rows of chunks(cited)) await store.insertEvidence(db, rows.map(asEvidence));
}

const asEvidence = (row: Row): store.EvidenceRow => ({
  warning: String(row['id']),
  ref: String(row['ref']),
  batch: String(rowAddress.read(BigInt(String(row['ref']))).batch),
  register: String(row['register']),
  facts: JSON.parse(String(row['facts'])),
  names: row['names'] as string | null,
});

function asWarning(row: Row, use: 'warn' | 'screen'): store.RaisedRow {
  const plain = (value: unknown) => (typeof value === 'bigint' ? String(value) : (value ?? null)) as string | null;
  const measures = Object.fromEntries(Object.entries(row).filter(([name]) => name.startsWith('m_')).map(([name, value]) => [name.slice(2), plain(value)]));
  return {
    id: String(row['id']), subject_kind: String(row['subject_kind']), subject: String(row['subject']), matter: String(row['matter'] ?? ''),
    region: plain(row['region']), period_from: plain(row['period_from']), period_to: plain(row['period_to']), amount: plain(row['amount']),
    tier: Number(row['tier']), level: String(row['level']),
    // A probable match first goes to a person who confirms the identity; it never warns by itself.
    use: Number(row['tier']) > 2 ? 'identity' : use,
    measures, facts_hash: String(row['facts_hash']), compared: row['compared'] === null ? null : (JSON.parse(String(row['compared'])) as unknown),
  };
}

async function* chunks(rows: AsyncGenerator<Row>): AsyncGenerator<Row[]> {
  let chunk: Row[] = [];
  for await (const row of rows) {
    chunk.push(row);
    if (chunk.length === CHUNK) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length) yield chunk;
}
