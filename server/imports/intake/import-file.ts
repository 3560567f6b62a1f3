import { createHash } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import type { Register } from '@mingjian/domain/model/register.ts';
import type { Database } from '../../db.ts';
import { Refused } from '../../refused.ts';
import { dropOriginal, keepOriginal } from '../../identities/originals.ts';
import { createVault } from '../../identities/vault.ts';
import { factsFolder, vaultFile } from '../../lake/parts.ts';
import { hashParts } from '../../lake/whole.ts';
import { againWords, findAgain } from '../compared/again.ts';
import { contentsOf, copyWords, findCopy } from '../compared/copy.ts';
import { type EmptyList } from '../compared/empty-list.ts';
import { type Drop, findDrop } from '../compared/drop.ts';
import type { Mapping } from '../proposing/mapping.ts';
import type { Complaint } from '@mingjian/domain/complaint.ts';
import type { Origin } from '../quarantine/corrected.ts';
import { nothingReturned, refusedAgain, releasedOf, type Returned, takeBack } from '../quarantine/returned.ts';
import { sealRefused } from '../quarantine/seal.ts';
import { unreadHeaders } from '../report/unread.ts';
import { remarksOf, settleReturned } from '../quarantine/settle.ts';
import { insertRefused } from '../quarantine/store.ts';
import type { Sniff, SniffedTable, SniffOptions } from '../reading/types.ts';
import { activateDelivery, countSource, deleteStaged, deleteStagedBatch, dropWaiting, finishBatch, stageBatch, stagedDeliveries, stageDelivery, stageSource, standingContents } from '../store.ts';
import { type AsAt, asAtOf, datedByRows } from './as-at.ts';
import { Coverage } from './coverage.ts';
import { importTable } from './import-table.ts';
import { learnFrom } from './learn.ts';
import { planTable } from './plan.ts';
import { emptyQuality, type Quality } from './quality.ts';
import { sealedColumns } from './slice/seal-slice.ts';
import { surroundingsOf, type Workshop } from './workshop.ts';
import { beginBatch } from './slice/write-facts.ts';

/** A delivered file with where it came from. `name` is what people call it: its path below the folder that was named. */
export type Delivered = { path: string; name: string; sender: string | null; delivered?: string | undefined; /** a symbolic link that lay in a folder: it may point at anything of this machine, and nobody named it */ link?: boolean };
/** One of its tables with the mapping that was settled for it. */
export type Settled = { table: SniffedTable; mapping: Mapping; /** by a person, for this very import */ stated?: boolean; /** of a list without rows: what it covers */ empty?: EmptyList; /** that it lists far fewer than last time is known and right */ dropConfirmed?: boolean; supplements?: Origin | undefined };

export type ImportedBatch = { batch: bigint; register: string; asAt: string; asAtFrom: string; quality: Quality; sources: ImportedSource[]; /** of corrected rows: what came of each of its tables */ returned: Returned[]; drop: Drop | null; /** that these rows stand already, in other files: all of them, or a good part */ copies: Complaint[] };
export type ImportedSource = { number: number; sheet: string | null; rows: number; accepted: number; quarantined: number; /** headers of columns from which nothing was read */ unread: string[] };
/** `held`: nothing was kept, because a list lost more than half against last time and nobody confirmed that. `unreleased`: corrected rows, none of which could be released. */
export type Imported = { outcome: 'imported' | 'already' | 'held' | 'unreleased'; batches: ImportedBatch[]; /** corrected rows of which none could be released */ idle: ImportedBatch[]; replaced: bigint[]; remarks: Complaint[] };
const nothing = (outcome: Imported['outcome'], batches: ImportedBatch[] = [], remarks: Complaint[] = []): Imported => ({ outcome, batches, idle: [], replaced: [], remarks });

/** Takes the settled tables of one file in, whole or not at all: everything is staged first, and one transaction makes it stand. The same
 *  file is taken once, whatever it is called and however it would be proposed today; only a mapping that a person states takes it anew. `progress` is told the rows read so far. */
export async function importFile(shop: Workshop, file: Delivered, sniff: Sniff, settled: Settled[], options: SniffOptions, progress: (rows: number) => void): Promise<Imported> {
  const standing = await standingContents(shop.house.db, sniff.sha256);
  const fresh = settled.filter((one) => !(one.stated || one.empty ? standing.contents.has(contentOf(sniff, one)) : standing.tables.has(one.table.index)));
  if (fresh.length === 0) {
    if (standing.tables.size > 0) await keepOriginal(shop.house.home, shop.keys, file.path, sniff.sha256); // kept anew where it was lost
    return nothing('already');
  }
  const bySender = Map.groupBy(fresh, ({ supplements }) => (supplements ? supplements.sender : file.sender));
  const deliveries = new Map<string | null, bigint>();
  for (const sender of bySender.keys()) deliveries.set(sender, await stage(shop, file, sniff, sender));
  const kept = keepOriginal(shop.house.home, shop.keys, file.path, sniff.sha256);
  kept.catch(() => {}); // told before anything stands
  try {
    const batches: ImportedBatch[] = [];
    for (const [sender, sent] of bySender) {
      for (const tables of Map.groupBy(sent, ({ mapping, supplements }) => `${mapping.register} ${supplements?.batch ?? ''}`).values()) {
        batches.push(await importBatch(shop, { ...file, sender }, sniff, deliveries.get(sender)!, shop.catalogue.get(tables[0]!.mapping.register), tables, options, progress));
      }
    }
    await kept;
    if (batches.some(({ drop }) => drop !== null) && !fresh.some(({ dropConfirmed }) => dropConfirmed)) {
      await discardAll(shop, [...deliveries.values()]);
      return nothing('held', batches);
    }
    return await makeStand(shop, [...deliveries.values()], sniff, fresh, batches);
  } catch (error) {
    await kept.catch(() => {}); // what is still being written cannot be taken away
    await discardAll(shop, [...deliveries.values()]);
    if (isTaken(error)) return nothing('already');
    throw isOutOfMemory(error) ? tooLittleMemory(shop.house.config.MINGJIAN_MEMORY_MB, error) : error;
  }
}

/** One delivery for each sender: corrected rows of several senders may come back in one workbook, and each row keeps its own. */
const stage = ({ house, command }: Workshop, { name }: Delivered, { encoding, delimiter, sha256, bytes, format }: Sniff, sender: string | null): Promise<bigint> =>
  stageDelivery(house.db, { sha256, bytes, format, encoding: encoding ?? null, delimiter: delimiter ?? null, file: name, sender, command, at: house.clock() });

async function discardAll(shop: Workshop, deliveries: readonly bigint[]): Promise<void> {
  for (const delivery of deliveries) await discard(shop, delivery);
}

/** A batch of corrected rows none of which could be released does not stand; what is newly wrong with them is kept all the same. */
async function makeStand(shop: Workshop, deliveries: bigint[], sniff: Sniff, fresh: Settled[], batches: ImportedBatch[]): Promise<Imported> {
  const remarks = [...remarksOf(batches.flatMap(({ returned }) => returned)), ...batches.flatMap(({ copies }) => copies)];
  const idle = batches.filter(({ returned }) => returned.length > 0 && returned.every((one) => releasedOf(one).size === 0));
  const standing = batches.filter((one) => !idle.includes(one));
  for (const { batch, register } of idle) await discardBatch(shop, batch, register);
  if (standing.length === 0) await discardAll(shop, deliveries);
  const replaced = await activate(shop, standing.length > 0 ? deliveries : [], sniff, fresh, standing, idle);
  return { outcome: standing.length > 0 ? 'imported' : 'unreleased', batches: standing, idle, replaced, remarks };
}

/** What makes a second delivery the same: the file, the table in it, and how it is read, in whatever order the mapping says it: one that was
 *  remembered comes back from the database in another order than it was proposed. */
const contentOf = (sniff: Sniff, { table, mapping, empty }: Settled): string =>
  createHash('sha256').update(JSON.stringify([sniff.sha256, table.index, mapping.register, mapping.columns, ...(empty ? [empty.says] : [])], inOrder)).digest('hex');

/** What the engine says when a file needs more than it was given: the file's, or the operator's to mend, and no other file's. */
const isOutOfMemory = (error: unknown): boolean => error instanceof Error && error.message.startsWith('Out of Memory Error');
const tooLittleMemory = (mb: number, cause: unknown) =>
  new Refused('import.memory', { zh: `导入这个文件需要的内存超过 ${mb} MB`, en: `importing this file takes more than ${mb} MB of memory` },
    { zh: '请按乡镇或月份拆分后再导入，或调大 MINGJIAN_MEMORY_MB', en: 'import it in parts, by town or month, or raise MINGJIAN_MEMORY_MB' }, { cause });

const inOrder = (_: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;

/** Somebody else took the same file in meanwhile. */
const isTaken = (error: unknown): boolean => (error as { code?: string; constraint?: string }).code === '23505' && (error as { constraint?: string }).constraint === 'source_content';

async function importBatch(shop: Workshop, file: Delivered, sniff: Sniff, delivery: bigint, register: Register, tables: Settled[], options: SniffOptions, progress: (rows: number) => void): Promise<ImportedBatch> {
  const { db, home } = shop.house;
  const [first] = tables;
  const corrected = first!.supplements;
  const asSaid: AsAt = corrected ? { date: corrected.asAt, from: corrected.asAtFrom } : asAtOf(first!.table, file.name, file.delivered, today(shop));
  const batch = await stageBatch(db, { delivery, register: register.id, version: register.version, asAt: asSaid.date, asAtFrom: asSaid.from, supplements: corrected?.batch ?? null });
  const quality = emptyQuality();
  const returned = tables.flatMap(({ supplements }) => (supplements ? [nothingReturned(supplements)] : []));
  const coverage = new Coverage(db, batch);
  const sources = await importTables(shop, file, sniff, batch, register, tables, asSaid.date, options, quality, returned, coverage, progress);
  const asAt = datedByRows(asSaid, register.kind, coverage.newest);
  await coverage.settle(tables.flatMap(({ empty }) => empty?.towns ?? []));
  if (quality.rows === 0) quality.empty = true;
  const drop = register.kind === 'snapshot' && !corrected ? await findDrop(db, batch) : null;
  if (drop) quality.drop = drop;
  const contents = await contentsOf(shop.duck);
  if (contents) quality.contents = contents;
  const again = corrected ? [] : await findAgain(db, shop.duck, home, register, { id: batch, rows: quality.accepted, asAt: asAt.date });
  if (again.length > 0) quality.again = again;
  await finishBatch(db, batch, quality, asAt, await hashParts(home, register.id, batch));
  await syncFolder(factsFolder(home, register.id, batch));
  const copy = await findCopy(db, batch);
  return { batch, register: register.id, asAt: asAt.date, asAtFrom: asAt.from, quality, sources, returned, drop, copies: copy ? [copyWords(batch, register.kind, copy)] : again.map((one) => againWords(batch, one)) };
}

async function importTables(shop: Workshop, file: Delivered, sniff: Sniff, batch: bigint, register: Register, tables: Settled[], on: string, options: SniffOptions, quality: Quality, returned: Returned[], coverage: Coverage, progress: (rows: number) => void): Promise<ImportedSource[]> {
  const { db, home } = shop.house;
  const surroundings = await surroundingsOf(shop, file.sender ?? '', on);
  const folder = factsFolder(home, register.id, batch);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await beginBatch(shop.duck);
  const sources: ImportedSource[] = [];
  const plans = tables.map(({ table, mapping }) => planTable(register, mapping, table.headers.length, surroundings));
  const columns = [...new Set(plans.flatMap((plan) => sealedColumns(plan).map(({ name }) => name)))];
  await using vault = columns.length ? await createVault(home, shop.keys, { register: register.id, batch, columns }) : null;
  for (const [number, settled] of tables.entries()) {
    const { table, mapping, supplements } = settled;
    const before = { ...quality };
    const back = returned[number];
    const headers = table.headers.map(({ name }) => name);
    await stageSource(db, { batch, number, sheet: table.sheet, tableIndex: table.index, headerRows: table.headerRows, headers, mapping, content: contentOf(sniff, settled) });
    await importTable(shop.duck, plans[number]!, (out, parts) => shop.reader.stream(file.path, table.index, out, { ...options, parts }), {
      batch, source: number, folder, tmp: home.tmp, pipes: shop.pipes, threads: shop.house.config.MINGJIAN_THREADS, vault, columns, salt: shop.salt, today: today(shop), quality, coverage, signal: shop.signal, progress,
      takeBack: back ? (duck) => takeBack(duck, db, shop.keys, shop.catalogue, table.headers.length, back) : null,
      refuse: (rows) => (back ? refusedAgain(db, rows, back) : insertRefused(db, batch, number, sealRefused(shop.keys, batch, number, rows))),
    });
    const counts = { rows: quality.rows - before.rows, accepted: quality.accepted - before.accepted, quarantined: quality.quarantined - before.quarantined };
    await countSource(db, { batch, number, ...counts });
    sources.push({ number, sheet: table.sheet, ...counts, unread: supplements ? [] : unreadHeaders(headers, mapping) });
  }
  await vault?.commit();
  if (vault) quality.sealed = true;
  return sources;
}

const today = ({ house }: Workshop): string => house.clock().toISOString().slice(0, 10);
/** The files must be on disk before the transaction that makes them stand: a power cut leaves the old or the new. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}

async function activate(shop: Workshop, deliveries: bigint[], sniff: Sniff, settled: Settled[], standing: ImportedBatch[], idle: ImportedBatch[]): Promise<bigint[]> {
  return shop.house.db.transaction().execute(async (tx: Database) => {
    const replaced: bigint[] = [];
    for (const delivery of deliveries) replaced.push(...(await activateDelivery(tx, delivery, shop.house.clock())));
    await dropWaiting(tx, sniff.sha256, settled.map(({ table }) => table.index));
    for (const { batch, register, returned } of standing) {
      await learnFrom(shop, tx, register, batch);
      for (const [source, one] of returned.entries()) await settleReturned(tx, shop.keys, { batch, source }, one);
    }
    for (const one of idle.flatMap(({ returned }) => returned)) await settleReturned(tx, shop.keys, null, one);
    return replaced;
  });
}

async function discardBatch(shop: Workshop, batch: bigint, register: string): Promise<void> {
  await removeFiles(shop, batch, register);
  await deleteStagedBatch(shop.house.db, batch);
}

async function removeFiles({ house: { home } }: Pick<Workshop, 'house'>, batch: bigint, register: string): Promise<void> {
  await rm(factsFolder(home, register, batch), { recursive: true, force: true });
  await rm(vaultFile(home, register, batch), { force: true });
}

/** Takes away what was staged; its files first, so that nothing is left that no row knows of. */
export async function discard({ house }: Pick<Workshop, 'house'>, delivery: bigint, batches?: { id: bigint; register: string }[]): Promise<void> {
  const known = batches ?? (await stagedDeliveries(house.db)).find((one) => one.delivery === delivery)?.batches ?? [];
  for (const { id, register } of known) await removeFiles({ house }, id, register);
  const unknown = await deleteStaged(house.db, delivery);
  if (unknown !== null) await dropOriginal(house.home, unknown);
}
