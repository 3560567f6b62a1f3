import { closeSync, copyFileSync, mkdirSync, openSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import { writeOds } from 'hucre/ods';
import { Chance } from '../world/random.ts';
import { encodeGb } from './gb18030.ts';
import { type Cell, counted, type Encoding, type Format, layOut, type Paper, plainText, type Sheet, unwritten, type Variant, type Written } from './paper.ts';

const DELIMITER: Partial<Record<Format, string>> = { csv: ',', tsv: '\t', pipe: '|', semicolon: ';' };
const ENDING: Partial<Record<Format, string>> = { tsv: 'txt', pipe: 'txt', semicolon: 'csv' };

/** A file below the delivery's folder, the same bytes under another name where somebody forwarded it, and its tables. */
export type WrittenFile = { file: string; copy: string | null; tables: Written[] };

/** Writes one paper and tells what it became. A text file has no sheets: each becomes a file. */
export async function writePaper(dir: string, paper: Paper, variant: Variant, seed: number, sent: Date): Promise<WrittenFile[]> {
  const folder = path.join(dir, paper.sender);
  mkdirSync(folder, { recursive: true });
  const chance = new Chance(seed, `layout/${paper.sender}/${paper.name}`);
  const tabular = !['jsonl', 'geojson', 'parquet'].includes(paper.format);
  const format = tabular && variant.files ? variant.files : paper.format;
  const ending = ENDING[format] ?? format;
  const file = (suffix = '') => path.join(folder, `${paper.name}${suffix}.${ending}`);
  const written: WrittenFile[] = [];
  if (DELIMITER[format]) {
    for (const sheet of paper.sheets) {
      const name = file(paper.sheets.length > 1 ? `-${sheet.name}` : '');
      const tables = writeText(name, sheet, DELIMITER[format], encodingOf(paper, variant), variant, chance);
      written.push({ file: name, copy: null, tables });
    }
  } else {
    const tables = await writeOther(file(), format, paper, variant, chance);
    written.push({ file: file(), copy: null, tables });
  }
  for (const one of written) {
    const copy = paper.copy ?? (variant.sendTwice ? `${paper.name}(再次报送)` : undefined);
    if (copy) copyFileSync(one.file, (one.copy = path.join(folder, path.basename(one.file).replace(paper.name, copy))));
    for (const each of one.copy ? [one.file, one.copy] : [one.file]) utimesSync(each, sent, sent);
  }
  const below = (name: string): string => path.relative(dir, name).split(path.sep).join('/');
  return written.map(({ file, copy, tables }) => ({ file: below(file), copy: copy && below(copy), tables }));
}

async function writeOther(file: string, format: Format, paper: Paper, variant: Variant, chance: Chance): Promise<Written[]> {
  if (format === 'xlsx' || format === 'xls' || format === 'ods') return writeBook(file, format, paper.sheets, variant, chance);
  const sheet = paper.sheets[0] as Sheet;
  const written = { ...unwritten(sheet), sheet: null };
  const once = { ...sheet, rows: counted(sheet.rows, written) };
  if (format === 'jsonl') writeJsonLines(file, once);
  else if (format === 'geojson') writeGeoJson(file, once);
  else await writeParquet(file, once);
  return [written];
}

const encodingOf = (paper: Paper, variant: Variant): Encoding =>
  variant.encoding === 'gbk' ? 'gb18030' : (variant.encoding ?? paper.encoding ?? 'utf-8');

function writeText(file: string, sheet: Sheet, delimiter: string, encoding: Encoding, variant: Variant, chance: Chance): Written[] {
  const out = openSync(file, 'w');
  const encode = (text: string): Buffer =>
    encoding === 'gbk' || encoding === 'gb18030' ? encodeGb(text, encoding) : Buffer.from(text, encoding === 'utf-16' ? 'utf16le' : 'utf8');
  if (encoding === 'utf-8-bom') writeSync(out, Buffer.from([0xef, 0xbb, 0xbf]));
  if (encoding === 'utf-16') writeSync(out, Buffer.from([0xff, 0xfe]));
  let text = '';
  const { lines, written } = layOut(sheet, variant, chance);
  for (const line of lines) {
    for (let i = 0; i < line.length; i++) text += (i ? delimiter : '') + quoted(line[i] ?? null, delimiter);
    text += '\r\n';
    if (text.length > 60_000) {
      writeSync(out, encode(text));
      text = '';
    }
  }
  writeSync(out, encode(text));
  closeSync(out);
  return written.map((table) => ({ ...table, sheet: null }));
}

function quoted(cell: Cell, delimiter: string): string {
  const text = plainText(cell);
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === delimiter || c === '"' || c === '\n') return `"${text.replaceAll('"', '""')}"`;
  }
  return text;
}

async function writeBook(file: string, format: 'xlsx' | 'xls' | 'ods', papers: Sheet[], variant: Variant, chance: Chance): Promise<Written[]> {
  const tables: Written[] = [];
  const sheets = papers.map((sheet) => {
    const { lines, merges, written } = layOut(sheet, variant, chance);
    const rows = [...lines].map((line) => (variant.files ? line.map((c) => (c === null ? c : plainText(c))) : line));
    tables.push(...written);
    return { name: sheet.name, rows, merges: merges.map(([startRow, startCol, endRow, endCol]) => ({ startRow, startCol, endRow, endCol })) };
  });
  if (format === 'xlsx') writeFileSync(file, await writeXlsx({ sheets }));
  else if (format === 'ods') writeFileSync(file, await writeOds({ sheets }));
  else writeFileSync(file, await oldBook(sheets));
  return tables;
}

type Book = { name: string; rows: Cell[][]; merges: { startRow: number; startCol: number; endRow: number; endCol: number }[] }[];
/** Excel 97: offices still save it. Loaded only when a county has such a file. */
async function oldBook(sheets: Book): Promise<Buffer> {
  const { utils, write } = await import('@e965/xlsx');
  const book = utils.book_new();
  for (const { name, rows, merges } of sheets) {
    const sheet = utils.aoa_to_sheet(rows);
    sheet['!merges'] = merges.map((m) => ({ s: { r: m.startRow, c: m.startCol }, e: { r: m.endRow, c: m.endCol } }));
    utils.book_append_sheet(book, sheet, name);
  }
  return write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer;
}

function writeJsonLines(file: string, sheet: Sheet): void {
  const out = openSync(file, 'w');
  const keys = sheet.heads.map((h) => JSON.stringify(h.head));
  let text = '';
  for (const row of sheet.rows) {
    text += `{${keys.map((k, i) => `${k}:${JSON.stringify(row[i] ?? null)}`).join(',')}}\n`;
    if (text.length > 60_000) {
      writeSync(out, text);
      text = '';
    }
  }
  writeSync(out, text);
  closeSync(out);
}

/** The last column is the geometry, as GeoJSON text; the others are properties. */
function writeGeoJson(file: string, sheet: Sheet): void {
  const last = sheet.heads.length - 1;
  const features = [...sheet.rows].map((row) => ({
    type: 'Feature',
    properties: Object.fromEntries(sheet.heads.slice(0, last).map((h, i) => [h.head, row[i] ?? null])),
    geometry: JSON.parse(String(row[last])),
  }));
  writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features }));
}

async function writeParquet(file: string, sheet: Sheet): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const duck = await DuckDBInstance.create(':memory:');
  const connection = await duck.connect();
  const text = `${file}.tmp`;
  try {
    writeJsonLines(text, sheet);
    const columns = sheet.heads.map((h) => `'${h.head}': 'VARCHAR'`).join(', ');
    await connection.run(`COPY (SELECT * FROM read_json('${text}', format = 'newline_delimited', columns = {${columns}})) TO '${file}' (FORMAT parquet)`);
  } finally {
    connection.closeSync();
    duck.closeSync();
    rmSync(text, { force: true });
  }
}
