import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Beside what Node compiled, so that it goes with the packages. */
const KEPT = join(import.meta.dirname, '../../node_modules/.cache/yaml');

/** What a text of ours said when it was read before, by its content: reading hundreds of kilobytes of YAML is most of what a command does before it
 *  begins. Only for what ships. Where nothing can be kept, it is read again. */
export function readBefore<T>(text: string, read: () => T, folder = KEPT): T {
  const file = join(folder, `${createHash('sha256').update(text).digest('hex').slice(0, 32)}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    const value = read();
    keep(folder, file, JSON.stringify(value));
    return value;
  }
}

function keep(folder: string, file: string, json: string | undefined): void {
  if (json === undefined) return;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, json);
    renameSync(`${file}.${process.pid}`, file); // never seen half written
  } catch {
    // installed by somebody else, or the disk is full: it is read again next time
  }
}
