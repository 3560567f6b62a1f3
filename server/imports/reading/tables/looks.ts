export type Look = 'blank' | 'number' | 'date' | 'id' | 'text';

const NUMBER = /^[-+(]?[￥¥$€]?\s?\d{1,3}(?:[,，]\d{3})*(?:\.\d+)?\)?\s?(?:%|元|万元|亩|人|户|岁)?$|^[-+]?[￥¥$€]?\d*\.?\d+(?:[eE][-+]?\d+)?\s?(?:%|元|万元|亩|人|户|岁)?$/;
const DATE = /^\d{4}\s?[-./年]\s?\d{1,2}(?:\s?[-./月]\s?\d{0,2}日?)?(?:[ T]\d{1,2}:\d{2}.*)?$|^\d{1,2}[-./]\d{1,2}[-./]\d{2,4}$/;
const ID = /^['‘]?(?=[\dA-Za-z*\-\s]{9,})[A-Za-z]{0,3}[\d*\-\s]{8,}[\dA-Za-z*]*$/;

/** What a cell looks like, roughly and fast: enough to tell a header from what stands under it. */
export function look(cell: string): Look {
  const text = cell.trim();
  if (text === '') return 'blank';
  if (ID.test(text) && !DATE.test(text)) return 'id';
  if (DATE.test(text)) return 'date';
  if (NUMBER.test(text)) return 'number';
  return 'text';
}

export const isData = (cell: string): boolean => {
  const kind = look(cell);
  return kind === 'number' || kind === 'date' || kind === 'id';
};

/** 2021, 2021年, 3月: numbers that head the columns of statistical tables. */
export const isPeriodLabel = (cell: string): boolean => /^(?:19|20)\d\d年?(?:度)?$|^(?:1[0-2]|0?[1-9])月(?:份)?$/.test(cell.trim());

/** A cell that may head a column: short, no value of its own, no sentence. */
export const isLabel = (cell: string): boolean => {
  const text = cell.trim();
  return text !== '' && text.length <= 60 && (!isData(text) || isPeriodLabel(text)) && !/[。；！？!]|[:：]\s*\S/.test(text);
};

export const isBlank = (cells: string[]): boolean => cells.every((cell) => cell === '' || cell.trim() === '');
export const filledCount = (cells: string[]): number => cells.reduce((n, cell) => (cell !== '' && cell.trim() !== '' ? n + 1 : n), 0);

/** A citizen number in any state of wear: what a total, a signature or a title never holds. */
export const holdsCitizenNumber = (cells: string[]): boolean => cells.some((cell) => /(?:^|\D)\d{14}[\dXx]?(?:\d{2}[\dXx])?(?:\D|$)|\d{6}\*{4,}/.test(cell));
