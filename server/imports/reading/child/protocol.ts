import type { Words } from '@mingjian/domain/words.ts';
import { Refused } from '../../../refused.ts';
import type { Sniff, SniffOptions, Streamed, StreamOptions } from '../types.ts';

/** What parent and child say to each other. Everything is plain data: nothing in an answer can run in the parent. */
export type Request =
  | { id: number; verb: 'sniff'; file: string; options: SniffOptions }
  | { id: number; verb: 'stream'; file: string; table: number; /** The file as it was when it was sniffed. */ stamp?: string | undefined; out: string; options: StreamOptions };

/** What the child finds in a file; what identifies its bytes the parent works out meanwhile. */
export type Seen = Omit<Sniff, 'sha256'>;

export type Answer = { id: number } & (
  | { ok: Seen | Streamed }
  | { refused: { code: string; words: Words; advice: Words } }
  /** A failure of ours within the child; the text may quote the file, so it is kept out of messages. */
  | { failed: string }
);

export const isRefusal = (error: unknown): error is Refused => error instanceof Refused;
