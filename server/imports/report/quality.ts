import type { Complaint } from '@mingjian/domain/complaint.ts';
import type { Words } from '@mingjian/domain/words.ts';
import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import { againWords, stillStanding } from '../compared/again.ts';
import { type Copy, copyWords, findCopy } from '../compared/copy.ts';
import { columnTitle, type Titles } from './titles.ts';
import type { Quality } from '../intake/quality.ts';
import type { Mapping } from '../proposing/mapping.ts';
import { unreadHeaders, unreadWords } from './unread.ts';

export type BatchReport = {
  batch: bigint; register: string; file: string; sender: string | null; state: string; asAt: string; asAtFrom: string; quality: Quality;
  towns: { town: bigint; rows: bigint }[];
  last: { batch: bigint; rows: bigint; accepted: bigint; asAt: string; guessed: boolean; missingTowns: bigint[] } | null;
  /** headers of delivered columns from which nothing was read, of all its tables */
  unread: string[];
  copy: Copy | null;
};

/** Everything a batch says about itself, beside what the same sender delivered for the same register before. Null where there is no such batch. */
export async function findBatchReport(db: Database, batch: bigint): Promise<BatchReport | null> {
  const { rows } = await sql<Omit<BatchReport, 'towns' | 'last' | 'unread' | 'copy'>>`
    select b.id as batch, b.register, d.file, d.sender, b.state, b.as_at as "asAt", b.as_at_from as "asAtFrom", b.quality
    from batch b join delivery d on d.id = b.delivery where b.id = ${batch} and b.state <> 'staged'`.execute(db);
  if (!rows[0]) return null;
  const again = await stillStanding(db, rows[0].quality.again ?? []);
  return { ...rows[0], quality: { ...rows[0].quality, again }, towns: await townsOf(db, batch), last: await lastTime(db, batch), unread: await unreadOf(db, batch), copy: await findCopy(db, batch) };
}

/** Of corrected rows the marks of the workbook are no columns of the sender's. */
async function unreadOf(db: Database, batch: bigint): Promise<string[]> {
  const { rows } = await sql<{ headers: string[]; mapping: Mapping }>`
    select s.headers, s.mapping from source s join batch b on b.id = s.batch where s.batch = ${batch} and b.supplements is null order by s.number`.execute(db);
  return [...new Set(rows.flatMap(({ headers, mapping }) => unreadHeaders(headers, mapping)))];
}

const townsOf = async (db: Database, batch: bigint) =>
  (await sql<{ town: bigint; rows: bigint }>`select town, rows from batch_town where batch = ${batch} order by town`.execute(db)).rows;

async function lastTime(db: Database, batch: bigint): Promise<BatchReport['last']> {
  const { rows } = await sql<{ batch: bigint; rows: bigint; accepted: bigint; asAt: string; guessed: boolean; missing: bigint[] | null }>`
    select o.id as batch, o.rows, o.accepted, o.as_at as "asAt", o.as_at_from = 'clock' as guessed,
      (select array_agg(t.town order by t.town) from batch_town t where t.batch = o.id and t.town not in (select town from batch_town where batch = ${batch})) as missing
    from batch b join delivery d on d.id = b.delivery join batch o on o.register = b.register and o.id < b.id join delivery e on e.id = o.delivery
    where b.id = ${batch} and b.supplements is null and e.sender is not distinct from d.sender and o.state <> 'staged' and o.supplements is null order by o.id desc limit 1`.execute(db);
  const [last] = rows;
  return last ? { batch: last.batch, rows: last.rows, accepted: last.accepted, asAt: last.asAt, guessed: last.guessed, missingTowns: last.missing ?? [] } : null;
}

const FROM: Record<string, Words> = {
  report: { zh: '表内日期行', en: "the table's date line" },
  title: { zh: '表题', en: 'the title' },
  file: { zh: '文件名', en: "the file's name" },
  delivered: { zh: '导入时说明', en: 'stated at the import' },
  rows: { zh: '无人说明，取表内最新的日期', en: 'nobody said; the newest day among the rows' },
  clock: { zh: '文件和文件名都没有写明，按导入当日推定，可用 --delivered 说明', en: 'stated neither in the file nor in its name; guessed as the day of the import, --delivered sets it' },
};
export const asAtSource = (from: string): Words => FROM[from] ?? { zh: from, en: from };

/** The report in sentences, most telling first; columns are called by their titles. */
export function sentences({ batch, register, quality, towns, last, unread, copy, asAt, asAtFrom }: BatchReport, registers: Titles): Words[] {
  const called = (name: string): Words => columnTitle(registers, register, name);
  const from = asAtSource(asAtFrom);
  const kind = registers.get(register)?.kind;
  return [
    { zh: `数据日期 ${asAt}（${from.zh}）`, en: `as of ${asAt} (${from.en})` },
    { zh: `共 ${quality.rows} 行，接收 ${quality.accepted}，隔离 ${quality.quarantined}`, en: `${quality.rows} rows, ${quality.accepted} accepted, ${quality.quarantined} quarantined` },
    ...(quality.empty ? [{ zh: '只有表头、没有数据行：按“零条”计入覆盖', en: 'a header and no row: counted as nothing, and as covered' }] : []),
    ...(unread.length > 0 ? [unreadWords(unread)!] : []),
    ...(copy && kind ? [copyWords(batch, kind, copy).words] : (quality.again ?? []).map((one) => withRemedy(againWords(batch, one)))),
    ...(quality.drop ? [dropped(quality.drop)] : []),
    ...(last ? [againstLast(quality, last)] : []),
    ...quality.totals.map((one) => total(one, called(one.column))),
    ...Object.entries(quality.columns).flatMap(([name, column]) => columnSentences(called(name), column, quality.accepted)),
    ...(Object.values(quality.columns).some(({ tiers }) => tiers) ? [LEGEND] : []),
    ...(quality.repeated > 0 ? [{ zh: `重复内容 ${quality.repeated} 组`, en: `${quality.repeated} contents stand more than once` }] : []),
    ...(quality.split > 0 ? [{ zh: `一格两人、已拆分 ${quality.split} 行`, en: `${quality.split} rows named several persons and were split` }] : []),
    ...Object.values(quality.refused).map(({ words, values }) => ({ zh: `隔离：${words.zh}（${values} 个值）`, en: `quarantined: ${words.en} (${values} values)` })),
    ...Object.values(quality.noted).map(({ words, values }) => ({ zh: `提示：${words.zh}（${values} 个值）`, en: `noted: ${words.en} (${values} values)` })),
    ...coverage(towns, last),
  ];
}

const withRemedy = ({ words, remedy }: Complaint): Words => ({ zh: `${words.zh}；${remedy.zh}`, en: `${words.en}; ${remedy.en}` });

function againstLast(quality: Quality, last: NonNullable<BatchReport['last']>): Words {
  const change = Number(last.rows) === 0 ? 0 : Math.round(((quality.rows - Number(last.rows)) / Number(last.rows)) * 1000) / 10;
  return { zh: `上次（批次 ${last.batch}，${last.asAt}${last.guessed ? '，推定' : ''}）${last.rows} 行，变化 ${change}%`, en: `last time (batch ${last.batch}, ${last.asAt}${last.guessed ? ', guessed' : ''}) ${last.rows} rows, a change of ${change}%` };
}

const dropped = ({ was, now, since }: NonNullable<Quality['drop']>): Words => ({
  zh: `！警告：上次（${since}）同样乡镇有 ${was} 条，这次 ${now} 条，少了一半以上；经确认后导入`,
  en: `! WARNING: in the same towns there were ${was} entries last time (${since}), now ${now}, less than half; taken because it was confirmed`,
});

const yuan = (fen: number): string => (fen / 100).toFixed(2);
const total = ({ row, stated, found, ties, part }: Quality['totals'][number], column: Words): Words =>
  part ? { zh: `“${column.zh}”小计（第 ${row} 行）所载 ${yuan(stated)} 与所属各行之和 ${yuan(found)} 不符`, en: `the subtotal of "${column.en}" in line ${row}, ${yuan(stated)}, does not tie with its rows, ${yuan(found)}` }
  : ties
    ? { zh: `“${column.zh}”合计与第 ${row} 行所载一致：${yuan(found)}`, en: `the total of "${column.en}" ties with line ${row}: ${yuan(found)}` }
    : { zh: `“${column.zh}”所载合计（第 ${row} 行）${yuan(stated)} 与明细之和 ${yuan(found)} 不符`, en: `the stated total of "${column.en}" (line ${row}) ${yuan(stated)} does not tie with the rows, ${yuan(found)}` };

const LEGEND: Words = {
  zh: 'K1：号码完整且校验通过，可与别处的同一号码认作一人；K2：15 位升位或补正后可用；无可用号码：缺失、遮盖或校验不过，不与任何人并作一人。各占比以接收的行为底数。',
  en: 'K1: the number is whole and its check character right, so it is the same person as elsewhere; K2: usable once repaired (15 digits to 18); unusable: missing, masked or failing its check, taken for nobody else. Shares are of the accepted rows.',
};

/** Rounded to a tenth; what is not all is not called 100 %, nor what is something 0 %. */
function shareOf(n: number, rows: number): string {
  const share = rows === 0 ? 0 : Math.round((n / rows) * 1000) / 10;
  return share === 100 && n < rows ? '>99.9%' : share === 0 && n > 0 ? '<0.1%' : `${share}%`;
}

function columnSentences(name: Words, { nulls, tiers }: Quality['columns'][string], rows: number): Words[] {
  const share = (n: number) => shareOf(n, rows);
  const out: Words[] = [];
  if (tiers) out.push({ zh: `“${name.zh}”有效号码（K1）占 ${share(tiers[1] ?? 0)}，升位（K2）${tiers[2] ?? 0}，无可用号码 ${tiers[9] ?? 0}`, en: `"${name.en}": ${share(tiers[1] ?? 0)} valid (K1), ${tiers[2] ?? 0} repaired (K2), ${tiers[9] ?? 0} unusable` });
  if (nulls > 0) out.push({ zh: `“${name.zh}”空缺 ${share(nulls)}`, en: `"${name.en}": ${share(nulls)} empty` });
  return out;
}

function coverage(towns: BatchReport['towns'], last: BatchReport['last']): Words[] {
  const named = towns.filter(({ town }) => town !== 0n);
  const missing = last?.missingTowns.filter((town) => town !== 0n) ?? [];
  const list = named.map(({ town, rows }) => `${town}: ${rows}`).join('，');
  return [
    ...(named.length > 0 ? [{ zh: `覆盖 ${named.length} 个乡镇（${list}）`, en: `covers ${named.length} towns (${list})` }] : []),
    ...(missing.length > 0 ? [{ zh: `上次有、这次没有的乡镇：${missing.join('、')}`, en: `towns of last time that are missing: ${missing.join(', ')}` }] : []),
  ];
}
