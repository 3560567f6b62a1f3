/** Node decodes GB 18030 and cannot write it: the table is read out of its own decoder, once. */
let pairs: Uint16Array | undefined;
let fours: Map<number, number> | undefined;

function tables(): Uint16Array {
  if (pairs) return pairs;
  pairs = new Uint16Array(65536);
  const decoder = new TextDecoder('gb18030');
  const bytes = new Uint8Array(2);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      bytes[0] = lead;
      bytes[1] = trail;
      const text = decoder.decode(bytes);
      if (text.length === 1 && text !== '\uFFFD') pairs[text.charCodeAt(0)] ||= (lead << 8) | trail;
    }
  }
  return pairs;
}

/** The four-byte form. Within the BMP it has no formula: the few characters that need it are looked up once each. */
function fourBytes(point: number): number {
  fours ??= new Map();
  const known = fours.get(point);
  if (known !== undefined) return known;
  let linear = 0;
  if (point >= 0x10000) linear = point - 0x10000 + 189_000;
  else {
    const decoder = new TextDecoder('gb18030');
    while (linear < 39_420 && decoder.decode(fourOf(linear)).codePointAt(0) !== point) linear++;
  }
  fours.set(point, linear);
  return linear;
}

const fourOf = (linear: number): Uint8Array =>
  Uint8Array.of(0x81 + Math.floor(linear / 12_600), 0x30 + (Math.floor(linear / 1_260) % 10), 0x81 + (Math.floor(linear / 10) % 126), 0x30 + (linear % 10));

/** GB 18030 keeps every character; plain GBK prints `?` for one it does not have, as the offices' old systems do. */
export function encodeGb(text: string, kind: 'gbk' | 'gb18030'): Buffer {
  const two = tables();
  const out = Buffer.allocUnsafe(text.length * 4);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) out[at++] = unit;
    else if (two[unit]) {
      out[at++] = (two[unit] as number) >> 8;
      out[at++] = (two[unit] as number) & 0xff;
    } else {
      const point = text.codePointAt(i) as number;
      if (point > 0xffff) i++;
      if (kind === 'gbk') out[at++] = 0x3f;
      else for (const byte of fourOf(fourBytes(point))) out[at++] = byte;
    }
  }
  return out.subarray(0, at);
}
