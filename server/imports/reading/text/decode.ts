import { refuse } from '../refusals.ts';
import { chunks } from './bytes.ts';
import { badLine, type Decoding } from './encoding.ts';
import { MixedLines } from './mixed.ts';

/** The file as UTF-8, chunk after chunk, without its byte order mark. Chunks may end anywhere, also within a character.
 *  Decoding is fatal: a byte that does not fit must stop the file, not turn into U+FFFD inside somebody's name. */
export function* utf8Chunks(fd: number, decoding: Decoding): Generator<Buffer> {
  if (decoding.encoding === 'utf-8') yield* chunks(fd, decoding.bom);
  else if (decoding.encoding === 'gb18030') yield* gbkChunks(fd, decoding);
  else yield* decoded(new TextDecoder(decoding.encoding), fd, decoding);
}

/** @throws Refused where a byte is no GB 18030, or a line is UTF-8 */
function* gbkChunks(fd: number, decoding: Decoding): Generator<Buffer> {
  const mixed = new MixedLines();
  let [at, next] = [0, decoding.bom]; // of the chunk that is being decoded
  const look = (chunk: Buffer | null): void => {
    if (chunk) mixed.look(chunk);
    else mixed.end();
    if (mixed.first) throw mixedEncodings(fd);
    at = next;
    next += chunk?.length ?? 0;
  };
  try {
    yield* decoded(new TextDecoder('gb18030', { fatal: true }), fd, decoding, look);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw refuse.unknownEncoding(badLine(fd, at));
    throw error;
  }
}

function* decoded(decoder: TextDecoder, fd: number, { bom, cut }: Decoding, look?: (chunk: Buffer | null) => void): Generator<Buffer> {
  for (const chunk of chunks(fd, bom)) {
    look?.(chunk);
    yield Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
  }
  look?.(null);
  const last = cut ? '' : decoder.decode();
  if (last) yield Buffer.from(last, 'utf8');
}

/** With how many lines there are: one is a slip, many are files that were joined. */
function mixedEncodings(fd: number): Error {
  const mixed = new MixedLines();
  for (const chunk of chunks(fd)) mixed.look(chunk);
  mixed.end();
  return refuse.mixedEncodings(mixed.first, mixed.count);
}
