import type { Words } from '@mingjian/domain/words.ts';
import type { Delivered, Settled } from './intake/import-file.ts';
import type { Workshop } from './intake/workshop.ts';
import { driftOf } from './proposing/drift.ts';
import { type MappingEntry, mappingFor, readMappingFile } from './proposing/mapping-file.ts';
import { remember, remembered } from './proposing/memory.ts';
import { propose } from './proposing/propose.ts';
import type { Proposal } from './proposing/proposal.ts';
import { correctedTables } from './quarantine/corrected.ts';
import type { Sniff, SniffedTable } from './reading/types.ts';

/** How tables get their mapping: what `--mapping` states goes first, then what this sender's same table was mapped to before, then
 *  what is proposed, if `--yes` was said and it is sure. */
export type Settling = { yes: boolean; stated: MappingEntry[] };
/** A table that a person must look at, with what is missing. */
export type Unsettled = { table: SniffedTable; proposal: Proposal };

export { readMappingFile as readMappings };

/** Settles the tables of one file. Rows that come back from quarantine corrected are known by their marks and need no mapping. */
export async function settleTables(shop: Workshop, file: Delivered, sniff: Sniff, settling: Settling): Promise<{ settled: Settled[]; waiting: Unsettled[]; drift: Words[] }> {
  const { house, catalogue } = shop;
  const settled: Settled[] = await correctedTables(house.db, sniff);
  const waiting: Unsettled[] = [];
  const drift: Words[] = [];
  const taken = new Set(settled.map(({ table }) => table.index));
  const before = await remembered(house.db, file.sender);
  for (const table of sniff.tables.filter(({ index, sample }) => !taken.has(index) && sample.length > 0)) {
    const stated = mappingFor(settling.stated, table, file.name, catalogue);
    const proposal = stated ? null : propose(table, catalogue, { sender: file.sender, fileName: file.name, remembered: before });
    const mapping = stated ?? ((settling.yes || proposal?.asBefore) && proposal?.settled?.mapping);
    if (!mapping) {
      waiting.push({ table, proposal: proposal! });
      continue;
    }
    settled.push({ table, mapping, stated: stated !== null });
    drift.push(...driftOf(table.headers, mapping, before, catalogue).map(({ words }) => words));
    await remember(house.db, file.sender, table.headers, mapping, stated ? 'person' : 'proposal');
  }
  return { settled, waiting, drift };
}
