import type { Words } from '@mingjian/domain/words.ts';
import { emptyList } from '../compared/empty-list.ts';
import type { Delivered, Settled } from '../intake/import-file.ts';
import type { Workshop } from '../intake/workshop.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import type { Mapping, Remembered } from './mapping.ts';
import { driftOf, type FileDrift, type SheetDrift, withSheets } from './drift.ts';
import { type MappingEntry, mappingFor, readMappingFile } from './mapping-file.ts';
import { leaversWords } from './leavers.ts';
import { remember, remembered } from './memory.ts';
import { propose } from './propose.ts';
import type { Proposal } from './proposal.ts';
import { spanWaits } from './spans.ts';
import { correctedTables, isOutOfQuarantine } from '../quarantine/corrected.ts';
import type { Sniff, SniffedTable } from '../reading/types.ts';

/** How tables get their mapping: what `--mapping` states goes first, then what this sender's same table was mapped to before, then
 *  what is proposed, if `--yes` was said and it is sure. */
export type Settling = { yes: boolean; stated: MappingEntry[]; /** lists that lost more than half against last time are right */ confirmDrop?: boolean };
/** A table that a person must look at, with what is missing. */
export type Unsettled = { table: SniffedTable; proposal: Proposal };

export { readMappingFile as readMappings };

/** What a table is, is known; something else keeps it waiting. */
export const waitingFor = (mapping: Mapping, waits: Words[]): Proposal => ({ candidates: [{ register: mapping.register, confidence: 0.99, reasons: [], mapping, columns: {}, missing: [], left: [] }], settled: null, waits, asBefore: false });

/** A line without rows is a list of nothing where it looks like the header of some register; a remark, a leaf that nobody used, are no tables. */
const looksLike = ({ candidates }: Proposal): boolean => (candidates[0]?.confidence ?? 0) >= 0.3;

/** What a title says can make a table that is sure in every column mean something else; only a person can take it then. */
function heldBack(table: SniffedTable, fileName: string, mapping: Mapping, catalogue: Catalogue): Proposal | null {
  const left = leaversWords(table, fileName, mapping, catalogue);
  if (left) return waitingFor(mapping, [left]);
  const span = spanWaits(table, mapping, catalogue);
  return span && waitingFor(span.mapping, [span.words]);
}

/** Settles the tables of one file. `lastTime` is how its sender's tables were mapped before this command. Rows that come back from quarantine corrected are known by their marks and need no mapping. */
export async function settleTables(shop: Workshop, file: Delivered, sniff: Sniff, settling: Settling, lastTime: readonly Remembered[]): Promise<{ settled: Settled[]; waiting: Unsettled[]; drift: FileDrift[] }> {
  const { house, catalogue } = shop;
  const settled: Settled[] = await correctedTables(house.db, sniff);
  const waiting: Unsettled[] = [];
  const drift: SheetDrift[] = [];
  const taken = new Set(settled.map(({ table }) => table.index));
  const before = await remembered(house.db, file.sender);
  const alone = sniff.tables.length === 1;
  for (const table of sniff.tables.filter((one) => !taken.has(one.index) && !isOutOfQuarantine(one))) {
    const isEmpty = table.sample.length === 0;
    const stated = mappingFor(settling.stated, table, file.name, catalogue);
    const proposal = stated ? null : propose(table, catalogue, { sender: file.sender, fileName: file.name, remembered: before });
    const mapping = stated ?? ((settling.yes || proposal?.asBefore) && proposal?.settled?.mapping);
    if (!mapping) {
      if (!isEmpty || (alone && looksLike(proposal!))) waiting.push({ table, proposal: proposal! });
      continue;
    }
    const held = stated ? null : heldBack(table, file.name, mapping, catalogue);
    if (held) {
      waiting.push({ table, proposal: held });
      continue;
    }
    const said = isEmpty ? await emptyList(shop, table, catalogue.get(mapping.register), file) : null;
    if (said && 'missing' in said) {
      waiting.push({ table, proposal: waitingFor(mapping, said.missing) });
      continue;
    }
    settled.push({ table, mapping, stated: stated !== null, dropConfirmed: settling.confirmDrop ?? false, ...(said ? { empty: said } : {}) });
    drift.push({ sheet: alone ? null : table.sheet, drift: driftOf(table.headers, mapping, lastTime, catalogue) });
    await remember(house.db, file.sender, table.headers, mapping, stated ? 'person' : 'proposal', shop.began);
  }
  return { settled, waiting, drift: withSheets(drift) };
}
