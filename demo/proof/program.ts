import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = path.join(import.meta.dirname, '../../server/main.ts');

/** The program as a user has it, over one home. */
export class Program {
  readonly home: string;
  constructor(home: string) {
    this.home = home;
  }

  /** One command; answers its standard output. An exit code of 3 only says that something waits or was refused. */
  async run(...args: string[]): Promise<string> {
    const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, MINGJIAN_HOME: this.home, MINGJIAN_LANG: 'en' }, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const parts: Buffer[] = [];
    for await (const part of child.stdout) parts.push(part as Buffer);
    const code = await ended;
    if (code !== 0 && code !== 3) throw new Error(`mingjian ${args.join(' ')} ended with ${code}`);
    return Buffer.concat(parts).toString('utf8');
  }
  async json<T>(...args: string[]): Promise<T> {
    return JSON.parse(await this.run(...args, '--json')) as T;
  }
  async lines<T>(...args: string[]): Promise<T[]> {
    return parseLines(await this.run(...args, '--format', 'jsonl'));
  }

  /** The embedded database outlives its last command by a moment; its folder can only be removed once it is gone. */
  async stopped(): Promise<void> {
    for (let i = 0; i < 100; i++) {
      try {
        await readFile(path.join(this.home, 'pg', 'postmaster.pid'));
      } catch {
        return;
      }
      await new Promise((done) => setTimeout(done, 200));
    }
  }
}

export const parseLines = <T>(text: string): T[] => text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as T);

export async function readLines<T>(file: string): Promise<T[]> {
  const rows: T[] = [];
  for await (const line of createInterface(createReadStream(file))) rows.push(JSON.parse(line) as T);
  return rows;
}

/** A table for a terminal: the first column to the left, figures to the right. */
export function tableText(head: string[], rows: (string | number)[][]): string {
  const texts = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, i) => Math.max(...texts.map((row) => row[i]!.length)));
  return texts.map((row) => row.map((cell, i) => (i ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ')).join('\n');
}
