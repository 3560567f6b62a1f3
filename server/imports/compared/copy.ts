import type { Complaint } from '@mingjian/domain/complaint.ts';
import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import type { Duck } from '../../duckdb.ts';

/** A standing batch of the same register that holds exactly the rows of this one, each as often: the same file in another encoding or format, or
 *  with its rows in another order. A file that is the same byte for byte is not taken a second time and has no batch. */
export type Copy = { of: bigint; file: string; sender: string | null; asAt: string; sameSender: boolean; sameDay: boolean; /** nobody said its day: it is that of its import */ guessed: boolean; /** the same of the later one */ laterGuessed: boolean };

/** What tells whether two batches hold the same rows: how many, and the sum of what their contents hash to (63 bits each). Null of a batch without rows.
 *  Asked once, over the contents that `beginBatch` counts. */
export async function contentsOf(duck: Duck): Promise<string | null> {
  const { rows, sum } = await duck.row<{ rows: string | null; sum: string | null }>('select cast(sum(n) as VARCHAR) as rows, cast(sum(cast(_hash as HUGEINT) * n) as VARCHAR) as sum from held');
  return rows === null ? null : `${rows}:${sum}`;
}

/** One from before this batch: the same sender's if there is one, of the same day if there is one, the latest. Corrected rows are no copy of anything. */
export async function findCopy(db: Database, batch: bigint): Promise<Copy | null> {
  const { rows } = await sql<Copy>`
    select o.id as of, e.file, e.sender, o.as_at as "asAt", e.sender is not distinct from d.sender as "sameSender", o.as_at = b.as_at as "sameDay", o.as_at_from = 'clock' as guessed, b.as_at_from = 'clock' as "laterGuessed"
    from batch b join delivery d on d.id = b.delivery
    join batch o on o.register = b.register and o.id < b.id and o.state = 'active' and o.supplements is null and o.quality ->> 'contents' = b.quality ->> 'contents'
    join delivery e on e.id = o.delivery where b.id = ${batch} and b.supplements is null
    order by "sameSender" desc, "sameDay" desc, o.id desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** That it is one, what that does, and what to do about it. */
export function copyWords(batch: bigint, kind: 'snapshot' | 'event', { of, file, sender, asAt, sameSender, sameDay, guessed, laterGuessed }: Copy): Complaint {
  const retire = { zh: `mingjian imports retire ${batch} --because 重复`, en: `mingjian imports retire ${batch} --because duplicate` };
  const said = (code: string, zh: string, en: string, remedyZh: string, remedyEn: string): Complaint =>
    ({ code, words: { zh: `与此前导入的“${file}”（批次 ${of}）逐行相同，${zh}`, en: `row for row the same as "${file}" (batch ${of}), imported before: ${en}` }, remedy: { zh: remedyZh, en: remedyEn } });
  const needless = [`不用处理；不想保留可执行 ${retire.zh}`, `nothing needs to be done; ${retire.en} takes it away`] as const;
  if (kind === 'event') return said('file.copy', '是同一份流水的又一份，每笔只算一次', 'the same events once more, each counts once', ...needless);
  if (!sameSender) {
    return said('file.copy-of-other-sender', `那份是${sender ?? '未写明的单位'}送来的，两个单位的名册各算一份`, `that one came from ${sender ?? 'nobody named'}, and the lists of two senders both count`,
      '请问明以哪个单位的为准，再停用另一份：mingjian imports retire 批次号', 'ask whose list it is, and retire the other: mingjian imports retire BATCH');
  }
  if (guessed && !laterGuessed) {
    return said('file.copy-of-undated', `那份没有写明数据日期，导入时按当天（${asAt}）推定，这份写明了日期`, `that one did not say its day and was taken as of ${asAt}, the day of its import; this one says its day`,
      `以写明日期的这份为准，停用那份：mingjian imports retire ${of} --because 日期是推定的`, `let this one count and retire that one: mingjian imports retire ${of} --because guessed-day`);
  }
  if (laterGuessed && !sameDay) {
    const [zh, en] = guessed ? [`那份也没有写明，按 ${asAt} 推定`, `nor did that one, which was taken as of ${asAt}`] : [`那份的数据日期是 ${asAt}`, `that one speaks of ${asAt}`];
    return said('file.undated-copy', `这份没有写明数据日期，按今天推定，${zh}：看不出是同一份又送了一次，还是一直没有变化`, `this one does not say its day and was taken as of today, ${en}: it cannot be told whether it is the same list once more or nothing has changed`,
      `同一份的，执行 mingjian imports retire ${batch} --because 重复；确是新名册的，停用后用 --delivered 写明日期重新导入`, `the same once more: mingjian imports retire ${batch} --because duplicate; a new list: retire it and import it again with --delivered DATE`);
  }
  if (sameDay) return said('file.copy', '是同一份名册的又一份，不改变结果', 'the same list once more, it changes nothing', ...needless);
  return said('file.unchanged', `那份的数据日期是 ${asAt}，两份之间没有一处变化`, `that one speaks of ${asAt}, and nothing differs between the two`,
    `名册确实没有变化则不用处理；若是误送了旧文件，请报送单位重送，并执行 mingjian imports retire ${batch} --because 误送`, `nothing needs to be done if the list has truly not changed; if an old file was sent by mistake, ask for the right one and run mingjian imports retire ${batch} --because mistaken`);
}
