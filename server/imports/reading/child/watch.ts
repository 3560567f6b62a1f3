import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { refuse } from '../refusals.ts';
import type { Limits } from '../types.ts';

const EVERY_MS = 50;
const PAGE = 4096;
/** Linux counts CPU time of a process in hundredths of a second, whatever the kernel's own clock. */
const TICKS = 100;

/** Watches a working child from outside and kills it when it takes more than it may: `memory_limit` of an engine or a heap
 *  limit bind only those who keep them. Where /proc is missing, the heap limit and the wall clock remain. */
export function watch(child: ChildProcess, limits: Limits, refused: (reason: Error) => void): { stop: () => void } {
  const began = Date.now();
  const cpuBefore = usage(child)?.cpuSeconds ?? 0;
  const kill = (reason: Error): void => {
    stop();
    refused(reason);
    child.kill('SIGKILL');
  };
  const timer = setInterval(() => {
    const now = usage(child);
    if (now && now.memoryMb > limits.memoryMb) kill(refuse.tooMuchMemory(limits.memoryMb));
    else if (now && now.cpuSeconds - cpuBefore > limits.cpuSeconds) kill(refuse.tooLong(limits.cpuSeconds));
    else if (Date.now() - began > limits.wallSeconds * 1000) kill(refuse.tooLong(limits.wallSeconds));
  }, EVERY_MS);
  const stop = (): void => clearInterval(timer);
  return { stop };
}

function usage(child: ChildProcess): { memoryMb: number; cpuSeconds: number } | null {
  if (process.platform !== 'linux' || child.pid === undefined) return null;
  try {
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { memoryMb: (Number(fields[21]) * PAGE) / 2 ** 20, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS };
  } catch {
    return null;
  }
}
