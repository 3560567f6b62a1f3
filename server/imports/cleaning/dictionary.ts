import type { Complaint } from '@mingjian/domain/complaint.ts';
import type { FactColumn } from '@mingjian/domain/model/facts.ts';
import { type Duck, literal, quoted } from '../../duckdb.ts';
import { contentHash } from '../../lake/content-hash.ts';
import { isDamaged } from '../reading/types.ts';
import { BETWEEN, type Cleaned, type Cleaner } from './cleaned.ts';

/** What became of the distinct values of one column in one slice, or in all slices so far where each is cleaned for itself. The values themselves stand in `table`:
 *  `raw`, one column per physical facts column, `h` (what the content adds to a row's hash; null where the cell is as good as blank), `bad`. */
export type Dictionary = {
  table: string;
  complaints: Map<string, Complaint>;
  /** Cells that hold something and say nothing: `无`, `-`, `NULL`. */
  blanks: Set<string>;
  notes: Map<string, Complaint>;
  /** Of the values that came with this slice: how many were accepted with each note, and why others were refused. */
  noted: Map<string, number>;
  refused: Complaint[];
  size: number;
};

/** A dictionary that is kept from slice to slice starts anew beyond this: it must not grow with the file. */
const MOST_KEPT = 1_000_000;

export type Entry = { name: string; /** SQL over `slice s` */ raw: string; /** narrows which cells need cleaning at all */ where?: string; columns: FactColumn[]; cleaner: Cleaner };

/** Cleans the distinct values of a column and leaves them in DuckDB, ready to be joined back. A value is looked at once however often it stands.
 *  @param before the same column's dictionary of the slice before, whose table is left as it is or added to: that slice may still be joined with it
 *  @param goesOn what was cleaned before holds here too: only values not yet known are cleaned */
export async function buildDictionary(duck: Duck, entry: Entry, before?: Dictionary, goesOn = false): Promise<Dictionary> {
  const kept = goesOn && before && before.size <= MOST_KEPT ? before : null;
  const table = kept ? kept.table : otherThan(before, entry.name);
  const values = await distinctValues(duck, entry, kept ? table : null);
  const cleaned = await cleanWhole(entry, values);
  if (!kept || values.length > 0) await fill(duck, kept ? `insert into ${quoted(table)}` : `create or replace table ${quoted(table)} as`, entry, cleaned);
  const { complaints, blanks, notes, size } = kept ?? { complaints: new Map(), blanks: new Set(), notes: new Map(), size: 0 };
  const dictionary: Dictionary = { table, complaints, blanks, notes: new Map([...notes, ...cleaned.notes]), noted: countNotes(cleaned), refused: [], size: size + values.length };
  for (let i = 0; i < values.length; i++) {
    const complaint = cleaned.complaints[i];
    if (complaint) dictionary.refused.push(complaint);
    if (complaint) complaints.set(values[i]!, complaint);
    else if (isBlank(cleaned, i)) blanks.add(values[i]!);
  }
  return dictionary;
}

const otherThan = (before: Dictionary | undefined, name: string): string => `dictionary_${name}_${before?.table.endsWith('_0') ? 1 : 0}`;

const isBlank = ({ outputs, same }: Cleaned, i: number): boolean => !same?.[i] && outputs.every((output) => output[i] === '');

function countNotes({ noted }: Cleaned): Map<string, number> {
  const counts = new Map<string, number>();
  for (const code of noted) if (code !== null) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** The values stay in the engine as one list, in table `fresh_<name>`, and come here as one text: what is made of each goes back without it. */
async function distinctValues(duck: Duck, { name, raw, where }: Entry, known: string | null): Promise<string[]> {
  const anti = known ? `anti join ${quoted(known)} k on k.raw = ${raw}` : '';
  const unknown = `select distinct ${raw} as raw from slice s ${anti} where ${raw} <> '' ${where ? `and ${where}` : ''}`;
  await duck.run(`create or replace table ${fresh(name)} as select list(raw) as raws from (${unknown})`);
  const { values } = await duck.row<{ values: string | null }>(`select array_to_string(raws, chr(31)) as "values" from ${fresh(name)}`);
  return values === null ? [] : values.split(BETWEEN);
}

const fresh = (name: string): string => quoted(`fresh_${name}`);

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

async function fill(duck: Duck, into: string, { name, columns }: Entry, { outputs, same, complaints }: Cleaned): Promise<void> {
  const bad = complaints.some(Boolean) ? [complaints.map((complaint) => (complaint ? '1' : ''))] : [];
  const bound = [...outputs, ...(same ? [same] : []), ...bad].map((column) => column.join(BETWEEN));
  const parts = bound.map((_, i) => `unnest(string_split($${i + 1}, chr(31))) as v${i}`);
  const casts = columns.map((column, i) => `cast(nullif(v${i}, '') as ${column.type}) as ${quoted(column.name)}`);
  await duck.run(
    `${into} select ${['raw', ...casts, `${hashOf(name, outputs.length, same !== undefined)} as h`, `${bad.length > 0 ? `v${bound.length - 1} = '1'` : 'false'} as bad`].join(', ')}
     from (select ${['unnest(raws) as raw', ...parts].join(', ')} from ${fresh(name)} where raws is not null)`,
    bound,
  );
}

/** What a content adds to its row's hash; null where it says nothing. A null before another column must not look like its neighbour. */
function hashOf(name: string, outputs: number, same: boolean): string {
  const all = Array.from({ length: outputs }, (_, i) => `v${i}`);
  const text = same ? `case when v${outputs} <> '' then v${outputs} else v0 end` : all.join(` || chr(29) || `);
  const says = same ? `${text} <> ''` : all.map((v) => `${v} <> ''`).join(' or ');
  return `case when ${says} then ${contentHash(`${literal(`${name}:`)} || ${text}`)} end`;
}
