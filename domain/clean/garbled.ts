/** Whether a text is what becomes of Chinese read in a wrong encoding (mojibake): UTF-8 read as GBK (寮犱笁), UTF-8 or GBK read as a Western code
 *  page (å¼ ä¸‰, ÕÅÈý), or what is left where a program had given up (锟斤拷). It looks like a name, and would meet the same wrong name elsewhere. */
export function isGarbled(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 0x80) continue; // the first character beyond ASCII nearly always decides: names are many and nearly all are fine
    const first = text[i]!;
    if (text.charCodeAt(i) < 0x100) return WESTERN_UTF8.test(text) || WESTERN_GBK.test(text);
    return LEFTOVER.test(text) || (leads().has(first) && readsAsUtf8(text.slice(i)));
  }
  return false;
}

const LEFTOVER = /锟斤拷|锟斤|斤拷|烫烫烫|屯屯屯|锘匡/;
/** A Chinese character in UTF-8 is a byte E4–E9 and two of 80–BF; code page 1252 shows the latter as these. */
const WESTERN_UTF8 = /[ä-é][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122 ]{2}/;
/** Nothing but pairs of B0–F7 and A1–FE, one for each character of GB 2312, with no letter of ASCII between them. */
const WESTERN_GBK = /^[\s\d(),.·-]*(?:[°-÷][¡-þ]){2,}[\s\d(),.·-]*$/;

/** GBK of all that UTF-8 read as GBK can hold: two bytes a character, the table of the decoder itself turned around. */
let gbk: Map<string, number> | undefined;
function bytesOf(character: string): number | undefined {
  gbk ??= new Map(function* (): Generator<[string, number]> {
    const decoder = new TextDecoder('gb18030');
    for (let lead = 0x81; lead <= 0xfe; lead++) {
      for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) yield [decoder.decode(Uint8Array.of(lead, trail)), lead * 256 + trail];
    }
  }());
  return gbk.get(character);
}

/** The characters that the first two bytes of a Chinese character in UTF-8 are read as. */
let first: Set<string> | undefined;
function leads(): Set<string> {
  if (first) return first;
  const decoder = new TextDecoder('gb18030');
  first = new Set();
  for (let lead = 0xe4; lead <= 0xe9; lead++) for (let next = 0x80; next <= 0xbf; next++) first.add(decoder.decode(Uint8Array.of(lead, next)));
  return first;
}

/** At least two characters come out, all Chinese; the last byte may be lost, because GBK takes bytes in pairs. */
function readsAsUtf8(text: string): boolean {
  const bytes: number[] = [];
  for (const character of text.replace(/[?？\uFFFD\s]+$/, '')) {
    const pair = bytesOf(character);
    if (pair === undefined) return false;
    bytes.push(pair >> 8, pair & 255);
  }
  try {
    return /^[\u4e00-\u9fff]{2}[\u4e00-\u9fff·]*$/.test(new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes), { stream: true }));
  } catch {
    return false;
  }
}
