import type { Register } from '@mingjian/domain/model/register.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import type { Header, SniffedTable } from '../reading/types.ts';
import { columnsOf, type Matched } from './columns/columns.ts';
import type { Stated } from './constants.ts';
import { why } from './columns/fit.ts';
import { headerIndexes } from './columns/header-index.ts';
import type { Candidate } from './proposal.ts';

/** `rank` orders registers against each other; the candidate's confidence says how sure the reading is taken by itself. `alone`: no other register
 *  has all of these columns, so that how near another comes is no doubt. */
export type Reading = { candidate: Candidate; rank: number; alone: boolean };
/** `knowing`: the registers that have a column of this header. */
export type Weight = { worth: number; known: boolean; common: boolean; knowing: ReadonlySet<string> };

/** What any list of people may carry besides. */
const COMMON = /^(?:性别|年龄|周岁|出生日期|出生年月日?|民族|(?:联系)?电话(?:号码)?|手机号?码?|联系方式|(?:家庭|户籍)?(?:住址|地址)|户籍所在地|文化程度|学历|健康状况|婚姻状况|政治面貌|批次号?|人员编号|曾用名|(?:家属|监护人|联系人|经办人|负责人|户主)(?:姓名|电话)?|所属派出所|派出所|sex|gender|age|phone|address)$/i;
const IDLE = /^(?:序号|行号|序|no\.?|备注|说明|签字|签名|签章|领款人签字|盖章|按手印|列\d+)$/i;

/** A header that many registers know tells little about which one this is; one that none knows tells that it may be none of them. */
export function weigh(headers: readonly Header[], catalogue: Catalogue): Weight[] {
  const indexes = [...headerIndexes(catalogue)];
  return headers.map((header) => {
    if (IDLE.test(header.name.trim())) return { worth: 0, known: true, common: true, knowing: new Set() };
    const knowing = new Set(indexes.filter(([, index]) => index.knows(header)).map(([id]) => id));
    const common = COMMON.test(header.name.normalize('NFKC').trim());
    return knowing.size === 0 ? { worth: common ? 0.05 : 0.3, known: false, common, knowing } : { worth: 1 / knowing.size, known: true, common, knowing };
  });
}

export type Judged = { table: SniffedTable; register: Register; matched: Map<string, Matched>; constants: Map<string, Stated>; weights: readonly Weight[]; title: number; otherTitle: number; /** the registers that this sender keeps; empty where that is not known */ senders: ReadonlySet<string> };

export function judge(judged: Judged): Reading {
  const { register, matched, constants, weights, title } = judged;
  const sender = judged.senders.has(register.id);
  const scores = new Map([...matched.values()].flatMap(({ source, fit }) => source.indexes.map((index) => [index, fit.score] as const)));
  const informative = weights.filter(({ worth }) => worth > 0).length || 1;
  const total = weights.reduce((sum, { worth, common }, i) => sum + (common && !scores.has(i) ? Math.min(worth, 0.05) : worth), 0) || 1;
  const explained = weights.reduce((sum, { worth }, i) => sum + worth * (scores.get(i) ?? 0), 0) / total;
  const strange = weights.filter(({ worth, known, common }, i) => worth > 0 && !common && !scores.has(i) && (!known || worth > 0.3)).length / informative;
  const required = Object.keys(register.columns).filter((name) => register.columns[name]!.required);
  const strengths = required.map((name) => (matched.get(name)?.fit.score ?? constants.get(name)?.confidence ?? 0) * (hasTwin(judged.table, matched.get(name)) ? 0.7 : 1));
  const missing = required.filter((_, i) => strengths[i] === 0);
  const mean = strengths.reduce((sum, one) => sum + one, 0) / (strengths.length || 1);
  const filled = Math.min(1, matched.size / Math.min(Object.keys(register.columns).length, informative));
  const rank = (0.5 * explained + 0.15 * filled + 0.2 * title + 0.15 * (sender ? 1 : 0)) * (0.4 + 0.6 * mean);
  const support = 0.5 * title + (sender ? 0.5 : 0); // who sent it under which title: with both, a few columns of their own are no doubt
  const unexplained = 1 - Math.min(1, explained / 0.85);
  const weakest = Math.min(1, ...strengths.map((one) => one + 0.05));
  const alone = missing.length === 0 && hasItAlone(judged, scores);
  const confidence = weakest * (1 - (0.5 - 0.3 * support) * unexplained) * (1 - (0.8 - 0.5 * support) * strange) * (missing.length > 0 ? 0.5 : 1) * (alone ? 1 : ownness(judged, scores));
  return { rank, alone, candidate: asCandidate(judged, missing, confidence) };
}

/** Names, numbers and sums stand in every list. Where no header and no title belongs to this kind of list more than to others, it is
 *  only the least demanding of many; less still where the title names another kind. */
function ownness({ weights, title, otherTitle }: Judged, scores: ReadonlyMap<number, number>): number {
  const own = Math.max(title, ...[...scores].map(([i, score]) => (score > 0.8 ? weights[i]!.worth : 0)));
  if (own >= 0.34) return 1;
  return title === 0 && otherTitle > 0.8 ? 0.6 : 0.8;
}

/** So many headers that all belong to one kind of list are no chance. */
const MANY = 6;

/** Every header of the table is one of this register's, word for word, the cells agree, and no other register has them all: what the title does not say
 *  the columns do. Not where the title, or who sent it, speaks for another kind of list: a bank's file of payments with a column more is no list of the
 *  finance bureau's. */
function hasItAlone({ register, weights, title, otherTitle, senders }: Judged, scores: ReadonlyMap<number, number>): boolean {
  const telling = weights.flatMap((weight, i) => (weight.worth > 0 ? [{ ...weight, score: scores.get(i) ?? 0 }] : []));
  if (telling.length < MANY || otherTitle > title || (senders.size > 0 && !senders.has(register.id))) return false;
  if (!telling.every(({ knowing, score }) => knowing.has(register.id) && score > 0.85)) return false;
  const rivals = new Set(telling.flatMap(({ knowing }) => [...knowing]).filter((id) => id !== register.id));
  return [...rivals].every((id) => telling.filter(({ knowing }) => !knowing.has(id)).length >= (senders.has(id) ? 2 : 1));
}

/** 金额 and 金额 side by side: which is meant cannot be told from here. */
function hasTwin({ headers }: SniffedTable, found: Matched | undefined): boolean {
  const name = found && headers[found.index]!.name.replace(/_\d+$/, '');
  return name !== undefined && headers.some((header, i) => i !== found!.index && header.name.replace(/_\d+$/, '') === name);
}

function asCandidate({ table, register, matched, constants, title, senders }: Judged, missing: string[], confidence: number): Candidate {
  const used = new Set([...matched.values()].flatMap(({ source }) => source.indexes));
  const order = (name: string) => Object.keys(register.columns).indexOf(name);
  const columns = { ...columnsOf(matched), ...Object.fromEntries([...constants].map(([name, { constant }]) => [name, { constant }])) };
  const sorted = Object.fromEntries(Object.entries(columns).sort(([a], [b]) => order(a) - order(b)));
  return {
    register: register.id,
    confidence,
    reasons: reasonsFor(matched.size, table.headers.length, title, senders.has(register.id)),
    mapping: { register: register.id, columns: sorted },
    columns: Object.fromEntries(Object.keys(sorted).map((name) => {
      const [found, said] = [matched.get(name), constants.get(name)];
      return [name, found ? { confidence: found.fit.score, reasons: why(table.headers[found.index]!, found.fit) } : { confidence: said!.confidence, reasons: [said!.reason] }];
    })),
    missing,
    left: table.headers.flatMap((header, index) => (used.has(index) ? [] : [{ header: header.name, index }])),
  };
}

function reasonsFor(matched: number, headers: number, title: number, sender: boolean): Words[] {
  const reasons: Words[] = [{ zh: `${headers} 列中认出 ${matched} 列`, en: `${matched} of ${headers} columns recognised` }];
  if (title > 0.5) reasons.push({ zh: '表题或文件名相符', en: "the title or the file's name fits" });
  if (sender) reasons.push({ zh: '交表部门相符', en: 'the sender is one that keeps such a list' });
  return reasons;
}
