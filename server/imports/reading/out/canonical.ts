import { chunks } from '../text/bytes.ts';
import { csvCell, splitCells } from '../text/cells.ts';
import { eachRecord } from '../text/records.ts';

/** Goes through the records of a canonical CSV that a reader wrote, without its header. */
export function eachCanonical(fd: number, visit: (row: number, cells: string[]) => void): void {
  let header = true;
  eachRecord(chunks(fd), { delimiter: 44, crOnly: false, quotes: true }, 0, (bytes, start, scanned) => {
    const [row, ...cells] = splitCells(bytes.toString('utf8', start, scanned.end), ',', true, []);
    if (!header) visit(Number(row), cells);
    header = false;
  });
}

/** One line of RFC 4180 CSV. An only cell that is blank is written as `""`: a blank line would be no record to most readers. */
export const csvLine = (cells: string[]): string => (cells.length === 1 && cells[0] === '' ? '""\n' : `${cells.map(csvCell).join(',')}\n`);
