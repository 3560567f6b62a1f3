import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { lchown } from 'node:fs/promises';
import { Refused } from '../refused.ts';

/** PostgreSQL refuses to run as root. Root starts it as `nobody`, by setpriv of util-linux, which lets it keep one power of
 *  root's: to walk through folders closed to others. Homes and clones stand in such folders (/root is 0700). */
const isRoot = process.getuid?.() === 0;
const KEEP = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];

export function launch(program: string, args: string[], lib: string, options: SpawnOptions = {}): ChildProcess {
  const env = { PATH: process.env['PATH'], LD_LIBRARY_PATH: lib, LC_ALL: 'C', TZ: 'UTC' };
  const [command, argv] = isRoot ? asNobody(program, args) : [program, args];
  return spawn(command, argv, { ...options, env, windowsHide: true });
}

function asNobody(program: string, args: string[]): [string, string[]] {
  const { uid, gid } = nobody();
  return ['setpriv', ['--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups', ...KEEP, '--', program, ...args]];
}

/** Runs a program of PostgreSQL to its end; a failure carries what it said. */
export async function runToEnd(program: string, args: string[], lib: string): Promise<void> {
  const child = launch(program, args, lib, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout?.on('data', (part) => (said += part));
  child.stderr?.on('data', (part) => (said += part));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' && isRoot ? noSetpriv(error) : error));
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said.trim()}`);
}

/** What the server itself must own: PostgreSQL refuses a data folder of another user's. */
export async function giveToServer(folder: string): Promise<void> {
  if (!isRoot) return;
  const { uid, gid } = nobody();
  await lchown(folder, uid, gid);
}

let known: { uid: number; gid: number } | undefined;
const nobody = () => (known ??= { uid: idOf('-u'), gid: idOf('-g') });
const idOf = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));

const noSetpriv = (cause: Error) =>
  new Refused(
    'postgres.root',
    { zh: 'PostgreSQL 不能以 root 运行，而本机没有 setpriv 可以降低权限', en: 'PostgreSQL does not run as root, and this machine has no setpriv to drop the rights' },
    { zh: '改用普通用户运行，或安装 util-linux，或设置 DATABASE_URL', en: 'run as an ordinary user, install util-linux, or set DATABASE_URL' },
    { cause },
  );
