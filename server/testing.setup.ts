import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopUnused } from './postgres/cluster.ts';
import { SHARED_TMP, testClusterFolder } from './testing.ts';

/** One folder for all that the tests of a run leave in the temporary folder: taken away behind the last of them, and behind runs that were killed. The
 *  database that runs share stays where it is; whoever is its last user stops it. */
export default () => {
  const shared = tmpdir();
  for (const left of readdirSync(shared).filter(isLeft)) sweep(join(shared, left));
  const at = mkdtempSync(join(shared, `mingjian-run-${process.pid}-`));
  chmodSync(at, 0o711); // the database server is another user where root runs the tests
  process.env[SHARED_TMP] = shared;
  process.env['TMPDIR'] = at; // what os.tmpdir() answers, here and in the processes of the tests
  return async (): Promise<void> => {
    if (!process.env['DATABASE_URL']) await stopUnused(testClusterFolder());
    rmSync(at, { recursive: true, force: true });
  };
};

function sweep(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error; // another user's, who will sweep it
  }
}

function isLeft(name: string): boolean {
  const pid = /^mingjian-run-(\d+)-/.exec(name)?.[1];
  if (pid === undefined) return false;
  try {
    return !process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
