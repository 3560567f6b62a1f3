import { moneyUnit } from '@mingjian/domain/clean/money.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Header, SniffedTable } from '../../reading/types.ts';
import { unitApplies } from '../../reading/tables/units.ts';
import type { Candidate } from '../proposal.ts';
import { looksOf } from './looks.ts';
import { statedUnit } from './units.ts';

/** Why a table waits whose money would be left out: a column of amounts that nobody recognised, while no column of money of the register was. Imported
 *  without it, every sum that a model makes of this list is nothing. Null where no money is lost; a second amount beside a recognised one (应发 beside
 *  实发, an income beside the grant) is only told as unread. */
export function unreadMoney(table: SniffedTable, register: Register, { mapping, left }: Pick<Candidate, 'mapping' | 'left'>): Words | null {
  const open = Object.entries(register.columns).filter(([, { type }]) => type === 'money');
  if (open.length === 0 || open.some(([name]) => name in mapping.columns)) return null;
  const lost = left.filter(({ index }) => looksLikeMoney(table.headers[index]!, table.sample.map((row) => row[index] ?? '')));
  if (lost.length === 0) return null;
  const headers = lost.map(({ header }) => header);
  const called = open.map(([name, { title }]) => ({ zh: `${title?.zh ?? name}（${name}）`, en: `${title?.en ?? name} (${name})` }));
  return {
    zh: `“${headers.join('”、“')}”像是金额而认不出是哪一列；台账的${called.map(({ zh }) => zh).join('、')}还空着`,
    en: `${headers.map((header) => `"${header}"`).join(', ')} looks like money and is none of the columns we know, while ${called.map(({ en }) => en).join(', ')} is still empty`,
  };
}

const WRITTEN_AS_MONEY = /^[¥￥]|元$|^\d[\d,]*\.\d\d$/;

/** A unit of money in the header says so; a header of amounts, or amounts written out, must have figures under it. */
function looksLikeMoney(header: Header, column: readonly string[]): boolean {
  const { cells, money } = looksOf(column);
  if (cells.length === 0 || money < 0.8) return false;
  const unit = statedUnit(header);
  if (unit !== undefined) return moneyUnit(unit) !== null;
  return unitApplies('元', header.name) || cells.filter((cell) => WRITTEN_AS_MONEY.test(cell.trim())).length >= 0.8 * cells.length;
}
