import type { Row } from '../../grid.ts';
import { refuse } from '../../refusals.ts';
import { DAMAGED } from '../../types.ts';
import { NO_RESULT, numberText, serialText } from '../cell-text.ts';
import { newQuickCell, quickCell } from './quick-cell.ts';
import type { DateStyle } from './styles.ts';
import { attribute, Tags, unescapeOoxml } from '../tags.ts';
import { contentOf, type Entry } from '../zip.ts';

/** Rows of the format; a number beyond is damage, and no row of ours could name it. */
const MOST_ROWS = 1_048_576;

export type Book = { strings: string[]; styles: DateStyle[]; from1904: boolean };

/** The rows of one sheet of an XLSX file, in batches, a batch for each unpacked piece. */
export async function* sheetRows(fd: number, entry: Entry, book: Book): AsyncGenerator<Row[]> {
  const reader = new SheetReader(book);
  const tags = new Tags(reader);
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of contentOf(fd, entry)) {
    tags.push(decoder.decode(chunk, { stream: true }));
    if (reader.rows.length === 0) continue;
    yield reader.rows;
    reader.rows = [];
  }
}

export class SheetReader {
  rows: Row[] = [];
  readonly #book: Book;
  #inRows = false;
  #inRow = false;
  readonly #quick = newQuickCell();
  #inCell = false;
  #row = 0;
  #cells: string[] = [];
  #column = 0;
  #type = '';
  #style = -1;
  #value = '';
  #formula = false;
  #collect = false;
  #phonetic = false;

  constructor(book: Book) {
    this.#book = book;
  }

  open(name: string, attributes: string): void {
    if (name === 'c') this.#openCell(attributes);
    else if (name === 'v') this.#collect = this.#inRows;
    else if (name === 't') this.#collect = this.#inRows && !this.#phonetic;
    else if (name === 'row') this.#openRow(attributes);
    else if (name === 'f') this.#formula = true;
    else if (name === 'rPh') this.#phonetic = true;
    else if (name === 'sheetData') this.#inRows = true;
  }

  whole(text: string, open: number): number {
    const quick = this.#quick;
    if (!this.#inRow || this.#inCell || !quickCell(text, open, quick)) return -1;
    this.#column = quick.column;
    this.#type = quick.type;
    this.#style = quick.style;
    this.#value = quick.value;
    this.#formula = false;
    this.#closeCell();
    return quick.next;
  }

  text(text: string): void {
    if (this.#collect) this.#value += text;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#collect = false;
    else if (name === 'c' && this.#inRows) this.#closeCell();
    else if (name === 'row' && this.#inRows) {
      this.#inRow = false;
      if (this.#cells.length) this.rows.push({ row: this.#row, cells: this.#cells });
    } else if (name === 'rPh') this.#phonetic = false;
    else if (name === 'sheetData') this.#endRows();
  }

  /** A row or cell that nothing closes would go missing without a word. */
  #endRows(): void {
    if (this.#inRow || this.#inCell) throw refuse.brokenZip();
    this.#inRows = false;
  }

  #openRow(attributes: string): void {
    const stated = Number((attributes.startsWith(' r="') ? attributes.slice(4, attributes.indexOf('"', 4)) : attribute(attributes, 'r')) ?? NaN);
    const row = Number.isInteger(stated) && stated > 0 ? stated : this.#row + 1;
    if (this.#inRow || row <= this.#row || row > MOST_ROWS) throw refuse.brokenZip();
    this.#inRow = this.#inRows;
    this.#row = row;
    this.#cells = [];
    this.#column = -1;
  }

  #openCell(attributes: string): void {
    if (this.#inCell || (this.#inRows && !this.#inRow)) throw refuse.brokenZip();
    this.#inCell = this.#inRows;
    const reference = attribute(attributes, 'r');
    const column = reference === null ? -1 : columnOf(reference);
    this.#column = column >= 0 ? column : this.#column + 1;
    this.#type = attribute(attributes, 't') ?? '';
    this.#style = attributes.includes('s=') ? Number(attribute(attributes, 's') ?? -1) : -1;
    this.#value = '';
    this.#formula = false;
  }

  #closeCell(): void {
    this.#inCell = false;
    const text = this.#text();
    if (this.#column > 16_383) throw refuse.brokenZip();
    if (text === '') return;
    while (this.#cells.length < this.#column) this.#cells.push('');
    this.#cells[this.#column] = text;
  }

  #text(): string {
    const value = this.#value;
    switch (this.#type) {
      case 's': return this.#shared(value);
      case 'inlineStr': case 'str': return unescapeOoxml(value);
      case 'b': return value === '1' || value === 'true' ? 'TRUE' : value === '' ? '' : 'FALSE';
      case 'e': return DAMAGED + value;
      case 'd': return value.replace(/T00:00(?::00(?:\.0+)?)?Z?$/, '').replace('T', ' ');
      default: return this.#number(value);
    }
  }

  /** A text that the workbook does not have is not a blank: somebody's name stood there. */
  #shared(value: string): string {
    const text = value === '' ? '' : this.#book.strings[Number(value)];
    if (text === undefined) throw refuse.brokenZip();
    return text;
  }

  #number(value: string): string {
    if (value === '') return this.#formula ? NO_RESULT : '';
    const n = Number(value);
    if (Number.isNaN(n)) return DAMAGED + value;
    const style = this.#style >= 0 ? (this.#book.styles[this.#style] ?? 'none') : 'none';
    return style === 'none' ? numberText(n) : serialText(n, style, this.#book.from1904);
  }
}

/** Column (from 0) of a reference such as AB12; -1 where it is none. */
function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}
