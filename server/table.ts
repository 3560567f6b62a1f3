/** A table for a terminal; Chinese characters take two cells of it. Numbers stand on the right. */
export function table(headers: string[], rows: (string | number)[][]): string {
  const texts = [headers, ...rows.map((row) => row.map(String))];
  const widths = headers.map((_, i) => Math.max(...texts.map((row) => width(row[i] ?? ''))));
  const right = headers.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const line = (row: string[]) => row.map((text, i) => (right[i] ? ' '.repeat(widths[i]! - width(text)) + text : text + ' '.repeat(widths[i]! - width(text)))).join('  ').trimEnd();
  return texts.map(line).join('\n');
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
export const width = (text: string): number => [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
