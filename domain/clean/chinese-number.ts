const DIGITS: Record<string, number> = {
  零: 0, 〇: 0, '○': 0, 一: 1, 壹: 1, 弌: 1, 元: 1, 二: 2, 贰: 2, 貳: 2, 两: 2, 兩: 2, 三: 3, 叁: 3, 參: 3, 叄: 3, 四: 4, 肆: 4,
  五: 5, 伍: 5, 六: 6, 陆: 6, 陸: 6, 七: 7, 柒: 7, 八: 8, 捌: 8, 九: 9, 玖: 9,
};
const SMALL: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
const LARGE: Record<string, number> = { 万: 10_000, 萬: 10_000, 亿: 100_000_000, 億: 100_000_000 };

/** The whole number that Chinese numerals say (`壹万贰仟叁佰`, `二十三`, `二〇二三`), or null where they say none. */
export function chineseInteger(text: string): number | null {
  if (text === '' || text.length > 30) return null;
  return [...text].every((c) => c in DIGITS) ? digitByDigit(text) : byPlaces(text);
}

function digitByDigit(text: string): number | null {
  return text.length > 15 ? null : Number([...text].map((c) => DIGITS[c]).join(''));
}

function byPlaces(text: string): number | null {
  let total = 0; // closed by 亿
  let section = 0; // closed by 万
  let part = 0; // the thousands, hundreds and tens so far
  let digit: number | null = null;
  for (const c of text) {
    if (c in DIGITS) {
      if (digit !== null && digit !== 0) return null;
      digit = DIGITS[c]!;
    } else if (c in SMALL) {
      part += (digit ?? 1) * SMALL[c]!;
      digit = null;
    } else if (c in LARGE) {
      const sum = section + part + (digit ?? 0);
      if (sum === 0) return null;
      if (LARGE[c] === 10_000) section = sum * 10_000;
      else [total, section] = [(total + sum) * LARGE[c]!, 0];
      [part, digit] = [0, null];
    } else return null;
  }
  const value = total + section + part + (digit ?? 0);
  return Number.isSafeInteger(value) ? value : null;
}
