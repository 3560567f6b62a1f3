import { openDuck, type Duck } from '../../../duckdb.ts';
import type { Delivered } from '../open.ts';
import { refuse } from '../refusals.ts';
import { numberText } from '../sheets/cell-text.ts';
import type { Sink } from '../out/sink.ts';
import { SAMPLE_ROWS, type Found, type Source } from '../source.ts';
import { namedPlan, type Plan } from '../tables/plan.ts';
import type { Limits } from '../types.ts';

/** Parquet through DuckDB: every cell as the text of its typed value. A row has no line of its own; rows count from 1. */
export function parquetSource(file: Delivered): Source {
  return {
    format: 'parquet',
    complaints: [],
    find: (_options, limits) => withDuck(async (duck) => find(duck, file.path, limits)),
    pour: (plan, sink) => withDuck(async (duck) => pour(duck, file.path, plan, sink)),
  };
}

async function withDuck<T>(work: (duck: Duck) => Promise<T>): Promise<T> {
  await using duck = await openDuck({ memoryMb: 200, threads: 1, spill: null });
  try {
    return await work(duck);
  } catch (error) {
    if (/Invalid Input Error|IO Error|Serialization Error|corrupt|parquet|Thrift|Conversion Error/i.test(String(error))) throw broken();
    throw error;
  }
}

const broken = () => refuse.brokenData('Parquet', { zh: '文件损坏或不完整', en: 'the file is damaged or incomplete' });

async function find(duck: Duck, path: string, limits: Limits): Promise<Found[]> {
  const columns = await duck.rows<{ column_name: string }>('DESCRIBE SELECT * FROM read_parquet(?)', [path]);
  if (columns.length > limits.columns) throw refuse.tooManyColumns(limits.columns);
  const plan = namedPlan(columns.map(({ column_name }) => column_name));
  const sample: string[][] = [];
  for await (const { cells } of textRows(duck, path, (row) => `WHERE ${row} < ${SAMPLE_ROWS / 2} OR ${row} % 997 = 0 LIMIT ${SAMPLE_ROWS}`)) sample.push(cells);
  return [{ plan, sample, complaints: [] }];
}

async function pour(duck: Duck, path: string, _plan: Plan, sink: Sink): Promise<void> {
  for await (const { row, cells } of textRows(duck, path, () => '')) sink.record(row, cells);
}

/** Each row with its number from 0: the engine's own, which costs nothing; or counted, where the file has a column of that name. */
const NUMBERED = 'SELECT file_row_number, COLUMNS(* EXCLUDE (file_row_number))::VARCHAR FROM read_parquet(?, file_row_number = true)';
const COUNTED = `SELECT " row", COLUMNS(* EXCLUDE (" row"))::VARCHAR FROM (SELECT (row_number() OVER ()) - 1 AS " row", * FROM read_parquet(?))`;

async function* textRows(duck: Duck, path: string, where: (row: string) => string): AsyncGenerator<{ row: number; cells: string[] }> {
  const types = await duck.rows<{ column_name: string; column_type: string }>('DESCRIBE SELECT * FROM read_parquet(?)', [path]);
  const floating = types.map(({ column_type }) => /^(?:DOUBLE|FLOAT|REAL)$/.test(column_type));
  const taken = types.some(({ column_name }) => column_name.toLowerCase() === 'file_row_number');
  const result = await duck.connection.stream(taken ? `${COUNTED} ${where('" row"')}` : `${NUMBERED} ${where('file_row_number')}`, [path]);
  for await (const chunk of result)
    for (const [row, ...values] of chunk.getRows())
      yield { row: Number(row) + 1, cells: values.map((value, c) => (value === null || value === undefined ? '' : floating[c] ? floatText(String(value)) : String(value))) };
}

/** All the digits that tell the number from its neighbours; a whole one without `.0`, a damaged one marked. */
const floatText = (text: string): string => (Number.isInteger(Number(text)) || Math.abs(Number(text)) >= 1e15 ? numberText(Number(text)) : text);
