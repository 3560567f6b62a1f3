import { bad, ok, type Complaint, type Parsed } from '../complaint.ts';
import { chineseInteger } from './chinese-number.ts';
import { readDecimal, shift, toFixedInteger, type Decimal } from './decimal.ts';
import { compact, isBlank, unquote } from './text.ts';

/** The unit of a money cell that names none itself; `yuan` stands for the major unit of any currency. */
export type MoneyUnit = 'fen' | 'jiao' | 'yuan' | 'bai_yuan' | 'qian_yuan' | 'wan_yuan' | 'bai_wan_yuan' | 'yi_yuan';

// power of ten from the unit to fen
const POWER: Record<MoneyUnit, number> = { fen: 0, jiao: 1, yuan: 2, bai_yuan: 4, qian_yuan: 5, wan_yuan: 6, bai_wan_yuan: 8, yi_yuan: 10 };
export const MONEY_UNITS = Object.keys(POWER) as MoneyUnit[];
const UNIT_NAMES: Record<string, MoneyUnit> = {
  分: 'fen', 角: 'jiao', 毛: 'jiao', 元: 'yuan', 圆: 'yuan', 块: 'yuan', 百元: 'bai_yuan', 千元: 'qian_yuan', 仟元: 'qian_yuan', 万: 'wan_yuan', 万元: 'wan_yuan', 萬元: 'wan_yuan',
  百万元: 'bai_wan_yuan', 百万: 'bai_wan_yuan', 亿: 'yi_yuan', 亿元: 'yi_yuan', yuan: 'yuan', fen: 'fen', wan_yuan: 'wan_yuan', qian_yuan: 'qian_yuan',
  jiao: 'jiao', bai_yuan: 'bai_yuan', bai_wan_yuan: 'bai_wan_yuan', yi_yuan: 'yi_yuan',
};
const CURRENCY = /^(?:人民币|rmb|cny|eur|usd|hkd|gbp|[¥€$£元])[:：]?|(?:rmb|cny|eur|usd|hkd|gbp|€|\$|£)$/gi;

/** The unit that a header or a cell names (`万元`, `(元)`, `单位：万元`, `EUR`), null where it names none. */
export function moneyUnit(text: string): MoneyUnit | null {
  const bare = compact(text).toLowerCase().replace(/^\(|\)$|^单位:?|^人民币/g, '');
  return UNIT_NAMES[bare] ?? (/^(?:rmb|cny|eur|usd|hkd|gbp|[¥€$£])$/.test(bare) ? 'yuan' : null);
}

const unreadable = bad(
  'money.unreadable',
  { zh: '金额无法识别', en: 'The amount cannot be read' },
  { zh: '请填写数字，例如 1200.00；单位写在表头', en: 'Write a number such as 1200.00 and put the unit into the header' },
);
const tooLarge = bad(
  'money.too-large',
  { zh: '金额超出可能的范围', en: 'The amount is larger than can be' },
  { zh: '请核对是否把账号或证件号填入了金额列', en: 'Check whether an account or citizen number stands in the amount column' },
);
const subFen = bad(
  'money.sub-fen',
  { zh: '金额不足一分的部分已四舍五入', en: 'A part smaller than one fen was rounded' },
  { zh: '请核对是否为平均分摊的金额', en: 'Check whether the amount is a share of a total' },
);
const scientific = bad(
  'money.scientific',
  { zh: '金额为科学计数法，末位数字可能已丢失', en: 'The amount is in scientific notation; last digits may be lost' },
  { zh: '请将该列设为数值格式后重新导出', en: 'Format the column as a number and export it again' },
);

const CELL = /^([+\-−(]*[\d.,]+(?:e[+-]?\d+)?\)?)(百万元?|[千仟百]元|[万萬亿億]元?|[元圆块角毛分])?(?:整|正)?(\))?$/i;
const MIXED = /^([-−]?)(?:([\d.]+)[亿億])?(?:([\d.]+)[万萬])?(?:([\d.]+)[千仟])?(?:([\d.]+)[元圆块])?(?:(\d)[角毛])?(?:(\d)分)?[元整正]?$/;
const CAPITALS = /^(负|-)?(?:([^元圆角分整正]+)[元圆]?)??(?:零?([^角分])角)?(?:零?([^角分])分)?[整正]?$/;

/** An amount as an integer number of fen; null where the cell is blank. A unit in the cell beats `unit`, the one of the header.
 *  Parts under one fen are rounded half up and noted, or refused with `subFen: 'refuse'`. */
export function parseMoney(raw: string, unit: MoneyUnit = 'yuan', options: { subFen?: 'round' | 'refuse' } = {}): Parsed<number | null> {
  const text = unquote(compact(raw));
  if (isBlank(text)) return ok(null);
  const bare = text.replace(CURRENCY, '');
  const decimal = readCell(bare, unit) ?? readMixed(bare) ?? readCapitals(bare);
  if (decimal === null) return unreadable;
  const { value, exact } = toFixedInteger(decimal, 0);
  const fen = Number(value);
  if (!Number.isSafeInteger(fen)) return tooLarge;
  const rounded = !exact && !isNoise(decimal);
  if (rounded && options.subFen === 'refuse') return subFen;
  const notes: Complaint[] = [];
  if (rounded) notes.push(subFen.complaint);
  if (/\de[+-]?\d/i.test(bare)) notes.push(scientific.complaint);
  return ok(fen, notes);
}

/** Floats that a spreadsheet wrote out (1200.0000000000002) are not parts of a fen. */
function isNoise(decimal: Decimal): boolean {
  const near = toFixedInteger(decimal, 4);
  return near.value % 10_000n === 0n;
}

function readCell(text: string, unit: MoneyUnit): Decimal | null {
  const cell = CELL.exec(text);
  if (!cell) return null;
  const named = cell[2] ? UNIT_NAMES[cell[2].replace('億', '亿').replace('萬', '万')] : undefined;
  const value = readDecimal(cell[1]! + (cell[3] ?? ''));
  return value && shift(value, POWER[named ?? unit]);
}

// 1亿2000万元, 3万5千元, 12元5角
function readMixed(text: string): Decimal | null {
  const parts = MIXED.exec(text);
  if (!parts || !/\d/.test(text)) return null;
  const powers = [10, 6, 5, 2, 1, 0];
  let fen = 0n;
  for (const [index, power] of powers.entries()) {
    const part = parts[index + 2];
    if (part === undefined) continue;
    const value = readDecimal(part);
    if (value === null) return null;
    const whole = toFixedInteger(shift(value, power), 0);
    if (!whole.exact) return null;
    fen += whole.value;
  }
  return { negative: parts[1] !== '' && fen !== 0n, digits: fen, scale: 0 };
}

// 壹万贰仟叁佰元伍角整
function readCapitals(text: string): Decimal | null {
  const parts = CAPITALS.exec(text);
  if (!parts) return null;
  const [, minus, whole, jiao, fen] = parts;
  if (whole === undefined && jiao === undefined && fen === undefined) return null;
  const yuan = whole === undefined ? 0 : chineseInteger(whole);
  const tenths = jiao === undefined ? 0 : chineseInteger(jiao);
  const hundredths = fen === undefined ? 0 : chineseInteger(fen);
  if (yuan === null || tenths === null || hundredths === null || tenths > 9 || hundredths > 9) return null;
  const digits = BigInt(yuan) * 100n + BigInt(tenths * 10 + hundredths);
  return { negative: minus !== undefined && digits !== 0n, digits, scale: 0 };
}
