import { attribute, Tags } from '../tags.ts';

/** How a style shows a number: not as a date, or as one with days, with months only, with years only, or as a time. */
export type DateStyle = 'none' | 'day' | 'month' | 'year';

/** Built-in formats (ECMA-376 18.8.30, with those of zh-CN): 14–22, 27–36, 45–47, 50–58 are dates and times; 17, 27, 36, 50,
 *  52 and 57 show no day. */
const BUILT_IN = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47, ...range(27, 36), ...range(50, 58)]);
const MONTHS_ONLY = new Set([17, 27, 36, 50, 52, 57]);

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

export function dateStyle(format: string): DateStyle {
  const bare = format.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').split(';')[0]!;
  if (/general/i.test(bare) || !/[ymdhs]/i.test(bare) || /[#0?]/.test(bare.replace(/s\.0+/gi, ''))) return 'none';
  if (/[dhs]/i.test(bare)) return 'day';
  return /m/i.test(bare) ? 'month' : 'year';
}

/** The date style of each cell style of a workbook. */
export function dateStyles(xml: string): DateStyle[] {
  const formats = new Map<number, string>();
  const styles: DateStyle[] = [];
  let inCells = false;
  const tags = new Tags({
    open(name, attributes) {
      if (name === 'numFmt') formats.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) styles.push(styleOf(Number(attribute(attributes, 'numFmtId') ?? 0), formats));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
    text() {},
  });
  tags.push(xml);
  return styles;
}

function styleOf(id: number, formats: Map<number, string>): DateStyle {
  const format = formats.get(id);
  if (format !== undefined) return dateStyle(format);
  return BUILT_IN.has(id) ? (MONTHS_ONLY.has(id) ? 'month' : 'day') : 'none';
}
