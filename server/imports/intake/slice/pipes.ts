import { execFile } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Laid by one command: starting one takes a process of this size as long as reading half a million cells. */
const AT_ONCE = 16;

/** FIFOs laid ahead in a private folder, which whoever needs one is given under a name of its own. */
export class Pipes implements AsyncDisposable {
  readonly #folder: string;
  readonly #spare: string[] = [];
  #coming: Promise<void> | null = null;
  #number = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#layAhead();
  }

  /** Answers when the pipe is there. */
  async lay(path: string): Promise<void> {
    while (this.#spare.length === 0) await this.#more();
    await rename(this.#spare.pop()!, path);
    if (this.#spare.length === 0) this.#layAhead();
  }

  /** What lies in the folder is cleared away with it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#coming?.catch(() => {});
  }

  /** That no pipe can be laid is told to whoever needs one. */
  #layAhead(): void {
    this.#more().catch(() => {});
  }

  #more(): Promise<void> {
    const pipes = Array.from({ length: AT_ONCE }, (_, i) => join(this.#folder, `spare.${this.#number + i}`));
    return (this.#coming ??= this.#mkfifo(pipes).finally(() => (this.#coming = null)));
  }

  async #mkfifo(pipes: string[]): Promise<void> {
    this.#number += pipes.length;
    await promisify(execFile)('mkfifo', ['-m', '600', ...pipes]);
    this.#spare.push(...pipes);
  }
}
