/** One cell of sheet XML in one of the plain forms that nearly all cells have. */
export type QuickCell = { next: number; column: number; type: string; style: number; value: string; /** The next entity of `seen`, the text read last: looked for once, not once a cell. */ entity: number; seen: string };
export const newQuickCell = (): QuickCell => ({ next: 0, column: 0, type: '', style: -1, value: '', entity: -1, seen: '' });

const [QUOTE, SLASH, GREATER] = [34, 47, 62] as const;

/** Reads a cell such as `<c r="B7" s="1" t="s"><v>12</v></c>` at `open` without going through it tag by tag, three times as fast. Fills `out`
 *  and answers true; false where the cell is written any other way, holds an entity or a formula, or is not whole: then the long way tells. */
export function quickCell(text: string, open: number, out: QuickCell): boolean {
  let i = open + 2;
  if (!text.startsWith(' r="', i)) return false;
  i += 4;
  let column = 0;
  for (let code = text.charCodeAt(i); code >= 65 && code <= 90; code = text.charCodeAt(++i)) column = column * 26 + code - 64;
  for (let code = text.charCodeAt(i); code >= 48 && code <= 57; code = text.charCodeAt(++i));
  if (text.charCodeAt(i) !== QUOTE || column === 0) return false;
  i++;
  out.column = column - 1;
  out.style = -1;
  out.type = '';
  while (text.charCodeAt(i) === 32) {
    const end = text.indexOf('"', i + 4);
    if (end < 0 || text.charCodeAt(i + 2) !== 61 || text.charCodeAt(i + 3) !== QUOTE) return false;
    const name = text.charCodeAt(i + 1);
    if (name === 115) out.style = Number(text.slice(i + 4, end));
    else if (name === 116) out.type = text.slice(i + 4, end);
    else return false;
    i = end + 1;
  }
  if (text.charCodeAt(i) === SLASH && text.charCodeAt(i + 1) === GREATER) return finish(out, '', i + 2);
  return text.charCodeAt(i) === GREATER && content(text, i + 1, out);
}

const FORMS: [before: string, after: string][] = [['<v>', '</v></c>'], ['<is><t>', '</t></is></c>'], ['<is><t xml:space="preserve">', '</t></is></c>']];

function content(text: string, from: number, out: QuickCell): boolean {
  for (const [before, after] of FORMS) {
    if (!text.startsWith(before, from)) continue;
    const end = text.indexOf('<', from + before.length);
    if (end < 0 || !text.startsWith(after, end)) return false;
    if (nextEntity(text, from, out) < end) return false;
    return finish(out, text.slice(from + before.length, end), end + after.length);
  }
  return false;
}

function nextEntity(text: string, from: number, out: QuickCell): number {
  if (out.seen === text && out.entity >= from) return out.entity;
  const found = text.indexOf('&', from);
  out.seen = text;
  return (out.entity = found < 0 ? Infinity : found);
}

function finish(out: QuickCell, value: string, next: number): true {
  out.value = value;
  out.next = next;
  return true;
}
