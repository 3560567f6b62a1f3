import type { Register } from '@mingjian/domain/model/register.ts';
import type { Duck } from '../duckdb.ts';
import type { Catalogue } from '../registers/catalogue.ts';
import type { ActiveBatch } from './store.ts';

const EVERYWHERE = [0n, 999_999_999_999n] as const;

/** Table `coverage`: what each standing batch speaks of, one row per town. Where rows name towns, those alone are covered: a town
 *  left out is not "nothing there". A register without places, or a file that names none, speaks of the whole county. */
export async function writeCoverage(duck: Duck, catalogue: Pick<Catalogue, 'family'>, batches: readonly ActiveBatch[], registers: readonly string[], asOf: string): Promise<void> {
  const rows = [...new Set(registers)].flatMap((id) => {
    const kinds = new Map(catalogue.family(id).map((member) => [member.id, member.kind]));
    return batches.filter((batch) => kinds.has(batch.register) && !isLater(batch, kinds.get(batch.register)!, asOf)).flatMap((batch) => coveredBy(id, batch, asOf));
  });
  await duck.run(`create or replace table coverage (register VARCHAR, region_from BIGINT, region_to BIGINT, period_from DATE, period_to DATE, as_at DATE)`);
  for (let at = 0; at < rows.length; at += 1000) await duck.run(`insert into coverage values ${rows.slice(at, at + 1000).join(', ')}`);
}

/** A snapshot of a later day is not known yet. Events are dated one by one: a list of later days only, too, is not. */
function isLater({ asAt, asAtFrom, towns }: ActiveBatch, kind: Register['kind'], asOf: string): boolean {
  if (asAt <= asOf) return false;
  const isStated = asAtFrom !== 'clock'; // a batch that nobody dated cannot be later
  return kind === 'snapshot' ? isStated : towns.every(({ from }) => from !== null && from > asOf) && (isStated || towns.length > 0);
}

function coveredBy(register: string, batch: ActiveBatch, asOf: string): string[] {
  const told = toldOf(batch);
  const asAt = batch.asAt > asOf ? asOf : batch.asAt;
  if (told.length === 0 && batch.rows === 0n) return []; // every row was refused: it speaks of nothing
  return (told.length > 0 ? told : [{ town: 0n, from: null, to: null }]).map(({ town, from, to }) => {
    const [first, last] = rangeOf(town);
    return `('${register}', ${first}, ${last}, date '${from ?? LONG_AGO}', date '${spokenUpTo(batch, to)}', date '${asAt}')`;
  });
}

function toldOf({ towns }: Pick<ActiveBatch, 'towns'>): ActiveBatch['towns'] {
  const fine = towns.filter(({ town }) => town % 1_000_000n !== 0n);
  return fine.length > 0 ? fine : towns;
}

/** Up to which day a batch speaks of a place (12-digit code; null: of any place); null where it does not speak of it at all. */
export function speaksUpTo(batch: Pick<ActiveBatch, 'towns' | 'rows' | 'asAt' | 'asAtFrom'>, region: bigint | null): string | null {
  const told = toldOf(batch);
  if (told.length === 0) return batch.rows === 0n ? null : spokenUpTo(batch, null);
  const town = region === null ? null : region - (region % 1000n);
  const here = told.filter((each) => town === null || (rangeOf(each.town)[0] <= town && town <= rangeOf(each.town)[1]));
  return here.map(({ to }) => spokenUpTo(batch, to)).sort().at(-1) ?? null;
}

const LONG_AGO = '1900-01-01';

/** A list made on a day speaks up to that day, even if its last entry is older. A day that nobody stated (the import's, or that of the newest row) says nothing. */
function spokenUpTo(batch: Pick<ActiveBatch, 'asAt' | 'asAtFrom'>, last: string | null): string {
  const stated = batch.asAtFrom === 'clock' || batch.asAtFrom === 'rows' ? null : batch.asAt;
  if (last === null) return batch.asAt;
  return stated !== null && stated > last ? stated : last;
}

function rangeOf(town: bigint): readonly [bigint, bigint] {
  if (town === 0n) return EVERYWHERE;
  const step = [10_000_000_000n, 100_000_000n, 1_000_000n, 1000n].find((size) => town % size === 0n) ?? 1n;
  return [town, town + step - 1n];
}
