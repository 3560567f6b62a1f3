import { readSync } from 'node:fs';

const CHUNK = 4 << 20;

/** The bytes of an open file from `from` on, chunk after chunk. The buffer is used again: copy what must outlive a step. */
export function* chunks(fd: number, from = 0): Generator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK);
  for (let at = from; ; ) {
    const read = readSync(fd, buffer, 0, CHUNK, at);
    if (read === 0) return;
    yield buffer.subarray(0, read);
    at += read;
  }
}

/** At most `length` bytes from `from` on, in a buffer of their own. */
export function bytesAt(fd: number, from: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  let have = 0;
  while (have < length) {
    const read = readSync(fd, buffer, have, length - have, from + have);
    if (read === 0) break;
    have += read;
  }
  return buffer.subarray(0, have);
}
