import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Keys } from '../keys.ts';
import { digestOf, type SuiteName } from './suite.ts';

// One sealed number is: key id (1 byte) · random counter block (16) · ciphertext in counter mode. Hundreds of thousands are sealed at an import,
// so the key stream of a whole batch is made by one call. Whether it was tampered with is told by the digest it lies beside (personNumbers).

const HEAD = 17;
const STEP = 16;

/** Seals many short texts at once, each by itself. */
export function sealNumbers(keys: Pick<Keys, 'sealing' | 'suite'>, values: readonly string[]): Buffer[] {
  const { id, key } = keys.sealing.at(-1)!;
  const texts = values.map((value) => Buffer.from(value));
  const starts = randomBytes(values.length * STEP);
  const stream = keyStream(keys.suite, key, texts.map((text, i) => ({ start: starts.subarray(i * STEP, (i + 1) * STEP), bytes: text.length })));
  return texts.map((text, i) => {
    const sealed = Buffer.allocUnsafe(HEAD + text.length);
    sealed[0] = id;
    starts.copy(sealed, 1, i * STEP, (i + 1) * STEP);
    mix(text, stream[i]!, sealed.subarray(HEAD));
    return sealed;
  });
}

/** Opens what sealNumbers sealed. */
export function openNumber(keys: Pick<Keys, 'sealing' | 'suite'>, sealed: Buffer): string {
  const found = keys.sealing.find(({ id }) => id === sealed[0]);
  if (!found || sealed.length < HEAD) throw new Error('a sealed number names no key of this home');
  const body = sealed.subarray(HEAD);
  const [stream] = keyStream(keys.suite, found.key, [{ start: sealed.subarray(1, HEAD), bytes: body.length }]);
  const plain = Buffer.alloc(body.length);
  mix(body, stream!, plain);
  return plain.toString();
}

function keyStream(suite: SuiteName, key: Buffer, wanted: { start: Buffer; bytes: number }[]): Buffer[] {
  const blocks = wanted.map(({ bytes }) => Math.ceil(bytes / STEP));
  const counters = Buffer.alloc(blocks.reduce((sum, n) => sum + n, 0) * STEP);
  let at = 0;
  for (const [i, { start }] of wanted.entries()) {
    for (let n = 0; n < blocks[i]!; n++, at += STEP) {
      start.copy(counters, at);
      counters.writeUInt32BE((counters.readUInt32BE(at + 12) + n) >>> 0, at + 12);
    }
  }
  const stream = encrypt(suite, key, counters);
  at = 0;
  return blocks.map((n) => stream.subarray(at, (at += n * STEP)));
}

function encrypt(suite: SuiteName, key: Buffer, counters: Buffer): Buffer {
  const derived = Buffer.from(hkdfSync(digestOf(suite), key, '', 'mingjian number', suite === 'aes-256-gcm' ? 32 : 16));
  return createCipheriv(suite === 'aes-256-gcm' ? 'aes-256-ecb' : 'sm4-ecb', derived, null).setAutoPadding(false).update(counters);
}

function mix(text: Buffer, stream: Buffer, out: Buffer): void {
  for (let i = 0; i < text.length; i++) out[i] = text[i]! ^ stream[i]!;
}
