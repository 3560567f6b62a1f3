/** Half-width places that a text takes on a terminal or in bytes of GBK: columns are held apart by these, not by characters. */
const places = (code: number): number => (code < 0x2e80 || (code >= 0xff61 && code <= 0xffdc) ? 1 : 2);

const SPACES = /[ \u3000\t]/;

/** Starts of columns held apart by their width, or null. A gap is a run of places that is blank in every line which reaches
 *  it; one place is believed only where many lines agree, or every name of the form 张 三 would be cut in two. */
export function fixedColumns(text: string, crOnly: boolean): number[] | null {
  const lines = text.split(crOnly ? '\r' : /\r?\n/).slice(0, 400).filter((line) => line.trim() !== '');
  const body = lines.filter((line) => /\S\s{2,}\S|\S \S+ \S/.test(line));
  if (body.length < 2 || body.length * 2 < lines.length || text.includes('"')) return null;
  const filled = occupancy(body);
  const least = body.length >= 20 ? 1 : 2;
  const starts = [0];
  for (let at = filled.findIndex((n) => n > 0), gap = 0; at < filled.length; at++) {
    if (filled[at] === 0) gap++;
    else {
      if (gap >= least) starts.push(at);
      gap = 0;
    }
  }
  if (starts.length < 2) return null;
  const told = body.filter((line) => splitFixed(line, starts).filter((cell) => cell !== '').length >= 2);
  return told.length >= body.length * 0.8 ? starts : null;
}

function occupancy(lines: string[]): number[] {
  const filled: number[] = [];
  for (const line of lines) {
    let at = 0;
    for (const char of line) {
      const width = places(char.codePointAt(0)!);
      if (!SPACES.test(char)) for (let k = 0; k < width; k++) filled[at + k] = (filled[at + k] ?? 0) + 1;
      at += width;
    }
  }
  return Array.from(filled, (n) => n ?? 0);
}

/** Cells of one line, without the blanks that only pad them. */
export function splitFixed(line: string, starts: number[]): string[] {
  const cells = starts.map(() => '');
  let at = 0;
  let column = 0;
  for (const char of line) {
    while (column + 1 < starts.length && at >= starts[column + 1]!) column++;
    cells[column] += char;
    at += places(char.codePointAt(0)!);
  }
  return cells.map((cell) => cell.trim());
}
