import { cpSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { openCluster } from '@mingjian/server/postgres/cluster.ts';
import { join } from 'node:path';

/** A whole home, its database server stopped, copied as a file system copies best: by reference where it can. */
export function copyHome(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  if (process.platform === 'linux') execFileSync('cp', ['-a', '--reflink=auto', from, to]);
  else cpSync(from, to, { recursive: true, preserveTimestamps: true });
}

/** Stops a server that a killed command left running: whoever leaves last stops it. */
export async function stopServer(home: string): Promise<void> {
  await using _cluster = await openCluster(join(home, 'pg'));
}
