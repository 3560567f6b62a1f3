import { type Day, iso, type Month, monthNumber, parts, yearOf } from '../world/calendar.ts';
import { canBeFifteen, fifteen } from '../world/numbers.ts';
import type { Person } from '../world/people.ts';
import type { Village } from '../world/places.ts';
import type { Cell, Head } from '../files/paper.ts';

// How an office writes a date, a sum, a number, a place. Each office has its habits and keeps them within one file.

const two = (n: number): string => String(n).padStart(2, '0');
const CHINESE = ['元', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];
export const dates = {
  iso,
  compact: (d: Day) => iso(d).replaceAll('-', ''),
  dots: (d: Day) => parts(d).join('.'),
  slashes: (d: Day) => parts(d).join('/'),
  padded: (d: Day) => iso(d).replaceAll('-', '/'),
  chinese: (d: Day) => ((p) => `${p[0]}年${p[1]}月${p[2]}日`)(parts(d)),
  spaced: (d: Day) => ((p) => `${p[0]} 年 ${two(p[1])} 月 ${two(p[2])} 日`)(parts(d)),
  timed: (d: Day) => `${iso(d)} 00:00:00`,
  /** A true date of a workbook. */
  serial: (d: Day): Cell => new Date(d * 86_400_000),
  full: (d: Day) => wide(iso(d)),
} as const;
export const months = {
  iso: (m: Month) => `${yearOf(m)}-${two(monthNumber(m))}`,
  compact: (m: Month) => `${yearOf(m)}${two(monthNumber(m))}`,
  chinese: (m: Month) => `${yearOf(m)}年${monthNumber(m)}月`,
  spoken: (m: Month) => `${yearOf(m)}年${CHINESE[monthNumber(m) - 1]}${monthNumber(m) === 1 ? '' : ''}月`,
  dots: (m: Month) => `${yearOf(m)}.${two(monthNumber(m))}`,
} as const;
/** 0 stands for "not ended" in the world; offices leave it blank or write 长期. */
export const orBlank = (d: Day, write: (d: Day) => Cell): Cell => (d ? write(d) : null);
export const orLong = (d: Day, write: (d: Day) => Cell): Cell => (d ? write(d) : '长期');

const fixed = (fen: number): string => (fen / 100).toFixed(2);
export const money = {
  yuan: fixed,
  short: (fen: number) => (fen % 100 === 0 ? String(fen / 100) : fixed(fen)),
  number: (fen: number): Cell => fen / 100,
  commas: (fen: number) => fixed(fen).replace(/\B(?=(\d{3})+(?!\d)\.)/g, ','),
  marked: (fen: number) => `${money.commas(fen)}元`,
  sign: (fen: number) => `￥${fixed(fen)}`,
  /** For a column whose header says 万元. */
  wan: (fen: number): Cell => fen / 1_000_000,
} as const;

const wide = (text: string): string => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
export const numbers = {
  plain: (n: string) => n,
  lower: (n: string) => n.toLowerCase(),
  apostrophe: (n: string) => `'${n}`,
  prefixed: (n: string) => `身份证号：${n}`,
  spaced: (n: string) => `${n.slice(0, 6)} ${n.slice(6, 14)} ${n.slice(14)}`,
  wide,
  trailing: (n: string) => ` ${n}\u3000`,
  masked: (n: string) => `${n.slice(0, 6)}********${n.slice(14)}`,
} as const;

/** Offices whose lists go back before 1999 still hold the short number for some of the older people: the same ones each time. */
export const oldNumber = (p: Person, oneIn: number): string => (canBeFifteen(p.number) && p.id % oneIn === 0 ? fifteen(p.number) : p.number);
/** A mixture of the habits of several clerks, the same for the same person each time. */
export function mixedNumber(p: Person): string {
  const write = [numbers.plain, numbers.plain, numbers.plain, numbers.plain, numbers.lower, numbers.apostrophe, numbers.trailing, numbers.spaced, numbers.wide, numbers.prefixed][p.id % 10] as (n: string) => string;
  return write(p.number);
}
/** What an old system shows for a character it does not know, and other innocent spellings of one name. */
export function oldName(name: string): string {
  return name.replace(/[\u3400-\u4DBF]|[\u{20000}-\u{2FFFF}]/gu, '?').replace('·', '.');
}
export const spacedName = (name: string): string => (name.length === 2 ? `${name[0]}\u3000${name[1]}` : name);

export const places = {
  code: (v: Village) => v.code,
  full: (v: Village) => `青岚县${v.town.name}${v.name}`,
  town: (v: Village) => `${v.town.name}${v.name}`,
} as const;

/** A table's columns: what is over each, and what a row puts there. */
export type Columns<R> = readonly (readonly [head: string | Head, of: (row: R) => Cell])[];
export const headsOf = <R>(columns: Columns<R>): Head[] => columns.map(([h]) => (typeof h === 'string' ? { head: h } : h));
export function* rowsOf<R>(columns: Columns<R>, rows: Iterable<R>): Generator<Cell[]> {
  for (const row of rows) {
    const cells: Cell[] = new Array(columns.length);
    for (let i = 0; i < columns.length; i++) cells[i] = (columns[i] as Columns<R>[number])[1](row);
    yield cells;
  }
}
export const table = <R>(register: string, name: string, columns: Columns<R>, rows: Iterable<R>) => ({ register, name, heads: headsOf(columns), rows: rowsOf(columns, rows) });
export const under = (group: string, head: string): Head => ({ group, head });
