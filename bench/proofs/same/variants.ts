import type { Variant } from '../../../demo/files/paper.ts';

/** How a county's files may look without saying anything else. The first is what the others are laid beside: as the offices send it. */
export const VARIANTS: [name: string, how: Variant][] = [
  ['as sent', {}],
  ['utf8-csv', { encoding: 'utf-8', files: 'csv' }],
  ['gbk-csv', { encoding: 'gbk', files: 'csv' }],
  ['xlsx', { files: 'xlsx' }],
  ['shuffled', { shuffleRows: true }],
  ['reordered', { reorderColumns: true }],
  ['sent twice', { sendTwice: true }],
  ['all together', { encoding: 'gbk', files: 'xlsx', shuffleRows: true, reorderColumns: true, sendTwice: true }],
];
