import { writeXlsxStream } from 'hucre/xlsx';
import type { DeliveredRow } from '../lake/delivered.ts';
import type { StandingWarning } from './find-warnings.ts';

/** The delivery that an evidence row came in: the number of the batch, and the day it came. */
export type CitedBatch = { batch: string; on: string };

/** A warning as it leaves the house. Amounts in yuan with two decimals; the key is the internal id unless identity was revealed. */
export type WarningLine = {
  model: string; level: string; tier: string; subjects: { kind: string; key: string }[];
  period: [string, string] | null; amount: number | null; evidence: DeliveredRow[]; summary: string; id: string; state: string;
  /** Of each evidence row, in their order. JSON Lines has a shape agreed with its readers and goes without. */
  cited: CitedBatch[];
};

export const asLine = (warning: StandingWarning, parts: { key: string; evidence: DeliveredRow[]; cited: CitedBatch[]; summary: string }): WarningLine => ({
  model: warning.model,
  level: warning.level,
  tier: `K${warning.tier}`,
  subjects: [{ kind: warning.subject_kind, key: parts.key }],
  period: warning.period_from && warning.period_to ? [warning.period_from, warning.period_to] : null,
  amount: warning.amount === null ? null : Number(warning.amount) / 100,
  evidence: parts.evidence,
  summary: parts.summary,
  id: warning.id,
  state: warning.state,
  cited: parts.cited,
});

export async function* asJsonLines(lines: AsyncIterable<WarningLine>): AsyncGenerator<string> {
  for await (const { cited: _, ...line } of lines) yield JSON.stringify(line) + '\n';
}

const HEAD = ['id', 'model', 'level', 'tier', 'state', 'subject_kind', 'subject', 'period_from', 'period_to', 'amount_yuan', 'summary', 'evidence', 'batches'];

const cellsOf = (line: WarningLine): string[] => [
  line.id, line.model, line.level, line.tier, line.state, line.subjects[0]!.kind, line.subjects[0]!.key,
  line.period?.[0] ?? '', line.period?.[1] ?? '', line.amount === null ? '' : line.amount.toFixed(2), line.summary,
  line.evidence.map((row) => [row.file, row.sheet, row.row].filter((part) => part !== null).join(':')).join('; '),
  line.cited.map(({ batch, on }) => `${batch} (${on})`).join('; '),
];

/** RFC 4180 with a byte order mark, because the spreadsheet programs of its readers guess the encoding otherwise. */
export async function* asCsv(lines: AsyncIterable<WarningLine>): AsyncGenerator<string> {
  yield '\uFEFF' + HEAD.join(',') + '\r\n';
  for await (const line of lines) yield cellsOf(line).map((cell) => quote(harmless(cell))).join(',') + '\r\n';
}

/** Every cell is text: 18-digit numbers survive, and nothing is a formula. */
export const asWorkbook = (lines: AsyncIterable<WarningLine>): ReadableStream<Uint8Array> =>
  writeXlsxStream(sheetRows(lines), { name: 'warnings', freezePane: { rows: 1 } });

async function* sheetRows(lines: AsyncIterable<WarningLine>) {
  yield HEAD;
  for await (const line of lines) yield cellsOf(line).map(harmless);
}

/** A cell that starts like a formula would be run by the spreadsheet that opens it; full-width signs are folded by some into the same. */
const harmless = (cell: string): string => (/^[=+\-@＝＋－＠\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell);
const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
