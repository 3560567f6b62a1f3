import { closeSync, constants, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { type Duck, literal, quoted } from '../../../duckdb.ts';
import type { Parts } from '../../reading/types.ts';
import type { Pipes } from './pipes.ts';

/** Plaintext that one slice may hold in memory: bounds what an import needs whatever the file's size. Three are held: one being read while the one
 *  before it is cleaned and the one before that is written; each looks anew at all that was learnt before, so few are better. Ten million rows of one
 *  letter each are few bytes and many cleaned rows. */
const SLICE: Parts = { bytes: 48 * 2 ** 20, records: 2_000_000 };
const SOON_MS = 20;

export type Slices = {
  /** Puts the next rows into table `slice (row BIGINT, c0, c1, … VARCHAR)`, replacing the ones before; false at the end. */
  next(duck: Duck): Promise<boolean>;
  /** Kept when nothing more is read: what is left of the table has been put out, or never will be. */
  read: Promise<void>;
} & AsyncDisposable;

/** Takes a table that `write` puts out as canonical CSV in parts, slice by slice, each through a FIFO of its own (`out.0`, `out.1`, …). Plaintext
 *  goes through pipes and memory only, never through a file. When `write` fails, the next `next` fails with its reason.
 *  `out` is a path in a private folder. */
export async function openSlices(pipes: Pipes, out: string, columns: number, write: (out: string, parts: Parts) => Promise<unknown>, parts = SLICE): Promise<Slices> {
  const line = new Line(pipes, out);
  await line.lay(0);
  const writing = follow(write(out, parts));
  const beside = new AsyncDisposableStack();
  let second: Duck | null = null; // one connection runs one statement at a time
  let coming: Promise<boolean> | null = null;
  let number = 0;
  const read = async (duck: Duck): Promise<boolean> => {
    await line.lay(number + 1); // the writer goes on to it before this one is read to its end
    const taken = await waitFor(fill(duck, line.at(number), columns), writing, () => knock(line.at(number), constants.O_WRONLY));
    await line.take(number++);
    writing.check();
    return taken;
  };
  return {
    next: async (duck) => {
      second ??= beside.use(await duck.another());
      if (!(await (coming ?? read(second)))) return false;
      await duck.run('drop table if exists slice; alter table incoming rename to slice');
      coming = read(second);
      coming.catch(() => {}); // told by the next call
      return true;
    },
    read: writing.over,
    [Symbol.asyncDispose]: async () => {
      // given up half way, its writer must hear of it: left alone it would wait for room until its time is up, and every other file behind it
      while (!writing.isOver()) {
        for (const pipe of line.laid()) knock(pipe, constants.O_RDONLY);
        await Promise.race([writing.over, setTimeout(SOON_MS)]);
      }
      await coming?.catch(() => {});
      await beside.disposeAsync();
      await line.takeAll();
    },
  };
}

/** The FIFOs of one table, one after another. */
class Line {
  readonly #pipes: Pipes;
  readonly #out: string;
  readonly #laid = new Set<string>();
  #next = 0;

  constructor(pipes: Pipes, out: string) {
    this.#pipes = pipes;
    this.#out = out;
  }

  at(number: number): string {
    return `${this.#out}.${number}`;
  }

  laid(): Iterable<string> {
    return this.#laid;
  }

  /** Answers when the pipe is there. */
  async lay(number: number): Promise<void> {
    if (number < this.#next) return;
    this.#next = number + 1;
    this.#laid.add(this.at(number));
    await this.#pipes.lay(this.at(number));
  }

  async take(number: number): Promise<void> {
    await rm(this.at(number), { force: true });
    this.#laid.delete(this.at(number));
  }

  async takeAll(): Promise<void> {
    for (const pipe of this.#laid) await rm(pipe, { force: true });
  }
}

type Writing = { over: Promise<void>; isOver(): boolean; /** Throws what the writer failed with. */ check(): void };

function follow(work: Promise<unknown>): Writing {
  let ended: { error: unknown } | 'well' | null = null;
  const over = work.then(() => void (ended = 'well'), (error: unknown) => void (ended = { error }));
  return {
    over,
    isOver: () => ended !== null,
    check: () => {
      if (ended !== null && ended !== 'well') throw ended.error;
    },
  };
}

/** Whoever waits at a pipe for a writer that is done, or dead, is let go: again and again, since nobody tells when they come to it. */
async function waitFor<T>(reading: Promise<T>, writing: Writing, letGo: () => void): Promise<T> {
  let isRead = false;
  const read = reading.then(() => {}, () => {}).finally(() => (isRead = true));
  await Promise.race([read, writing.over]);
  while (!isRead) {
    letGo();
    await Promise.race([read, setTimeout(SOON_MS)]);
  }
  return reading;
}

/** Opens one end of a pipe and closes it: whoever waits at the other end sees that somebody came, and went. */
function knock(pipe: string, end: number): void {
  try {
    closeSync(openSync(pipe, end | constants.O_NONBLOCK));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENXIO' && code !== 'ENOENT') throw error; // nobody there yet, or not laid yet
  }
}

/** Answers whether any row came. */
async function fill(duck: Duck, pipe: string, columns: number): Promise<boolean> {
  const named = ['row', ...Array.from({ length: columns }, (_, i) => `c${i}`)];
  const types = named.map((name, i) => `${literal(name)}: ${i ? "'VARCHAR'" : "'BIGINT'"}`).join(', ');
  await duck.run(`create or replace table incoming as select ${named.map(quoted).join(', ')}, 0::INTEGER as part from read_csv(${literal(pipe)},
    auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', new_line = '\\n', columns = {${types}},
    max_line_size = 67108864, buffer_size = 134217728, parallel = false)`);
  return (await duck.row<{ any: boolean }>('select count(*) > 0 as "any" from incoming')).any;
}
