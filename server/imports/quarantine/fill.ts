import { type Duck, quoted } from '../../duckdb.ts';
import type { Keys } from '../../identities/keys.ts';
import type { Database } from '../../db.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import { BETWEEN } from '../cleaning/cleaned.ts';
import { MARKS } from './corrected.ts';
import { openRefused } from './seal.ts';
import { listSealedOf } from './store.ts';
import { cellOf } from './workbook.ts';
import { plainWords } from './words.ts';

/** Puts back, in the slice of a workbook that came back corrected, what was delivered where a cell still stands as the masked workbook had it:
 *  whoever corrects an amount need not know the name beside it. Answers the quarantine numbers of the rows.
 *  @param batch the batch that the rows were refused from; a number of another batch fills nothing */
export async function fillMasked(duck: Duck, db: Database, keys: Keys, catalogue: Catalogue, width: number, batch: bigint): Promise<bigint[]> {
  const names = ['row', ...Array.from({ length: width }, (_, i) => `c${i}`)];
  const rows = await duck.rows(`select ${names.map(quoted).join(', ')} from slice order by row`);
  const lines = rows.map((row) => names.map((name) => String(row[name] ?? '')));
  const numbers = lines.flatMap(([, mark]) => (/^\d{1,18}$/.test(mark ?? '') ? [BigInt(mark!)] : []));
  const sealed = new Map((await listSealedOf(db, batch, numbers)).map((one) => [String(one.id), one]));
  const words = await plainWords(db, catalogue);
  for (const line of lines) {
    const origin = sealed.get(line[1]!);
    if (origin) openRefused(keys, origin, origin.sealed).forEach((cell, i) => fill(line, 1 + MARKS.length + i, cell, words));
  }
  await write(duck, names, lines);
  return [...sealed.values()].map(({ id }) => id);
}

function fill(line: string[], at: number, delivered: string, words: Set<string>): void {
  if (at < line.length && line[at] !== '' && line[at] === cellOf(delivered, words)) line[at] = delivered;
}

async function write(duck: Duck, names: string[], lines: string[][]): Promise<void> {
  if (lines.length === 0) return;
  const columns = names.map((name, i) => `${name === 'row' ? `cast(v${i} as BIGINT)` : `v${i}`} as ${quoted(name)}`);
  await duck.run(`create or replace table slice as select ${columns.join(', ')}, 0::INTEGER as part from (select ${names.map((_, i) => `unnest(string_split($${i + 1}, chr(31))) as v${i}`).join(', ')})`,
    names.map((_, i) => lines.map((line) => line[i]!).join(BETWEEN)));
}
