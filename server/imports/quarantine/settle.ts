import type { Complaint } from '@mingjian/domain/complaint.ts';
import type { Database } from '../../db.ts';
import type { House } from '../../house.ts';
import type { Keys } from '../../identities/keys/keys.ts';
import { Refused } from '../../refused.ts';
import type { RefusedRow } from './collect.ts';
import { type Returned, releasedOf, rowsOf, settledWords } from './returned.ts';
import { sealCorrected } from './seal.ts';
import { dismissEntry, findEntries, holdStanding, releaseEntries, renewEntries, splitEntries } from './store.ts';

/** Settles what a corrected table brought back, in the transaction that makes its batch stand: what was laid is released by it, what is still wrong
 *  stays one entry with the new reason; of a row that was made into several each that is wrong is an entry. `to` is null where nothing of the table could be released.
 *  @throws Refused `quarantine.settled` where somebody else settled one of them meanwhile, or ended its batch */
export async function settleReturned(tx: Database, keys: Keys, to: { batch: bigint; source: number } | null, returned: Returned): Promise<void> {
  const { origin, still } = returned;
  if (!(await holdStanding(tx, origin.batch))) throw meanwhile();
  const released = releasedOf(returned);
  if (to !== null && (await releaseEntries(tx, to, released)) !== released.size) throw meanwhile();
  const places = new Map((await findEntries(tx, origin, [...still.keys()])).map((one) => [one.id, one]));
  const sealed = ([id, rows]: [bigint, RefusedRow[]]) => rows.map(({ cells, ...row }) => ({ ...row, id, sealed: sealCorrected(keys, places.get(id)!, cells) }));
  const own = (id: bigint) => (released.has(id) ? 0 : 1); // of a number that is settled nothing stays under it
  await renewEntries(tx, [...still].flatMap((one) => sealed(one).slice(0, own(one[0]))));
  await splitEntries(tx, [...still].flatMap((one) => sealed(one).slice(own(one[0]))));
}

const meanwhile = () =>
  new Refused('quarantine.settled', { zh: '其中有隔离行刚被别人处理，整个文件未导入', en: 'somebody else settled some of these rows meanwhile; nothing of the file was taken' }, { zh: '再导入一次', en: 'import it again' });

/** Dismisses quarantined rows for good, all of them or none. @throws Refused where one is unknown or settled already */
export async function dismiss(house: House, ids: readonly bigint[], because: string): Promise<void> {
  await house.db.transaction().execute(async (tx) => {
    for (const id of ids) {
      const before = await dismissEntry(tx, id, because, house.clock());
      if (before === null) throw unknown(id);
      const settled = settledWords(before);
      if (settled) throw new Refused('quarantine.settled', { zh: `隔离行 ${id} ${settled.zh}`, en: `quarantined row ${id} is ${settled.en}` }, LOOK);
    }
  });
}

const LOOK = { zh: '用 mingjian imports quarantine 查看还在隔离的行', en: 'see what is still quarantined with mingjian imports quarantine' };
const unknown = (id: bigint) => new Refused('quarantine.unknown', { zh: `没有隔离编号 ${id}`, en: `there is no quarantined row ${id}` }, LOOK);

/** What is to be told of a corrected table, grouped by why. */
export function remarksOf(returned: readonly Returned[]): Complaint[] {
  const left = Map.groupBy(returned.flatMap((one) => one.left), ({ why }) => why.en);
  const told: Complaint[] = [...left.values()].map((rows) => ({ code: 'quarantine.left-out', ...leftWords(rows) }));
  const split = returned.flatMap((one) => [...one.held.keys()].flatMap((id) => (rowsOf(one, id) > 1 ? [{ number: String(id), row: 0, rows: rowsOf(one, id) }] : [])));
  if (split.length > 0) told.push(splitWords(split));
  const still = returned.reduce((n, one) => n + [...one.still.values()].reduce((rows, all) => rows + all.length, 0) + [...one.open].filter((id) => !one.still.has(id)).length, 0);
  if (still > 0) told.push({ code: 'quarantine.still-wrong', words: { zh: `${still} 行仍不合格，留在隔离区`, en: `${still} rows are still wrong and stay quarantined` }, remedy: LOOK });
  return told;
}

function splitWords(split: { number: string; row: number; rows: number }[]): Complaint {
  const [zh, en] = ['、', ', '].map((between) => namesOf(split, between));
  const rows = split.reduce((n, one) => n + one.rows, 0);
  return {
    code: 'quarantine.split',
    words: { zh: `隔离编号 ${zh}：在工作簿里不止一行，按拆开的 ${rows} 行逐行接收`, en: `quarantined ${en}: several rows of the workbook bear the number, each of the ${rows} is taken as a row of its own` },
    remedy: { zh: '它们仍指向原来送来的那一行；不是有意拆开的，请停用本批次后重新改正', en: 'all of them lead to the one row that was delivered; if it was not meant to be several, retire this batch and correct it anew' },
  };
}

const NAMED = 20; // numbers that a sentence names
const namesOf = (rows: { number: string; row: number }[], between: string): string => [...new Set(rows.slice(0, NAMED).map(({ number, row }) => number || `?${row}`))].join(between);

function leftWords(rows: Returned['left']): Pick<Complaint, 'words' | 'remedy'> {
  const [{ why }] = rows as [Returned['left'][number]];
  const more = rows.length > NAMED;
  const [zh, en] = ['、', ', '].map((between) => namesOf(rows, between));
  return {
    words: { zh: `隔离编号 ${zh}${more ? ` 等 ${rows.length} 行` : ''}：${why.zh}`, en: `quarantined ${en}${more ? ` and others, ${rows.length} rows` : ''}: ${why.en}` },
    remedy: { zh: '这些行未再计入', en: 'these rows were left out' },
  };
}
