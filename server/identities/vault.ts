import { join } from 'node:path';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Home } from '../home.ts';
import type { Keys } from './keys/keys.ts';
import { createSealed, openSealed } from './sealing/sealed-file.ts';

/** Between the fields of a row and between rows within a block. Whoever serialises removes both from values. */
export const FIELD = '\u001f';
export const ROW = '\u001e';

/** What one vault file holds: the delivered personal values of one batch, row by row under their address. */
export type VaultOf = { register: string; batch: bigint; columns: readonly string[] };
const Meta = Type.Object({ register: Type.String(), batch: Type.String(), columns: Type.Array(Type.String()) });

export const vaultPath = (home: Pick<Home, 'vault'>, register: string, batch: bigint): string => join(home.vault, register, `batch=${batch}.sealed`);

/** Rows from the address `first` to `last`, in any order, already serialised: each row its `_ref` and then a field for every column (empty: blank),
 *  joined by FIELD; rows joined by ROW. */
export type VaultBlock = { first: bigint; last: bigint; text: string };

export type VaultWriter = AsyncDisposable & {
  /** Seals a block, of some 4096 rows; blocks ascend. */
  block: (block: VaultBlock) => Promise<void>;
  /** Puts the file in its place, whole. Disposing without it leaves nothing behind. */
  commit: () => Promise<void>;
};

/** Starts the sealed identity file of a batch. */
export async function createVault(home: Pick<Home, 'vault' | 'tmp'>, keys: Keys, of: VaultOf): Promise<VaultWriter> {
  const sealed = await createSealed(vaultPath(home, of.register, of.batch), home.tmp, keys, { ...of, batch: `${of.batch}` });
  return {
    block: ({ first, last, text }) => sealed.block(first, last, text),
    commit: () => sealed.commit(),
    [Symbol.asyncDispose]: () => sealed[Symbol.asyncDispose](),
  };
}

/** The delivered values of one row, by column; null where the cell was blank. */
export type VaultRow = Record<string, string | null>;

/** Opens the rows with these addresses, and no block that holds none of them. One delivered row that was split into several people answers with as
 *  many, in their order; addresses that the file does not have are absent. Not a door for screens: whatever shows identity goes through reveal. */
export async function openRows(home: Pick<Home, 'vault'>, keys: Keys, register: string, batch: bigint, refs: readonly bigint[]): Promise<Map<bigint, VaultRow[]>> {
  await using file = await openSealed(vaultPath(home, register, batch), keys);
  const { columns } = Value.Parse(Meta, file.meta);
  const wanted = Map.groupBy(refs, (ref) => file.find(ref));
  const rows = new Map<bigint, VaultRow[]>();
  for (const [block, of] of wanted) if (block >= 0) pick((await file.open(block)).toString(), new Set(of), columns, rows);
  return rows;
}

/** Every row of a batch, block by block in order, for what must read all of them (a linkage run). */
export async function* openAllRows(home: Pick<Home, 'vault'>, keys: Keys, register: string, batch: bigint): AsyncGenerator<Map<bigint, VaultRow[]>> {
  await using file = await openSealed(vaultPath(home, register, batch), keys);
  const { columns } = Value.Parse(Meta, file.meta);
  for (const block of file.ranges.keys()) {
    const rows = new Map<bigint, VaultRow[]>();
    pick((await file.open(block)).toString(), null, columns, rows);
    yield rows;
  }
}

function pick(text: string, wanted: Set<bigint> | null, columns: string[], into: Map<bigint, VaultRow[]>): void {
  for (const line of text.split(ROW)) {
    const fields = line.split(FIELD);
    const ref = BigInt(fields[0]!);
    if (wanted && !wanted.has(ref)) continue;
    const row = Object.fromEntries(columns.map((column, i) => [column, fields[i + 1] || null]));
    into.set(ref, [...(into.get(ref) ?? []), row]);
  }
}
