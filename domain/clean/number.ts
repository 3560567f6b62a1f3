import { bad, ok, type Parsed } from '../complaint.ts';
import { chineseInteger } from './chinese-number.ts';
import { fixedText, readDecimal, toFixedInteger, type Decimal } from './decimal.ts';
import { compact, isBlank, unquote } from './text.ts';

const unreadable = bad(
  'number.unreadable',
  { zh: '数字无法识别', en: 'The number cannot be read' },
  { zh: '请只填写数字，单位写在表头', en: 'Write the number alone and put the unit into the header' },
);
const tooLarge = bad(
  'number.too-large',
  { zh: '数字超出可能的范围', en: 'The number is larger than can be' },
  { zh: '请核对是否填错了列', en: 'Check whether it stands in the wrong column' },
);
const notWhole = bad(
  'number.not-whole',
  { zh: '此列应为整数', en: 'This column takes whole numbers' },
  { zh: '请填写整数', en: 'Write a whole number' },
);

const LIMIT = 10n ** 18n; // DECIMAL(18,4) holds less than this many ten-thousandths
const FRACTION = /^(\d{1,9})\/(\d{1,9})$/;
const SPOKEN = /^([^分]{1,5})分之([^分]{1,5})$/;
const WITH_UNIT = /^([+\-−(]*[\d.,]+(?:e[+-]?\d+)?\)?)(%|‰|[a-z/²³°.\u4e00-\u9fff]{1,8}\d?)$/i;

/** A number as exact decimal text of at most four places (more are rounded); null where the cell is blank.
 *  `50%` is 0.5, `1/2` and `二分之一` are 0.5; a unit behind the number is dropped. */
export function parseNumber(raw: string): Parsed<string | null> {
  const text = unquote(compact(raw));
  if (isBlank(text)) return ok(null);
  const value = readDecimal(text);
  if (value) return places(value);
  const ratio = fractionOf(text);
  if (ratio) return ratio[1] === 0 ? unreadable : places({ negative: false, digits: BigInt(ratio[0]), scale: 0 }, BigInt(ratio[1]));
  const unit = WITH_UNIT.exec(text);
  const measured = unit && readDecimal(unit[1]!);
  if (measured) return places(measured, unit[2] === '%' ? 100n : unit[2] === '‰' ? 1000n : 1n);
  const words = chineseInteger(text);
  return words === null ? unreadable : places({ negative: false, digits: BigInt(words), scale: 0 });
}

function fractionOf(text: string): [number, number] | null {
  const digits = FRACTION.exec(text);
  if (digits) return [Number(digits[1]), Number(digits[2])];
  const words = SPOKEN.exec(text);
  const [below, above] = words ? [chineseInteger(words[1]!), chineseInteger(words[2]!)] : [null, null];
  return below !== null && above !== null ? [above, below] : null;
}

function places(value: Decimal, denominator = 1n): Parsed<string> {
  const fixed = toFixedInteger(value, 4, 1n, denominator).value;
  return fixed >= LIMIT || fixed <= -LIMIT ? tooLarge : ok(fixedText(fixed, 4));
}

const ROMAN: Record<string, number> = { I: 1, II: 2, III: 3, IV: 4, V: 5, VI: 6, VII: 7, VIII: 8, IX: 9, X: 10 };
const COUNTED = /^(.{1,12}?)(?:周?岁|年度?|[人户个次月天日级口名亩分档类期])$/;

/** A whole number; null where the cell is blank. `3.0`, `三`, `一级`, `Ⅱ`, `2023年度` and `5人` are read. */
export function parseInteger(raw: string): Parsed<number | null> {
  const text = unquote(compact(raw));
  if (isBlank(text)) return ok(null);
  const bare = COUNTED.exec(text)?.[1] ?? text;
  const value = readDecimal(bare);
  if (value) return whole(value);
  const words = ROMAN[bare.toUpperCase()] ?? chineseInteger(bare);
  return words === null ? unreadable : ok(words);
}

function whole(value: Decimal): Parsed<number> {
  const { value: integer, exact } = toFixedInteger(value, 0);
  if (!exact) return notWhole;
  const number = Number(integer);
  return Number.isSafeInteger(number) ? ok(number) : tooLarge;
}

const YES = new Set(['是', '有', '对', '真', 'y', 'yes', 't', 'true', '1', '1.0', '√', '✓', '✔', '☑', '是的', '已', '在', 'on', '属于']);
const NO = new Set(['否', '无', '不', '没有', '非', '假', 'n', 'no', 'f', 'false', '0', '0.0', '×', '✗', '✘', 'x', '☒', '未', '不是', 'off', '不属于']);
const notBoolean = bad(
  'boolean.unreadable',
  { zh: '此列应为“是”或“否”', en: 'This column takes yes or no' },
  { zh: '请填写“是”或“否”', en: 'Write 是 (yes) or 否 (no)' },
);
/** Yes or no; null where the cell is blank. `无` is a no here, not a blank. */
export function parseBoolean(raw: string): Parsed<boolean | null> {
  const text = unquote(compact(raw)).toLowerCase();
  if (YES.has(text)) return ok(true);
  if (NO.has(text)) return ok(false);
  return isBlank(text) ? ok(null) : notBoolean;
}
