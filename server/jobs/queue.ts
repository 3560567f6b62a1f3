import { PgBoss } from 'pg-boss';
import type { House } from '../house.ts';
import { speakable } from '../log.ts';
import { Refused } from '../refused.ts';

/** The work that may wait its turn; of each kind one is done at a time. */
export type JobName = 'import' | 'run';
export const JOB_NAMES: readonly JobName[] = ['import', 'run'];

/** What does the work. It gets the data that the caller left and answers what is worth keeping about it. */
export type Handler = (house: House, data: object) => Promise<object>;
export type Handlers = Record<JobName, Handler>;

export type Done = { name: JobName; id: string; ok: boolean };

/** Opens the queue by the role of daily work; its tables are a migration of ours. */
async function openBoss(house: House, supervise: boolean): Promise<PgBoss & AsyncDisposable> {
  const { connectionString } = house.pool.options;
  if (!connectionString) throw new Error('the pool of a house knows its URL');
  const boss = new PgBoss({ connectionString, max: 3, migrate: false, createSchema: false, schedule: false, reindex: false, supervise });
  boss.on('error', (error) => house.log.error({ err: error }, 'queue'));
  await boss.start();
  return Object.assign(boss, { [Symbol.asyncDispose]: () => boss.stop({ timeout: 10_000 }) });
}

/** Leaves work for `mingjian work`; answers its number.
 *  @param data plain JSON, without anything personal: it stays readable in the queue's table for a week */
export async function enqueue(house: House, name: JobName, data: object): Promise<string> {
  await using boss = await openBoss(house, false);
  const id = await boss.send(name, data);
  if (!id) throw new Error(`the queue took no ${name}`);
  return id;
}

/** Does all that waits, one after the other, and comes back. */
export async function drain(house: House, handlers: Handlers, told: (done: Done) => void = () => {}): Promise<Done[]> {
  await using boss = await openBoss(house, false);
  const all: Done[] = [];
  for (let found = true; found; ) {
    found = false;
    for (const name of JOB_NAMES) {
      const [job] = await boss.fetch<object>(name);
      if (!job) continue;
      found = true;
      const done = await attempt(boss, house, name, job, handlers[name]);
      all.push(done);
      told(done);
    }
  }
  return all;
}

/** Does what comes, until `stop` is called; work that a killed worker left is given out again when its time is over. */
export async function serveQueue(house: House, handlers: Handlers, told: (done: Done) => void): Promise<AsyncDisposable> {
  const boss = await openBoss(house, true);
  for (const name of JOB_NAMES) {
    await boss.work<object>(name, { pollingIntervalSeconds: 2 }, async ([job]) => {
      if (job) told({ name, id: job.id, ...(await perform(house, name, job, handlers[name])) });
    });
  }
  return boss;
}

async function attempt(boss: PgBoss, house: House, name: JobName, job: { id: string; data: object }, handler: Handler): Promise<Done> {
  try {
    const { ok, output } = await perform(house, name, job, handler);
    await boss.complete(name, job.id, output);
    return { name, id: job.id, ok };
  } catch (error) {
    await boss.fail(name, job.id, speakable(error));
    return { name, id: job.id, ok: false };
  }
}

/** A refusal is an answer: doing the same again would be refused again. Anything else fails the job, which is then tried again. */
async function perform(house: House, name: JobName, job: { id: string; data: object }, handler: Handler): Promise<{ ok: boolean; output: object }> {
  try {
    const output = await handler(house, job.data);
    house.log.info({ job: job.id, name }, 'done');
    return { ok: true, output };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, output: { refused: error.code } };
    house.log.error({ job: job.id, name, err: error }, 'failed');
    throw error;
  }
}
