import type { Complaint } from '@mingjian/domain/complaint.ts';
import type { Words } from '@mingjian/domain/words.ts';
import { type Duck, quoted } from '../../duckdb.ts';
import type { Dictionaries } from '../intake/slice/clean-slice.ts';
import { bornLater } from '../intake/slice/before-birth.ts';
import type { Plan, PlannedColumn } from '../intake/plan.ts';
import { isDamaged } from '../reading/types.ts';
import { maskCell } from './mask.ts';

/** One row that was refused, with every reason. `cells` is the whole row as delivered: it is sealed before it goes anywhere. */
export type RefusedRow = {
  row: number;
  col: number | null;
  name: string;
  header: string;
  code: string;
  reason: Words;
  remedy: Words;
  shown: string;
  cells: string[];
};

type Fault = { planned: PlannedColumn; complaint: Complaint; value: string };

/** The refused rows of the slice that was just cleaned, one after another; of a row that was `split`, the row as it was delivered. */
export async function* refusedRows(duck: Duck, plan: Plan, dictionaries: Dictionaries, split: boolean): AsyncGenerator<RefusedRow> {
  const names = Array.from({ length: plan.width }, (_, i) => `c${i}`);
  const whole = new Map(split ? (await duck.rows('select * from done_whole')).map((row) => [Number(row['row']), names.map((name) => (row[name] ?? '') as string)]) : []);
  const parts = new Map<number, Fault[]>();
  const later = bornLater(plan);
  const rows = duck.stream(`select s.row, ${names.map((name) => `s.${quoted(name)}`).join(', ') || 'null'} from done_slice s join done_cleaned c on c.row = s.row and c.part = s.part where c._bad order by s.row`);
  for await (const row of rows) {
    const cells = names.map((name) => (row[name] ?? '') as string);
    const found = plan.mapped.flatMap((planned) => faultOf(planned, cells, dictionaries));
    const faults = found.length === 0 && later && !whole.has(Number(row['row'])) ? [{ ...later, value: later.planned.read(cells) }] : found;
    const number = Number(row['row']);
    if (whole.has(number)) parts.set(number, [...(parts.get(number) ?? []), ...faults]);
    else if (faults.length > 0) yield refused(plan, number, cells, faults);
  }
  for (const [row, faults] of parts) yield refused(plan, row, whole.get(row)!, faults);
}

function faultOf(planned: PlannedColumn, cells: string[], dictionaries: Dictionaries): Fault[] {
  const value = planned.read(cells);
  const dictionary = dictionaries.get(planned.name);
  const complaint = dictionary?.complaints.get(value);
  if (complaint) return [{ planned, complaint, value }];
  const isBlank = value.trim() === '' || dictionary?.blanks.has(value);
  return planned.column.required && isBlank ? [{ planned, complaint: missing(planned), value }] : [];
}

function refused({ plain }: Plan, row: number, cells: string[], faults: Fault[]): RefusedRow {
  const [first] = faults;
  const { planned, complaint, value } = first!;
  return {
    row, cells, name: planned.name, header: planned.header, code: complaint.code,
    col: planned.indexes.length ? planned.indexes[0]! + 1 : null,
    reason: together(faults, (fault) => fault.complaint.words),
    remedy: together(faults, (fault) => fault.complaint.remedy),
    shown: maskCell(isDamaged(value) ? value.slice(1) : value, plain),
  };
}

/** All faults of a row in one sentence each language, so that one correction mends them all. */
function together(faults: Fault[], of: (fault: Fault) => Words): Words {
  const said = (language: 'zh' | 'en') => [...new Set(faults.map((fault) => (faults.length > 1 ? `${fault.planned.header || fault.planned.name}: ` : '') + of(fault)[language]))];
  return { zh: said('zh').join('；'), en: said('en').join('; ') };
}

const missing = ({ header, name }: PlannedColumn): Complaint => ({
  code: 'cell.missing',
  words: { zh: `必填项“${header || name}”为空`, en: `"${header || name}" is required and empty` },
  remedy: { zh: '请补填后重新提供该行', en: 'Fill it in and deliver the row again' },
});
