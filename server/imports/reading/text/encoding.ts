import { isUtf8 } from 'node:buffer';
import { fstatSync } from 'node:fs';
import { refuse } from '../refusals.ts';
import { bytesAt, chunks } from './bytes.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
export type Decoding = { encoding: Encoding; bom: number; /** The file ends in the middle of a character. */ cut: boolean };

const BOMS: [Encoding, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['gb18030', [0x84, 0x31, 0x95, 0x33]],
];

/** Decides the encoding of a text from all of its bytes, never from a sample: one GBK name in row 900,000 of a file taken
 *  for UTF-8 would become U+FFFD, and the person would be lost to every comparison. Guessing by letter frequency is not
 *  used: it takes short GBK for Big5. What fits nothing is refused here or, far behind in a large file, where it is decoded,
 *  naming the line of the first bad byte. */
export function decideEncoding(fd: number, head: Buffer): Decoding {
  for (const [encoding, mark] of BOMS)
    if (mark.every((byte, i) => head[i] === byte)) return confirm(fd, encoding, mark.length);
  const wide = utf16WithoutMark(head);
  if (wide) return confirm(fd, wide, 0);
  const utf8 = checkUtf8(fd);
  if (utf8.valid) return { encoding: 'utf-8', bom: 0, cut: utf8.cut };
  if (utf8.sequences >= 20) throw refuse.brokenUtf8(lineOf(fd, utf8.at));
  return gb18030(fd);
}

function confirm(fd: number, encoding: Encoding, bom: number): Decoding {
  if (encoding === 'gb18030') return { ...gb18030(fd), bom };
  if (encoding !== 'utf-8') return { encoding, bom, cut: fstatSync(fd).size % 2 === 1 };
  const utf8 = checkUtf8(fd);
  if (!utf8.valid) throw refuse.brokenUtf8(lineOf(fd, utf8.at));
  return { encoding, bom, cut: utf8.cut };
}

/** ASCII written as UTF-16 is also valid UTF-8 full of NULs; that they all stand on one side of each pair gives it away. */
function utf16WithoutMark(head: Buffer): Encoding | null {
  const sides = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) sides[i & 1]!++;
  const [even, odd] = sides as [number, number];
  if (even + odd < Math.max(2, head.length * 0.02)) return null;
  if (odd > 9 * even) return 'utf-16le';
  return even > 9 * odd ? 'utf-16be' : null;
}

type Utf8 = { valid: boolean; cut: boolean; /** Offset of the first bad chunk. */ at: number; /** Good multi-byte characters before it. */ sequences: number };

function checkUtf8(fd: number): Utf8 {
  let at = 0;
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks(fd)) {
    const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    const whole = wholeCharacters(bytes);
    if (!isUtf8(bytes.subarray(0, whole))) {
      const good = validPrefix(bytes, whole);
      return { valid: false, cut: false, at: at + good, sequences: sequencesIn(bytes.subarray(0, good)) + (at > 0 ? sequencesIn(firstBytes(fd)) : 0) };
    }
    at += whole;
    rest = Buffer.from(bytes.subarray(whole));
  }
  return { valid: at > 0 || rest.length === 0, cut: rest.length > 0, at, sequences: 0 };
}

const firstBytes = (fd: number): Buffer => bytesAt(fd, 0, 1 << 16);

/** How many bytes at the front hold whole characters: the last one may go on in the next chunk. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function validPrefix(bytes: Buffer, end: number): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const whole = wholeCharacters(bytes.subarray(0, middle));
    if (isUtf8(bytes.subarray(0, whole))) low = middle;
    else high = middle - 1;
  }
  return low;
}

const sequencesIn = (bytes: Buffer): number => {
  let count = 0;
  for (const byte of bytes) if (byte >= 0xe0) count++;
  return count;
};

/** What is no UTF-8 is taken for GB 18030. That all its bytes are is seen where they are decoded: looking beforehand would take as long as reading. */
function gb18030(fd: number): Decoding {
  const { size } = fstatSync(fd);
  const pairs = { common: 0, other: 0 };
  countPairs(bytesAt(fd, 0, 1 << 18), pairs);
  if (pairs.other > pairs.common) throw refuse.unknownEncoding(firstHighLine(fd));
  return { encoding: 'gb18030', bom: 0, cut: endsMidCharacter(bytesAt(fd, Math.max(0, size - TAIL), TAIL)) };
}

const TAIL = 1 << 16;

/** From the last line end on: there no character goes over. */
function endsMidCharacter(tail: Buffer): boolean {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  const line = tail.subarray(tail.lastIndexOf(10) + 1);
  try {
    decoder.decode(line, { stream: true });
  } catch {
    return false; // it is no GB 18030 at all, which is told when it is read
  }
  try {
    decoder.decode();
    return false;
  } catch {
    return true;
  }
}

/** Chinese office text lies almost wholly in the GB 2312 block. Western single-byte text also decodes as GB 18030, into
 *  rubbish outside that block (`é` + `r` is one such pair). */
function countPairs(bytes: Buffer, pairs: { common: number; other: number }): void {
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead < 0x80) continue;
    const trail = bytes[++i] ?? 0;
    if (trail >= 0x30 && trail <= 0x39) i += 2;
    if (lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1) pairs.common++;
    else pairs.other++;
  }
}

/** Line (from 1) of the first byte that is no GB 18030, looked for from the chunk that failed. */
export function badLine(fd: number, from: number): number {
  let line = 1;
  let at = 0;
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks(fd)) {
    const end = at + chunk.length;
    if (end <= from) line += newlines(chunk);
    else {
      const bytes = Buffer.concat([rest, chunk]);
      const found = badLineIn(bytes);
      if (found !== null) return line + found;
      return line + newlines(bytes);
    }
    rest = Buffer.from(chunk.subarray(chunk.lastIndexOf(10) + 1));
    at = end;
  }
  return line;
}

function badLineIn(bytes: Buffer): number | null {
  let line = 0;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(10, start);
    const stop = end < 0 ? bytes.length : end + 1;
    try {
      new TextDecoder('gb18030', { fatal: true }).decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop;
  }
  return null;
}

function firstHighLine(fd: number): number {
  let line = 1;
  for (const chunk of chunks(fd)) {
    const high = chunk.findIndex((byte) => byte >= 0x80);
    if (high >= 0) return line + newlines(chunk.subarray(0, high));
    line += newlines(chunk);
  }
  return line;
}

function lineOf(fd: number, offset: number): number {
  let line = 1;
  let at = 0;
  for (const chunk of chunks(fd)) {
    if (at + chunk.length > offset) return line + newlines(chunk.subarray(0, offset - at));
    line += newlines(chunk);
    at += chunk.length;
  }
  return line;
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) count++;
  if (count === 0) for (let i = bytes.indexOf(13); i >= 0; i = bytes.indexOf(13, i + 1)) count++;
  return count;
}
