import { readFileSync, readdirSync } from 'node:fs';

/** Watches what the processes of this program and of its PostgreSQL hold together, in bytes: their shared memory is counted once, files that
 *  they share as often as they are held. Told by the kernel's own counters: to add up the pages of a process of gigabytes (PSS) stops it
 *  for so long that the bench measured its watcher. Linux only; elsewhere nothing can be told and the peak is null. */
export function watchMemory(root: number): { peak: () => number | null } {
  let peak: number | null = null;
  const look = (): void => {
    try {
      const held = belonging(root).map(heldBy);
      const shared = Math.max(...held.map(({ shared }) => shared));
      peak = Math.max(peak ?? 0, held.reduce((sum, { own }) => sum + own, shared));
    } catch { /* no /proc here */ }
  };
  const timer = setInterval(look, 200);
  timer.unref();
  return { peak: () => (clearInterval(timer), peak) };
}

type Process = { pid: number; parent: number; name: string };

/** The process, its children and theirs, and the server that it started, which has left it. */
function belonging(root: number): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => describe(Number(pid)));
  const ours = new Set([root, ...all.filter(({ name }) => name === 'postgres').map(({ pid }) => pid)]);
  for (let before = 0; before < ours.size; ) {
    before = ours.size;
    for (const { pid, parent } of all) if (ours.has(parent)) ours.add(pid);
  }
  return [...ours];
}

function describe(pid: number): Process[] {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))!;
    return [{ pid, parent: Number(parent), name: name! }];
  } catch {
    return []; // it has just ended
  }
}

function heldBy(pid: number): { own: number; shared: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const bytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
    return { own: bytes('RssAnon') + bytes('RssFile'), shared: bytes('RssShmem') };
  } catch {
    return { own: 0, shared: 0 }; // it has just ended
  }
}
