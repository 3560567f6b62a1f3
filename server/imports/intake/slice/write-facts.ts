import { factColumns, type FactColumn } from '@mingjian/domain/model/facts.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { type Duck, literal, quoted } from '../../../duckdb.ts';
import type { Plan } from '../plan.ts';
import { blankColumns } from './clean-slice.ts';

/** Faults under which the number itself was still read: written twice with the same name it is one unknown person, not two. */
const LEGIBLE = ['check', 'birth', 'region', 'length', 'characters'];
const PROVISIONAL = '4611686018427387904'; // bit 62: ids from here on are no person's (identities/person-ids.ts)

/** Forgets which contents a batch already holds. Call once per batch, before its first slice. */
export const beginBatch = (duck: Duck): Promise<number> => duck.run('create or replace table held (_hash BIGINT, n BIGINT)');

/** Adds to table `done_cleaned` what only the whole batch knows: `_n`, the how-manieth time this content stands in it, in view `accepted`, which has
 *  every column of the register. */
export async function numberRows(duck: Duck, plan: Plan): Promise<bigint> {
  const blank = blankColumns(plan).map(({ name, type }) => `, cast(null as ${type}) as ${quoted(name)}`).join('');
  await duck.run('create or replace table counted as select _hash, count(*) as n from done_cleaned where not _bad group by 1');
  await duck.run(`create or replace table twice as
    select c._hash, coalesce(h.n, 0) as held from counted c
    left join (select h._hash, sum(h.n) as n from held h semi join counted c on c._hash = h._hash group by 1) h on h._hash = c._hash where c.n > 1 or h.n is not null`);
  const { again } = await duck.row<{ again: bigint }>('select count(*) as again from twice');
  await duck.run(again === 0n ? `create or replace view accepted as select *, 1::INTEGER as _n${blank} from done_cleaned where not _bad` : `create or replace view accepted as
    select c.*, coalesce(k.n, 1)::INTEGER as _n${blank} from done_cleaned c left join (
      select c.row, c.part, row_number() over (partition by c._hash order by c.row, c.part) + t.held as n from done_cleaned c join twice t on t._hash = c._hash where not c._bad) k
    on k.row = c.row and k.part = c.part where not c._bad`);
  await duck.run('insert into held select _hash, n from counted');
  return again;
}

/** Writes the accepted rows as one Parquet part (zstd, V1), exactly the columns of the register. `first` is the address of row 0 of this source. */
export async function writePart(duck: Duck, register: Register, first: bigint, file: string): Promise<void> {
  const columns = factColumns(register).map((column) => `${valueOf(register, column, first)} as ${quoted(column.name)}`);
  await duck.run(`copy (select ${columns.join(', ')} from accepted) to ${literal(file)} (format parquet, compression zstd, parquet_version v1, row_group_size 122880, dictionary_size_limit 4096)`);
}

function valueOf(register: Register, { name, type, of }: FactColumn, first: bigint): string {
  if (name === '_ref') return `cast(${first} + row as BIGINT)`;
  if (of !== name || register.columns[of]?.type !== 'citizen_number') return `cast(${quoted(name)} as ${type})`;
  return `case when ${quoted(`${name}_tier`)} = 9 then ${provisional(register, name)} else ${quoted(name)} end`;
}

/** An id of the row's own, made from its content: the same row delivered again is the same unknown person, so that what was said of
 *  them stays said; it meets nobody, whatever it is made from (tier 9). */
function provisional(register: Register, name: string): string {
  const own = `concat_ws('|', ${literal(`${register.id}.${name}`)}, _hash, _n)`;
  const written = `concat_ws('|', 'written', ${quoted(`_written_${name}`)})`;
  const legible = `${quoted(`${name}_issue`)} in (${LEGIBLE.map(literal).join(', ')}) and ${quoted(`_written_${name}`)} is not null`;
  return `cast((md5_number_lower(case when ${legible} then ${written} else ${own} end) >> 2) + ${PROVISIONAL}::UBIGINT as BIGINT)`;
}
