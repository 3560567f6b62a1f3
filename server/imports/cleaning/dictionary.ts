import type { Complaint } from '@mingjian/domain/complaint.ts';
import type { FactColumn } from '@mingjian/domain/model/facts.ts';
import { type Duck, literal, quoted } from '../../duckdb.ts';
import { isDamaged } from '../reading/types.ts';
import { BETWEEN, type Cleaned, type Cleaner } from './cleaned.ts';

/** What became of the distinct values of one column in one slice. The values themselves stand in table `dictionary_<name>`:
 *  `raw`, one column per physical facts column, `h` (what the content adds to a row's hash; null where the cell is as good as blank), `bad`. */
export type Dictionary = {
  table: string;
  complaints: Map<string, Complaint>;
  /** Cells that hold something and say nothing: `无`, `-`, `NULL`. */
  blanks: Set<string>;
  notes: Map<string, Complaint>;
  /** How many values were accepted with each note. */
  noted: Map<string, number>;
  size: number;
};

export type Entry = { name: string; /** SQL over `slice s` */ raw: string; /** narrows which cells need cleaning at all */ where?: string; columns: FactColumn[]; cleaner: Cleaner };

/** Cleans the distinct values of a column and leaves them in DuckDB, ready to be joined back. A value is looked at once however often it stands. */
export async function buildDictionary(duck: Duck, entry: Entry): Promise<Dictionary> {
  const values = await distinctValues(duck, entry);
  const cleaned = await cleanWhole(entry, values);
  const table = `dictionary_${entry.name}`;
  await fill(duck, table, entry, values, cleaned);
  const dictionary: Dictionary = { table, complaints: new Map(), blanks: new Set(), notes: cleaned.notes, noted: countNotes(cleaned), size: values.length };
  for (const [i, raw] of values.entries()) {
    const complaint = cleaned.complaints[i];
    if (complaint) dictionary.complaints.set(raw, complaint);
    else if (sameOf(cleaned, i) === '') dictionary.blanks.add(raw);
  }
  return dictionary;
}

function countNotes({ noted }: Cleaned): Map<string, number> {
  const counts = new Map<string, number>();
  for (const code of noted) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

async function distinctValues(duck: Duck, { raw, where }: Entry): Promise<string[]> {
  const { values } = await duck.row<{ values: string | null }>(
    `select string_agg(raw, chr(31)) as "values" from (select distinct ${raw} as raw from slice s where ${raw} <> '' ${where ? `and ${where}` : ''})`,
  );
  return values === null ? [] : values.split(BETWEEN);
}

/** Cells that a spreadsheet has already damaged never reach a cleaner: what is left of them is not a value. */
async function cleanWhole({ cleaner }: Entry, values: string[]): Promise<Cleaned> {
  const cleaned = await cleaner(values.map((raw) => (isDamaged(raw) ? '' : raw)));
  for (const [i, raw] of values.entries()) if (isDamaged(raw)) cleaned.complaints[i] = damaged;
  return cleaned;
}

const damaged: Complaint = {
  code: 'cell.damaged',
  words: { zh: '表格软件已损坏此值（长数字丢位、公式无结果或错误值）', en: 'The spreadsheet has already damaged this value (lost digits, a formula without result, an error)' },
  remedy: { zh: '请将该列设为文本格式，从业务系统重新导出', en: 'Export again from the source system with this column formatted as text' },
};

/** The fewer the outputs a content is told apart by, the better: a null before another column must not look like its neighbour. */
const sameOf = (cleaned: Cleaned, i: number): string => {
  if (cleaned.same) return cleaned.same[i]!;
  const outputs = cleaned.outputs.map((output) => output[i]!);
  return outputs.every((text) => text === '') ? '' : outputs.join('\u001d');
};

async function fill(duck: Duck, table: string, entry: Entry, values: string[], cleaned: Cleaned): Promise<void> {
  const same = values.map((_, i) => sameOf(cleaned, i));
  const bad = values.map((_, i) => (cleaned.complaints[i] ? '1' : ''));
  const bound = [values, ...cleaned.outputs, same, bad].map((column) => column.join(BETWEEN));
  const parts = bound.map((_, i) => `unnest(string_split($${i + 1}, chr(31))) as v${i}`);
  const outputs = entry.columns.map((column, i) => `cast(nullif(v${i + 1}, '') as ${column.type}) as ${quoted(column.name)}`);
  const [sameAt, badAt] = [`v${bound.length - 2}`, `v${bound.length - 1}`];
  const hash = `case when ${sameAt} <> '' then md5_number_lower(${literal(`${entry.name}:`)} || ${sameAt}) end`;
  await duck.run(
    `create or replace table ${quoted(table)} as select v0 as raw, ${outputs.map((output) => `${output}, `).join('')}${hash} as h, ${badAt} = '1' as bad
     from (select ${parts.join(', ')}) ${values.length ? '' : 'where false'}`,
    bound,
  );
}
