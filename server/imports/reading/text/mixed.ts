import { isUtf8 } from 'node:buffer';

/** Two Chinese characters of UTF-8 side by side, seen as bytes. */
const TWO = /[\xe4-\xe9][\x80-\xbf]{2}[\xe4-\xe9][\x80-\xbf]{2}/g;
const LF = 10;
const LONGEST = 1 << 16; // a line longer than this is judged by its parts

/** Looks, in what is taken for GBK, for lines that are UTF-8: most of them are valid GBK too, and each name in them would be read as another, that
 *  looks like a name. In true GBK the pattern comes by chance in some lines; but then the line as a whole is no UTF-8. */
export class MixedLines {
  /** Line of the first one, from 1; 0 where there is none. */
  first = 0;
  count = 0;
  #line = 1;
  #rest: Buffer = Buffer.alloc(0);

  look(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const lastEnd = bytes.lastIndexOf(LF) + 1;
    const end = lastEnd === 0 && bytes.length > LONGEST ? bytes.length : lastEnd;
    this.#search(bytes.subarray(0, end));
    this.#rest = Buffer.from(bytes.subarray(end));
  }

  end(): void {
    this.#search(this.#rest);
  }

  #search(bytes: Buffer): void {
    const text = bytes.toString('latin1');
    TWO.lastIndex = 0;
    for (let found = TWO.exec(text); found; found = TWO.exec(text)) {
      const start = text.lastIndexOf('\n', found.index) + 1;
      const next = text.indexOf('\n', found.index);
      const end = next < 0 ? text.length : next;
      TWO.lastIndex = end;
      if (!isUtf8(bytes.subarray(start, end))) continue;
      if (this.first === 0) this.first = this.#line + lines(bytes, start);
      this.count++;
    }
    if (this.first === 0) this.#line += lines(bytes, bytes.length);
  }
}

function lines(bytes: Buffer, to: number): number {
  let count = 0;
  for (let i = bytes.indexOf(LF); i >= 0 && i < to; i = bytes.indexOf(LF, i + 1)) count++;
  return count;
}
