import type { Cell, Head, Paper, Row, Sheet } from '../files/paper.ts';
import { citizenCheck } from '../world/numbers.ts';
import { meaning } from './meaning.ts';
import { numbers } from './dress.ts';

/** A mistake of a clerk: what becomes of the cell that means `column`, how often in one table, and the code of the reason for
 *  which a reader ought to refuse the row. `kept`: the row is good, only its number is nobody's. */
type Slip = { register: string; column: string; code: string; times: number; spoil: (cell: Cell) => Cell };

const SLIPS: Slip[] = [
  { register: 'subsidy_pay', column: 'amount', code: 'money.unreadable', times: 4, spoil: () => '待定' },
  { register: 'pension', column: 'amount', code: 'money.unreadable', times: 4, spoil: () => '见附表' },
  { register: 'village_voucher', column: 'expense', code: 'money.unreadable', times: 4, spoil: () => '约三百' },
  { register: 'business', column: 'established', code: 'date.day', times: 3, spoil: () => '2021-02-30' },
  { register: 'real_estate', column: 'acquired', code: 'date.month', times: 3, spoil: () => '1986-13-45' },
  { register: 'elder_allowance', column: 'month', code: 'date.month', times: 4, spoil: () => '202513' },
  { register: 'death', column: 'death_date', code: 'cell.missing', times: 2, spoil: () => null },
  { register: 'relief', column: 'pid', code: 'citizen-number.scientific', times: 3, spoil: (number) => `${String(number)[0]}.${String(number).slice(1, 6)}E+17` },
  { register: 'relief', column: 'pid', code: 'cell.damaged', times: 3, spoil: (number) => Number(String(number).slice(0, 17)) * 10 },
  { register: 'pension', column: 'pid', code: 'citizen-number.several', times: 3, spoil: (number) => `${number}、${sibling(String(number))}` },
  { register: 'pension', column: 'pid', code: 'kept', times: 3, spoil: (number) => numbers.masked(String(number)) },
  { register: 'pension', column: 'pid', code: 'kept', times: 3, spoil: (number) => String(number).slice(0, 17) + (citizenCheck(String(number)) === '5' ? '6' : '5') },
];

/** Somebody of the same day and place: two people written into one cell. */
const sibling = (number: string): string => `${number.slice(0, 14)}998${citizenCheck(`${number.slice(0, 14)}998`)}`;

/** Lines that a clerk spoilt, saw, and typed again: the spoilt one was left standing below the good one. */
export const blotted = (paper: Paper): Paper => ({ ...paper, sheets: paper.sheets.map(blottedSheet) });

function blottedSheet(sheet: Sheet): Sheet {
  const slips = SLIPS.filter(({ register }) => register === sheet.register);
  return slips.length ? { ...sheet, rows: withBlots(sheet.rows, slips.map((slip) => ({ ...slip, at: columnOf(sheet, slip.column) }))) } : sheet;
}

const columnOf = ({ register, heads }: Sheet, column: string): number => heads.findIndex((head: Head) => meaning(register, head).includes(column));

function* withBlots(rows: Iterable<Row>, slips: (Slip & { at: number })[]): Generator<Row> {
  const due = schedule(slips);
  let n = 0;
  for (const row of rows) {
    yield row;
    const slip = due.get(n++);
    if (slip) yield spoilt(row, slip);
  }
}

/** After which rows each slip happens: ever further apart, so that short tables have some and long ones have them in all parts. */
function schedule<S extends Slip>(slips: S[]): Map<number, S> {
  const due = new Map<number, S>();
  const most = Math.max(...slips.map(({ times }) => times));
  let at = 3;
  for (let i = 0; i < most; i++) {
    for (const slip of slips) {
      if (i >= slip.times) continue;
      due.set(at, slip);
      at = Math.ceil(at * 1.4);
    }
  }
  return due;
}

function spoilt(row: Row, { at, code, spoil }: Slip & { at: number }): Row {
  const cells: Row = [...row];
  cells[at] = spoil(row[at] ?? null);
  cells.blot = { column: at, code };
  return cells;
}
