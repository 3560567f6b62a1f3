import { randomBytes } from 'node:crypto';
import type { Keys } from '../keys/keys.ts';
import { blockCipher } from './suite.ts';

// One sealed text is: key id (1 byte) · random salt (32) · one block of the suite, bound to what it belongs to. A text that was changed, or put in
// another's place, does not open. For thousands of rows; hundreds of thousands of numbers at once are sealed by numbers.ts.

const SALT = 32;

/** Seals a text. `of` says what it belongs to (a table and a row): opened as anything else, it fails. */
export function sealText(keys: Pick<Keys, 'sealing'>, of: string, text: string): Buffer {
  const { id, suite, key } = keys.sealing.at(-1)!;
  const salt = randomBytes(SALT);
  return Buffer.concat([Buffer.of(id), salt, blockCipher(suite, key, salt).seal(0, Buffer.from(of), Buffer.from(text))]);
}

/** Opens what sealText sealed of the same thing. @throws Error where it is not what was sealed, or of another home */
export function openText(keys: Pick<Keys, 'sealing'>, of: string, sealed: Buffer): string {
  const found = keys.sealing.find(({ id }) => id === sealed[0]);
  if (!found || sealed.length < 1 + SALT) throw new Error('a sealed text names no key of this home');
  return blockCipher(found.suite, found.key, sealed.subarray(1, 1 + SALT)).open(0, Buffer.from(of), sealed.subarray(1 + SALT)).toString();
}
