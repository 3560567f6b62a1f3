import { createHash, hash } from 'node:crypto';

const BLOCK = 64; // of SHA-256 and of SM3 alike
const DIGEST = 32;

/** HMAC (RFC 2104) over many short texts: node's one-shot hash is three times as fast as an Hmac object for each.
 *  `visit` gets the digest in a buffer that the next text overwrites. */
export function hmacEach(algorithm: 'sha256' | 'sm3', key: Buffer, prefix: string, values: readonly string[], visit: (digest: Buffer, index: number) => void): void {
  const short = key.length > BLOCK ? createHash(algorithm).update(key).digest() : key;
  const outer = padded(short, 0x5c, BLOCK + DIGEST);
  const digest = outer.subarray(BLOCK);
  let inner = Buffer.concat([padded(short, 0x36, BLOCK), Buffer.from(prefix), Buffer.alloc(256)]);
  const start = BLOCK + Buffer.byteLength(prefix);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (start + value.length * 3 > inner.length) inner = Buffer.concat([inner.subarray(0, start), Buffer.alloc(value.length * 4)]);
    const end = start + inner.write(value, start);
    digest.write(hash(algorithm, inner.subarray(0, end), 'latin1'), 'latin1');
    digest.write(hash(algorithm, outer, 'latin1'), 'latin1');
    visit(digest, i);
  }
}

function padded(key: Buffer, pad: number, length: number): Buffer {
  const block = Buffer.alloc(length);
  for (let i = 0; i < BLOCK; i++) block[i] = (key[i] ?? 0) ^ pad;
  return block;
}
