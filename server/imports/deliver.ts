import type { Complaint } from '@mingjian/domain/complaint.ts';
import type { Words } from '@mingjian/domain/words.ts';
import { Refused } from '../refused.ts';
import { dropWords } from './compared/drop.ts';
import { type Delivered, importFile, type ImportedBatch, type Settled } from './intake/import-file.ts';
import type { Workshop } from './intake/workshop.ts';
import { refuse } from './reading/refusals.ts';
import type { Sniff, SniffOptions } from './reading/types.ts';
import type { FileDrift } from './proposing/drift.ts';
import { lastTime } from './proposing/memory.ts';
import { type Settling, settleTables, type Unsettled, waitingFor } from './proposing/settle.ts';
import { keepWaiting } from './store.ts';

export type FileReport = {
  file: string;
  sender: string | null;
  outcome: 'imported' | 'already' | 'waiting' | 'refused';
  batches: ImportedBatch[];
  /** corrected rows none of which could be released: they stay in quarantine, and are no batch */
  idle: ImportedBatch[];
  waiting: Unsettled[];
  refused: { code: string; words: Words; advice: Words } | null;
  drift: FileDrift[];
  /** what is wrong with the file as a whole, although it was read */
  remarks: Complaint[];
};

/** Where an import stands; told after every slice and every file. */
export type Progress = { /** files are looked at first, all of them, then taken in */ looking: boolean; done: number; files: number; file: string; rows: number; quarantined: number; waiting: number };

type Looked = { file: Delivered; sniff: Sniff; settled: Settled[]; waiting: Unsettled[]; drift: FileDrift[] };

/** Lists of regions and of policies teach the house how to read all other files: they are taken in first. */
const TEACHERS = ['region', 'subsidy_policy'];

/** Takes delivered files in, one after another: each whole or not at all. A file that is refused or waits stops no other. Done again,
 *  it goes on where it stopped: what stands already is told as such and adds nothing. */
export async function deliver(shop: Workshop, files: readonly Delivered[], settling: Settling, options: SniffOptions, tell: (progress: Progress) => void): Promise<FileReport[]> {
  const reports: FileReport[] = [];
  const progress: Progress = { looking: true, done: 0, files: files.length, file: '', rows: 0, quarantined: 0, waiting: 0 };
  const looked = await lookAt(shop, files, settling, options, reports, progress, tell);
  progress.looking = false;
  const isTeacher = (one: Looked) => one.settled.some(({ mapping }) => TEACHERS.includes(mapping.register));
  for (const one of [...looked.filter(isTeacher), ...looked.filter((other) => !isTeacher(other))]) {
    shop.signal?.throwIfAborted();
    const before = progress.rows;
    tell(Object.assign(progress, { file: one.file.name }));
    const report = await takeIn(shop, one, options, (rows) => tell(Object.assign(progress, { rows: before + rows })));
    reports.push(report);
    const quarantined = report.batches.reduce((sum, { quality }) => sum + quality.quarantined, 0);
    tell(Object.assign(progress, { done: progress.done + 1, quarantined: progress.quarantined + quarantined, waiting: progress.waiting + report.waiting.length }));
  }
  return reports.sort((a, b) => files.findIndex(({ name }) => name === a.file) - files.findIndex(({ name }) => name === b.file));
}

async function lookAt(shop: Workshop, files: readonly Delivered[], settling: Settling, options: SniffOptions, reports: FileReport[], progress: Progress, tell: (progress: Progress) => void): Promise<Looked[]> {
  const looked: Looked[] = [];
  const before = lastTime(shop.house.db);
  for (const file of files) {
    shop.signal?.throwIfAborted();
    tell(Object.assign(progress, { file: file.name }));
    try {
      if (file.link) throw refuse.link();
      const sniff = await shop.reader.sniff(file.path, options);
      looked.push({ file, sniff, ...(await settleTables(shop, file, sniff, settling, await before(file.sender))) });
    } catch (error) {
      reports.push(refusedReport(file, error));
      progress.done++;
    }
  }
  return looked;
}

async function takeIn(shop: Workshop, { file, sniff, settled, waiting, drift }: Looked, options: SniffOptions, tell: (rows: number) => void): Promise<FileReport> {
  try {
    const imported = settled.length > 0 ? await importFile(shop, file, sniff, settled, options, tell) : null;
    const held = imported?.outcome === 'held';
    const waits = held ? [...waiting, ...settled.map((one) => heldBack(one, imported.batches))] : waiting;
    for (const table of waits) await keepWaiting(shop.house.db, waitingRow(shop, file, sniff, table));
    const batches = held ? [] : (imported?.batches ?? []);
    const outcome = batches.length > 0 ? 'imported' : waits.length > 0 ? 'waiting' : imported ? 'already' : 'refused';
    const remarks = [...sniff.complaints, ...(imported?.remarks ?? [])];
    const idle = imported?.idle ?? [];
    const isUnreleased = imported?.outcome === 'unreleased' && waits.length === 0;
    if (isUnreleased) return { file: file.name, sender: file.sender, outcome: 'refused', batches, idle, waiting: waits, drift, refused: NOTHING_RELEASED, remarks };
    return { file: file.name, sender: file.sender, outcome, batches, idle, waiting: waits, drift, refused: outcome === 'refused' ? NOTHING_IN_IT : null, remarks };
  } catch (error) {
    return refusedReport(file, error);
  }
}

/** Of a file that lost rows against last time nothing is taken: its tables wait together, and say why. */
const heldBack = ({ table, mapping }: Settled, batches: ImportedBatch[]): Unsettled => ({
  table, proposal: waitingFor(mapping, batches.flatMap(({ register, drop }) => (drop && register === mapping.register ? [dropWords(drop)] : []))),
});

/** The sender's to mend is told and the next file is taken; what is ours stops the command. */
function refusedReport(file: Delivered, error: unknown): FileReport {
  if (!(error instanceof Refused)) throw error;
  const { code, words, advice } = error;
  return { file: file.name, sender: file.sender, outcome: 'refused', batches: [], idle: [], waiting: [], drift: [], refused: { code, words, advice }, remarks: [] };
}

const NOTHING_IN_IT = {
  code: 'import.nothing',
  words: { zh: '文件里没有表格数据', en: 'there is no table with rows in the file' },
  advice: { zh: '请用 mingjian sniff 看一看，再向报送单位要正确的文件', en: 'look at it with mingjian sniff and ask the sender for the right file' },
};

const NOTHING_RELEASED = {
  code: 'quarantine.none-released',
  words: { zh: '没有一行可以放行', en: 'no row could be released' },
  advice: { zh: '按工作簿里“处理办法”一列改正后再导入', en: 'correct the rows as the workbook says, and import it again' },
};

const waitingRow = ({ house }: Workshop, file: Delivered, sniff: Sniff, { table, proposal }: Unsettled) => ({
  sha256: sniff.sha256, file: file.name, sheet: table.sheet, tableIndex: table.index, sender: file.sender, encoding: sniff.encoding ?? null, delimiter: sniff.delimiter ?? null,
  headerRows: table.headerRows, headers: table.headers.map(({ name }) => name), proposal, at: house.clock(),
});
