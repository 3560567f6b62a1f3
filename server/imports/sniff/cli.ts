import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, type Commands } from '../../commands.ts';
import { Refused } from '../../refused.ts';
import { print, say } from '../../say.ts';
import { openReader } from '../reader.ts';
import { maskValue } from '../reading/mask.ts';
import { csvLine, eachCanonical } from '../reading/out/canonical.ts';
import { isDamaged, type Located, type Reader, type Sniff, type SniffedTable, type Streamed } from '../reading/types.ts';
import { describe } from './report.ts';

type Options = { csv?: boolean; json?: boolean; header: boolean; sheet?: string; table?: number };

/** One table with what reading it to its end brought up. */
export type Read = { table: SniffedTable; streamed: Streamed };

/** `sniff`: what the program sees in a file, without importing it. Needs no home and no database. */
export const commands: Commands = (program) => {
  program
    .command('sniff')
    .argument('<file>', say({ zh: '要看的文件', en: 'the file to look at' }))
    .summary(say({ zh: '看一个文件里有什么，不导入', en: 'look at a file without importing it' }))
    .description(say({
      zh: '显示编码、分隔符、工作表和表格、表头所在行、前几行，以及有问题的位置。支持 CSV 及各种文本表格、XLSX、ODS、XLS、网页表格、JSON、GeoJSON、Parquet、DBF。',
      en: 'Shows encoding, delimiter, sheets and tables, header rows, first rows, and where something is wrong. Reads CSV and other text tables, XLSX, ODS, XLS, web tables, JSON, GeoJSON, Parquet, DBF.',
    }))
    .option('--csv', say({ zh: '把读到的表按 RFC 4180 CSV（UTF-8）打印', en: 'print the table it reads as plain RFC 4180 CSV (UTF-8)' }))
    .option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .option('--no-header', say({ zh: '不找表头：每一行都是数据，什么都不略去', en: 'leave header finding off: every row is data, nothing is left out' }))
    .option('--sheet <name>', say({ zh: '只看这个工作表（名称或序号）', en: 'only this sheet (name or number)' }))
    .option('--table <n>', say({ zh: '只看第几个表（从 1 起）', en: 'only this table, counted from 1' }), Number)
    .addHelpText('after', say({
      zh: '\n例：\n  mingjian sniff 低保名单.xls\n  mingjian sniff 发放表.csv --csv > 干净.csv\n  mingjian sniff 台账.xlsx --sheet 一季度 --json\n\n退出码：0 没有问题；3 有标出位置的问题；2 读不了。',
      en: '\nExamples:\n  mingjian sniff roll.xls --lang en\n  mingjian sniff payments.csv --csv > clean.csv\n  mingjian sniff ledger.xlsx --sheet Q1 --json\n\nExit codes: 0 nothing wrong; 3 complaints with their places; 2 cannot be read.',
    }))
    .action(sniffFile);
};

async function sniffFile(file: string, options: Options): Promise<void> {
  await using reader = await openReader();
  const sniff = await reader.sniff(file, { header: options.header });
  const chosen = choose(sniff, options);
  const reads: Read[] = [];
  for (const table of options.csv ? chosen.slice(0, 1) : chosen) reads.push({ table, streamed: await readTable(reader, file, table, options) });
  if (options.json) print(JSON.stringify(asJson(sniff, reads), null, 2));
  else if (!options.csv) print(describe(sniff, reads));
  const complaints = [...sniff.complaints, ...reads.flatMap(({ table, streamed }) => [...table.complaints, ...streamed.located])];
  if (options.csv) for (const complaint of complaints.slice(0, 20)) process.stderr.write(`${describe.complaint(complaint)}\n`);
  if (complaints.length > 0) process.exitCode = EXIT.partly;
}

function choose(sniff: Sniff, { sheet, table }: Options): SniffedTable[] {
  const sheets = [...new Set(sniff.tables.map((one) => one.sheet))];
  const inSheet = sheet === undefined ? sniff.tables : sniff.tables.filter((one) => one.sheet === sheet || sheets.indexOf(one.sheet) + 1 === Number(sheet));
  const chosen = table === undefined ? inSheet : inSheet.slice(table - 1, table);
  if (chosen.length > 0) return chosen;
  throw new Refused('sniff.no-such-table',
    { zh: '没有这个工作表或表格', en: 'there is no such sheet or table' },
    { zh: '不带 --sheet 和 --table 先看有哪些', en: 'leave --sheet and --table away to see which there are' });
}

/** Reads a table to its end, for its complaints; prints it with `--csv`. What is read lies in a folder of our own until then. */
async function readTable(reader: Reader, file: string, table: SniffedTable, options: Options): Promise<Streamed> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-sniff-'));
  const out = join(folder, 'table.csv');
  try {
    const streamed = await reader.stream(file, table.index, out, { header: options.header });
    if (options.csv) printCsv(out, table, options);
    return streamed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function printCsv(out: string, table: SniffedTable, options: Options): void {
  const fd = openSync(out, 'r');
  let text = options.header && isNamed(table) ? csvLine(table.headers.map(({ name, unit }) => (unit ? `${name}(${unit})` : name))) : '';
  try {
    eachCanonical(fd, (_row, cells) => {
      text += csvLine(options.header ? cells.map((cell) => (isDamaged(cell) ? cell.slice(1) : cell)) : cells);
      if (text.length < 1 << 16) return;
      process.stdout.write(text);
      text = '';
    });
    process.stdout.write(text);
  } finally {
    closeSync(fd);
  }
}

/** Columns without a header have made-up names, which the CSV must not claim to have found. JSON and Parquet name theirs. */
const isNamed = ({ headerRows, headers }: SniffedTable): boolean => headerRows.length > 0 || headers.some(({ name }, c) => name !== `列${c + 1}`);

const masked = (located: Located): Located => (located.value === undefined ? located : { ...located, value: maskValue(located.value) });

const asJson = (sniff: Sniff, reads: Read[]) => ({
  ...sniff,
  complaints: sniff.complaints.map(masked),
  tables: reads.map(({ table, streamed }) => ({ ...table, sample: table.sample.slice(0, 5), complaints: table.complaints.map(masked), ...streamed, located: streamed.located.map(masked) })),
});
