import { freemem, totalmem } from 'node:os';
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Home } from '../home.ts';
import { fine, wrong, type Finding } from './finding.ts';

const GB = 2 ** 30;

export function lookAtNode(version = process.versions.node): Finding {
  if (Number(version.split('.')[0]) >= 24) return fine('node', `Node ${version}`, `Node ${version}`);
  return wrong('node', { zh: `Node ${version} 太旧`, en: `Node ${version} is too old` }, { zh: '用 npx mingjian 运行，或执行 npm ci', en: 'start it by npx mingjian, or run npm ci' });
}

/** The engine's share, and one gigabyte for PostgreSQL and ourselves. */
export function lookAtMemory(config: Config, total = totalmem(), free = freemem()): Finding {
  const need = config.MINGJIAN_MEMORY_MB * 2 ** 20 + GB;
  const say = (bytes: number) => `${(bytes / GB).toFixed(1)} GB`;
  if (total >= need) return fine('memory', `内存 ${say(total)}，空闲 ${say(free)}`, `${say(total)} of memory, ${say(free)} free`);
  return wrong(
    'memory',
    { zh: `内存 ${say(total)}，而设置需要 ${say(need)}`, en: `${say(total)} of memory, where the settings need ${say(need)}` },
    { zh: '调小 MINGJIAN_MEMORY_MB', en: 'make MINGJIAN_MEMORY_MB smaller' },
  );
}

export async function lookAtDisk(home: Home): Promise<Finding[]> {
  const { bavail, bsize } = await statfs(home.at);
  const free = `${((bavail * bsize) / GB).toFixed(1)} GB`;
  if (bavail * bsize >= 2 * GB) return [fine('disk', `磁盘空闲 ${free}`, `${free} of disk free`)];
  return [wrong('disk', { zh: `磁盘只剩 ${free}`, en: `only ${free} of disk are left` }, { zh: '清出至少 2 GB 再导入', en: 'free at least 2 GB before importing' })];
}

/** Whatever lies in a home is for its user alone. */
export async function lookAtPermissions(home: Home): Promise<Finding[]> {
  const open: string[] = [];
  for (const name of await readdir(home.at)) {
    if (((await stat(join(home.at, name))).mode & 0o077) !== 0) open.push(name);
  }
  if (open.length === 0 || process.platform === 'win32') return [fine('permissions', '家目录只对本用户开放', 'the home is for its user alone')];
  const list = open.map((name) => join(home.at, name)).join(' ');
  return [wrong('permissions', { zh: `对其他用户开放：${list}`, en: `open to other users: ${list}` }, { zh: `执行 chmod -R go= ${list}`, en: `run chmod -R go= ${list}` })];
}
