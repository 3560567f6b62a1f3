import { moneyUnit, parseMoney } from '@mingjian/domain/clean/money.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import type { Mapping } from '../proposing/mapping.ts';
import type { RefusedRow } from './collect.ts';

/** A delivered column of amounts: where it stands, and what a cell of it says in fen; undefined where it cannot be read. */
type Amount = { name: string; header: string; at: number; read: (cell: string) => number | undefined };
export type SumFault = Pick<RefusedRow, 'col' | 'name' | 'header' | 'code' | 'reason' | 'remedy'>;

/** What is the same for each of several people: nothing is summed there. */
const EACH = new Set(['standard', 'care_std', 'rate', 'price', 'start_price', 'deal_price', 'estimate']);

export function amountsOf(register: Register, { columns }: Mapping): Amount[] {
  return Object.entries(columns).flatMap(([name, from]) => {
    const column = register.columns[name];
    if (column?.type !== 'money' || EACH.has(name) || 'constant' in from || from.indexes.length !== 1) return [];
    const unit = moneyUnit(from.unit ?? '') ?? moneyUnit(column.unit ?? '') ?? 'yuan';
    const read = (cell: string) => {
      const parsed = parseMoney(cell, unit);
      return parsed.ok ? parsed.value ?? 0 : undefined;
    };
    return [{ name, header: from.header, at: from.indexes[0]!, read }];
  });
}

/** What is wrong with the amounts of a row that came back as several: together they must be what was delivered, else money would count that nobody paid.
 *  Null where they are, and where the delivered amount could not be read. */
export function sumFault(amounts: readonly Amount[], delivered: readonly string[], parts: readonly (readonly string[])[]): SumFault | null {
  for (const { name, header, at, read } of amounts) {
    const before = read(delivered[at] ?? '');
    if (before === undefined) continue;
    const each = parts.map((cells) => read(cells[at] ?? ''));
    const sum = each.every((one) => one !== undefined) ? each.reduce((all, one) => all + one, 0) : null;
    if (sum !== before) return { col: at + 1, name, header, code: 'quarantine.sum', reason: words(parts.length, sum, before), remedy: SHARE_OUT };
  }
  return null;
}

function words(rows: number, sum: number | null, before: number): SumFault['reason'] {
  if (sum === null) return { zh: `拆成的 ${rows} 行里有金额无法识别，不能核对是否合计 ${yuan(before)} 元`, en: `of the ${rows} rows that were made of it one has an amount that cannot be read: it is not known whether they come to ${yuan(before)} yuan` };
  return { zh: `拆成的 ${rows} 行金额合计 ${yuan(sum)} 元，原来送来的是 ${yuan(before)} 元`, en: `the ${rows} rows that were made of it come to ${yuan(sum)} yuan, ${yuan(before)} yuan were delivered` };
}

const yuan = (fen: number): string => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2));

const SHARE_OUT: SumFault['remedy'] = {
  zh: '在同一工作簿里把金额分给各行，合计与原来一致，再导入一次；原来写的是每人的金额的，请报送单位每人一行重新报送',
  en: 'share the amount out among the rows in the same workbook and import it again; where what was delivered is the amount of each, have it delivered again with a row for each',
};
