import { readFile } from 'node:fs/promises';
import type { Words } from '@mingjian/domain/words.ts';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { parse } from 'yaml';
import type { Catalogue } from '../registers/catalogue.ts';
import { Refused } from '../refused.ts';
import type { Delivered, Settled } from './intake/import-file.ts';
import type { Workshop } from './intake/workshop.ts';
import { bindMapping, Constant, FromCells, type Mapping } from './mapping.ts';
import { propose } from './proposing/propose.ts';
import type { Proposal } from './proposing/proposal.ts';
import { correctedTables } from './quarantine/corrected.ts';
import type { Sniff, SniffedTable } from './reading/types.ts';

/** How tables get their mapping: what `--mapping` states goes first, then what is proposed, if `--yes` was said and it is sure. */
export type Settling = { yes: boolean; stated: StatedMapping[] };
/** A table that a person must look at, with what is missing. */
export type Unsettled = { table: SniffedTable; proposal: Proposal };

/** A mapping as a person writes it: header names, no positions. `sheet` limits it to one sheet. */
export const StatedMapping = Type.Object(
  {
    register: Type.String(),
    sheet: Type.Optional(Type.String()),
    columns: Type.Record(Type.String(), Type.Union([Type.String(), Type.Omit(FromCells, ['indexes']), Constant])),
  },
  { additionalProperties: false },
);
export type StatedMapping = Static<typeof StatedMapping>;

/** Reads a mapping file: one mapping or a list of them, as YAML or JSON. @throws Refused where it is none */
export async function readMappings(file: string): Promise<StatedMapping[]> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw badMapping(file, cause);
  });
  try {
    const value: unknown = parse(text);
    return (Array.isArray(value) ? value : [value]).map((one) => Value.Parse(StatedMapping, one));
  } catch (cause) {
    throw badMapping(file, cause as Error);
  }
}

const badMapping = (file: string, cause: Error) =>
  new Refused('mapping.file', { zh: `映射文件 ${file} 读不懂`, en: `the mapping file ${file} cannot be read` },
    { zh: '写成：register: 登记表，columns: {列: 表头}；可加 sheet、unit、constant', en: 'write it as register: ID, columns: {column: header}; sheet, unit and constant may be added' }, { cause });

/** Settles the tables of one file. Rows that come back from quarantine corrected are known by their marks and need no mapping. */
export async function settleTables(shop: Workshop, file: Delivered, sniff: Sniff, settling: Settling): Promise<{ settled: Settled[]; waiting: Unsettled[]; drift: Words[] }> {
  const settled: Settled[] = await correctedTables(shop.house.db, sniff);
  const waiting: Unsettled[] = [];
  const taken = new Set(settled.map(({ table }) => table.index));
  for (const table of sniff.tables.filter(({ index, sample }) => !taken.has(index) && sample.length > 0)) {
    const mapping = statedFor(shop.catalogue, table, settling.stated);
    if (mapping) {
      settled.push({ table, mapping });
      continue;
    }
    const proposal = propose(table, shop.catalogue, { sender: file.sender, fileName: file.name, remembered: [] });
    if (settling.yes && proposal.settled) settled.push({ table, mapping: proposal.settled.mapping });
    else waiting.push({ table, proposal });
  }
  return { settled, waiting, drift: [] };
}

/** The first stated mapping that this table has all headers for. */
function statedFor(catalogue: Catalogue, table: SniffedTable, stated: StatedMapping[]): Mapping | null {
  for (const one of stated) {
    if (one.sheet !== undefined && one.sheet !== table.sheet) continue;
    try {
      return complete(catalogue, bindMapping(asMapping(one, table), table, catalogue));
    } catch (error) {
      if (!(error instanceof Refused) || stated.length === 1) throw error; // of several, another may be meant for this table
    }
  }
  return null;
}

function asMapping({ register, columns }: StatedMapping, table: SniffedTable): Mapping {
  const full = Object.entries(columns).map(([name, source]) => {
    if (typeof source !== 'string' && 'constant' in source) return [name, source];
    const from = typeof source === 'string' ? { header: source } : source;
    const unit = from.unit ?? table.headers.find(({ name }) => name === from.header)?.unit;
    return [name, { ...from, ...(unit ? { unit } : {}), indexes: from.header.split('+').map(() => 0) }];
  });
  return { register, columns: Object.fromEntries(full) };
}

/** @throws Refused where a required column is mapped to nothing: every row would be refused, one by one */
function complete(catalogue: Catalogue, mapping: Mapping): Mapping {
  const missing = Object.entries(catalogue.get(mapping.register).columns).filter(([name, column]) => column.required && !mapping.columns[name]).map(([name]) => name);
  if (missing.length === 0) return mapping;
  throw new Refused('mapping.incomplete', { zh: `映射缺少必需的列：${missing.join('、')}`, en: `the mapping lacks required columns: ${missing.join(', ')}` },
    { zh: '补上表头，或用 constant 写明一个值', en: 'name their headers, or state one value with constant' });
}
