/** Milliseconds by the clock, and of both processors: on a machine that others use too, the second still says something. */
export type Taken = { wall: number; cpu: number };

/** The median of several runs by the clock. */
export async function median(times: number, step: () => Promise<unknown>): Promise<Taken> {
  const runs: Taken[] = [];
  for (let i = 0; i < times; i++) runs.push(await take(step));
  return runs.sort((a, b) => a.wall - b.wall)[times >> 1]!;
}

export async function take(step: () => Promise<unknown>): Promise<Taken> {
  const [from, busy] = [performance.now(), process.cpuUsage()];
  await step();
  const { user, system } = process.cpuUsage(busy);
  return { wall: performance.now() - from, cpu: (user + system) / 1000 };
}
