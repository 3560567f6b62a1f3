import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { House } from '@mingjian/server/house.ts';
import type { Keys } from '@mingjian/server/identities/keys/keys.ts';
import { openOriginal } from '@mingjian/server/identities/originals.ts';
import { openAllRows } from '@mingjian/server/identities/vault.ts';
import type { Meanings } from './meanings.ts';

/** Every file and folder of the home but the database's and the log, its batch said by what it is: what stands for no batch stands out. */
export function dumpFiles({ home }: House, meanings: Meanings): string[] {
  const all = readdirSync(home.at, { recursive: true }).map((name) => String(name).replaceAll('\\', '/'));
  return all.filter((name) => !/^(pg|logs)(\/|$)/.test(name)).map((name) => name.replace(/batch=(\d+)/, (_, id: string) => meanings.batches.get(id) ?? `NO BATCH ${id}`));
}

/** Every sealed identity and every kept original, opened: a file that was cut off would not open. */
export async function dumpSealed({ home }: House, keys: Keys, meanings: Meanings): Promise<string[]> {
  const lines: string[] = [];
  for (const file of readdirSync(home.vault, { recursive: true }).map(String)) {
    const [, register, batch] = /^(\w+)\/batch=(\d+)\.sealed$/.exec(file) ?? [];
    if (register === undefined) continue;
    for await (const rows of openAllRows(home, keys, register, BigInt(batch!))) for (const [ref, values] of rows) lines.push(`${meanings.address(`${ref}`)} ${JSON.stringify(values)}`);
  }
  for (const file of readdirSync(home.originals)) {
    const hash = createHash('sha256');
    for await (const piece of openOriginal(home, keys, basename(file, '.sealed'))) hash.update(piece);
    lines.push(`original ${file} holds ${hash.digest('hex')}`);
  }
  return lines;
}
