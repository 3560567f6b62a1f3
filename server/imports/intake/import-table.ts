import type { Register } from '@mingjian/domain/model/register.ts';
import { rowAddress } from '@mingjian/domain/model/facts.ts';
import { join } from 'node:path';
import { type Duck, quoted, together } from '../../duckdb.ts';
import type { VaultWriter } from '../../identities/vault.ts';
import { type RefusedRow, refusedRows } from '../quarantine/collect.ts';
import { maskCell } from '../quarantine/mask.ts';
import type { Located, Parts, Streamed, Unread } from '../reading/types.ts';
import { cleanSlice, type Dictionaries, learnSlice } from './slice/clean-slice.ts';
import type { Coverage } from './coverage.ts';
import type { Plan } from './plan.ts';
import { count, countSlice, type Quality } from './quality.ts';
import { BORN_LATER, refuseBeforeBirth } from './slice/before-birth.ts';
import { identityBlocks } from './slice/seal-slice.ts';
import type { Pipes } from './slice/pipes.ts';
import { openSlices, type Slices } from './slice/slices.ts';
import { Refused } from '../../refused.ts';
import { keepWhole, splitPersons } from './slice/split.ts';
import { compareTotals, sumsOf } from './slice/totals.ts';
import { numberRows, writePart } from './slice/write-facts.ts';

/** Where one delivered table goes. */
export type Target = {
  batch: bigint;
  /** number of the table within its batch */
  source: number;
  folder: string;
  tmp: string;
  pipes: Pipes;
  /** of the engine */
  threads: number;
  vault: VaultWriter | null;
  /** columns of the vault file, of all tables of the batch */
  columns: string[];
  salt: bigint;
  /** ISO; events of later days do not date their batch */
  today: string;
  quality: Quality;
  coverage: Coverage;
  refuse: (rows: RefusedRow[]) => Promise<void>;
  progress: (rows: number) => void;
  /** where the table is corrected rows out of quarantine: takes out of each slice what must not be laid into the batch; answers what is still wrong */
  takeBack: ((duck: Duck) => Promise<RefusedRow[]>) | null;
  signal?: AbortSignal | undefined;
};

const REFUSED_AT_ONCE = 1000;
/** So many refused rows nobody corrects one by one; where they are most of a table, its columns are not what they were taken for. */
const MOST_REFUSED = 200_000;
const mostlyWrong = ({ rows, quarantined }: Quality) =>
  new Refused('import.mostly-wrong', { zh: `读到的 ${rows} 行中有 ${quarantined} 行不合格，整个文件未导入`, en: `${quarantined} of ${rows} rows read are wrong; the file was not imported` },
    { zh: '多半是列对错了或文件损坏：用 mingjian sniff 查看，必要时用 --mapping 说明各列', en: 'most likely columns are mistaken or the file is damaged: look at it with mingjian sniff, and say which column is which with --mapping' });

/** Reads one table slice by slice: clean, number, write facts, seal identities, put aside what was refused. `stream` writes the table as
 *  canonical CSV into the FIFOs it is given, part by part. Nothing of it is visible until its delivery is activated. */
export async function importTable(duck: Duck, plan: Plan, stream: (out: string, parts: Parts) => Promise<Streamed>, target: Target): Promise<Streamed> {
  const streamed = Promise.withResolvers<Streamed>();
  streamed.promise.catch(() => {}); // told by `next` as well
  await using slices = await openSlices(target.pipes, join(target.tmp, `import-${target.batch}-${target.source}`), plan.width, async (out, parts) => {
    await stream(out, parts).then(streamed.resolve, (reason) => {
      streamed.reject(reason);
      throw reason;
    });
  });
  const first = rowAddress.of(target.batch, target.source, 0);
  const aside = new Set<number>();
  const own: Target = { ...target, refuse: (rows) => { for (const { row } of rows) aside.add(row); return target.refuse(rows); } };
  const before = sumsOf(target.quality);
  await takeSlices(duck, slices, plan, own, first);
  const told = await streamed.promise;
  await takeUnread(plan, told, own);
  if (!target.takeBack) await compareTotals(duck, plan, told, { quality: target.quality, before, aside, folder: target.folder, source: target.source, first });
  return told;
}

/** Rows that the reader could not lay under the header are quarantined like those that cleaning refused; what else it had to say of
 *  single rows becomes a remark of the batch. */
async function takeUnread(plan: Plan, { unread, located, locatedCounts }: Streamed, target: Target): Promise<void> {
  const { quality } = target;
  quality.rows += unread.length;
  quality.quarantined += unread.length;
  for (let from = 0; from < unread.length; from += REFUSED_AT_ONCE) await target.refuse(unread.slice(from, from + REFUSED_AT_ONCE).map((one) => refusedUnread(plan, one)));
  for (const one of unread) count(quality.refused, one.code, one.words, 1);
  const quarantined = new Set(unread.map(({ code }) => code));
  const isKept = ({ header }: Located): boolean => header === undefined || plan.mapped.some((planned) => planned.header === header);
  for (const [code, all] of Object.entries(locatedCounts)) {
    const first = located.find((one) => one.code === code && isKept(one));
    const n = all - located.filter((one) => one.code === code && !isKept(one)).length;
    if (first && !quarantined.has(code)) count(quality.noted, code, { zh: `${first.words.zh}（第 ${first.row} 行${n > 1 ? '等' : ''}）`, en: `${first.words.en} (line ${first.row}${n > 1 ? ' and others' : ''})` }, n);
  }
  target.progress(quality.rows);
}

/** Which register column the fault is in cannot be told: that is the fault. */
const refusedUnread = ({ plain }: Plan, { row, column, code, words, remedy, cells }: Unread): RefusedRow =>
  ({ row, col: column ?? null, name: '', header: '', code, reason: words, remedy, shown: maskCell(cells[(column ?? 1) - 1] ?? '', plain), cells });

function countRefused(rows: RefusedRow[] = [], quality: Quality): void {
  quality.rows += rows.length;
  quality.quarantined += rows.length;
  for (const { code, reason } of rows) count(quality.refused, code, reason);
}

/** What a slice says is learnt, which is work in this process, while the one before it is cleaned and written, which is work of the engine. Several statements run at once,
 *  each on a thread of its own: one more thread for the engine would only make them wait for each other, busily, until the last slice is alone. */
async function takeSlices(duck: Duck, slices: Slices, plan: Plan, target: Target, first: bigint): Promise<void> {
  await using beside = await duck.another();
  await using writer = await duck.another();
  await using setter = await duck.another();
  await using sealer = await duck.another(); // facts are written while identities are sealed
  let dictionaries: Dictionaries = new Map();
  await useThreads(duck, target.threads - 1);
  const allRead = slices.read.then(() => useThreads(setter, target.threads)); // at once: what is being written has the engine to itself from then on
  allRead.catch(() => {}); // where the table is given up before that
  let written = Promise.resolve();
  try {
    for (let n = 0; await slices.next(duck); n++) {
      target.signal?.throwIfAborted();
      countRefused(await target.takeBack?.(duck), target.quality);
      const split = await splitPersons(duck, plan);
      dictionaries = await learnSlice(duck, beside, plan, dictionaries);
      await written;
      await handOver(duck);
      written = writeSlice(writer, sealer, plan, target, dictionaries, split, first, `part-${target.source}-${n}.parquet`);
      written.catch(() => {}); // told when the next slice is handed over
    }
  } finally {
    await written;
  }
  await allRead;
}

const useThreads = (duck: Duck, threads: number): Promise<number> => duck.run(`set threads = ${Math.max(1, threads)}`);

/** What writing works on stands under names of its own, out of the way of the next slice. */
async function handOver(duck: Duck): Promise<void> {
  for (const table of ['slice', 'whole']) await duck.run(`drop table if exists done_${table}; alter table ${table} rename to done_${table}`);
}

async function writeSlice(duck: Duck, beside: Duck, plan: Plan, target: Target, dictionaries: Dictionaries, split: number, first: bigint, part: string): Promise<void> {
  const { quality } = target;
  quality.split += split;
  await cleanSlice(duck, plan, dictionaries, target.salt);
  const early = await refuseBeforeBirth(duck, plan);
  if (early > 0) count(quality.refused, BORN_LATER.code, BORN_LATER.words, early);
  if (split > 0) await keepWhole(duck);
  await countSlice(duck, plan, dictionaries, quality);
  if (quality.quarantined > MOST_REFUSED && quality.quarantined * 2 > quality.rows) throw mostlyWrong(quality);
  quality.repeated += Number(await numberRows(duck, plan));
  await together(writeFacts(duck, plan, target, first, part), sealIdentities(beside, plan, target, first, split > 0));
  await putAside(duck, plan, dictionaries, target, split > 0);
  target.progress(quality.rows);
}

async function writeFacts(duck: Duck, plan: Plan, target: Target, first: bigint, part: string): Promise<void> {
  await writePart(duck, plan.register, first, join(target.folder, part));
  await countTowns(duck, plan.register, target);
}

async function sealIdentities(duck: Duck, plan: Plan, { vault, columns }: Target, first: bigint, split: boolean): Promise<void> {
  if (vault) for await (const block of identityBlocks(duck, plan, columns, first, split)) await vault.block(block);
}

async function putAside(duck: Duck, plan: Plan, dictionaries: Dictionaries, target: Target, split: boolean): Promise<void> {
  let rows: RefusedRow[] = [];
  for await (const row of refusedRows(duck, plan, dictionaries, split)) {
    rows.push(row);
    if (rows.length < REFUSED_AT_ONCE) continue;
    await target.refuse(rows);
    rows = [];
  }
  if (rows.length > 0) await target.refuse(rows);
}

/** Adds up, per town, how many rows there are and which days they speak of. Open ends speak of no day. */
async function countTowns(duck: Duck, register: Register, { today, coverage }: Target): Promise<void> {
  const town = register.place ? `coalesce(${quoted(register.place)} - ${quoted(register.place)} % 1000, 0)` : '0';
  const { from, to } = register.period ?? {};
  const first = from ? `min(${quoted(from)})` : 'cast(null as DATE)';
  const ends = [to, from].filter((name) => name !== undefined).map((name) => endOf(register, name));
  const last = ends.length ? `max(${ends.length > 1 ? `greatest(${ends.join(', ')})` : ends[0]})` : 'cast(null as DATE)';
  coverage.add(await duck.rows<{ town: bigint; rows: bigint; from: string | null; to: string | null; newest: string | null }>(
    `select ${town} as town, count(*) as rows, ${first} as "from", ${last} as "to", ${newest(register, today)} as newest from accepted group by 1`));
}

/** The newest day on which any of these events took place and that has come. Where no row says so, the end of a row's period, or its beginning
 *  where the end has not come: the year that a payment is for says little of the day on which it was paid. */
function newest(register: Register, today: string): string {
  if (register.kind !== 'event') return 'cast(null as DATE)';
  const { from, to } = register.period ?? {};
  const come = (days: string[]) => days.map((day) => `case when ${day} <= date '${today}' then ${day} end`).join(', ');
  const begins = (name: string) => [endOf(register, name), quoted(name)];
  const took = (register.happened ?? []).map((name) => `max(coalesce(${come(begins(name))}))`);
  const spoken = from ? [`max(coalesce(${come([...(to ? [endOf(register, to)] : []), ...begins(from)])}))`] : [];
  return `coalesce(${[...(took.length ? [`greatest(${took.join(', ')})`] : []), ...spoken, 'cast(null as DATE)'].join(', ')})`;
}

/** The last day of what a date says: of its month or year where no day is known. */
function endOf(register: Register, name: string): string {
  const date = `case when ${quoted(name)} < date '9999-01-01' then ${quoted(name)} end`;
  if (register.columns[name]?.type === 'month') return `last_day(${date})`;
  const precision = quoted(`${name}_precision`);
  return `case ${precision} when 'month' then last_day(${date}) when 'year' then make_date(year(${date}), 12, 31) else ${date} end`;
}
