import type { Register } from '@mingjian/domain/model/register.ts';
import { type Duck, literal, quoted } from '../duckdb.ts';
import { contentHash } from './content-hash.ts';
import type { DecidedNames } from '../registers/programmes/decided-names.ts';

/** Rows of `batch × 1000 × 10^8` share a batch (facts.ts, rowAddress). */
const BATCH_OF_REF = '_ref // 100000000000';

/** What people have said since of programme names, laid over rows as they were imported: the files keep what was known on their day. The row's
 *  hash follows, as if the name had been known then, so that the same payment delivered again after the decision stays one payment. */
export async function renamed(duck: Duck, register: Register, rows: string, names: DecidedNames | undefined): Promise<string> {
  let said = rows;
  if (names?.size) for (const [column, { type }] of Object.entries(register.columns)) if (type === 'programme') said = await renamedColumn(duck, register, column, said, names);
  return said;
}

async function renamedColumn(duck: Duck, register: Register, column: string, rows: string, names: DecidedNames): Promise<string> {
  const [programme, delivered] = [quoted(column), quoted(`${column}_delivered`)];
  const stored = await duck.rows<{ batch: bigint; delivered: string; programme: string | null }>(
    `select distinct ${BATCH_OF_REF} as batch, ${delivered} as delivered, ${programme} as programme from (${rows}) where ${delivered} is not null`,
  );
  const changed = stored.flatMap(({ batch, delivered: name, programme: was }) => {
    const now = names.of(batch, name);
    return now === undefined || now === was ? [] : [`(${batch}, ${literal(name)}, ${was === null ? 'null' : literal(was)}, ${now === null ? 'null' : literal(now)})`];
  });
  if (changed.length === 0) return rows;
  const table = quoted(`names of ${register.id}.${column}`);
  await duck.run(`create or replace table ${table} as select batch, delivered, cast(now as varchar) as now,
    cast(xor(${hashOf(column, 'was')}, ${hashOf(column, 'now')}) >> 1 as bigint) as shift from (values ${changed.join(', ')}) v(batch, delivered, was, now)`);
  return `select r.* replace (case when n.delivered is null then r.${programme} else n.now end as ${programme}, xor(r._hash, coalesce(n.shift, 0)) as _hash)
    from (${rows}) r left join ${table} n on n.batch = r.${BATCH_OF_REF} and n.delivered = r.${delivered}`;
}

/** What a name adds to the hash of its row: that of the programme, or of the name itself where it is none (imports/cleaning/dictionary.ts). */
const hashOf = (column: string, programme: string): string => contentHash(`${literal(`${column}:`)} || coalesce(${programme}, delivered)`);
