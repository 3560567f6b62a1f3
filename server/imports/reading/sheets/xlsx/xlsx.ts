import type { Delivered } from '../../open.ts';
import { refuse } from '../../refusals.ts';
import type { Source } from '../../source.ts';
import { gridSource, type Grid } from '../grids.ts';
import { sharedStrings } from './shared-strings.ts';
import { sheetRows, type Book } from './sheet-rows.ts';
import { mergesOf } from './sheet-xml.ts';
import { dateStyles } from './styles.ts';
import { attribute } from '../tags.ts';
import { forgetUnpacked, refuseDoctype, textOfEntry, type Entry } from '../zip.ts';

/** Sheets whose XML is larger are read row by row; smaller ones are kept, so that they are parsed once. */
const LARGE = 16 << 20;
const SMALL_PART = 32 << 20;

/** XLSX. Every part is first unpacked and checked (sums, bombs, DTDs), then rows are read from one piece after another. */
export async function xlsxSource(file: Delivered, entries: Entry[]): Promise<Source> {
  const part = (name: string): Entry | undefined => entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
  const { sheets, book } = await openBook(file.fd, part);
  const grids: Grid[] = [];
  for (const { name, hidden, entry } of sheets) {
    const merges = await mergesOf(file.fd, entry, file.limits);
    grids.push({ sheet: name, hidden, merges, large: entry.size > LARGE, rows: () => sheetRows(file.fd, entry, book) });
  }
  return gridSource('xlsx', grids, { close: forgetUnpacked });
}

type SheetPart = { name: string; hidden: boolean; entry: Entry };

async function openBook(fd: number, part: (name: string) => Entry | undefined): Promise<{ sheets: SheetPart[]; book: Book }> {
  const root = part('_rels/.rels');
  if (!root) throw refuse.brokenZip();
  const path = [...(await relationsOf(fd, root, '')).values()].find(({ type }) => /\/officeDocument$/.test(type))?.target ?? 'xl/workbook.xml';
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const workbook = part(path);
  const relationPart = part(`${folder}_rels/${path.slice(folder.length)}.rels`);
  if (!workbook || !relationPart) throw refuse.brokenZip();
  const relations = await relationsOf(fd, relationPart, folder);
  const xml = await textOfEntry(fd, workbook, SMALL_PART);
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw refuse.doctype();
  const byType = (type: string): Entry | undefined => part([...relations.values()].find((relation) => relation.type.endsWith(`/${type}`))?.target ?? '');
  const styles = byType('styles');
  const strings = byType('sharedStrings');
  if (styles) await refuseDoctype(fd, styles);
  return {
    sheets: sheetsOf(xml, relations, part),
    book: {
      strings: await sharedStrings(fd, strings),
      styles: styles ? dateStyles(await textOfEntry(fd, styles, SMALL_PART)) : [],
      from1904: /<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*"(?:1|true)"/.test(xml),
    },
  };
}

type Relation = { type: string; target: string };

async function relationsOf(fd: number, entry: Entry, folder: string): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>();
  const xml = await textOfEntry(fd, entry, SMALL_PART);
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw refuse.doctype();
  for (const tag of xml.match(/<(?:\w+:)?Relationship\s[^>]*>/g) ?? []) {
    const target = attribute(tag, 'Target') ?? '';
    relations.set(attribute(tag, 'Id') ?? '', { type: attribute(tag, 'Type') ?? '', target: target.startsWith('/') ? target.slice(1) : normalise(folder + target) });
  }
  return relations;
}

/** Sheets in the workbook's order, hidden ones too; chart sheets hold no cells. */
function sheetsOf(workbook: string, relations: Map<string, Relation>, part: (name: string) => Entry | undefined): SheetPart[] {
  return (workbook.match(/<(?:\w+:)?sheet\s[^>]*>/g) ?? []).flatMap((tag) => {
    const relation = relations.get(attribute(tag, 'id') ?? '');
    const entry = relation?.type.endsWith('/worksheet') ? part(relation.target) : undefined;
    return entry ? [{ name: attribute(tag, 'name') ?? '', hidden: /hidden/i.test(attribute(tag, 'state') ?? ''), entry }] : [];
  });
}

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) if (part === '..') parts.pop(); else if (part !== '.' && part !== '') parts.push(part);
  return parts.join('/');
}
