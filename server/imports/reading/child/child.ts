import { statSync } from 'node:fs';
import { complain } from '../complaints.ts';
import { stampOf } from '../digest.ts';
import { openFile, type Opened } from '../open.ts';
import { isRefusal, type Answer, type Request, type Seen } from './protocol.ts';
import { refuse } from '../refusals.ts';
import { Sink } from '../out/sink.ts';
import { sound } from './sound.ts';
import type { Found } from '../source.ts';
import type { Limits, Located, SniffedTable, SniffOptions, Streamed } from '../types.ts';

/** The process that parses untrusted files. It knows nothing but the request: no database, no keys, no home. One file is
 *  open at a time; what was found in the others is remembered, since a folder is first sniffed whole and then streamed. */
const limits = JSON.parse(process.argv[2]!) as Limits;
const MOST_KNOWN = 500;
const known = new Map<string, { stamp: string; memo: unknown; found: Found[] }>();
let current: { key: string; opened: Opened; found: Found[] } | null = null;

process.on('message', (request: Request) => {
  void handle(request).then((answer) => process.send!(sound(answer)));
});
process.on('disconnect', () => process.exit(0));
// Ctrl-C in a terminal reaches this process too. Were it to die first, the file at hand would be called one that crashes its reader.
process.on('SIGINT', () => {});

async function handle(request: Request): Promise<Answer> {
  try {
    if (request.verb === 'sniff') return { id: request.id, ok: await sniff(request.file, request.options) };
    return { id: request.id, ok: await stream(request) };
  } catch (error) {
    if (isRefusal(error)) return { id: request.id, refused: { code: error.code, words: error.words, advice: error.advice } };
    return { id: request.id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function look(path: string, options: SniffOptions): Promise<NonNullable<typeof current>> {
  const key = `${options.header !== false}:${path}`;
  if (current?.key === key && current.opened.stamp === stampOf(statSync(path))) return current;
  current?.opened[Symbol.dispose]();
  current = null;
  const before = known.get(key);
  const fresh = before !== undefined && before.stamp === stampOf(statSync(path));
  const opened = await openFile(path, limits, fresh ? before.memo : undefined);
  current = { key, opened, found: fresh ? before.found : await find(opened, options) };
  known.set(key, { stamp: opened.stamp, memo: opened.source.memo, found: current.found });
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value!);
  return current;
}

const find = async (opened: Opened, options: SniffOptions): Promise<Found[]> =>
  (await opened.source.find(options, limits)).map((found, index) => ({ ...found, plan: { ...found.plan, index } }));

async function sniff(path: string, options: SniffOptions): Promise<Seen> {
  const { opened, found } = await look(path, options);
  const { source, bytes } = opened;
  if (found.length === 0 || (options.header !== false && found.every(isBlankTable))) throw refuse.noTable();
  return {
    file: path, format: source.format, bytes, stamp: opened.stamp,
    ...(source.encoding && { encoding: source.encoding }), ...(source.delimiter !== undefined && { delimiter: source.delimiter }),
    complaints: source.complaints, tables: found.map(shown),
  };
}

/** Nothing but blanks and line ends. A header over blank cells is a table still. */
const isBlankTable = ({ plan, sample }: Found): boolean => plan.headerRows.length === 0 && plan.fields === undefined && plan.title.length === 0 && sample.flat().every((cell) => cell.trim() === '');

function shown({ plan, sample, complaints, hidden }: Found): SniffedTable {
  const place = { ...(plan.sheet !== null && { sheet: plan.sheet }), row: plan.headerRows[0]?.row ?? plan.firstRow };
  const none: Located[] = sample.length === 0 ? [{ ...complain.headerOnly(), ...place }] : [];
  return {
    index: plan.index, sheet: plan.sheet, ...(hidden && { hidden }), title: plan.title, reportDate: plan.reportDate,
    headerRows: plan.headerRows.map((row) => row.row), headers: plan.headers, firstDataRow: plan.firstDataRow,
    sample, complaints: [...complaints, ...none],
  };
}

async function stream({ file, table, stamp, out, options }: Extract<Request, { verb: 'stream' }>): Promise<Streamed> {
  const { opened, found } = await look(file, options);
  if (stamp !== undefined && opened.stamp !== stamp) throw refuse.changed();
  const plan = found[table]?.plan;
  if (!plan) throw refuse.noSuchTable(table);
  const sink = new Sink(out, plan.width, limits, plan.sheet, options.parts);
  try {
    await opened.source.pour(plan, sink);
  } catch (error) {
    sink.abandon();
    throw error;
  }
  return sink.finish();
}
