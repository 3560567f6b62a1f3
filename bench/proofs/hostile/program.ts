import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestHouse } from '@mingjian/server/testing.ts';
import type { Case } from './case.ts';
import { roster } from './rows.ts';

const MAIN = join(import.meta.dirname, '../../../server/main.ts');
const AT_ONCE = 2;

type End = { code: number | null; out: string };

function run(args: string[], env: Record<string, string>): Promise<End> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 180_000 });
    let out = '';
    for (const pipe of [child.stdout, child.stderr]) pipe.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.once('error', reject).once('close', (code) => resolve({ code, out }));
  });
}

/** Every case once through the program itself. Content that stands is known again (0); a refused file ends with 2, one that waits with 3;
 *  no end is ours (1), a signal, or a stack trace. @returns what went otherwise */
export async function throughTheProgram(house: TestHouse, folder: string, cases: Case[]): Promise<string[]> {
  const told: string[] = [];
  const queue = cases.filter(({ expect }) => !('refused' in expect) || expect.refused !== 'file.link'); // a link that a person names is followed
  const work = async (): Promise<void> => {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const { code, out } = await run(['import', '--yes', '--sender', '民政局', '--delivered', '2024-06-30', '--lang', queue.length % 2 ? 'zh' : 'en', '--', join(folder, one.name)], house.env);
      const should = 'refused' in one.expect ? [2] : 'waits' in one.expect ? [3] : [0, 3];
      if (!should.includes(code ?? -1)) told.push(`PROGRAM ${JSON.stringify(one.name)}: ended with ${code}, not ${should.join(' or ')}: ${out.slice(-300)}`);
      else if (/\n\s+at .*:\d+:\d+/.test(out)) told.push(`PROGRAM ${JSON.stringify(one.name)}: printed a stack: ${out.slice(-300)}`);
      else if (/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/.test(out)) told.push(`PROGRAM ${JSON.stringify(one.name)}: printed control characters: ${JSON.stringify(out.slice(0, 300))}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return told;
}

/** A file that an ordinary user may not read, read by one. Needs root to become another, and says so where it cannot. */
export function withoutPermission(folder: string): string[] {
  const file = join(folder, '无权.csv');
  writeFileSync(file, roster(9900));
  chmodSync(file, 0);
  chmodSync(folder, 0o755);
  const sniff = [process.execPath, '--disable-warning=ExperimentalWarning', MAIN, 'sniff', file, '--lang', 'zh'];
  const asUser = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'] : [];
  if (asUser.length > 0 && spawnSync(asUser[0]!, [...asUser.slice(1), 'true']).status !== 0) {
    console.log('skipped: no permission as an ordinary user (setpriv is not to be had)');
    return [];
  }
  const [command, ...args] = [...asUser, ...sniff];
  const { status, stdout, stderr } = spawnSync(command!, args, { encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: '/nonexistent' } });
  return status === 2 && /没有读取该文件的权限/.test(stdout + stderr) ? [] : [`PROGRAM no permission as an ordinary user: ended with ${status}: ${(stdout + stderr).slice(-300)}`];
}
