import type { Complaint } from '@mingjian/domain/complaint.ts';
import type { Database } from '../../db.ts';
import type { House } from '../../house.ts';
import type { Keys } from '../../identities/keys/keys.ts';
import { Refused } from '../../refused.ts';
import { type Returned, releasedOf, settledWords } from './returned.ts';
import { sealCorrected } from './seal.ts';
import { dismissEntry, findEntries, holdStanding, releaseEntries, renewEntries } from './store.ts';

/** Settles what a corrected table brought back, in the transaction that makes its batch stand: what was laid is released by it, what is still wrong
 *  stays one entry with the new reason. `to` is null where nothing of the table could be released.
 *  @throws Refused `quarantine.settled` where somebody else settled one of them meanwhile, or ended its batch */
export async function settleReturned(tx: Database, keys: Keys, to: { batch: bigint; source: number } | null, returned: Returned): Promise<void> {
  const { origin, still } = returned;
  if (!(await holdStanding(tx, origin.batch))) throw meanwhile();
  const released = releasedOf(returned);
  if (to !== null && (await releaseEntries(tx, to, released)) !== released.size) throw meanwhile();
  const places = new Map((await findEntries(tx, origin, [...still.keys()])).map((one) => [one.id, one]));
  await renewEntries(tx, [...still].map(([id, { cells, ...row }]) => ({ ...row, id, sealed: sealCorrected(keys, places.get(id)!, cells) })));
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
  const told = [...left.values()].map((rows) => ({ code: 'quarantine.left-out', ...leftWords(rows) }));
  const still = returned.reduce((n, one) => n + new Set([...one.still.keys(), ...one.open]).size, 0);
  return still > 0 ? [...told, { code: 'quarantine.still-wrong', words: { zh: `${still} 行仍不合格，留在隔离区`, en: `${still} rows are still wrong and stay quarantined` }, remedy: LOOK }] : told;
}

const NAMED = 20; // numbers that a sentence names
function leftWords(rows: Returned['left']): Pick<Complaint, 'words' | 'remedy'> {
  const [{ why }] = rows as [Returned['left'][number]];
  const more = rows.length > NAMED;
  const [zh, en] = ['、', ', '].map((between) => rows.slice(0, NAMED).map(({ number, row }) => number || `?${row}`).join(between));
  return {
    words: { zh: `隔离编号 ${zh}${more ? ` 等 ${rows.length} 行` : ''}：${why.zh}`, en: `quarantined ${en}${more ? ` and others, ${rows.length} rows` : ''}: ${why.en}` },
    remedy: { zh: '这些行未再计入', en: 'these rows were left out' },
  };
}
