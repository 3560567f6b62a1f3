import type { Words } from '@mingjian/domain/words.ts';
import type { Mapping } from '../proposing/mapping.ts';

/** What only numbers the lines. */
const SERIAL = /^(?:序号?|行号|顺序号|no\.?|#)(?:_\d+)?$/i;

/** Headers of delivered columns from which nothing is read: an amount under a header that nobody recognised would otherwise be gone without a word. */
export function unreadHeaders(headers: readonly string[], mapping: Pick<Mapping, 'columns'>): string[] {
  const read = new Set(Object.values(mapping.columns).flatMap((from) => ('constant' in from ? [] : from.indexes)));
  return headers.filter((header, index) => !read.has(index) && !SERIAL.test(header.normalize('NFKC').trim()));
}

/** Null where every column was read. */
export function unreadWords(headers: readonly string[]): Words | null {
  return headers.length === 0 ? null : { zh: `没有读取的列：${headers.join('、')}`, en: `columns that were not read: ${headers.join(', ')}` };
}
