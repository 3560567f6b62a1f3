import { crc32, createInflateRaw } from 'node:zlib';
import { Readable } from 'node:stream';
import { refuse } from '../refusals.ts';
import { bytesAt } from '../text/bytes.ts';

export type Entry = { name: string; method: number; encrypted: boolean; crc: number; packed: number; size: number; at: number };

const MOST_ENTRIES = 10_000;
const MOST_BYTES = 3 * 2 ** 30;
/** Honest sheets of one repeated value reach about 100 : 1; bombs start at 1000 : 1. Small files may compress as they like. */
const MOST_RATIO = 250;
const RATIO_FROM = 50 * 2 ** 20;

/** The directory of a ZIP file, refused where it promises more than a workbook can hold. */
export function directory(fd: number, bytes: number): Entry[] {
  const tail = bytesAt(fd, Math.max(0, bytes - 65_557), Math.min(bytes, 65_557));
  const end = tail.lastIndexOf('PK\x05\x06', tail.length, 'latin1');
  if (end < 0 || end + 22 > tail.length) throw refuse.brokenZip();
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (count > MOST_ENTRIES || length > 64 << 20) throw refuse.zipBomb();
  if (start + length > bytes) throw refuse.brokenZip();
  const entries = parse(bytesAt(fd, start, length), count);
  if (new Set(entries.map(({ name }) => name.toLowerCase())).size < entries.length) throw refuse.brokenZip(); // which of two parts counts, programs do not agree on
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.packed, 0);
  if (packed > bytes + 1024) throw refuse.zipBomb();
  if (size > MOST_BYTES || (size > RATIO_FROM && size > Math.max(1, packed) * MOST_RATIO)) throw refuse.zipBomb();
  return entries;
}

function parse(bytes: Buffer, count: number): Entry[] {
  const entries: Entry[] = [];
  for (let i = 0, at = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw refuse.brokenZip();
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/'),
      method: bytes.readUInt16LE(at + 10), encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      crc: bytes.readUInt32LE(at + 16), packed: bytes.readUInt32LE(at + 20), size: bytes.readUInt32LE(at + 24), at: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** The content of one entry, chunk after chunk, checked against the size and sum that the directory states: readers of
 *  workbooks take a sheet that was cut off for a short one. */
export async function* contentOf(fd: number, entry: Entry): AsyncGenerator<Buffer> {
  if (kept?.entry === entry) {
    yield* kept.chunks;
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of unpackedAndChecked(fd, entry)) {
    if (entry.size <= MOST_KEPT) chunks.push(chunk);
    yield chunk;
  }
  if (entry.size <= MOST_KEPT) kept = { entry, chunks };
}

/** The part that was unpacked last: a sheet is gone through for its merges and, right after, for its rows. */
let kept: { entry: Entry; chunks: Buffer[] } | null = null;
const MOST_KEPT = 96 << 20;
export const forgetUnpacked = (): void => void (kept = null);

async function* unpackedAndChecked(fd: number, entry: Entry): AsyncGenerator<Buffer> {
  const local = bytesAt(fd, entry.at, 30);
  if (local.length < 30 || local.readUInt32LE(0) !== 0x04034b50) throw refuse.brokenZip();
  const from = entry.at + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  let size = 0;
  let sum = 0;
  try {
    for await (const chunk of unpacked(fd, entry, from)) {
      size += chunk.length;
      if (size > entry.size) throw refuse.zipBomb();
      sum = crc32(chunk, sum);
      yield chunk;
    }
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code === 'string' && (error as NodeJS.ErrnoException).code!.startsWith('Z_')) throw refuse.brokenZip();
    throw error;
  }
  if (size !== entry.size || sum !== entry.crc) throw refuse.brokenZip();
}

function unpacked(fd: number, entry: Entry, from: number): AsyncIterable<Buffer> | Iterable<Buffer> {
  if (entry.method === 0) return pieces(fd, from, entry.packed);
  if (entry.method !== 8) throw refuse.brokenZip();
  return Readable.from(pieces(fd, from, entry.packed)).pipe(createInflateRaw({ chunkSize: 1 << 20 }));
}

function* pieces(fd: number, from: number, length: number): Generator<Buffer> {
  for (let at = 0; at < length; at += 1 << 20) {
    const piece = bytesAt(fd, from + at, Math.min(1 << 20, length - at));
    if (piece.length === 0) throw refuse.brokenZip();
    yield piece;
  }
}

export async function textOfEntry(fd: number, entry: Entry, most: number): Promise<string> {
  if (entry.size > most) throw refuse.zipBomb();
  const parts: Buffer[] = [];
  for await (const chunk of contentOf(fd, entry)) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}

/** A document type declaration can pull in other files or blow up by its entities; no spreadsheet program writes one. */
export async function refuseDoctype(fd: number, entry: Entry): Promise<void> {
  let first = true;
  for await (const chunk of contentOf(fd, entry)) {
    if (first && /<!DOCTYPE|<!ENTITY/i.test(chunk.toString('latin1', 0, 65_536))) throw refuse.doctype();
    first = false;
  }
}
