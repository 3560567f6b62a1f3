import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '../home.ts';
import type { Keys } from './keys/keys.ts';
import { createSealed, openSealed } from './sealing/sealed-file.ts';

const PIECE = 1 << 20;
export const originalPath = (home: Pick<Home, 'originals'>, sha256: string): string => join(home.originals, `${sha256}.sealed`);

/** Keeps a delivered file, sealed, under the hash of its content; one that is kept already is left as it is. Streams: a gigabyte costs a megabyte. */
export async function keepOriginal(home: Pick<Home, 'originals' | 'tmp'>, keys: Keys, file: string, sha256: string): Promise<void> {
  if (await stat(originalPath(home, sha256)).then(() => true, () => false)) return;
  await using sealed = await createSealed(originalPath(home, sha256), home.tmp, keys, { sha256 });
  await using from = await open(file, 'r');
  const piece = Buffer.alloc(PIECE);
  for (let at = 0; ; ) {
    const { bytesRead } = await from.read(piece, 0, PIECE, at);
    if (bytesRead === 0) break;
    await sealed.block(BigInt(at), BigInt(at + bytesRead - 1), piece.subarray(0, bytesRead));
    at += bytesRead;
  }
  await sealed.commit();
}

/** Forgets a file of which nothing was taken in. */
export const dropOriginal = (home: Pick<Home, 'originals'>, sha256: string): Promise<void> => rm(originalPath(home, sha256), { force: true });

/** A kept file, piece by piece. Not a door for screens: whatever shows identity goes through reveal. */
export async function* openOriginal(home: Pick<Home, 'originals'>, keys: Keys, sha256: string): AsyncGenerator<Buffer> {
  await using sealed = await openSealed(originalPath(home, sha256), keys);
  for (const block of sealed.ranges.keys()) yield await sealed.open(block);
}
