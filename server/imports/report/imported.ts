import type { Words } from '@mingjian/domain/words.ts';
import { say } from '../../say.ts';
import type { FileReport } from '../deliver.ts';
import type { ImportedBatch, ImportedSource } from '../intake/import-file.ts';
import { driftLines, type FileDrift } from '../proposing/drift.ts';
import type { Mapping } from '../proposing/mapping.ts';
import { lackingOf, type Proposal } from '../proposing/proposal.ts';
import type { SniffedTable } from '../reading/types.ts';
import { table } from '../../table.ts';
import { unreadWords } from './unread.ts';
import { type Titles, titleOf } from './titles.ts';

/** What an import came to, for a program: one entry per file. */
export const reportJson = (reports: FileReport[]): string =>
  JSON.stringify(reports.map(({ file, sender, outcome, batches, waiting, refused, drift, remarks }) => ({
    file, sender, outcome, drift: drift.flatMap((one) => one.drift.map(({ words }) => ({ ...words, sheets: one.sheets }))),
    batches: batches.map(({ batch, register, asAt, asAtFrom, sources, quality }) => ({
      batch: String(batch), register, as_at: asAt, as_at_from: asAtFrom, tables: sources, again: (quality.again ?? []).map(({ of, ...counts }) => ({ batch: of, ...counts })),
    })),
    waiting: waiting.map(({ table, proposal }) => ({ sheet: table.sheet, headers: table.headers.map(({ name }) => name), waits: proposal.waits, missing: lackingOf(proposal), candidates: proposal.candidates.map(({ register, confidence, missing }) => ({ register, confidence, missing })) })),
    remarks: remarks.map(({ code, words, remedy }) => ({ code, words, remedy })),
    refused: refused && { code: refused.code, words: refused.words, advice: refused.advice },
  })), null, 2);

const OUTCOMES = {
  imported: { zh: '已导入', en: 'imported' }, already: { zh: '此前已导入', en: 'already there' }, waiting: { zh: '待确认', en: 'waiting' }, refused: { zh: '被拒绝', en: 'refused' },
};
/** Of corrected rows of one table: none of them is right yet. */
const UNRELEASED: Words = { zh: '没有放行', en: 'none released' };
const HEADINGS: Words[] = [
  { zh: '文件', en: 'file' }, { zh: '结果', en: 'outcome' }, { zh: '台账', en: 'register' }, { zh: '数据日期', en: 'as of' }, { zh: '日期依据', en: 'dated by' }, { zh: '行', en: 'rows' }, { zh: '接收', en: 'accepted' }, { zh: '隔离', en: 'quarantined' },
];
const DATED_BY: Record<string, Words> = {
  report: { zh: '表内日期行', en: 'date line' }, title: { zh: '表题', en: 'title' }, file: { zh: '文件名', en: 'file name' }, delivered: { zh: '--delivered', en: '--delivered' },
  rows: { zh: '行内最新日期', en: 'newest row' }, clock: { zh: '推定为今天！', en: 'GUESSED: today' },
};

/** What an import came to, for a person: a table, then what needs somebody. */
export function reportText(reports: FileReport[], registers: Titles): string {
  const parts = [table(HEADINGS.map(say), reports.flatMap((report) => lines(report, registers))), ...reports.flatMap((report) => needs(report, registers)), undated(reports), totals(reports)];
  return parts.filter(Boolean).join('\n');
}

function lines({ file, outcome, batches, idle }: FileReport, registers: Titles): (string | number)[][] {
  if (batches.length + idle.length === 0) return [[file, say(OUTCOMES[outcome]), '', '', '', 0, 0, 0]];
  const line = (said: Words) => ({ register, asAt, asAtFrom, quality }: ImportedBatch) => [file, say(said), titleOf(registers, register), asAt, say(DATED_BY[asAtFrom]!), quality.rows, quality.accepted, quality.quarantined];
  return [...batches.map(line(OUTCOMES[outcome])), ...idle.map(line(UNRELEASED))];
}

/** What of one file needs somebody: its name once, and under it a line for each thing. */
function needs({ file, batches, waiting, refused, drift, remarks }: FileReport, registers: Titles): string[] {
  const told = [
    ...(refused ? [sentence(refused.words, refused.advice)] : []),
    ...waiting.flatMap(({ table, proposal }) => waitingLines(table, proposal, registers)),
    ...batches.flatMap(({ sources }) => sources.flatMap(unreadLine)),
    ...remarks.map(({ words, remedy }) => sentence(words, remedy)),
    ...drift.flatMap(driftTold),
  ];
  return told.length === 0 ? [] : [`\n${file}`, ...told.map((line) => `  ${line}`)];
}

function driftTold({ sheets, drift }: FileDrift): string[] {
  const where = sheets.length === 0 ? { zh: '', en: '' } : { zh: `（工作表 ${sheets.join('、')}）`, en: ` (sheets ${sheets.join(', ')})` };
  return [say({ zh: `与上次送来的不同${where.zh}：`, en: `other than last time${where.en}:` }), ...driftLines(drift).map((words) => `  ${say(words)}`)];
}

function unreadLine({ sheet, unread }: ImportedSource): string[] {
  const words = unreadWords(unread);
  return words ? [`${sheet ? `[${sheet}] ` : ''}${say(words)}`] : [];
}

const sentence = (words: Words, remedy: Words): string => say({ zh: `${words.zh}。${remedy.zh}。`, en: `${words.en}. ${remedy.en}.` });

function waitingLines(table: SniffedTable, proposal: Proposal, registers: Titles): string[] {
  const [best] = proposal.candidates;
  const sheet = table.sheet ? `[${table.sheet}] ` : '';
  const guess = best ? say({ zh: `最像“${titleOf(registers, best.register)}”（${Math.floor(best.confidence * 100)}%）`, en: `most like "${titleOf(registers, best.register)}" (${Math.floor(best.confidence * 100)}%)` }) : '';
  const first = `${sheet}${[...proposal.waits.map(say), guess].filter(Boolean).join(say({ zh: '；', en: '; ' }))}`;
  return [first, ...(best ? startOf(table, best) : [say(FROM_NOTHING)])];
}

/** The mapping file that would settle a table that waits, as far as it is known: to be mended and given to --mapping. */
function startOf(table: SniffedTable, { register, mapping, missing }: Proposal['candidates'][number]): string[] {
  const known = Object.entries(mapping.columns).map(([name, from]) => `    ${name}: ${sourceOf(table, from)}`);
  const open = missing.map((name) => `    ${name}: ${say({ zh: '…  # 必需：写表头，或 {constant: 值}', en: '…  # required: a header, or {constant: value}' })}`);
  return [say({ zh: '映射文件可这样写：', en: 'a mapping file may say:' }), ...(table.sheet ? [`  sheet: ${quote(table.sheet)}`] : []), `  register: ${register}`, '  columns:', ...open, ...known];
}
const FROM_NOTHING: Words = {
  zh: '映射文件写 register（编号见 mingjian registers）和 columns（列名: 表头）',
  en: 'a mapping file names the register (see mingjian registers) and its columns (column: header)',
};

function sourceOf(table: SniffedTable, from: Mapping['columns'][string]): string {
  if ('constant' in from) return `{constant: ${quote(from.constant)}}`;
  if (from.indexes.length > 1) return `{headers: [${from.indexes.map((i) => quote(table.headers[i]!.name)).join(', ')}], joint: ${quote(from.joint ?? '')}}`;
  const more = [...(from.unit ? [`unit: ${quote(from.unit)}`] : []), ...(from.take ? [`take: ${from.take}`] : []), ...(from.prefix === undefined ? [] : [`prefix: ${quote(from.prefix)}`])];
  return more.length > 0 ? `{header: ${quote(from.header)}, ${more.join(', ')}}` : quote(from.header);
}

const quote = (text: string): string => (/^\p{L}[\p{L}\p{N}_()（）/]*$/u.test(text) ? text : JSON.stringify(text));

/** Rosters that only the clock could date: no staleness is ever seen of them. Each is named with what dates it anew. */
function undated(reports: FileReport[]): string {
  const guessed = reports.flatMap(({ file, batches }) => batches.filter(({ asAtFrom }) => asAtFrom === 'clock').map(({ batch }) => ({ file, batch })));
  if (guessed.length === 0) return '';
  const head = say({
    zh: `\n${guessed.length} 张表在表内、表题和文件名里都没有写明数据日期，按今天推定，过期也看不出来：请向报送单位问明，下次写在表题或文件名里，或导入时用 --delivered 说明。已导入的按问明的日期重新导入：`,
    en: `\n${guessed.length} tables state no date in themselves, their titles or their names and were taken as of today, so nobody would see them grow stale. Ask the sender, have the date in the title or the name next time, or import with --delivered, which sets it. What stands already is imported anew with its day:`,
  });
  const lines = guessed.slice(0, MOST_UNDATED).map(({ file, batch }) => say({
    zh: `  mingjian imports retire ${batch} --because 日期是推定的；再 mingjian import … --delivered 日期（${file}）`, en: `  mingjian imports retire ${batch} --because guessed-day; then mingjian import … --delivered DATE (${file})`,
  }));
  return [head, ...lines, ...(guessed.length > MOST_UNDATED ? [say({ zh: `  ……另有 ${guessed.length - MOST_UNDATED} 张，上表“日期依据”一栏写明`, en: `  … and ${guessed.length - MOST_UNDATED} more, see the column "dated by"` })] : [])].join('\n');
}
const MOST_UNDATED = 10;

function totals(reports: FileReport[]): string {
  const sum = (of: (report: FileReport) => number) => reports.reduce((n, report) => n + of(report), 0);
  const rows = sum(({ batches, idle }) => [...batches, ...idle].reduce((n, { quality }) => n + quality.rows, 0));
  const quarantined = sum(({ batches, idle }) => [...batches, ...idle].reduce((n, { quality }) => n + quality.quarantined, 0));
  const waiting = sum((report) => report.waiting.length);
  const refused = sum((report) => (report.refused ? 1 : 0));
  const head = say({ zh: `\n${reports.length} 个文件，${rows} 行；待确认 ${waiting} 张表，隔离 ${quarantined} 行，拒绝 ${refused} 个文件。`, en: `\n${reports.length} files, ${rows} rows; ${waiting} tables wait, ${quarantined} rows are quarantined, ${refused} files refused.` });
  const quarantine = quarantined > 0 ? say({ zh: '\n把隔离的行导出改正后再导入：mingjian imports quarantine --out 隔离.xlsx', en: '\nTo correct what is quarantined and import it again: mingjian imports quarantine --out FILE.xlsx' }) : '';
  const mapping = waiting > 0 ? say({ zh: '\n待确认的表写一个映射文件再导入：mingjian import 文件 --mapping 映射.yaml', en: '\nTo settle a table that waits: mingjian import FILE --mapping MAPPING.yaml' }) : '';
  return head + quarantine + mapping;
}
