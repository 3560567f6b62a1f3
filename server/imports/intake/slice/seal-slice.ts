import { type Duck, literal } from '../../../duckdb.ts';
import { FIELD, ROW, type VaultBlock } from '../../../identities/vault.ts';
import { isSealedText } from './clean-slice.ts';
import type { Plan, PlannedColumn } from '../plan.ts';

const ROWS = 4096; // of one sealed block: unmasking one row opens one block
/** The columns whose delivered text is sealed: everything that the facts do not hold as it was written. */
export const sealedColumns = (plan: Plan): PlannedColumn[] => plan.mapped.filter((planned) => planned.column.privacy !== 'fact' || isSealedText(planned) || isNumber(planned));
const isNumber = ({ column }: PlannedColumn): boolean => column.type === 'citizen_number' || column.type === 'party' || column.type === 'sender_key' || column.type === 'person_name';

/** The identities of the accepted rows of a slice, in blocks as the vault takes them. `first` is the address of row 0 of this source, `split` says
 *  whether any of its rows was split: nearly no slice has one, and then only the few refused rows are looked for. */
export async function* identityBlocks(duck: Duck, plan: Plan, columns: readonly string[], first: bigint, split: boolean): AsyncGenerator<VaultBlock> {
  const sealed = new Map(sealedColumns(plan).map(({ name, raw }) => [name, raw]));
  const cells = columns.map((name) => (sealed.has(name) ? `coalesce(${sealed.get(name)}, '')` : `''`));
  const line = `concat_ws(${literal(FIELD)}, ${[`${first} + s.row`, ...cells].join(', ')})`;
  // a row that was split keeps one identity entry, as delivered: both persons stand in it
  const rows = split ? `(select * from done_slice where row not in (select row from done_whole) union all select * from done_whole)` : 'done_slice';
  const kept = split ? 'semi join (select row from done_cleaned where not _bad) c on c.row = s.row' : 'anti join (select row from done_cleaned where _bad) c on c.row = s.row';
  yield* duck.stream<VaultBlock>(
    `select cast(${first} + min(s.row) as BIGINT) as "first", cast(${first} + max(s.row) as BIGINT) as "last", string_agg(${line}, ${literal(ROW)}) as text
     from ${rows} s ${kept} group by s.row // ${ROWS} order by 1`,
  );
}
