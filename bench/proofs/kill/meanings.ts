import { rowAddress } from '@mingjian/domain/model/facts.ts';
import type { Database } from '@mingjian/server/db.ts';
import { sql } from 'kysely';

/** What the numbers of one home stand for, so that two homes can be compared. */
export type Meanings = {
  batches: Map<string, string>;
  deliveries: Map<string, string>;
  runs: Map<string, string>;
  /** person and provisional ids, content hashes */
  drawn: Map<string, string>;
  address: (ref: string) => string;
  /** A line with every drawn number said as what it means. */
  said: (line: string) => string;
};

export async function readMeanings(db: Database): Promise<Meanings> {
  const deliveries = named(await all(db, `select id::text as id, file || ' ' || left(sha256, 8) as name from delivery order by id`));
  const batches = named(await all(db, `select b.id::text as id, b.register || ' of ' || d.file || ' ' || left(d.sha256, 8) as name from batch b join delivery d on d.id = b.delivery order by b.id`));
  const runs = named(await all(db, `select id::text as id, 'run' as name from run order by id`));
  const drawn = new Map((await all(db, `select person_id::text as id, digest::text as name from person_key`)).map(({ id, name }) => [id, `person ${name}`]));
  const address = (ref: string): string => {
    const { batch, source, row } = rowAddress.read(BigInt(ref));
    return `${batches.get(String(batch)) ?? `NO BATCH ${batch}`}/${source}:${row}`;
  };
  return { batches, deliveries, runs, drawn, address, said: (line) => line.replace(/(?<!\d)\d{13,19}(?!\d)/g, (number) => drawn.get(number) ?? number) };
}

type Named = { id: string; name: string };
const all = async (db: Database, query: string): Promise<Named[]> => (await sql<Named>`${sql.raw(query)}`.execute(db)).rows;

/** Equal names are counted: what is twice in one home must be twice in the other. */
function named(rows: Named[]): Map<string, string> {
  const count = new Map<string, number>();
  return new Map(rows.map(({ id, name }) => {
    const nth = (count.get(name) ?? 0) + 1;
    count.set(name, nth);
    return [id, `${name} #${nth}`];
  }));
}
