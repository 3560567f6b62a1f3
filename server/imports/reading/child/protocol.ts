import type { Words } from '@mingjian/domain/words.ts';
import { Refused } from '../../../refused.ts';
import type { Sniff, SniffOptions, Streamed, StreamOptions } from '../types.ts';

/** What parent and child say to each other. Everything is plain data: nothing in an answer can run in the parent. */
export type Request =
  | { id: number; verb: 'sniff'; file: string; options: SniffOptions }
  | { id: number; verb: 'stream'; file: string; table: number; /** The file as it was when it was sniffed. */ stamp?: string | undefined; out: string; options: StreamOptions };

export type Answer = { id: number } & (
  | { ok: Sniff | Streamed }
  | { refused: { code: string; words: Words; advice: Words } }
  /** A failure of ours within the child; the text may quote the file, so it is kept out of messages. */
  | { failed: string }
);

export const isRefusal = (error: unknown): error is Refused => error instanceof Refused;
