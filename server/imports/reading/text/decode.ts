import { chunks } from './bytes.ts';
import type { Decoding } from './encoding.ts';

/** The file as UTF-8, chunk after chunk, without its byte order mark. Chunks may end anywhere, also within a character.
 *  Decoding is fatal: a byte that does not fit must stop the file, not turn into U+FFFD inside somebody's name. */
export function* utf8Chunks(fd: number, decoding: Decoding): Generator<Buffer> {
  if (decoding.encoding === 'utf-8') {
    yield* chunks(fd, decoding.bom);
    return;
  }
  const decoder = new TextDecoder(decoding.encoding, { fatal: decoding.encoding === 'gb18030' });
  for (const chunk of chunks(fd, decoding.bom)) yield Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
  const last = decoding.cut ? '' : decoder.decode();
  if (last) yield Buffer.from(last, 'utf8');
}
