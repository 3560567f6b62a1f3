import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { constants, open } from 'node:fs/promises';

const CHUNK = 4 << 20;

/** Size and time: what tells that a file was changed in between. */
export const stampOf = ({ size, mtimeMs }: Pick<Stats, 'size' | 'mtimeMs'>): string => `${size}-${mtimeMs}`;

/** The SHA-256 of a delivered file, worked out by the parent while the child looks at it: one of a gigabyte takes as long as finding its tables.
 *  Null of what is no ordinary file of at most `most` bytes, or cannot be read: the child says why. */
export async function digestOf(path: string, most: number): Promise<{ sha256: string; stamp: string } | null> {
  try {
    await using handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK); // a pipe nobody writes to would hold us for ever
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > most) return null;
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafeSlow(CHUNK);
    for (let at = 0; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, at);
      if (bytesRead === 0) return { sha256: hash.digest('hex'), stamp: stampOf(stats) };
      hash.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  } catch {
    return null;
  }
}
