import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompressSync } from 'node:zlib';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Keys } from '../keys/keys.ts';
import { blockCipher, SUITES, type BlockCipher } from './suite.ts';

// magic · header length · header JSON (suite, key, salt, what it is) · sealed blocks · sealed index · index length · magic.
// The header is bound to every block; the index is the block of the last number, so blocks cannot be dropped, swapped or taken from another file.

const MAGIC = Buffer.from('MJSEAL1\n');
const TAIL = MAGIC.length + 4;
const INDEX = 0xffff_ffff;
const LARGEST = 64 << 20; // no block, header or index is larger: a damaged length must not ask for memory

const Header = Type.Object({
  suite: Type.Enum([...SUITES]),
  key: Type.Integer({ minimum: 1, maximum: 255 }),
  salt: Type.String(),
  meta: Type.Record(Type.String(), Type.Unknown()),
});
const Index = Type.Array(
  Type.Object({ at: Type.Integer({ minimum: 0 }), bytes: Type.Integer({ minimum: 0, maximum: LARGEST }), first: Type.String(), last: Type.String() }),
);
type Place = { at: number; bytes: number; first: bigint; last: bigint };

export type SealedWriter = AsyncDisposable & {
  /** Seals one block, holding what is numbered `first` to `last`; blocks come in ascending order. */
  block: (first: bigint, last: bigint, plain: string | Uint8Array) => Promise<void>;
  /** Puts the finished file in its place, whole. Without it, disposing leaves nothing behind. */
  commit: () => Promise<void>;
};

const compress = promisify(zstdCompress);
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Starts a sealed file. It grows in `tmp`, as ciphertext only, and appears under `path` when committed.
 *  @param meta what a reader must know; stands in the file unsealed, so nothing personal */
export async function createSealed(path: string, tmp: string, keys: Pick<Keys, 'sealing'>, meta: Record<string, unknown>): Promise<SealedWriter> {
  const { id, suite, key } = keys.sealing.at(-1)!;
  const salt = randomBytes(32);
  const header = Buffer.from(JSON.stringify({ suite, key: id, salt: salt.toString('base64'), meta }));
  const cipher = blockCipher(suite, key, salt);
  const beside = join(tmp, `${randomUUID()}.sealing`);
  const file = await open(beside, 'wx', 0o600);
  const start = Buffer.concat([MAGIC, lengthOf(header), header]);
  await file.writeFile(start);
  return writer(file, beside, path, start.length, (n, plain) => cipher.seal(n, bound(header), plain));
}

function writer(file: FileHandle, beside: string, path: string, start: number, seal: (n: number, plain: Uint8Array) => Buffer): SealedWriter {
  const places: Place[] = [];
  let at = start;
  let closed = false;
  const close = async () => {
    if (!closed) await file.close();
    closed = true;
  };
  return {
    async block(first, last, plain) {
      if (first > last || first <= (places.at(-1)?.last ?? -1n)) throw new Error('sealed blocks must ascend');
      const sealed = seal(places.length, await compress(plain, FAST));
      await file.writeFile(sealed);
      places.push({ at, bytes: sealed.length, first, last });
      at += sealed.length;
    },
    async commit() {
      const index = seal(INDEX, Buffer.from(JSON.stringify(places.map((p) => ({ ...p, first: `${p.first}`, last: `${p.last}` })))));
      await file.writeFile(Buffer.concat([index, lengthOf(index), MAGIC]));
      await file.sync();
      await close();
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(beside, path);
    },
    async [Symbol.asyncDispose]() {
      await close();
      await rm(beside, { force: true }); // after a commit there is nothing under this name
    },
  };
}

export type SealedFile = AsyncDisposable & {
  meta: Record<string, unknown>;
  /** The first and last number of each block, in order. */
  ranges: { first: bigint; last: bigint }[];
  /** The number of the block that would hold `n`, or -1. */
  find: (n: bigint) => number;
  /** Opens one block. @throws Error where it is not what was sealed */
  open: (block: number) => Promise<Buffer>;
  /** Looks at every block without unpacking it. @throws Error where one is not what was sealed */
  check: () => Promise<void>;
};

/** Opens a sealed file for reading; no block is opened yet. @throws Error where it is cut short, altered, or of another home */
export async function openSealed(path: string, keys: Pick<Keys, 'sealing'>): Promise<SealedFile> {
  const file = await open(path, 'r');
  try {
    const { cipher, header, meta } = await readHeader(file, keys);
    const places = await readIndex(file, cipher, header);
    const packed = async (block: number) => cipher.open(block, bound(header), await read(file, places[block]!.at, places[block]!.bytes));
    return {
      meta,
      ranges: places,
      find: (n) => search(places, n),
      open: async (block) => zstdDecompressSync(await packed(block), { maxOutputLength: LARGEST * 4 }),
      check: async () => {
        for (const block of places.keys()) await packed(block);
      },
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readHeader(file: FileHandle, keys: Pick<Keys, 'sealing'>): Promise<{ cipher: BlockCipher; header: Buffer; meta: Record<string, unknown> }> {
  const start = await read(file, 0, TAIL);
  if (!start.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error('not a sealed file');
  const header = await read(file, TAIL, start.readUInt32BE(MAGIC.length));
  const { suite, key, salt, meta } = Value.Parse(Header, JSON.parse(header.toString()));
  const found = keys.sealing.find(({ id }) => id === key);
  if (!found) throw new Error('a file was sealed with a key that this home does not have');
  return { cipher: blockCipher(suite, found.key, Buffer.from(salt, 'base64')), header, meta };
}

async function readIndex(file: FileHandle, cipher: BlockCipher, header: Buffer): Promise<Place[]> {
  const { size } = await file.stat();
  const tail = await read(file, size - TAIL, TAIL);
  if (!tail.subarray(4).equals(MAGIC)) throw new Error('a sealed file is cut short');
  const bytes = tail.readUInt32BE(0);
  const plain = cipher.open(INDEX, bound(header), await read(file, size - TAIL - bytes, bytes));
  return Value.Parse(Index, JSON.parse(plain.toString())).map((p) => ({ ...p, first: BigInt(p.first), last: BigInt(p.last) }));
}

function search(places: Place[], n: bigint): number {
  let [low, high] = [0, places.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (n < places[middle]!.first) high = middle - 1;
    else if (n > places[middle]!.last) low = middle + 1;
    else return middle;
  }
  return -1;
}

async function read(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  if (at < 0 || bytes > LARGEST) throw new Error('a sealed file is damaged');
  const buffer = Buffer.alloc(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, at);
  if (bytesRead < bytes) throw new Error('a sealed file is cut short');
  return buffer;
}

const bound = (header: Buffer): Buffer => createHash('sha256').update(header).digest();

function lengthOf(buffer: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(buffer.length);
  return length;
}
