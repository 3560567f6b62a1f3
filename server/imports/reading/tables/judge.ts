import type { DropReason } from '../types.ts';
import { filledCount, holdsCitizenNumber } from './looks.ts';

const TOTAL = /^(?:[一二三四五六七八九十]+、)?(?:合\s*计|总\s*计|共\s*计|总\s*合计|合\s*计\s*数|全[县镇乡市区村]合计|grand\s*total|totals?|sum)(?:\s*[(（].*[)）])?\s*[:：]?/i;
/** Behind the word only a figure may follow (合计：12人): a firm called Total Energies is no total. */
const REST_OF_TOTAL = /^\s*$|^\s*[:：]?\s*[￥¥]?\d[\d,.]*\s*(?:元|万元|户|人|亩|条|笔)?$/;
/** 小计河村 is a village: behind the word stands no name. */
const SUBTOTAL = /小\s*计(?!(?!数|金额|人|户)\p{Script=Han})|^(?:本页|本村|本组|本户|本镇)\s*(?:合\s*计|总\s*计)|^(?:累\s*计|页\s*计|sub-?\s*totals?)|.(?:合\s*计|total)\s*[:：]?$/iu;
/** In every word of the two. */
const SUMS_UP = /计|total|sum/i;
const SIGNATURE = /(?:制表|填表|审核|复核|填报|经办|负责|主管|单位负责|审批|核对|统计|校对|编制|分管|主要)\s*(?:人员?|领导|单位)?\s*(?:[(（]?签[字章名][)）]?)?\s*[:：]|(?:盖章|公章|签章)\s*[)）]?\s*[:：]?\s*$|^(?:prepared|checked|approved) by\s*:/i;
const NOTE = /^(?:注|备注|说明|附注|附|数据来源|资料来源|来源|填表说明|填报说明|notes?|source)\s*\d*\s*[:：.、]|^[*※]\s*\S/i;

/** 第 1 页 共 2 页, 打印日期：2026年6月1日: what a printer puts under a page. */
const PAGE_MARK = /^[-—\s]*第\s*[\d一二三四五六七八九十]+\s*页(?:\s*[,，/／、]?\s*共\s*[\d一二三四五六七八九十]+\s*页)?[-—\s]*$|^共\s*\d+\s*页$|^page\s*\d+(?:\s*(?:of|\/)\s*\d+)?$|^(?:打印|导出|输出)(?:日期|时间)\s*[:：]?\s*[\d年月日:：\s./-]*$/i;
/** The first column of a workbook out of quarantine: every row in it stands for one that was refused, whatever it looks like. */
const QUARANTINED = '隔离编号';

/** What tells the rows of a table from the rows that stand among them. Rows with a citizen number are always data: a
 *  person dropped as a total would be lost without a word. */
export type Judge = {
  judge(cells: string[]): DropReason | null;
};

export type JudgeOptions = {
  /** Header rows as delivered, to know them again at the top of every printed page. */
  header: string[][];
  title: string[];
  /** Blank rows are rows of a text with one column; anywhere else they are spacing. */
  keepBlank: boolean;
};

export function judgeRows({ header, title, keepBlank }: JudgeOptions): Judge {
  if (header.some(([first]) => first?.trim() === QUARANTINED)) return { judge: (cells) => (filledCount(cells) === 0 ? 'blank' : null) };
  const headers = new Set(header.map(key));
  const firsts = new Set(header.map((cells) => cells[0]?.trim()));
  const titles = new Set(title);
  return {
    judge(cells) {
      const filled = filledCount(cells);
      if (filled === 0) return keepBlank ? null : 'blank';
      if (firsts.has(cells[0]?.trim()) && headers.has(key(cells))) return 'header';
      return cells.length > 1 ? besides(cells, filled, titles) : null;
    },
  };
}

function besides(cells: string[], filled: number, titles: Set<string>): DropReason | null {
  const total = totalWord(cells);
  const sparse = filled * 2 <= cells.length || filled <= 2;
  if (!total && !sparse) return null;
  if (holdsCitizenNumber(cells)) return null;
  if (total) return total;
  const texts = cells.filter((cell) => cell.trim() !== '').map((cell) => cell.trim());
  if (titles.has(texts.join(' '))) return 'title';
  if (texts.some((text) => SIGNATURE.test(text))) return 'signature';
  if (texts.every((text) => PAGE_MARK.test(text))) return 'note';
  return filled === 1 && NOTE.test(texts[0]!) ? 'note' : null;
}

/** A total says so in its first words, before any figure. */
function totalWord(cells: string[]): 'total' | 'subtotal' | null {
  let seen = 0;
  for (const cell of cells) {
    const text = cell.trim();
    if (text === '') continue;
    if (text.length <= 30 && SUMS_UP.test(text)) {
      if (SUBTOTAL.test(text) && !TOTAL.test(text)) return 'subtotal';
      const total = TOTAL.exec(text);
      if (total && REST_OF_TOTAL.test(text.slice(total[0].length))) return 'total';
    }
    if (++seen === 3) return null;
  }
  return null;
}

const key = (cells: string[]): string => cells.map((cell) => cell.trim()).join('\u0001');

/** Byte sequences of which every total, subtotal and repeated header of a total holds one: lines without them, and without
 *  many blanks, need no second look. */
export const TOTAL_MARKS = ['计', 'otal', 'OTAL', 'sum', 'Sum', 'SUM'];
