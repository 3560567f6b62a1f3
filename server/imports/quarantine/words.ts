import { sql } from 'kysely';
import type { Database } from '../../db.ts';
import type { Catalogue } from '../../registers/catalogue.ts';

/** Tells cells that say nothing of a person, to be shown as they were delivered. */
export type PlainWords = { has(text: string): boolean };

/** The words of the registers and no others: those of their codes, programmes, titles and headers. A cell is plain where every character of it stands beside a
 *  neighbour as in one of these (长期 and 租赁 make 长期租赁), or where it writes an amount or a day in words. Names of people are made otherwise, and columns
 *  get swapped: what a cell is under says little. */
export function wordsOf(catalogue: Pick<Catalogue, 'registers' | 'vocabulary'>): PlainWords {
  let words = cache.get(catalogue);
  if (!words) cache.set(catalogue, (words = gather(catalogue)));
  return words;
}
const cache = new WeakMap<object, PlainWords>();

/** The same and the names of places. */
export async function plainWords(db: Database, catalogue: Pick<Catalogue, 'registers' | 'vocabulary'>): Promise<PlainWords> {
  const { rows } = await sql<{ name: string }>`select distinct name from region`.execute(db);
  const places = new Set(rows.map(({ name }) => name));
  const words = wordsOf(catalogue);
  return { has: (text) => places.has(text) || words.has(text) };
}

function gather({ registers, vocabulary }: Pick<Catalogue, 'registers' | 'vocabulary'>): PlainWords {
  const columns = [...registers.values()].flatMap((register) => Object.values(register.columns));
  const codes = columns.flatMap(({ values }) => Object.values(values ?? {}).flat().map(String));
  const programmes = [...vocabulary.programmes.values()].flatMap(({ title, names }) => [title.zh, ...names]);
  const whole = new Set([...codes, ...programmes]);
  const called = [...whole, ...columns.flatMap(({ title, headers }) => [title?.zh ?? '', ...headers.zh]), ...[...registers.values()].map(({ title }) => title.zh)];
  const pairs = new Set([...called.flatMap(pairsOf), ...OFFICE]);
  return { has: (text) => whole.has(text) || COUNTED.test(text) || isMadeOf(text, pairs) };
}

/** 五百元, 二十几块钱, 3月中旬; no digits that could be a number of somebody. */
const COUNTED = /^(?!.*\d{5})[〇零一二两三四五六七八九十百千几约\d][〇零一二两三四五六七八九十百千万亿几多余半元块角分钱整吧左右上下年月日号旬初中底末个人户亩\d.,]*$/u;

/** What offices write beside the words of their codes. */
const OFFICE = `长期 短期 临时 永久 口头 书面 约定 协议 其他 其它 未知 不详 不明 待定 待核 暂无 暂停 正常 异常 已经 尚未 没有 本年 上年 部分 全部 集体 个人 单位 自营 自行 统一
  公开 内部 流转 入股 托管 转包 转让 互换 代耕 抵押 续签 新增 变更 注销 迁出 迁入 死亡 失联 外出 务工 在校 退休 离职 在职 合格 不合 通过 未通 审批 审核 复核`.split(/\s+/);

const pairsOf = (text: string): string[] => [...text].slice(1).map((_, i) => text.slice(i, i + 2));

function isMadeOf(text: string, pairs: ReadonlySet<string>): boolean {
  if (!/^\p{Script=Han}{4,12}$/u.test(text)) return false; // names are shorter, and of rarer pairs
  const known = pairsOf(text).map((pair) => pairs.has(pair));
  return [...text].every((_, i) => known[i - 1] === true || known[i] === true);
}
