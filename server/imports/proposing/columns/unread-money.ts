import { moneyUnit, parseMoney } from '@mingjian/domain/clean/money.ts';
import type { Column, Register } from '@mingjian/domain/model/register.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Header, SniffedTable } from '../../reading/types.ts';
import { unitApplies } from '../../reading/tables/units.ts';
import type { FromCells } from '../mapping.ts';
import type { Candidate } from '../proposal.ts';
import type { HeaderIndex } from './header-index.ts';
import { looksOf } from './looks.ts';
import { statedUnit } from './units.ts';

/** Why a table waits whose money would be left out. Where no column of money of the register was recognised: any column of amounts, since without it every
 *  sum that a model makes of this list is nothing. Beside a recognised one: a column that is as well that amount and says otherwise (基本生活标准 beside
 *  护理标准), or one that was paid on top of it (补发). An income beside the grant, 应发 beside 实发, is only told as unread. */
export function unreadMoney(table: SniffedTable, register: Register, index: HeaderIndex, { mapping, left }: Pick<Candidate, 'mapping' | 'left'>): Words | null {
  const open = Object.entries(register.columns).filter(([, { type }]) => type === 'money');
  const taken = open.flatMap(([name]) => (name in mapping.columns ? [[name, mapping.columns[name]!] as const] : []));
  const lost = left.filter(({ index: at }) => looksLikeMoney(table.headers[at]!, cellsOf(table, at)));
  if (open.length === 0 || lost.length === 0) return null;
  if (taken.length === 0) return unrecognised(lost, open);
  for (const { header, index: at } of lost) {
    for (const [name, from] of taken) {
      if ('constant' in from || !isOfTheSame(table, index, at, name, from)) continue;
      return {
        zh: `“${header}”与“${from.header}”都像是${register.columns[name]!.title?.zh ?? name}（${name}），数字却不同，只读其中一列就会少算`,
        en: `"${header}" and "${from.header}" both look like ${register.columns[name]!.title?.en ?? name} (${name}) and differ: with one of them alone money would be missing`,
      };
    }
  }
  return null;
}

const cellsOf = ({ sample }: SniffedTable, at: number): string[] => sample.map((row) => row[at] ?? '');

function unrecognised(lost: Candidate['left'], open: [string, Column][]): Words {
  const headers = lost.map(({ header }) => header);
  const called = open.map(([name, { title }]) => ({ zh: `${title?.zh ?? name}（${name}）`, en: `${title?.en ?? name} (${name})` }));
  return {
    zh: `“${headers.join('”、“')}”像是金额而认不出是哪一列；台账的${called.map(({ zh }) => zh).join('、')}还空着`,
    en: `${headers.map((header) => `"${header}"`).join(', ')} looks like money and is none of the columns we know, while ${called.map(({ en }) => en).join(', ')} is still empty`,
  };
}

/** Paid beside the grant, for an earlier time or on top of it. */
const ON_TOP = /补发|追发|增发|加发|另发|附加|叠加|价格补贴|物价补贴|一次性/u;
const AS_WELL = 0.85;

function isOfTheSame(table: SniffedTable, index: HeaderIndex, at: number, name: string, from: FromCells): boolean {
  const [other] = from.indexes;
  if (cellsOf(table, at).every((cell, i) => isNothing(cell) || sameMoney(cell, table.sample[i]![other!] ?? ''))) return false;
  if (ON_TOP.test(table.headers[at]!.name)) return true;
  return !/^实/u.test(from.header) && (index.fits(table.headers[at]!).get(name)?.score ?? 0) >= AS_WELL;
}

const isNothing = (cell: string): boolean => /^[\s0.,]*$/.test(cell);
const sameMoney = (a: string, b: string): boolean => {
  const [one, two] = [parseMoney(a), parseMoney(b)];
  return one.ok && two.ok && one.value === two.value;
};

const WRITTEN_AS_MONEY = /^[¥￥]|元$|^\d[\d,]*\.\d\d$/;

/** A unit of money in the header says so; a header of amounts, or amounts written out, must have figures under it. */
function looksLikeMoney(header: Header, column: readonly string[]): boolean {
  const { cells, money } = looksOf(column);
  if (cells.length === 0 || money < 0.8) return false;
  const unit = statedUnit(header);
  if (unit !== undefined) return moneyUnit(unit) !== null;
  return unitApplies('元', header.name) || cells.filter((cell) => WRITTEN_AS_MONEY.test(cell.trim())).length >= 0.8 * cells.length;
}
