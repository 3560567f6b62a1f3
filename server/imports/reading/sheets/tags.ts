import { refuse } from '../refusals.ts';

export type TagHandler = {
  /** Name without its prefix; attributes as written, for `attribute`. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
  /** A whole element taken at once, for those that come by the million: answers where it ends, or -1 to have it read tag by tag. */
  whole?(text: string, open: number): number;
};

/** Reads the XML of a workbook part piece by piece. Of hucre's two parsers one needs the part whole, the other runs ahead of
 *  whoever takes its rows (560 MB for a sheet of 200,000); this one hands over what it was given and waits. */
export class Tags {
  #rest = '';
  readonly #to: TagHandler;

  constructor(to: TagHandler) {
    this.#to = to;
  }

  push(piece: string): void {
    const text = this.#rest + piece;
    const used = this.#read(text);
    this.#rest = text.slice(used);
    if (this.#rest.length > 16 << 20) throw refuse.brokenZip();
  }

  #read(text: string): number {
    let at = 0;
    for (;;) {
      const open = text.indexOf('<', at);
      if (open < 0) return at;
      if (open > at) this.#to.text(unescape(text.slice(at, open)));
      const next = text.charCodeAt(open + 1);
      if (next === 33 || next === 63 || Number.isNaN(next)) {
        at = this.#special(text, open);
        if (at < 0) return open;
        continue;
      }
      const whole = next === 99 && this.#to.whole ? this.#to.whole(text, open) : -1;
      if (whole >= 0) {
        at = whole;
        continue;
      }
      const end = endOfTag(text, open + 1);
      if (end < 0) return open;
      this.#tag(text, open, end, next);
      at = end + 1;
    }
  }

  #tag(text: string, open: number, end: number, next: number): void {
    if (next === 47) return this.#to.close(local(text, open + 2, end));
    const empty = text.charCodeAt(end - 1) === 47;
    const stop = empty ? end - 1 : end;
    let space = open + 1;
    while (space < stop && text.charCodeAt(space) > 32) space++;
    const name = local(text, open + 1, space);
    this.#to.open(name, text.slice(space, stop));
    if (empty) this.#to.close(name);
  }

  /** Comments, CDATA, instructions. A declaration of any other kind is one of a DTD. */
  #special(text: string, open: number): number {
    const head = text.slice(open, open + 9);
    const until = (mark: string, from: number): number => {
      const found = text.indexOf(mark, open + from);
      return found < 0 ? -1 : found + mark.length;
    };
    if (head.startsWith('<?')) return until('?>', 2);
    if (head.startsWith('<!--')) return until('-->', 4);
    if (head === '<![CDATA[') {
      const end = until(']]>', 9);
      if (end >= 0) this.#to.text(text.slice(open + 9, end - 3));
      return end;
    }
    if (head.length === 9) throw refuse.doctype();
    return -1;
  }
}

/** The `>` that ends a tag; those within quotes do not. */
function endOfTag(text: string, from: number): number {
  let quote = 0;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quote) { if (code === quote) quote = 0; }
    else if (code === 62) return i;
    else if (code === 34 || code === 39) quote = code;
  }
  return -1;
}

function local(text: string, from: number, to: number): string {
  const name = text.slice(from, to);
  const colon = name.indexOf(':');
  return (colon < 0 ? name : name.slice(colon + 1)).trimEnd();
}

/** One attribute of a tag, by its name as written (a prefix may stand before it). */
export function attribute(attributes: string, name: string): string | null {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    const before = attributes.charCodeAt(at - 1);
    if (at > 0 && before > 32 && before !== 58) continue;
    let i = at + name.length;
    while (attributes.charCodeAt(i) <= 32) i++;
    if (attributes.charCodeAt(i) !== 61) continue;
    i++;
    while (attributes.charCodeAt(i) <= 32) i++;
    const quote = attributes[i];
    if (quote !== '"' && quote !== "'") continue;
    const end = attributes.indexOf(quote, i + 1);
    return end < 0 ? null : unescape(attributes.slice(i + 1, end));
  }
  return null;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{1,8}));/gi, (all, hex, decimal, name) => {
    if (name) return ENTITIES[name] ?? all;
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}

/** `_x000D_`: how workbooks write characters that XML cannot hold. */
export const unescapeOoxml = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([\dA-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))) : text;
