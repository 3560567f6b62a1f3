import { createHash } from 'node:crypto';
import type { Words } from '@mingjian/domain/words.ts';
import { type Duck, openDuck } from '../duckdb.ts';
import type { House } from '../house.ts';
import { activeBatches, prepareInputs } from '../lake/inputs.ts';
import { refuseDamaged } from '../lake/whole.ts';
import { type DecidedNames, decidedNames } from '../registers/programmes/decided-names.ts';
import { openScratch } from '../scratch.ts';
import { joinMatters } from '../warnings/join-matters.ts';
import { Refused } from '../refused.ts';
import { recordWarnings } from '../warnings/record.ts';
import type { Catalogue } from '../registers/catalogue.ts';
import { heldFor } from './hold.ts';
import { forget, type Lacking, lackingOver, lackingReason, type Missing, missingOf, withLacking } from './lacking.ts';
import { countPerTown, find, type Found } from './find.ts';
import type { Prepared } from './questions.ts';
import { type NotAssessable, reasonsOf } from './reasons.ts';
import { deliveredIn, type Unchecked, uncheckedOver } from './unchecked.ts';
import { findRun, findRuns, finishRun, insertCounts, insertRun, insertRunModel } from './store.ts';

export type Asked = {
  model: string; title: Words; outcome: 'done' | 'held' | 'not_assessable' | 'failed'; reason: string | null;
  hits: number; identity: number; let_go: number; not_assessable: number; millis: number;
  /** Registers without which it cannot be asked, and of which nothing had been delivered by that day. */
  missing: Missing[];
  /** Exceptions that could not be checked, for want of a register. */
  unchecked: Unchecked[];
  /** Why rows could not be assessed, where, and what to do about it. */
  reasons: NotAssessable[];
};
type Counted = Omit<Asked, 'unchecked' | 'missing' | 'reasons'>;
export type RunReport = { run: bigint; asOf: string; again: boolean; models: Asked[] };

export type RunOptions = {
  asOf: string;
  models: Prepared[];
  catalogue: Catalogue;
  progress?: (done: number, of: number, model: string) => void;
  signal?: AbortSignal;
};

/** Asks every model of the active batches and records what came of it, all in one transaction: a run that is killed was never there.
 *  The same models over the same batches for the same day are one run: asked again, it answers what stands, once the parts are seen to be whole:
 *  "nothing changed" over a part that is gone would be no answer. */
export async function runModels(house: House, options: RunOptions): Promise<RunReport> {
  const batches = await activeBatches(house.db);
  if (!batches.length) throw nothingToAsk();
  const names = await decidedNames(house.db, BigInt(house.home.region), batches);
  const inputs = inputsHash(options, batches.map((batch) => batch.id), names);
  const gaps = uncheckedOver(options.catalogue, batches);
  const told = async (db: House['db'], run: bigint, all: Counted[]): Promise<Asked[]> => {
    const reasons = await reasonsOf(db, run, { registers: options.catalogue.registers, isThere: deliveredIn(options.catalogue, batches) });
    return all.map((counted) => {
      const { model } = options.models.find(({ id }) => id === counted.model)!;
      return { ...counted, missing: missingOf(counted.reason, options.catalogue, batches), unchecked: gaps(model), reasons: reasons(model) };
    });
  };
  await using scratch = await openScratch(house);
  await using duck = await openDuck({ memoryMb: house.config.MINGJIAN_MEMORY_MB, threads: house.config.MINGJIAN_THREADS, spill: scratch.at });
  const registers = [...new Set(options.models.flatMap((model) => Object.keys(model.compiled.reads)))];
  const read = new Set(registers.flatMap((id) => options.catalogue.family(id).map((member) => member.id)));
  await refuseDamaged(duck, { home: house.home, catalogue: options.catalogue }, batches.filter(({ register }) => read.has(register)));
  const standing = await findRun(house.db, inputs);
  if (standing !== null) return { run: standing, asOf: options.asOf, again: true, models: await told(house.db, standing, await whatStood(house, options.models)) };
  await prepareInputs(duck, { home: house.home, catalogue: options.catalogue, batches, names, registers, asOf: options.asOf, held: heldFor(options.models) });
  const lackingOf = await lackingOver(duck);
  return await house.db.transaction().execute(async (trx) => {
    const run = await insertRun(trx, { asOf: options.asOf, inputs, at: house.clock() });
    const asked: Counted[] = [];
    for (const model of options.models) {
      options.signal?.throwIfAborted();
      options.progress?.(asked.length, options.models.length, model.id);
      asked.push(await ask(house, trx, duck, run, model, lackingOf(model.model)));
    }
    await joinMatters(trx, options.catalogue.registers);
    await finishRun(trx, run, house.clock());
    return { run, asOf: options.asOf, again: false, models: await told(trx, run, asked) };
  });
}

/** What the newest run counted. */
async function whatStood(house: House, models: Prepared[]): Promise<Counted[]> {
  const [newest] = await findRuns(house.db, 1);
  return (newest?.models ?? []).map((counted) => ({ ...counted, title: models.find(({ id }) => id === counted.model)!.model.title }));
}

/** Zeros over no data would read as a clean county. */
const nothingToAsk = () =>
  new Refused('run.nothing', { zh: '还没有导入任何数据，无从判断', en: 'nothing has been imported: there is nothing to ask of' }, { zh: '先执行 mingjian import 文件夹 --yes', en: 'run mingjian import FOLDER --yes first' });

/** One model: a failure of the engine is recorded as one and stops no other model; it is never scored as clean. */
async function ask(house: House, trx: House['db'], duck: Duck, run: bigint, model: Prepared, lacking: Lacking[]): Promise<Counted> {
  const from = performance.now();
  const by = { run, model: model.id, version: model.model.version, settings: model.settings, use: model.model.may };
  const row = { run, model: model.id, version: model.model.version, content_hash: model.hash, settings: model.settings };
  let found: Found;
  try {
    found = await find(duck, model);
    if (lacking.length) found = await forget(duck, found);
  } catch (error) {
    house.log.error({ model: model.id, error }, 'model failed');
    const millis = Math.round(performance.now() - from);
    await insertRunModel(trx, { ...row, outcome: 'failed', reason: 'engine', asked: null, millis });
    return { model: model.id, title: model.model.title, outcome: 'failed', reason: 'engine', hits: 0, identity: 0, let_go: 0, not_assessable: 0, millis };
  }
  const counts = await countResults(duck);
  const outcome = lacking.length ? 'not_assessable' : outcomeOf(found, counts, model.model.share);
  const millis = Math.round(performance.now() - from);
  const reason = outcome === 'held' ? `${found.subjects} of ${found.asked}` : lackingReason(lacking);
  await insertRunModel(trx, { ...row, outcome, reason, asked: found.asked, millis });
  await insertCounts(trx, run, model.id, withLacking(await countPerTown(duck), lacking));
  if (outcome !== 'held' && !lacking.length) await recordWarnings(trx, duck, by);
  return { model: model.id, title: model.model.title, outcome, reason, ...counts, millis };
}

type Counts = Pick<Asked, 'hits' | 'identity' | 'let_go' | 'not_assessable'>;

async function countResults(duck: Duck): Promise<Counts> {
  const rows = await duck.rows<{ result: string; n: bigint }>(
    `select case when result = 'hit' and tier > 2 then 'identity' when result = 'hit' then 'hits' else result end as result, cast(sum(n) as bigint) as n
     from finding group by 1`,
  );
  return { hits: 0, identity: 0, let_go: 0, not_assessable: 0, ...Object.fromEntries(rows.map((row) => [row.result, Number(row.n)])) };
}

/** Below this many subjects a share says nothing: one hit among ten is not a model gone wild. */
const FEWEST_TO_HOLD = 20n;

function outcomeOf(found: Found, counts: Counts, share: number): Asked['outcome'] {
  if (found.subjects >= FEWEST_TO_HOLD && Number(found.subjects) > share * Number(found.asked)) return 'held';
  const answered = counts.hits + counts.identity + counts.let_go;
  return answered === 0 && counts.not_assessable > 0 ? 'not_assessable' : 'done';
}

function inputsHash(options: RunOptions, batches: bigint[], names: DecidedNames): string {
  const hash = createHash('sha256').update(options.asOf);
  if (names.size > 0) hash.update(names.digest);
  for (const batch of batches.toSorted((a, b) => Number(a - b))) hash.update(`b${batch}`);
  for (const model of options.models) hash.update(`${model.id}=${model.hash}`);
  return hash.digest('hex');
}
