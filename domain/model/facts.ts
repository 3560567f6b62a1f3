import type { Column, Register } from './register.ts';

/** The physical types of facts on disk: those that both engines read right (design: portable SQL). */
export type FactType = 'BIGINT' | 'INTEGER' | 'TINYINT' | 'VARCHAR' | 'DATE' | 'BOOLEAN' | 'DECIMAL(18,4)';
export type FactColumn = { name: string; type: FactType; of: string };

/** The physical columns that one register column becomes in the facts, in order. A vault column becomes none.
 *  - citizen_number, sender_key → `x` person id (random, permanent), `x_tier` 1 valid number | 2 valid after 15→18 | 9 provisional, `x_issue` why it is provisional (null otherwise)
 *  - person_name, token, phone, plate → `x` 63-bit keyed token; null where blank, masked or damaged
 *  - party (a person's or an organisation's number in one column) → `x_pid`, `x_tier`, `x_org`
 *  - credit_code → `x` 18 characters, `x_tier` 1 valid | 2 repaired | 9 unusable (then x is null)
 *  - date → `x` DATE (first day of what is known; 9999-12-31 for 长期), `x_precision` day | month | year | open
 *  - money → `x` integer fen; area → `x` square metres, `x_unit` as delivered; month → `x` first day of the month
 *  - region → `x` 12-digit code as a number (coarser levels end in zeros), null where the place is unknown
 *  - programme → `x` canonical programme id (null where the name is not yet mapped), `x_delivered` the name as delivered */
export function factColumnsOf(name: string, column: Column): FactColumn[] {
  const col = (suffix: string, type: FactType): FactColumn => ({ name: name + suffix, type, of: name });
  switch (column.type) {
    case 'citizen_number':
    case 'sender_key':
      return [col('', 'BIGINT'), col('_tier', 'TINYINT'), col('_issue', 'VARCHAR')];
    case 'party':
      return [col('_pid', 'BIGINT'), col('_tier', 'TINYINT'), col('_org', 'VARCHAR')];
    case 'person_name':
    case 'token':
    case 'phone':
    case 'plate':
      return column.privacy === 'vault' ? [] : [col('', 'BIGINT')];
    case 'address':
    case 'free_text':
      return column.privacy === 'fact' ? [col('', 'VARCHAR')] : [];
    case 'credit_code':
      return [col('', 'VARCHAR'), col('_tier', 'TINYINT')];
    case 'date':
      return [col('', 'DATE'), col('_precision', 'VARCHAR')];
    case 'month':
      return [col('', 'DATE')];
    case 'money':
    case 'integer':
    case 'region':
    case 'region_code':
      return [col('', 'BIGINT')];
    case 'area':
      return [col('', 'DECIMAL(18,4)'), col('_unit', 'VARCHAR')];
    case 'number':
      return [col('', 'DECIMAL(18,4)')];
    case 'boolean':
      return [col('', 'BOOLEAN')];
    case 'programme':
      return [col('', 'VARCHAR'), col('_delivered', 'VARCHAR')];
    case 'text':
    case 'code':
    case 'geometry':
      return column.privacy === 'fact' ? [col('', 'VARCHAR')] : [];
  }
}

/** Every facts file begins with these. `_ref` is the row's permanent address (see rowAddress); `_hash` and `_n` tell a row
 *  delivered again from a row that truly stands twice in one file: the same content for the n-th time within its batch. */
export const systemColumns: FactColumn[] = [
  { name: '_ref', type: 'BIGINT', of: '' },
  { name: '_hash', type: 'BIGINT', of: '' },
  { name: '_n', type: 'INTEGER', of: '' },
];

export const factColumns = (register: Register): FactColumn[] => [
  ...systemColumns,
  ...Object.entries(register.columns).flatMap(([name, column]) => factColumnsOf(name, column)),
];

const ROWS = 100_000_000n; // rows of a sheet that an address can tell apart
const SOURCES = 1_000n; // sheets and tables of one batch
/** One number that leads from a warning to the delivered row: batch, source within the batch (file, sheet, table), line or sheet row from 1. */
export const rowAddress = {
  of: (batch: bigint, source: number, row: number): bigint => (batch * SOURCES + BigInt(source)) * ROWS + BigInt(row),
  read: (ref: bigint) => ({ batch: ref / (ROWS * SOURCES), source: Number((ref / ROWS) % SOURCES), row: Number(ref % ROWS) }),
};
