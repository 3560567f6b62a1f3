import { readFileSync } from 'node:fs';
import XLSX from '@e965/xlsx';
import type { Delivered } from '../open.ts';
import { refuse } from '../refusals.ts';
import type { Source } from '../source.ts';
import { bytesAt } from '../text/bytes.ts';
import { decideEncoding } from '../text/encoding.ts';
import { gridSource } from './grids.ts';
import { workbookGrids } from './xls.ts';

const MOST_BYTES = 64 << 20;

/** Web tables and XML workbooks of 2003, which many office systems export under the name .xls. */
export function markupSource(file: Delivered, kind: 'html' | 'xml-workbook'): Source {
  if (file.bytes > MOST_BYTES) throw refuse.tooBig(MOST_BYTES);
  const decoding = decideEncoding(file.fd, bytesAt(file.fd, 0, 1 << 16));
  const text = new TextDecoder(decoding.encoding).decode(readFileSync(file.fd).subarray(decoding.bom));
  if (/<!DOCTYPE\s+(?!html)|<!ENTITY/i.test(text)) throw refuse.doctype();
  if (/\b(?:col|row)span\s*=\s*["']?\d{5,}/i.test(text)) throw refuse.tooManyColumns(file.limits.columns);
  const book = read(kind === 'html' ? tablesOnly(text) : text);
  const grids = workbookGrids(book);
  return gridSource('html', kind === 'html' ? grids.map((grid) => ({ ...grid, sheet: grids.length > 1 ? grid.sheet : null })) : grids, { encoding: decoding.encoding });
}

/** Scripts and styles may hold text that looks like rows. */
const tablesOnly = (html: string): string => html.replace(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/gi, '').replace(/<!--[\s\S]*?-->/g, '');

function read(text: string): XLSX.WorkBook {
  try {
    return XLSX.read(text, { type: 'string', raw: true, dense: true, cellNF: true, cellText: false });
  } catch (error) {
    throw refuse.brokenWorkbook(error);
  }
}
