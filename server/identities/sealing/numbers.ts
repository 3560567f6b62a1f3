import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Keys } from '../keys/keys.ts';
import { digestOf, type SuiteName } from './suite.ts';

// One sealed number is: key id (1 byte) · random counter block (16) · ciphertext in counter mode. Hundreds of thousands are sealed at an import,
// so the key stream of a whole batch is made by one call. Whether it was tampered with is told by the digest it lies beside (personNumbers).

const HEAD = 17;
const STEP = 16;

/** Seals many short texts at once, each by itself. */
export function sealNumbers(keys: Pick<Keys, 'sealing'>, values: readonly string[]): Buffer[] {
  const { id, suite, key } = keys.sealing.at(-1)!;
  const lengths = values.map((value) => Buffer.byteLength(value));
  const out = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + HEAD + length, 0));
  const starts = randomBytes(values.length * STEP);
  const stream = keyStream(suite, key, starts, lengths);
  let at = 0;
  let from = 0;
  return values.map((value, i) => {
    const sealed = out.subarray(at, (at += HEAD + lengths[i]!));
    sealed[0] = id;
    starts.copy(sealed, 1, i * STEP, (i + 1) * STEP);
    sealed.write(value, HEAD);
    mix(sealed.subarray(HEAD), stream, from);
    from += steps(lengths[i]!) * STEP;
    return sealed;
  });
}

/** Opens what sealNumbers sealed. */
export function openNumber(keys: Pick<Keys, 'sealing'>, sealed: Buffer): string {
  const found = keys.sealing.find(({ id }) => id === sealed[0]);
  if (!found || sealed.length < HEAD) throw new Error('a sealed number names no key of this home');
  const body = Buffer.from(sealed.subarray(HEAD));
  mix(body, keyStream(found.suite, found.key, sealed.subarray(1, HEAD), [body.length]), 0);
  return body.toString();
}

const steps = (bytes: number): number => Math.ceil(bytes / STEP);

/** The key stream of each text, one behind the other, in whole steps. */
function keyStream(suite: SuiteName, key: Buffer, starts: Buffer, lengths: readonly number[]): Buffer {
  const counters = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + steps(length), 0) * STEP);
  let at = 0;
  for (const [i, length] of lengths.entries()) {
    for (let n = 0; n < steps(length); n++, at += STEP) {
      starts.copy(counters, at, i * STEP, (i + 1) * STEP);
      counters.writeUInt32BE((counters.readUInt32BE(at + 12) + n) >>> 0, at + 12);
    }
  }
  const derived = Buffer.from(hkdfSync(digestOf(suite), key, '', 'mingjian number', suite === 'aes-256-gcm' ? 32 : 16));
  return createCipheriv(suite === 'aes-256-gcm' ? 'aes-256-ecb' : 'sm4-ecb', derived, null).setAutoPadding(false).update(counters);
}

function mix(text: Buffer, stream: Buffer, from: number): void {
  for (let i = 0; i < text.length; i++) text[i]! ^= stream[from + i]!;
}
