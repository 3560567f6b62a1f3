import { say } from '../../say.ts';
import { maskValue } from '../reading/mask.ts';
import type { Header, Located, Sniff, SniffedTable } from '../reading/types.ts';
import type { Read } from './cli.ts';

const FIRST_ROWS = 5;
const MOST_COMPLAINTS = 20;

/** What `sniff` prints for a person. */
export function describe(sniff: Sniff, reads: Read[]): string {
  const tables = reads.map(({ table, streamed }) => [aboutTable(table), ...firstRows(table), aboutDropped(streamed.droppedCounts), aboutTotals(streamed.totals), ''].filter((line) => line !== null).join('\n'));
  const located = [...sniff.complaints, ...reads.flatMap(({ table, streamed }) => [...table.complaints, ...streamed.located])];
  const count = located.length + reads.reduce((n, { streamed }) => n + Object.values(streamed.locatedCounts).reduce((a, b) => a + b, 0) - streamed.located.length, 0);
  return [aboutFile(sniff), '', ...tables, ...aboutComplaints(located, count)].join('\n');
}

const DELIMITERS: Record<string, { zh: string; en: string }> = {
  ',': { zh: '逗号分隔', en: 'separated by commas' }, '\t': { zh: '制表符分隔', en: 'separated by tabs' }, ';': { zh: '分号分隔', en: 'separated by semicolons' },
  '|': { zh: '竖线分隔', en: 'separated by bars' }, fixed: { zh: '固定宽度', en: 'columns of fixed width' }, '': { zh: '每行一格', en: 'one cell a line' },
};

function aboutFile({ file, format, encoding, delimiter, bytes }: Sniff): string {
  const parts = [format.toUpperCase(), encoding, delimiter !== undefined ? say(DELIMITERS[delimiter]!) : undefined, `${bytes.toLocaleString('en-US')} B`];
  return `${file}\n  ${parts.filter(Boolean).join(' · ')}`;
}

function aboutTable(table: SniffedTable): string {
  const n = table.index + 1;
  const sheet = table.sheet === null ? '' : say({ zh: `（工作表 ${table.sheet}${table.hidden ? '，隐藏' : ''}）`, en: ` (sheet ${table.sheet}${table.hidden ? ', hidden' : ''})` });
  const rows = table.headerRows;
  const header = rows.length === 0 ? say({ zh: '没有表头', en: 'no header' }) : say({ zh: `表头在第 ${rows.join('、')} 行`, en: `header in row ${rows.join(', ')}` });
  const lines = [say({ zh: `表 ${n}${sheet}：${header}，数据从第 ${table.firstDataRow} 行起，${table.headers.length} 列`, en: `Table ${n}${sheet}: ${header}, data from row ${table.firstDataRow}, ${table.headers.length} columns` })];
  if (table.title.length) lines.push(say({ zh: `  标题：${table.title.join(' / ')}`, en: `  title: ${table.title.join(' / ')}` }));
  if (table.reportDate) lines.push(say({ zh: `  报表日期：${table.reportDate.date}`, en: `  report date: ${table.reportDate.date}` }));
  return lines.join('\n');
}

const nameOf = ({ name, unit }: Header): string => (unit ? `${name}(${unit})` : name);

function firstRows({ headers, sample }: SniffedTable): string[] {
  return [headers.map(nameOf), ...sample.slice(0, FIRST_ROWS)].map((cells) => `  ${cells.map((cell) => cell.replace(/\s+/g, ' ').slice(0, 24)).join(' | ')}`);
}

const REASONS: Record<string, { zh: string; en: string }> = {
  title: { zh: '标题', en: 'title' }, header: { zh: '重复表头', en: 'header again' }, total: { zh: '合计', en: 'total' }, subtotal: { zh: '小计', en: 'subtotal' },
  signature: { zh: '签名', en: 'signature' }, note: { zh: '注释', en: 'note' }, blank: { zh: '空行', en: 'blank' },
};

function aboutDropped(counts: Record<string, number>): string | null {
  const parts = Object.entries(counts).map(([why, n]) => `${say(REASONS[why]!)} ${n}`);
  return parts.length ? say({ zh: `  略去的行：${parts.join('，')}`, en: `  rows left out: ${parts.join(', ')}` }) : null;
}

function aboutTotals(totals: { row: number; column: number; value: string }[]): string | null {
  const parts = totals.map(({ column, value }) => say({ zh: `第 ${column} 列 ${value}`, en: `column ${column}: ${value}` }));
  return parts.length ? say({ zh: `  文件自己写的合计（第 ${totals[0]!.row} 行）：${parts.join('，')}`, en: `  totals the file states (row ${totals[0]!.row}): ${parts.join(', ')}` }) : null;
}

function aboutComplaints(located: Located[], count: number): string[] {
  if (count === 0) return [say({ zh: '没有发现问题。', en: 'Nothing wrong was found.' })];
  const more = count > MOST_COMPLAINTS ? [say({ zh: `……共 ${count} 处`, en: `… ${count} in all` })] : [];
  return [say({ zh: `问题 ${count} 处：`, en: `Complaints: ${count}` }), ...located.slice(0, MOST_COMPLAINTS).map(describe.complaint), ...more];
}

/** One complaint with its place, its value starred, and its remedy. */
describe.complaint = ({ sheet, row, column, value, words, remedy }: Located): string => {
  const place = [
    sheet && say({ zh: `工作表 ${sheet}`, en: `sheet ${sheet}` }),
    row !== undefined && say({ zh: `第 ${row} 行`, en: `row ${row}` }),
    column !== undefined && say({ zh: `第 ${column} 列`, en: `column ${column}` }),
    value !== undefined && value !== '' && `“${maskValue(value).replace(/\s+/g, ' ')}”`,
  ].filter(Boolean).join(' ');
  return `  ${place ? `${place}${say({ zh: '：', en: ': ' })}` : ''}${say(words)}${say({ zh: '。怎么办：', en: '. What to do: ' })}${say(remedy)}`;
};
