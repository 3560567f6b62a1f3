import type { Register } from '@mingjian/domain/model/register.ts';
import type { Catalogue } from '../../registers/catalogue.ts';
import { cutPeriod } from '../cleaning/period.ts';
import type { SniffedTable } from '../reading/types.ts';

/** What stands around a table: nearest first, each with the words for where it stood. */
export type Around = { text: string; where: { zh: string; en: string }; worth: number }[];

export function around(table: SniffedTable, fileName: string): Around {
  const file = fileName.replace(/^.*[\\/]/, '').replace(/\.[a-z0-9]{2,7}$/i, '');
  return [
    ...table.title.map((text) => ({ text, where: { zh: '表题', en: 'the title' }, worth: 1 })),
    ...(table.sheet && !/^(?:sheet|工作表|表)\s*\d*$/i.test(table.sheet) ? [{ text: table.sheet, where: { zh: '工作表名', en: "the sheet's name" }, worth: 0.9 }] : []),
    { text: file, where: { zh: '文件名', en: "the file's name" }, worth: 0.9 },
  ];
}

/** How much titles and names around the table speak for a register, 0…1: the longest of its words, measured against those of all others. */
export function titleFits(catalogue: Catalogue, places: Around): Map<string, number> {
  const fits = new Map<string, number>();
  for (const { text, worth } of places) {
    const found = [...catalogue.registers.values()].map((register): [string, number] => [register.id, longest(text, [register.title.zh, ...(catalogue.titles.get(register.id) ?? []), register.title.en.toLowerCase()])]);
    const best = Math.max(...found.map(([, length]) => length));
    if (best > 0) for (const [id, length] of found) if (length > 0) fits.set(id, Math.max(fits.get(id) ?? 0, worth * (length / best) ** 2));
  }
  return fits;
}
const longest = (text: string, words: readonly string[]): number => Math.max(0, ...words.filter((word) => text.toLowerCase().includes(word)).map((word) => word.length));

/** Whether this sender is one that keeps such a register: 民政局 in 公安局/卫健局/民政局(殡葬). */
export function senderFits(register: Register, sender: string | null): boolean {
  if (!sender) return false;
  const suppliers = register.supplier.zh.split(/[/、()]/).filter((name) => name.length > 1);
  return suppliers.some((name) => sender.includes(name) || name.includes(sender) || (stem(name).length > 1 && abbreviates(stem(name), sender)) || (BANK.test(name) && BANK.test(sender)) || (TOWN.test(name) && TOWN.test(sender)));
}
/** 卫健 for 卫生健康, 人社 for 人力资源和社会保障: the short name's characters in their order. */
function abbreviates(short: string, long: string): boolean {
  let at = 0;
  for (const character of long) if (character === short[at]) at += 1;
  return at === short.length;
}
const stem = (name: string): string => name.replace(/(?:部门|局|委员会|委|站|办|公司|中心|平台|部)$/u, '');
const BANK = /银行|农商|信用社/u;
const TOWN = /乡镇|镇$|乡$|街道|村/u;

export type Span = { from: string; to: string };
/** The period that a title or a name states: 2024年一季度, 2024年3月, 2024年度; null where none or several stand there. */
export function statedPeriod(text: string): Span | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '').replace(/(?:截至|截止|填报日期|制表日期|统计截止日期|数据日期|报表日期|截止日期)[:]?(?:20\d\d)[年./-]\d{1,2}(?:[月./-]\d{1,2}日?)?/gu, '');
  const found = [...plain.matchAll(/(20\d\d)年?(?:第?[一二三四1-4]季度|[上下]半年|(?:1[0-2]|0?[1-9])(?:月份?)?[-~—至](?:1[0-2]|0?[1-9])月份?|(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})月份?(?!\d*日)|年度?|年(?!.*20\d\d年))?/gu)]
    .map((match) => match[0]).filter((part) => part.length > 4);
  if (found.length !== 1) return null;
  const part = found[0]!.replace('月份', '月').replace(/^(20\d\d)(?=[一二三四1-4]季|第|[上下]半)/, '$1年');
  const [from, to] = [cutPeriod(part, 'from'), cutPeriod(part, 'to')];
  return /^20\d\d/.test(from) && /^20\d\d/.test(to) ? { from, to } : null;
}

/** The village or town that a title or a sheet's name states: 石桥镇柳家湾村. */
export function statedPlace(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '').replace(/^.{2,6}?[县市](?=.{2,})/u, '');
  const whole = /^\p{Script=Han}{2,8}(?:村|社区|镇|乡|街道)$/u.exec(plain)?.[0];
  const within = /^((?:\p{Script=Han}{2,5}(?:镇|乡|街道))?\p{Script=Han}{2,6}(?:村民委员会|村委会|村|社区)|\p{Script=Han}{2,5}(?:镇|乡|街道))(?=20\d\d|[农城居集]|\p{Script=Han}{3})/u.exec(plain)?.[1];
  return whole ?? within ?? null;
}
