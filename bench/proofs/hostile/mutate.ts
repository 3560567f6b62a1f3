import { inflateRawSync } from 'node:zlib';
import { zip, type Part } from './zip.ts';

/** Numbers from a seed, the same ones on every machine. */
export function dice(seed: number): (sides: number) => number {
  let state = (seed * 2654435761) >>> 0 || 1;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state % Math.max(1, sides);
  };
}

type Dice = (sides: number) => number;
type Damage = { name: string; do(bytes: Buffer, roll: Dice): Buffer };

const TELLING = [0, 0xff, 0x22, 0x2c, 0x0a, 0x0d, 0x3c, 0x3e, 0x26, 0x7b, 0x5d, 0xef, 0x81, 0x50];

const DAMAGES: Damage[] = [
  { name: 'flip', do: (bytes, roll) => { const out = Buffer.from(bytes); for (let n = 1 + roll(8); n > 0; n--) out[roll(out.length)]! ^= 1 << roll(8); return out; } },
  { name: 'set', do: (bytes, roll) => { const out = Buffer.from(bytes); for (let n = 1 + roll(8); n > 0; n--) out[roll(out.length)] = TELLING[roll(TELLING.length)]!; return out; } },
  { name: 'cut', do: (bytes, roll) => bytes.subarray(0, roll(bytes.length)) },
  { name: 'behead', do: (bytes, roll) => bytes.subarray(roll(Math.min(bytes.length, 400))) },
  { name: 'insert', do: (bytes, roll) => { const at = roll(bytes.length); return Buffer.concat([bytes.subarray(0, at), Buffer.from(Array.from({ length: 1 + roll(40) }, () => (roll(2) ? roll(256) : TELLING[roll(TELLING.length)]!))), bytes.subarray(at)]); } },
  { name: 'delete', do: (bytes, roll) => { const at = roll(bytes.length); return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + roll(60))]); } },
  { name: 'swap', do: swapBlocks },
  { name: 'repeat', do: (bytes, roll) => { const at = roll(bytes.length), end = at + roll(200); return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]); } },
  { name: 'zero', do: (bytes, roll) => { const out = Buffer.from(bytes), at = roll(out.length); return out.fill(0, at, Math.min(out.length, at + 1 + roll(64))); } },
];

function swapBlocks(bytes: Buffer, roll: Dice): Buffer {
  const length = 1 + roll(Math.min(120, bytes.length >> 2));
  const [a, b] = [roll(bytes.length - length), roll(bytes.length - length)].sort((x, y) => x - y) as [number, number];
  const out = Buffer.from(bytes);
  bytes.copy(out, a, b, b + length);
  bytes.copy(out, b, a, a + length);
  return out;
}

/** One damaged copy. Of a workbook, every other damage is done to one of its parts, packed again with a true sum: else all that a mutation
 *  tests is the check of sums. */
export function mutate(bytes: Buffer, roll: Dice): { bytes: Buffer; how: string } {
  const damage = DAMAGES[roll(DAMAGES.length)]!;
  if (bytes.readUInt32LE(0) === 0x04034b50 && roll(4) > 0) {
    const parts = unzip(bytes);
    const inner = parts[roll(parts.length)]!;
    if (inner.data.length > 4) {
      inner.data = damage.do(inner.data, roll);
      return { bytes: zip(parts), how: `${damage.name} in ${inner.name}` };
    }
  }
  return { bytes: damage.do(bytes, roll), how: damage.name };
}

function unzip(bytes: Buffer): (Part & { data: Buffer })[] {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const parts: (Part & { data: Buffer })[] = [];
  for (let i = 0, at = bytes.readUInt32LE(end + 16); i < bytes.readUInt16LE(end + 10); i++) {
    const [method, packed, name, extra, comment, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const body = bytes.subarray(from, from + packed);
    parts.push({ name: bytes.toString('utf8', at + 46, at + 46 + name), data: method === 8 ? inflateRawSync(body) : Buffer.from(body), stored: method === 0 });
    at += 46 + name + extra + comment;
  }
  return parts;
}
