import { statfsSync } from 'node:fs';
import { sep } from 'node:path';
import { readConfig } from './config.ts';
import { Refused } from './refused.ts';

const FULL = /No space left on device|Disk quota exceeded/i;
const UNWRITABLE = ['EROFS', 'EACCES', 'EPERM'];

/** A disk that is full, or a home that cannot be written to, is for its keeper to mend, and no failure of ours; null for any other error.
 *  DuckDB says what befell it by its message alone, PostgreSQL by 53100. Of what was written nothing stands: each change is one transaction. */
export function diskRefusal(error: unknown, home = homeFolder()): Refused | null {
  const { code = '', message = '', path, cause } = (error ?? {}) as { code?: string; message?: string; path?: string; cause?: unknown };
  if (error instanceof Refused || home === null) return null;
  if (['ENOSPC', 'EDQUOT', '53100'].includes(code) || FULL.test(message)) return full(home, error);
  if (UNWRITABLE.includes(code) && (path === home || path?.startsWith(home + sep))) return unwritable(home, code, error);
  return cause ? diskRefusal(cause, home) : null;
}

/** Null where the surroundings are such that there is no telling. */
function homeFolder(): string | null {
  try {
    return readConfig().MINGJIAN_HOME;
  } catch {
    return null;
  }
}

const full = (home: string, cause: unknown): Refused => {
  const free = freeMb(home);
  return new Refused('disk.full', { zh: `磁盘已满，剩余 ${free} MB`, en: `the disk is full, ${free} MB are left` },
    { zh: `在 ${home} 所在的磁盘和系统临时目录所在的磁盘清出空间，再执行同一条命令即可接着完成`, en: `free space on the disk of ${home} and on that of the system's temporary folder; the same command again completes` }, { cause });
};

const unwritable = (home: string, code: string, cause: unknown): Refused =>
  new Refused('home.unwritable', { zh: `家目录 ${home} 不能写入（${code}）`, en: `the home ${home} cannot be written to (${code})` },
    { zh: '检查所在磁盘是否以只读方式挂载、家目录是否属于当前用户；改为可写后再执行一遍', en: 'see whether its disk is mounted read-only and whether the home belongs to this user; make it writable, then try again' }, { cause });

function freeMb(home: string): string {
  try {
    const { bavail, bsize } = statfsSync(home);
    return String(Math.floor((bavail * bsize) / 2 ** 20));
  } catch {
    return '?';
  }
}
