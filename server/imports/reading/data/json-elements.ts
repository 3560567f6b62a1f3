import { refuse } from '../refusals.ts';
import { utf8Chunks } from '../text/decode.ts';
import type { Decoding } from '../text/encoding.ts';
import { parseExact } from './json-values.ts';

/** One object of the file. `row` is its line in JSON Lines, else its number in the list, from 1. */
export type Element = { row: number; text: string; value?: unknown; geometry: boolean };

export type Elements = { kind: 'lines' | 'array' | 'features'; all(): Generator<Element> };

const LONGEST = 32 << 20;
const [OPEN, CLOSE, LIST, END, QUOTE, BACKSLASH] = [123, 125, 91, 93, 34, 92] as const;

/** Which of its three forms a JSON file has, and its objects one after another, never the file as a whole. */
export function elements(fd: number, decoding: Decoding): Elements {
  const head = firstOf(fd, decoding);
  const list = head.search(/\S/);
  if (head[list] === '[') return { kind: 'array', all: () => inList(fd, decoding, 1, false) };
  const features = /"(features|data|rows|records|list|items)"\s*:\s*\[\s*[{\]]/.exec(head);
  const firstLine = head.slice(list).split(/\r?\n/, 1)[0]!;
  if (features && parsesAsObject(firstLine) === false) {
    const geometry = features[1] === 'features';
    return { kind: geometry ? 'features' : 'array', all: () => inList(fd, decoding, 2, geometry, features[1]) };
  }
  if (features && /"FeatureCollection"/.test(firstLine)) return { kind: 'features', all: () => inList(fd, decoding, 2, true, 'features') };
  return { kind: 'lines', all: () => lines(fd, decoding) };
}

const parsesAsObject = (line: string): boolean => {
  const value = parseExact(line);
  return value !== null && typeof value === 'object';
};

function firstOf(fd: number, decoding: Decoding): string {
  for (const chunk of utf8Chunks(fd, decoding)) return chunk.toString('utf8', 0, 1 << 20);
  return '';
}

function* lines(fd: number, decoding: Decoding): Generator<Element> {
  let rest = '';
  let row = 0;
  const decoder = new TextDecoder('utf-8');
  for (const chunk of utf8Chunks(fd, decoding)) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop()!;
    if (rest.length > LONGEST) throw refuse.recordTooLong(row + 1);
    for (const text of parts) if (++row && text.trim() !== '') yield { row, text, geometry: false };
  }
  if (rest.trim() !== '') yield { row: row + 1, text: rest, geometry: false };
}

/** Cuts the objects at `depth` out of the bytes by counting brackets outside strings. */
function* inList(fd: number, decoding: Decoding, depth: number, geometry: boolean, key?: string): Generator<Element> {
  let level = 0;
  let inString = false;
  let escaped = false;
  let started = key === undefined;
  let start = -1;
  let row = 0;
  let bytes: Buffer = Buffer.alloc(0);
  let at = 0;
  for (const chunk of utf8Chunks(fd, decoding)) {
    const from = start >= 0 ? start : at;
    bytes = Buffer.concat([bytes.subarray(from), chunk]);
    at -= from;
    if (start >= 0) start = 0;
    if (bytes.length > LONGEST + chunk.length) throw refuse.recordTooLong(row + 1);
    for (; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
      } else if (byte === QUOTE) inString = true;
      else if (byte === OPEN || byte === LIST) {
        if (!started && level === 1 && byte === LIST) started = bytes.toString('latin1', Math.max(0, at - 40), at).trimEnd().replace(/:$/, '').trimEnd().endsWith(`"${key}"`);
        if (started && level === depth && byte === OPEN && start < 0) start = at;
        level++;
      } else if (byte === CLOSE || byte === END) {
        level--;
        if (start >= 0 && level === depth) {
          yield { row: ++row, text: bytes.toString('utf8', start, at + 1), geometry };
          start = -1;
        }
        if (started && key !== undefined && level === 1 && byte === END) return;
      }
    }
  }
  if (level !== 0 || start >= 0) throw refuse.brokenData('JSON', { zh: `在第 ${row + 1} 个对象处中断`, en: `it breaks off in object ${row + 1}` });
}
