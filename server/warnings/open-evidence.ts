import type { Register } from '@mingjian/domain/model/register.ts';
import type { House } from '../house.ts';
import { type Looking, revealCells } from '../identities/reveal.ts';
import type { FrozenEvidence } from './find-warnings.ts';
import { cellKey } from './words/cell-words.ts';

/** Columns that say who: what a reader must see to know whom a row is about. Addresses and telephones stay closed. */
const WHO = new Set(['citizen_number', 'sender_key', 'party', 'person_name', 'token']);

/** Who the evidence rows are about, as delivered, by `cellKey`. Recorded before it leaves.
 *  @throws Refused `reveal.training-only` */
export async function openEvidence(house: House, looking: Looking, evidence: readonly FrozenEvidence[], registers: ReadonlyMap<string, Register>): Promise<Map<string, string>> {
  const cells = evidence.flatMap(({ register, ref }) => Object.entries(registers.get(register)?.columns ?? {})
    .filter(([, { type, privacy }]) => WHO.has(type) && privacy !== 'fact').map(([column]) => ({ register, ref, column })));
  const values = await revealCells(house, looking, cells);
  return new Map(cells.flatMap(({ ref, column }, at) => (values[at] == null ? [] : [[cellKey(ref, column), values[at]] as const])));
}
