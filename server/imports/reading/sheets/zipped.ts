import type { Delivered } from '../open.ts';
import { refuseByName } from '../identify.ts';
import { refuse } from '../refusals.ts';
import type { Source } from '../source.ts';
import { directory, refuseDoctype, type Entry } from './zip.ts';

/** A ZIP file: a workbook of one of the two open formats, or refused by its name. */
export async function zippedSource(file: Delivered): Promise<Source> {
  const entries = entriesOf(file);
  const has = (name: string): boolean => entries.some((entry) => entry.name.toLowerCase() === name);
  if (has('xl/workbook.bin')) throw refuse.xlsb();
  if (entries.some((entry) => entry.encrypted)) throw refuse.encrypted();
  if (entries.some((entry) => /(?:^|\/)vbaproject\.bin$/i.test(entry.name))) throw refuse.macros();
  if (has('word/document.xml')) throw refuse.named('word', 'Word 文档', 'a Word document');
  if (has('ppt/presentation.xml')) throw refuse.named('powerpoint', 'PowerPoint 演示文稿', 'a PowerPoint presentation');
  if (has('content.xml') && has('mimetype')) return ods(file, entries);
  if (!has('[content_types].xml')) throw refuse.notAWorkbook();
  return (await import('./xlsx/xlsx.ts')).xlsxSource(file, entries);
}

/** What is damaged and calls itself a format that is not read is refused as that format. */
function entriesOf(file: Delivered): Entry[] {
  try {
    return directory(file.fd, file.bytes);
  } catch (error) {
    refuseByName(file.path);
    throw error;
  }
}

async function ods(file: Delivered, entries: Entry[]): Promise<Source> {
  for (const entry of entries) if (/\.xml$/i.test(entry.name)) await refuseDoctype(file.fd, entry);
  return (await import('./ods.ts')).odsSource(file);
}
