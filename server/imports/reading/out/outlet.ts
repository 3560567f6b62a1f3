import { closeSync, openSync, writeSync } from 'node:fs';
import { refuse } from '../refusals.ts';
import type { Limits, Parts } from '../types.ts';

const SIZE = 1 << 20;
/** The first part is this small a share of the largest, and each the double of the one before: whoever takes them begins soon, and few are small. */
const FIRST = 16;
/** What whoever imports puts between values inside one string; nothing a department writes means them. */
const SEPARATORS = [0x1e, 0x1f, 0x00];
const [NEWLINE, COMMA, SPACE] = [0x0a, 0x2c, 0x20];

/** Where canonical CSV goes: one file or FIFO, or numbered ones (`out.0`, `out.1`, …) that each begin with the header and end with a record. The
 *  next one is opened when the next record comes; a FIFO that nobody takes from holds the reader up there, which bounds what waits in memory. */
export class Outlet {
  readonly #out: string;
  readonly #header: string;
  readonly #limits: Limits;
  readonly #parts: Parts | undefined;
  #fd: number | null = null;
  #buffer = Buffer.allocUnsafeSlow(SIZE * 2);
  #at = 0;
  #written = 0;
  #part = { number: 0, bytes: 0, records: 0, limit: 0 };

  constructor(out: string, width: number, limits: Limits, parts?: Parts) {
    this.#out = out;
    this.#limits = limits;
    this.#parts = parts;
    this.#part.limit = parts ? parts.bytes / FIRST : Infinity;
    this.#header = `row,${Array.from({ length: width }, (_, c) => `c${c}`).join(',')}\n`;
    this.#begin();
  }

  /** One record as text, without its line end. */
  record(line: string): void {
    this.#ready(line.length * 3 + 1);
    this.#at += this.#buffer.write(line, this.#at, 'utf8');
    this.#end();
  }

  /** One record whose bytes are canonical already; `replace` is a delimiter to be written as a comma, or 0. */
  verbatim(row: number, bytes: Buffer, start: number, end: number, replace: number): void {
    this.#ready(end - start + 24);
    const to = this.#number(row);
    bytes.copy(this.#buffer, to, start, end);
    this.#at = to + end - start;
    if (replace) for (let i = to; i < this.#at; i++) if (this.#buffer[i] === replace) this.#buffer[i] = COMMA;
    this.#end();
  }

  finish(): void {
    if (this.#fd === null) return;
    this.#flush();
    this.abandon();
  }

  abandon(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  #begin(): void {
    this.#fd = openSync(this.#parts ? `${this.#out}.${this.#part.number}` : this.#out, 'w', 0o600);
    this.#at = this.#buffer.write(this.#header, 0, 'utf8');
  }

  #ready(room: number): void {
    if (this.#fd === null) this.#begin();
    if (this.#at + room <= this.#buffer.length) return;
    this.#flush();
    if (room > this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(room);
  }

  #end(): void {
    this.#buffer[this.#at++] = NEWLINE;
    const part = this.#part;
    part.records++;
    if (!this.#parts || (part.bytes + this.#at < part.limit && part.records < this.#parts.records)) return;
    this.finish();
    this.#part = { number: part.number + 1, bytes: 0, records: 0, limit: Math.min(this.#parts.bytes, part.limit * 2) };
  }

  #number(row: number): number {
    const text = String(row);
    for (let i = 0; i < text.length; i++) this.#buffer[this.#at++] = text.charCodeAt(i);
    this.#buffer[this.#at++] = COMMA;
    return this.#at;
  }

  #flush(): void {
    this.#written += this.#at;
    this.#part.bytes += this.#at;
    if (this.#written > this.#limits.outputBytes) throw refuse.tooMuchOutput(this.#limits.outputBytes);
    if (this.#parts) this.#clear();
    for (let at = 0; at < this.#at; ) at += writeSync(this.#fd!, this.#buffer, at, this.#at - at);
    this.#at = 0;
  }

  #clear(): void {
    const bytes = this.#buffer.subarray(0, this.#at);
    for (const byte of SEPARATORS) for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) bytes[at] = SPACE;
  }
}
