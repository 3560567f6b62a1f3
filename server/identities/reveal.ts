import { rowAddress } from '@mingjian/domain/model/facts.ts';
import type { House } from '../house.ts';
import { Refused } from '../refused.ts';
import { openKeys, type Keys } from './keys/keys.ts';
import { findPersonIds, personDigests } from './person-ids.ts';
import { openNumber } from './sealing/numbers.ts';
import { inTransaction, insertReveal, lockMap, readSealedPersons, type NewReveal } from './store.ts';
import { openRows } from './vault.ts';

/** Who looks, and what for. Both are kept for good, with what was looked at. */
export type Looking = { by: string; purpose: string };
/** One delivered cell: its register, the address of its row, the register's column. */
export type CellAddress = { register: string; ref: bigint; column: string };

/** The numbers of people, by their ids. Provisional ids have none and are absent from the answer. Recorded before it leaves.
 *  @throws Refused `reveal.training-only` in a home that is not for training, as long as nobody has rights */
export async function revealPersons(house: House, looking: Looking, ids: readonly bigint[]): Promise<Map<bigint, string>> {
  await record(house, looking, 'person', ids.map(String));
  const keys = await openKeys(house.home);
  return inTransaction(house.pool, async (connection) => {
    const { version } = await lockMap(connection); // a rotation between the two would look like an altered number
    const people = await readSealedPersons(connection, ids);
    const numbers = people.map(({ sealed }) => openNumber(keys, sealed));
    refuseAltered(keys, version, people, numbers);
    return new Map(people.map(({ person_id }, i) => [person_id, withoutSender(numbers[i]!)]));
  });
}

/** Delivered values of sealed cells, in the order asked; null where the cell was blank or its row is not there. Recorded before it leaves.
 *  @throws Refused `reveal.training-only` */
export async function revealCells(house: House, looking: Looking, cells: readonly CellAddress[]): Promise<(string | null)[]> {
  await record(house, looking, 'cell', cells.map(({ register, ref, column }) => ({ register, ref: `${ref}`, column })));
  const keys = await openKeys(house.home);
  const answers = new Array<string | null>(cells.length).fill(null);
  const files = Map.groupBy(cells.map((cell, at) => ({ ...cell, at, batch: rowAddress.read(cell.ref).batch })), ({ register, batch }) => `${register}/${batch}`);
  for (const wanted of files.values()) {
    const { register, batch } = wanted[0]!;
    const rows = await openRows(house.home, keys, register, batch, wanted.map(({ ref }) => ref));
    for (const { at, ref, column } of wanted) answers[at] = rows.get(ref)?.map((row) => row[column]).find((value) => value != null) ?? null;
  }
  return answers;
}

/** The id of a person by the whole normalised number; null where nobody is known by it. Recorded, found or not.
 *  @throws Refused `reveal.training-only` */
export async function lookUpPerson(house: House, looking: Looking, number: string): Promise<bigint | null> {
  refuseOutsideTraining(house);
  const keys = await openKeys(house.home);
  const [id] = await findPersonIds(house, keys, [number]);
  await record(house, looking, 'lookup', [id === null || id === undefined ? null : String(id)]);
  return id ?? null;
}

/** Records that refused rows are about to be shown as they were delivered. @throws Refused `reveal.training-only` */
export const recordRefused = (house: House, looking: Looking, rows: readonly { batch: bigint; source: number; row: number }[]): Promise<void> =>
  record(house, looking, 'cell', rows.map(({ batch, source, row }) => ({ quarantine: `${batch}/${source}:${row}` })));

async function record(house: House, { by, purpose }: Looking, what: NewReveal['what'], targets: unknown[]): Promise<void> {
  refuseOutsideTraining(house);
  await insertReveal(house.db, { at: house.clock(), by, purpose, what, targets });
}

/** For whoever may find nobody to show: asking is refused as well. @throws Refused `reveal.training-only` */
export function refuseOutsideTraining(house: Pick<House, 'home'>): void {
  if (!house.home.training) throw trainingOnly();
}

const trainingOnly = () =>
  new Refused(
    'reveal.training-only',
    { zh: '只有练习用的家目录可以显示身份', en: 'identity is shown in homes made for training only' },
    { zh: '按编号使用结果；等权限管理上线后再申请', en: 'work with the ids; showing identity comes with rights' },
  );

/** Counter mode hides a number but does not say whether it was changed: the digest it lies under does. */
function refuseAltered(keys: Keys, version: number, people: readonly { digest: string }[], numbers: readonly string[]): void {
  const digests = personDigests(keys, version, numbers);
  if (people.some(({ digest }, i) => digest !== digests[i])) throw new Error('a sealed number does not belong to the digest it lies under');
}

const withoutSender = (number: string): string => number.slice(number.indexOf('\u0000') + 1);
