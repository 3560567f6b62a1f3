import {
  DuckDBDateValue, DuckDBDecimalValue, DuckDBInstance, DuckDBListValue, DuckDBStructValue,
  type DuckDBConnection, type DuckDBValue,
} from '@duckdb/node-api';

/** What a cell of a result is in JavaScript: BIGINT and HUGEINT as bigint, DATE and TIMESTAMP as ISO text, DECIMAL as number, lists as arrays. */
export type Cell = null | boolean | number | bigint | string | Uint8Array | Cell[] | { [name: string]: Cell };
export type Row = Record<string, Cell>;

export type DuckLimits = {
  /** What DuckDB may use for its buffers. No boundary (one expression took 5.8 GB under 256 MB): the process needs an OS limit too. */
  memoryMb: number;
  threads: number;
  /** Folder for what does not fit, or null to fail instead: nothing that still holds names or numbers may spill. */
  spill: string | null;
};

/** One DuckDB in memory and one connection to it. Two statements at once need `another()`. */
export type Duck = AsyncDisposable & {
  connection: DuckDBConnection;
  /** Runs a statement, or several separated by semicolons where no values are bound; answers the number of rows changed. */
  run(sql: string, values?: DuckDBValue[]): Promise<number>;
  rows<R extends Row = Row>(sql: string, values?: DuckDBValue[]): Promise<R[]>;
  /** The only row; throws where there is none. */
  row<R extends Row = Row>(sql: string, values?: DuckDBValue[]): Promise<R>;
  /** Row by row without holding the result; for results that do not fit. */
  stream<R extends Row = Row>(sql: string, values?: DuckDBValue[]): AsyncGenerator<R>;
  /** A second connection to the same tables. */
  another(): Promise<Duck>;
};

/** Opens DuckDB in memory. Time zone UTC, insertion order not kept (order is asked for, or there is none), no extension is ever fetched. */
export async function openDuck(limits: DuckLimits): Promise<Duck> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${limits.memoryMb}MB`,
    threads: String(limits.threads),
    temp_directory: limits.spill ?? '',
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  return connect(instance, () => instance.closeSync());
}

async function connect(instance: DuckDBInstance, close: () => void): Promise<Duck> {
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const rows = async <R extends Row>(sql: string, values?: DuckDBValue[]): Promise<R[]> => {
    const result = await connection.run(sql, values);
    return named<R>(result.deduplicatedColumnNames(), await result.getRows());
  };
  return {
    connection,
    rows,
    run: async (sql, values) => (await connection.run(sql, values)).rowsChanged,
    row: async <R extends Row>(sql: string, values?: DuckDBValue[]) => {
      const [first] = await rows<R>(sql, values);
      if (!first) throw new Error(`no row from: ${sql.slice(0, 200)}`);
      return first;
    },
    stream: async function* <R extends Row>(sql: string, values?: DuckDBValue[]) {
      const result = await connection.stream(sql, values);
      const names = result.deduplicatedColumnNames();
      for await (const chunk of result) yield* named<R>(names, chunk.getRows());
    },
    another: () => connect(instance, () => {}),
    [Symbol.asyncDispose]: async () => {
      connection.closeSync();
      close();
    },
  };
}

const named = <R extends Row>(names: string[], rows: DuckDBValue[][]): R[] =>
  rows.map((row) => Object.fromEntries(names.map((name, i) => [name, cell(row[i] ?? null)])) as R);

function cell(value: DuckDBValue): Cell {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBListValue) return value.items.map(cell);
  if (value instanceof DuckDBStructValue) return Object.fromEntries(Object.entries(value.entries).map(([k, v]) => [k, cell(v)]));
  if ('bytes' in value && value.bytes instanceof Uint8Array) return value.bytes;
  return String(value);
}

/** Text as an SQL literal, for the statements that cannot bind values (COPY, read_parquet, CREATE VIEW). */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
/** A name as an SQL identifier. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Waits for all works, whatever becomes of each, and fails as the first that failed: a connection must not be closed under a statement that still runs. */
export async function together(...works: Promise<unknown>[]): Promise<void> {
  for (const ended of await Promise.allSettled(works)) if (ended.status === 'rejected') throw ended.reason;
}
