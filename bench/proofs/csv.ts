import { closeSync, existsSync, globSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openReader } from '@mingjian/server/imports/reader.ts';
import { eachCanonical } from '@mingjian/server/imports/reading/out/canonical.ts';
import type { Located, Reader } from '@mingjian/server/imports/reading/types.ts';
import { Refused } from '@mingjian/server/refused.ts';
import { settle } from '../settle.ts';

/** Done-when 3, the CSV files with a JSON truth (csv-spectrum, csv-test-data), through the reader that import uses: each reads as its truth
 *  says, and each of the seven `bad-*` gets a complaint that names its line. */
const DATA = join(import.meta.dirname, '../../../shared/data/csv');
/** Its truth names another telephone number than its CSV: one of the two was mistyped where it came from. */
const NOT_A_TRUTH = 'location_coordinates';

type Read = { names: string[]; rows: string[][]; complaints: Located[] };

async function read(reader: Reader, file: string, header: boolean, folder: string): Promise<Read> {
  const { tables, complaints } = await reader.sniff(file, { header });
  const [table] = tables;
  const out = join(folder, 'out.csv');
  const streamed = await reader.stream(file, 0, out, { header });
  const rows: string[][] = [];
  const fd = openSync(out, 'r');
  eachCanonical(fd, (_, cells) => rows.push(cells));
  closeSync(fd);
  return { names: table!.headers.map(({ name }) => name), rows, complaints: [...complaints, ...table!.complaints, ...streamed.located] };
}

async function isAsTruth(reader: Reader, csv: string, folder: string): Promise<boolean> {
  const truth = JSON.parse(readFileSync(jsonOf(csv), 'utf8')) as unknown[];
  const lists = truth.length > 0 && truth.every(Array.isArray);
  const { names, rows } = await read(reader, csv, !lists, folder);
  return isDeepStrictEqual(lists ? rows : rows.map((row) => ({ ...Object.fromEntries(names.map((name, c) => [name, row[c]])) })), truth);
}

/** What is said of a bad file, with its place. One of them is empty: it is refused, and line 1 named. */
async function complaintOf(reader: Reader, csv: string, folder: string): Promise<string | null> {
  try {
    const told = (await read(reader, csv, true, folder)).complaints.find(({ row }) => row !== undefined);
    return told ? `line ${told.row}${told.column === undefined ? '' : `, column ${told.column}`}: ${told.words.en}` : null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return /line \d/.test(error.words.en) ? error.words.en : null;
  }
}

const jsonOf = (csv: string): string => join(dirname(csv), '../json', `${basename(csv, '.csv')}.json`);

async function prove(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-csv-'));
  try {
    await using reader = await openReader();
    const all = globSync(['spectrum/csvs/*.csv', 'test/csv/*.csv'], { cwd: DATA }).map((file) => join(DATA, file)).sort();
    const truths = all.filter((csv) => existsSync(jsonOf(csv)) && basename(csv, '.csv') !== NOT_A_TRUTH);
    const bad = all.filter((csv) => basename(csv).startsWith('bad-'));
    let [same, located] = [0, 0];
    for (const csv of truths) {
      const right = await isAsTruth(reader, csv, folder);
      if (right) same++;
      else console.log(`not as its JSON: ${csv}`);
    }
    for (const csv of bad) {
      const told = await complaintOf(reader, csv, folder);
      if (told) located++;
      console.log(`${basename(csv)}: ${told ?? 'no located complaint'}`);
    }
    settle(`${same} of ${truths.length} CSV files as their JSON truth, ${located} of ${bad.length} bad ones told by line:`, same === truths.length && same >= 29 && located === bad.length && bad.length === 7);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (existsSync(DATA)) await prove();
else settle(`skipped: there is no ${DATA}, where the files with a JSON truth lie`, false);
