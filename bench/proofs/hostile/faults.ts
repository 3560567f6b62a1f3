import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workshop } from '@mingjian/server/imports/intake/workshop.ts';
import type { Reader, Sniff } from '@mingjian/server/imports/reading/types.ts';

/** A guard broken on purpose, so that it is seen that the proof would notice. */
export type Fault = (shop: Workshop) => Workshop;

const withReader = (shop: Workshop, changed: Partial<Pick<Reader, 'sniff' | 'stream'>>): Workshop => {
  const { reader } = shop;
  return { ...shop, reader: { sniff: changed.sniff ?? ((file, options) => reader.sniff(file, options)), stream: changed.stream ?? ((file, table, out, options) => reader.stream(file, table, out, options)), [Symbol.asyncDispose]: () => reader[Symbol.asyncDispose]() } };
};

export const FAULTS: Record<string, Fault> = {
  /** A refusal comes as an error of ours. */
  crash: (shop) => withReader(shop, { sniff: (file, options) => shop.reader.sniff(file, options).catch(() => Promise.reject(new TypeError('a guard that is not there'))) }),
  /** Rows that do not fit under the header vanish. */
  lost: (shop) => withReader(shop, { stream: async (file, table, out, options) => ({ ...(await shop.reader.stream(file, table, out, options)), unread: [] }) }),
  /** A batch of facts is left behind that no delivery knows. */
  half: (shop) => {
    const folder = join(shop.house.home.facts, 'dibao', 'batch=999999');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'part-0-0.parquet'), '');
    return shop;
  },
  /** A file that must be refused is taken for an ordinary one. */
  believe: (shop) => withReader(shop, { sniff: async (file, options): Promise<Sniff> => shop.reader.sniff(file, options).catch((error: unknown) => believed(file, error)) }),
};

function believed(file: string, error: unknown): Sniff {
  if ((error as { code?: string }).code !== 'file.zip-bomb') throw error;
  return { file, format: 'xlsx', bytes: 1, sha256: '0'.repeat(64), stamp: '', complaints: [], tables: [] };
}

/** The workshop as it is, or with its guard broken. */
export const seeded = (fault: Fault | null) => (shop: Workshop): Workshop => (fault ? fault(shop) : shop);
