import { readFileSync } from 'node:fs';
import { readOds } from 'hucre/ods';
import { EncryptedFileError } from 'hucre';
import type { Delivered } from '../open.ts';
import { refuse } from '../refusals.ts';
import type { Source } from '../source.ts';
import { cellText } from './cell-text.ts';
import { gridSource } from './grids.ts';

/** ODS, read whole by hucre: offices that write it write small files. */
export async function odsSource(file: Delivered): Promise<Source> {
  try {
    const { sheets } = await readOds(readFileSync(file.fd));
    return gridSource('ods', sheets.map((sheet) => ({
      sheet: sheet.name,
      hidden: sheet.hidden === true || sheet.veryHidden === true,
      merges: (sheet.merges ?? []).map((merge) => ({ top: merge.startRow + 1, left: merge.startCol, bottom: merge.endRow + 1, right: merge.endCol })),
      large: false,
      rows: () => [sheet.rows.map((row, i) => ({ row: i + 1, cells: row.map(cellText) }))],
    })));
  } catch (error) {
    if (error instanceof EncryptedFileError) throw refuse.encrypted();
    throw refuse.brokenWorkbook(error);
  }
}
