import { closeSync, copyFileSync, mkdirSync, openSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import { writeOds } from 'hucre/ods';
import { Chance } from '../world/random.ts';
import { encodeGb } from './gb18030.ts';
import { type Cell, type Encoding, type Format, layOut, type Paper, plainText, type Sheet, type Variant } from './paper.ts';

const DELIMITER: Partial<Record<Format, string>> = { csv: ',', tsv: '\t', pipe: '|', semicolon: ';' };
const ENDING: Partial<Record<Format, string>> = { tsv: 'txt', pipe: 'txt', semicolon: 'csv' };

/** Writes one paper and returns the paths it became, relative to `dir`. A text file has no sheets: each becomes a file. */
export async function writePaper(dir: string, paper: Paper, variant: Variant, seed: number, sent: Date): Promise<string[]> {
  const folder = path.join(dir, paper.sender);
  mkdirSync(folder, { recursive: true });
  const chance = new Chance(seed, `layout/${paper.sender}/${paper.name}`);
  const tabular = !['jsonl', 'geojson', 'parquet'].includes(paper.format);
  const format = tabular && variant.files ? variant.files : paper.format;
  const ending = ENDING[format] ?? format;
  const file = (suffix = '') => path.join(folder, `${paper.name}${suffix}.${ending}`);
  const written: string[] = [];
  if (DELIMITER[format]) {
    for (const sheet of paper.sheets) {
      const name = file(paper.sheets.length > 1 ? `-${sheet.name}` : '');
      writeText(name, sheet, DELIMITER[format], encodingOf(paper, variant), variant, chance);
      written.push(name);
    }
  } else {
    if (format === 'jsonl') writeJsonLines(file(), paper.sheets[0] as Sheet);
    else if (format === 'geojson') writeGeoJson(file(), paper.sheets[0] as Sheet);
    else if (format === 'parquet') await writeParquet(file(), paper.sheets[0] as Sheet);
    else await writeBook(file(), format as 'xlsx' | 'xls' | 'ods', paper.sheets, variant, chance);
    written.push(file());
  }
  for (const name of written) {
    const copy = paper.copy ?? (variant.sendTwice ? `${paper.name}(再次报送)` : undefined);
    const twin = copy && path.join(folder, path.basename(name).replace(paper.name, copy));
    if (twin) copyFileSync(name, twin);
    for (const each of twin ? [name, twin] : [name]) utimesSync(each, sent, sent);
  }
  return written.map((name) => path.relative(dir, name));
}

const encodingOf = (paper: Paper, variant: Variant): Encoding =>
  variant.encoding === 'gbk' ? 'gb18030' : (variant.encoding ?? paper.encoding ?? 'utf-8');

function writeText(file: string, sheet: Sheet, delimiter: string, encoding: Encoding, variant: Variant, chance: Chance): void {
  const out = openSync(file, 'w');
  const encode = (text: string): Buffer =>
    encoding === 'gbk' || encoding === 'gb18030' ? encodeGb(text, encoding) : Buffer.from(text, encoding === 'utf-16' ? 'utf16le' : 'utf8');
  if (encoding === 'utf-8-bom') writeSync(out, Buffer.from([0xef, 0xbb, 0xbf]));
  if (encoding === 'utf-16') writeSync(out, Buffer.from([0xff, 0xfe]));
  let text = '';
  for (const line of layOut(sheet, variant, chance).lines) {
    for (let i = 0; i < line.length; i++) text += (i ? delimiter : '') + quoted(line[i] ?? null, delimiter);
    text += '\r\n';
    if (text.length > 60_000) {
      writeSync(out, encode(text));
      text = '';
    }
  }
  writeSync(out, encode(text));
  closeSync(out);
}

function quoted(cell: Cell, delimiter: string): string {
  const text = plainText(cell);
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === delimiter || c === '"' || c === '\n') return `"${text.replaceAll('"', '""')}"`;
  }
  return text;
}

async function writeBook(file: string, format: 'xlsx' | 'xls' | 'ods', papers: Sheet[], variant: Variant, chance: Chance): Promise<void> {
  const sheets = papers.map((sheet) => {
    const { lines, merges } = layOut(sheet, variant, chance);
    const rows = [...lines].map((line) => (variant.files ? line.map((c) => (c === null ? c : plainText(c))) : line));
    return { name: sheet.name, rows, merges: merges.map(([startRow, startCol, endRow, endCol]) => ({ startRow, startCol, endRow, endCol })) };
  });
  if (format === 'xlsx') writeFileSync(file, await writeXlsx({ sheets }));
  else if (format === 'ods') writeFileSync(file, await writeOds({ sheets }));
  else writeFileSync(file, await oldBook(sheets));
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
