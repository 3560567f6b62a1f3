import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who is killed: the command with its whole process group, the database server alone, or both at once. */
export type Target = 'command' | 'server' | 'both';
/** `mid`: whether what was to be killed was still at work. `phase`: what the command was at, told by what lay on disk in that moment. */
export type Struck = { mid: boolean; phase: string; code: number | null; milliseconds: number };

const MAIN = join(import.meta.dirname, '../../../server/main.ts');

export type Program = { home: string; fault: string | null };

/** Runs the program as a user would, in a process group of its own; `after` milliseconds later SIGKILL falls. */
export async function strike({ home, fault }: Program, args: string[], blow?: { share: number; after: number; target: Target }): Promise<Struck> {
  const began = performance.now();
  const loader = fault === null ? [] : ['--import', join(import.meta.dirname, 'fault.ts')];
  const env = { PATH: process.env['PATH'], MINGJIAN_HOME: home, NODE_COMPILE_CACHE: join(home, '../compiled'), ...(fault === null ? {} : { SEEDED_FAULT: fault }) };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...loader, MAIN, ...args], { detached: true, env, stdio: ['ignore', 'ignore', process.env['KILL_LOUD'] ? 'inherit' : 'ignore'] });
  const ended = new Promise<number | null>((resolve, reject) => void child.once('error', reject).once('exit', resolve));
  let [mid, phase] = [false, 'ended before'];
  const timer = blow && setTimeout(() => {
    phase = phaseOf(home, blow.share);
    mid = blow.target === 'server' ? killServer(home) : process.kill(-child.pid!, 'SIGKILL');
    if (blow.target === 'both') killServer(home);
  }, blow.after);
  const code = await ended;
  clearTimeout(timer);
  return { mid, phase, code, milliseconds: performance.now() - began };
}

function phaseOf(home: string, share: number): string {
  const server = stateOfServer(home);
  if (server !== 'ready') return share > 0.6 ? 'server stops' : server === 'none' ? 'program starts' : 'server starts';
  const scratch = readdirSync(join(home, 'tmp')).flatMap((name) => [name, ...filesIn(join(home, 'tmp', name))]);
  if (scratch.some((name) => name.endsWith('.sealing'))) return 'identities are sealed';
  if (scratch.some((name) => name.startsWith('import-'))) return 'rows are read and cleaned';
  return scratch.length > 0 ? 'between files, questions, transactions' : 'program reads models and registers, or lets go';
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

const pidFile = (home: string): string[] => {
  try {
    return readFileSync(join(home, 'pg/cluster/data/postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
};

function stateOfServer(home: string): 'none' | 'starting' | 'ready' | 'stopping' {
  const status = pidFile(home)[7]?.trim() ?? '';
  return pidFile(home).length === 0 ? 'none' : status.startsWith('ready') ? 'ready' : status.startsWith('stopping') ? 'stopping' : 'starting';
}

/** The server and all its processes at once, as a machine short of memory would do. Answers whether there was one. */
export function killServer(home: string): boolean {
  const pid = Number(pidFile(home)[0]);
  if (!pid) return false;
  const all = [pid, ...childrenOf(pid)];
  return all.map((one) => killed(one)).some(Boolean);
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
