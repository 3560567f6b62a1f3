import { say } from '../say.ts';
import type { WarningLine } from './export.ts';

const LEVELS = { red: { zh: '红', en: 'red' }, yellow: { zh: '黄', en: 'yellow' }, blue: { zh: '蓝', en: 'blue' } } as const;
const STATES = { new: { zh: '新', en: 'new' }, persisting: { zh: '持续', en: 'persists' }, changed: { zh: '有变化', en: 'changed' }, gone: { zh: '消失', en: 'gone' } } as const;

/** What to look at first, for a terminal. */
export function tableOf(lines: WarningLine[], of: bigint): string {
  if (!lines.length) return say({ zh: '没有预警。', en: 'There are no warnings.' });
  const rows = lines.map((line) => [
    line.id,
    say(LEVELS[line.level as keyof typeof LEVELS]),
    say(STATES[line.state as keyof typeof STATES]),
    line.model,
    `${line.subjects[0]!.kind} ${line.subjects[0]!.key}`,
    line.summary,
  ]);
  const rest = Number(of) - lines.length;
  const more = rest > 0 ? say({ zh: `\n还有 ${rest} 条（--limit、--format csv）`, en: `\nand ${rest} more (--limit, --format csv)` }) : '';
  return aligned(rows) + more;
}

const wide = (text: string) => [...text].reduce((width, char) => width + (char.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);

/** Columns to the left; Chinese characters are two columns wide. */
export function aligned(rows: string[][]): string {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => wide(row[at]!))));
  return rows.map((row) => row.map((cell, at) => (at === row.length - 1 ? cell : cell + ' '.repeat(widths[at]! - wide(cell)))).join('  ')).join('\n');
}
