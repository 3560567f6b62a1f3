import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { literal, openDuck } from '@mingjian/server/duckdb.ts';
import type { House } from '@mingjian/server/house.ts';
import { sql } from 'kysely';

type Batch = { id: string; register: string; state: string; rows: string; accepted: string; quarantined: string; kept: string; read: string };

/** What stands that should not, or should stand and does not: whatever was half applied. Empty when the home is whole. */
export async function halfApplied(house: House): Promise<string[]> {
  const { rows: batches } = await sql<Batch>`
    select b.id::text, b.register, b.state, b.rows::text, b.accepted::text, b.quarantined::text, (select count(*) from quarantine q where q.batch = b.id)::text as kept,
      (select coalesce(sum(s.rows), 0) from source s where s.batch = b.id and s.active)::text as read from batch b`.execute(house.db);
  const { rows: loose } = await sql<{ what: string }>`
    select 'delivery ' || id || ' is ' || state as what from delivery where state <> 'active'
    union all select 'delivery ' || id || ' has no batch' from delivery d where not exists (select from batch b where b.delivery = d.id)
    union all select 'batch ' || id || ' has no table' from batch b where not exists (select from source s where s.batch = b.id)`.execute(house.db);
  const facts = new Set(globSync('*/batch=*', { cwd: house.home.facts }));
  return [
    ...loose.map(({ what }) => what),
    ...batches.flatMap((batch) => wrongBatch(batch, facts)),
    ...[...facts].filter((folder) => !batches.some((batch) => folder === folderOf(batch))).map((folder) => `facts ${folder} belong to no batch`),
    ...globSync('*/batch=*', { cwd: house.home.vault }).filter((file) => !batches.some((batch) => file === `${folderOf(batch)}.sealed`)).map((file) => `vault ${file} belongs to no batch`),
    ...(await strayOriginals(house)),
    ...readdirSync(house.home.tmp).map((name) => `tmp/${name} is left over`),
    ...(await wrongFacts(house, batches)),
  ];
}

const folderOf = ({ id, register }: Batch): string => join(register, `batch=${id}`);

function wrongBatch(batch: Batch, facts: Set<string>): string[] {
  const told: string[] = [];
  if (batch.state !== 'active') told.push(`batch ${batch.id} is ${batch.state}`);
  if (!facts.has(folderOf(batch))) told.push(`batch ${batch.id} has no facts folder`);
  if (batch.kept !== batch.quarantined) told.push(`batch ${batch.id} says ${batch.quarantined} quarantined and keeps ${batch.kept}`);
  if (Number(batch.rows) !== Number(batch.read)) told.push(`batch ${batch.id} has ${batch.rows} rows, its tables ${batch.read}`);
  return told;
}

async function strayOriginals({ db, home }: House): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`select distinct sha256 from delivery`.execute(db);
  const known = new Set(rows.map(({ sha256 }) => `${sha256}.sealed`));
  const kept = existsSync(home.originals) ? readdirSync(home.originals) : [];
  return [...kept.filter((name) => !known.has(name)).map((name) => `original ${name} belongs to no delivery`), ...[...known].filter((name) => !kept.includes(name)).map((name) => `original ${name} is missing`)];
}

/** The facts hold as many rows as their batch says: one query for all batches. */
async function wrongFacts({ home }: House, batches: Batch[]): Promise<string[]> {
  const files = batches.flatMap((batch) => globSync(join(folderOf(batch), '*.parquet'), { cwd: home.facts })).map((file) => literal(join(home.facts, file)));
  if (files.length === 0) return [];
  await using duck = await openDuck({ memoryMb: 512, threads: 1, spill: null });
  const counts = await duck.rows<{ id: string; n: bigint }>(`select regexp_extract(file_name, 'batch=(\\d+)', 1) as id, cast(sum(num_rows) as bigint) as n from parquet_file_metadata([${files.join(', ')}]) group by 1`);
  const n = new Map(counts.map((one) => [one.id, Number(one.n)]));
  return batches.filter(({ id, accepted }) => (n.get(id) ?? 0) !== Number(accepted)).map(({ id, accepted }) => `batch ${id} says ${accepted} accepted and its facts hold ${n.get(id) ?? 0}`);
}

/** Reader children of this process that are alive, with what memory they hold. */
export function readers(): { pid: string; mb: number }[] {
  if (process.platform !== 'linux') return [];
  const children = readdirSync('/proc/self/task').flatMap((task) => told(`/proc/self/task/${task}/children`).split(' ').filter(Boolean));
  return children.flatMap((pid) => {
    const fields = told(`/proc/${pid}/stat`).replace(/^.*\) /s, '').split(' ');
    return fields[0] !== 'Z' && told(`/proc/${pid}/cmdline`).includes('reading/child/child.ts') ? [{ pid, mb: (Number(fields[21]) * 4096) / 2 ** 20 }] : [];
  });
}

/** What a file of /proc says, nothing where its process or thread ended while we looked. */
function told(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
