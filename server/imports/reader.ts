import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, constants, lstatSync, openSync, unlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Refused } from '../refused.ts';
import type { Answer, Request, Seen } from './reading/child/protocol.ts';
import { digestOf } from './reading/digest.ts';
import { refuse } from './reading/refusals.ts';
import { LIMITS, type Limits, type Reader, type Sniff, type SniffOptions, type Streamed, type StreamOptions } from './reading/types.ts';
import { watch } from './reading/child/watch.ts';

const CHILD = fileURLToPath(new URL('./reading/child/child.ts', import.meta.url));
/** Apart from the house's own: what the process that parses untrusted files has written is never run outside of it. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/compiled-reader', import.meta.url));

/** Starts the child, which needs a while to come up, and waits for nothing; it is replaced after every file that killed it.
 *  Requests are answered one after another. */
export async function openReader(limits: Partial<Limits> = {}): Promise<Reader> {
  return new ChildReader({ ...LIMITS, ...limits });
}

type Ask = { verb: 'sniff'; file: string; options: SniffOptions } | { verb: 'stream'; file: string; table: number; stamp: string | undefined; out: string; options: StreamOptions };

class ChildReader implements Reader {
  readonly #limits: Limits;
  #child: ChildProcess | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #id = 0;
  /** What was told of a file must hold while it is streamed, even by a child that has replaced the one that told it. */
  readonly #stamps = new Map<string, string>();

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#child = start(limits);
    this.#child.on('error', () => {}); // a child that cannot be started is told with the first file
  }

  async sniff(file: string, options: SniffOptions = {}): Promise<Sniff> {
    const [sniff, digest] = await Promise.all([this.#inTurn({ verb: 'sniff', file, options }) as Promise<Seen>, digestOf(file, this.#limits.fileBytes)]);
    if (digest?.stamp !== sniff.stamp) throw refuse.changed();
    this.#stamps.set(file, sniff.stamp);
    return { ...sniff, sha256: digest.sha256 };
  }

  async stream(file: string, table: number, out: string, options: StreamOptions = {}): Promise<Streamed> {
    try {
      return (await this.#inTurn({ verb: 'stream', file, table, stamp: this.#stamps.get(file), out, options })) as Streamed;
    } catch (error) {
      release(out);
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.pid === undefined || hasEnded(child)) return;
    child.ref();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  #inTurn(ask: Ask): Promise<Seen | Streamed> {
    const answer = this.#turn.then(() => this.#ask(ask));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #ask(ask: Ask): Promise<Seen | Streamed> {
    if (this.#child && hasEnded(this.#child)) this.#child = null;
    const child = (this.#child ??= start(this.#limits));
    const id = ++this.#id;
    const { promise, resolve, reject } = Promise.withResolvers<Seen | Streamed>();
    const guard = watch(child, this.#limits, reject);
    const answered = (answer: Answer): void => {
      if (answer.id !== id) return;
      if ('ok' in answer) resolve(answer.ok);
      else if ('refused' in answer) reject(new Refused(answer.refused.code, answer.refused.words, answer.refused.advice));
      else reject(unreadable(answer.failed));
    };
    const died = (): void => reject(refuse.crashed());
    child.on('message', answered).once('exit', died).once('error', died);
    child.send({ ...ask, id } satisfies Request, (error) => error && died());
    try {
      return await promise;
    } finally {
      guard.stop();
      child.off('message', answered).off('exit', died).off('error', died);
      if (hasEnded(child) || child.killed || !child.connected) this.#child = null;
    }
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** A parser that gives up on a file is the file's failure, told as such; what it said goes along as the cause, never into
 *  the words, for it may quote cells. */
function unreadable(cause: string): Refused {
  const { code, words, advice } = refuse.unreadable();
  return new Refused(code, words, advice, { cause });
}

function start(limits: Limits): ChildProcess {
  const heap = Math.max(64, Math.floor(limits.memoryMb * 0.75));
  const node = [process.execPath, '--permission', '--allow-fs-read=*', '--allow-fs-write=*', '--allow-addons', `--max-old-space-size=${heap}`, '--disable-warning=ExperimentalWarning', '--disable-warning=SecurityWarning', CHILD, JSON.stringify(limits)];
  const [command, ...args] = withoutNetwork() ? [...NO_NETWORK, ...node] : node;
  const child = spawn(command!, args, { env: { LANG: 'C.UTF-8', TZ: 'UTC', NODE_COMPILE_CACHE: COMPILED }, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'json' });
  child.unref();
  child.channel?.unref();
  return child;
}

const NO_NETWORK = ['unshare', '--net', '--'] as const;
let mayUnshare: boolean | null = null;

/** A network name space of its own where the system lets us make one (Linux as root). Node's permission model, which denies
 *  sockets, child processes and workers to the child, holds in any case. */
function withoutNetwork(): boolean {
  mayUnshare ??= process.platform === 'linux' && spawnSync(NO_NETWORK[0], [...NO_NETWORK.slice(1), 'true'], { stdio: 'ignore' }).status === 0;
  return mayUnshare;
}

/** Whoever waits for the other end of a FIFO must not wait for a child that is dead: opening it once wakes them, removing
 *  it turns away those who come later. */
function release(out: string): void {
  try {
    if (!lstatSync(out).isFIFO()) return;
    closeSync(openSync(out, constants.O_WRONLY | constants.O_NONBLOCK));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENXIO') return;
  }
  unlinkSync(out);
}
