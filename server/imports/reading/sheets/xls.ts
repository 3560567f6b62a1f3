import { readFileSync } from 'node:fs';
import XLSX from '@e965/xlsx';
import type { Merge, Row } from '../grid.ts';
import type { Delivered } from '../open.ts';
import { refuse } from '../refusals.ts';
import type { Source } from '../source.ts';
import { DAMAGED } from '../types.ts';
import { NO_RESULT, numberText, serialText } from './cell-text.ts';
import { gridSource, type Grid } from './grids.ts';
import { dateStyle } from './xlsx/styles.ts';

/** XLS (BIFF 2–8, also what WPS writes as .et), the one format that SheetJS reads here. */
export function xlsSource(file: Delivered, kind: 'ole' | 'biff'): Source {
  const bytes = readFileSync(file.fd);
  if (kind === 'ole') refuseOtherOle(bytes);
  return gridSource('xls', workbookGrids(readBook(bytes)));
}

/** An OLE container also holds Word files and password-protected workbooks of the new format. */
function refuseOtherOle(bytes: Buffer): void {
  const names = streamNames(bytes);
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (has(/EncryptedPackage$/)) throw refuse.encrypted();
  if (has(/WordDocument$/)) throw refuse.named('word', 'Word 文档', 'a Word document');
  if (has(/PowerPoint Document$/)) throw refuse.named('powerpoint', 'PowerPoint 演示文稿', 'a PowerPoint presentation');
  if (has(/_VBA_PROJECT_CUR\//)) throw refuse.macros();
  if (!has(/(?:^|\/)(?:Workbook|Book)$/i)) throw refuse.unreadable();
}

function streamNames(bytes: Buffer): string[] {
  try {
    return XLSX.CFB.read(bytes, { type: 'buffer' }).FullPaths;
  } catch (error) {
    throw refuse.brokenWorkbook(error);
  }
}

function readBook(bytes: Buffer): XLSX.WorkBook {
  try {
    return XLSX.read(bytes, { type: 'buffer', dense: true, cellNF: true, cellText: false, cellFormula: true });
  } catch (error) {
    if (/password|encrypt/i.test(String(error))) throw refuse.encrypted();
    throw refuse.brokenWorkbook(error);
  }
}

/** The sheets of a workbook that SheetJS has read, with the house's way of writing cells. */
export function workbookGrids(book: XLSX.WorkBook): Grid[] {
  const from1904 = book.Workbook?.WBProps?.date1904 === true;
  return book.SheetNames.map((name, i) => {
    const sheet = book.Sheets[name]!;
    return {
      sheet: name,
      hidden: (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0,
      merges: (sheet['!merges'] ?? []).map(({ s, e }): Merge => ({ top: s.r + 1, left: s.c, bottom: e.r + 1, right: e.c })),
      large: false,
      rows: () => [rowsOf(sheet, from1904)],
    };
  });
}

function rowsOf(sheet: XLSX.WorkSheet, from1904: boolean): Row[] {
  const data = (sheet['!data'] ?? []) as (XLSX.CellObject | undefined)[][];
  const rows: Row[] = [];
  data.forEach((cells, r) => {
    if (cells) rows.push({ row: r + 1, cells: Array.from(cells, (cell) => textOf(cell, from1904)) });
  });
  return rows;
}

function textOf(cell: XLSX.CellObject | undefined, from1904: boolean): string {
  if (!cell) return '';
  if (cell.t === 'z' || cell.v === undefined || cell.v === null) return cell.f ? NO_RESULT : '';
  if (cell.t === 'e') return `${DAMAGED}${cell.w ?? errorName(cell.v)}`;
  if (cell.t === 'n') {
    const style = typeof cell.z === 'string' ? dateStyle(cell.z) : 'none';
    return style === 'none' ? numberText(Number(cell.v)) : serialText(Number(cell.v), style, from1904);
  }
  if (cell.t === 'b') return cell.v ? 'TRUE' : 'FALSE';
  return cell.v instanceof Date ? cell.v.toISOString().slice(0, 10) : String(cell.v);
}

const ERRORS: Record<number, string> = { 0: '#NULL!', 7: '#DIV/0!', 15: '#VALUE!', 23: '#REF!', 29: '#NAME?', 36: '#NUM!', 42: '#N/A' };
const errorName = (code: unknown): string => ERRORS[Number(code)] ?? '#N/A';
