import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Duck, literal, quoted } from '../../duckdb.ts';

/** Plaintext that one slice may hold in memory: bounds what an import needs whatever the file's size. Three are held: one being read while the one
 *  before it is cleaned and the one before that is written; the first is a small part of it and each the double of the one before, so that
 *  cleaning begins soon and few parts are small. */
const SLICE_BYTES = 40 * 2 ** 20;
const FIRST_PART = 16;
/** And rows: ten million rows of one letter each are few bytes and many cleaned ones. */
const SLICE_ROWS = 2_000_000;
const QUOTE = 0x22, NEWLINE = 0x0a;
/** Used between values inside one string; nothing a department writes means them. */
const SEPARATORS = [0x1e, 0x1f, 0x00];

export type Slices = {
  /** Puts the next rows into table `slice (row BIGINT, c0, c1, … VARCHAR)`, replacing the ones before; false at the end. */
  next(duck: Duck): Promise<boolean>;
} & AsyncDisposable;

/** Takes a table that `write` puts out as canonical CSV into a FIFO, slice by slice. Plaintext goes through pipes and
 *  memory only, never through a file. When `write` fails, the next `next` fails with its reason.
 *  `tmp` is a private folder; the FIFOs in it are named after `name` so that the sweep of a killed import knows them. */
export async function openSlices(tmp: string, name: string, columns: number, write: (fifo: string) => Promise<unknown>, bytes = SLICE_BYTES): Promise<Slices> {
  const [source, sink] = [join(tmp, `${name}.in`), join(tmp, `${name}.out`)] as const;
  await promisify(execFile)('mkfifo', ['-m', '600', source, sink]);
  const input = openInput(source, write);
  const records = new Records(input.socket, bytes);
  const beside = new AsyncDisposableStack();
  let second: Duck | null = null; // one connection runs one statement at a time
  let coming: Promise<boolean> | null = null;
  const read = async (duck: Duck): Promise<boolean> => {
    if (!(await records.more())) return false;
    await fill(duck, sink, columns, records);
    return true;
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
    [Symbol.asyncDispose]: async () => {
      await input.end();
      await coming?.catch(() => {});
      await beside.disposeAsync();
      await Promise.all([rm(source, { force: true }), rm(sink, { force: true })]);
    },
  };
}

type Input = { socket: Socket; /** Takes no more, whether or not all was written, and waits until the writer knows. */ end(): Promise<void> };

/** A writer of our own holds the pipe open until `write` is done: a reader child that dies cannot leave us waiting. */
function openInput(fifo: string, write: (fifo: string) => Promise<unknown>): Input {
  let holder: number | null = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  const letGo = (): void => {
    if (holder !== null) closeSync(holder);
    holder = null;
  };
  const socket = new Socket({ fd: openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false });
  let isWritten = false;
  const written = write(fifo).then(letGo, (reason: Error) => {
    letGo();
    socket.destroy(reason);
  }).finally(() => (isWritten = true));
  const end = async (): Promise<void> => {
    socket.destroy();
    letGo();
    while (!isWritten) await Promise.race([written, wake(fifo)]);
  };
  return { socket, end };
}

/** When the table is given up half way, its writer must hear of it: left alone it would wait for room in the pipe until its time is up, and
 *  every other file behind it. One that has not opened the pipe yet is let in, to find nobody there. */
async function wake(fifo: string): Promise<void> {
  try {
    closeSync(openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // the writer failed and took the pipe away itself
  }
  await setTimeout(20);
}

/** Cuts the stream into slices at record ends: a newline that stands outside quotes. */
class Records {
  #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  #header = true;
  #coming: number;
  readonly #limit: number;

  constructor(input: AsyncIterable<Buffer>, limit: number) {
    this.#chunks = input[Symbol.asyncIterator]();
    this.#limit = limit;
    this.#coming = limit / FIRST_PART;
  }

  async more(): Promise<boolean> {
    while (true) {
      if (this.#header) this.#dropHeader();
      if (!this.#header && this.#rest.length > 0) return true;
      const next = await this.#chunks.next();
      if (next.done) return false;
      this.#rest = this.#rest.length ? Buffer.concat([this.#rest, clear(next.value)]) : clear(next.value);
    }
  }

  #dropHeader(): void {
    const end = this.#rest.indexOf(NEWLINE);
    if (end < 0) return;
    this.#rest = this.#rest.subarray(end + 1);
    this.#header = false;
  }

  /** The bytes of one slice, whole records. */
  async *slice(): AsyncGenerator<Buffer> {
    let [sent, rows, open] = [0, 0, false];
    const limit = this.#coming;
    this.#coming = Math.min(this.#limit, limit * 2);
    for (let chunk: Buffer | null = this.#rest; chunk; chunk = await this.#next()) {
      this.#rest = Buffer.alloc(0);
      rows += times(NEWLINE, chunk);
      const cut = sent + chunk.length >= limit || rows >= SLICE_ROWS ? recordEnd(chunk, open) : -1;
      if (cut >= 0) {
        this.#rest = chunk.subarray(cut + 1);
        yield chunk.subarray(0, cut + 1);
        return;
      }
      open = times(QUOTE, chunk) % 2 === 1 ? !open : open;
      sent += chunk.length;
      yield chunk;
    }
  }

  async #next(): Promise<Buffer | null> {
    const next = await this.#chunks.next();
    return next.done ? null : clear(next.value);
  }
}

function times(byte: number, chunk: Buffer): number {
  let n = 0;
  for (let at = chunk.indexOf(byte); at >= 0; at = chunk.indexOf(byte, at + 1)) n++;
  return n;
}

/** The last newline of the chunk that ends a record, or -1. */
function recordEnd(chunk: Buffer, open: boolean): number {
  let end = -1;
  for (let at = 0; at < chunk.length; at++) {
    if (chunk[at] === QUOTE) open = !open;
    else if (chunk[at] === NEWLINE && !open) end = at;
  }
  return end;
}

/** Separators of ours that a hostile cell holds become spaces, before anything relies on their absence. */
function clear(chunk: Buffer): Buffer {
  for (const byte of SEPARATORS) for (let at = chunk.indexOf(byte); at >= 0; at = chunk.indexOf(byte, at + 1)) chunk[at] = 0x20;
  return chunk;
}

async function fill(duck: Duck, fifo: string, columns: number, records: Records): Promise<void> {
  const named = ['row', ...Array.from({ length: columns }, (_, i) => `c${i}`)];
  const types = named.map((name, i) => `${literal(name)}: ${i ? "'VARCHAR'" : "'BIGINT'"}`).join(', ');
  const reading = duck.run(`create or replace table incoming as select ${named.map(quoted).join(', ')}, 0::INTEGER as part from read_csv(${literal(fifo)},
    auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', columns = {${types}},
    max_line_size = 67108864, buffer_size = 134217728, parallel = false)`);
  let failed = false;
  reading.catch(() => {
    failed = true;
    closeSync(openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK)); // frees a writer that waits for DuckDB to open its end
  });
  const writer = await open(fifo, 'w');
  try {
    for await (const chunk of records.slice()) {
      if (failed) break;
      await writer.writeFile(chunk);
    }
  } finally {
    await writer.close();
    await reading;
  }
}
