import { type CitizenOptions } from '@mingjian/domain/identifier/citizen.ts';
import { type FactColumn, factColumnsOf } from '@mingjian/domain/model/facts.ts';
import type { Column, Register } from '@mingjian/domain/model/register.ts';
import { literal } from '../../duckdb.ts';
import { type Cleaner } from '../cleaning/cleaned.ts';
import { boundsOf } from '../cleaning/days.ts';
import { hidingFrom, NO_NUMBER, textCleaner } from '../cleaning/hidden.ts';
import { citizenCleaner, creditCleaner, type Identities, nameCleaner, partyCleaner, phoneCleaner, plateCleaner, senderKeyCleaner, tokenCleaner } from '../cleaning/personal.ts';
import { plainCleaner } from '../cleaning/plain.ts';
import type { FromCells, Mapping } from '../proposing/mapping.ts';
import type { PlainWords } from '../quarantine/words.ts';
import { cutPeriod } from '../cleaning/period.ts';

/** What cleaning needs to know of the house, the sender and the day. */
export type Surroundings = {
  identities: Identities;
  citizen: CitizenOptions;
  sender: string;
  places: Cleaner;
  programmes: Cleaner;
  /** what refused rows may show */
  plain: PlainWords;
};

/** One mapped column of a register: where its cells stand and how they are cleaned. */
export type PlannedColumn = {
  name: string;
  column: Column;
  columns: FactColumn[];
  cleaner: Cleaner;
  /** SQL over `slice s`, and the same over one delivered row. */
  raw: string;
  read: (cells: readonly string[]) => string;
  /** Delivered columns, from 0; empty for a constant. */
  indexes: number[];
  header: string;
  /** SQL that tells cells which are clean as they stand: they are taken over without a look at their values, which may all be different. */
  direct: ((raw: string) => string) | null;
  /** A value means the same whatever stands beside it in its column, so what was cleaned in one slice holds for the next. Dates are judged by
   *  their whole column (day before month); texts may be long, and all different. */
  alone: boolean;
};

export type Plan = { register: Register; mapping: Mapping; mapped: PlannedColumn[]; width: number; plain: PlainWords };

/** Turns a settled mapping into what is done to each cell. `width` is the number of delivered columns. */
export function planTable(register: Register, mapping: Mapping, width: number, surroundings: Surroundings): Plan {
  const mapped = Object.entries(register.columns).flatMap(([name, column]) => (mapping.columns[name] ? [planColumn(register, name, column, mapping, surroundings)] : []));
  return { register, mapping, mapped, width, plain: surroundings.plain };
}

function planColumn(register: Register, name: string, column: Column, mapping: Mapping, surroundings: Surroundings): PlannedColumn {
  const from = mapping.columns[name]!;
  const unit = 'unit' in from ? from.unit : undefined;
  const cleaner = cleanerOf(register, name, column, unit, surroundings);
  const base = { name, column, columns: factColumnsOf(name, column), direct: isCut(from) ? null : cleanAsItStands(column.type), alone: ALONE.has(column.type) };
  if ('constant' in from) {
    return { ...base, cleaner, direct: null, raw: literal(from.constant), read: () => from.constant, indexes: [], header: '' };
  }
  return { ...base, cleaner: before(from, cleaner), ...placed(from), indexes: from.indexes, header: from.header };
}

const ALONE: ReadonlySet<Column['type']> = new Set([
  'citizen_number', 'person_name', 'token', 'phone', 'plate', 'sender_key', 'party', 'credit_code', 'programme', 'region', 'region_code', 'code', 'money', 'area', 'number', 'integer', 'boolean',
]);

/** Texts without a space, a full-width form or a word for "none"; whole codes of 12 digits. The words are short: `case` keeps the engine from looking
 *  for them in every text, which took longer than all else (it weighs the sides of an `and` by itself). */
const CLEAN_TEXT = `case when not regexp_full_match(%, '[!-~\\x{4e00}-\\x{9fff}]+') then false
  when length(%) <= 4 then not regexp_full_match(lower(%), 'null|nan|n/a|#n/a|\\\\n|-{1,4}') else ${NO_NUMBER} end`;
const CLEAN_CODE = `regexp_full_match(%, '[1-9][0-9]{11}')`;

function cleanAsItStands(type: Column['type']): PlannedColumn['direct'] {
  const test = type === 'text' ? CLEAN_TEXT : type === 'region_code' ? CLEAN_CODE : null;
  return test === null ? null : (raw) => test.replaceAll('%', raw);
}

const isCut = (from: Mapping['columns'][string]): boolean => 'indexes' in from && (from.take !== undefined || from.prefix !== undefined);

/** Several cells that name one thing together (town | village | group) are joined where they are not blank. */
function placed(from: FromCells): Pick<PlannedColumn, 'raw' | 'read'> {
  const [only] = from.indexes;
  if (from.indexes.length === 1) return { raw: `s.c${only}`, read: (cells) => cells[only!] ?? '' };
  const joint = from.joint ?? '';
  return {
    raw: `concat_ws(${literal(joint)}, ${from.indexes.map((i) => `nullif(s.c${i}, '')`).join(', ')})`,
    read: (cells) => from.indexes.map((i) => cells[i] ?? '').filter(Boolean).join(joint),
  };
}

function before(from: FromCells, cleaner: Cleaner): Cleaner {
  const { take, prefix } = from;
  if (take === undefined && prefix === undefined) return cleaner;
  return (values) => cleaner(values.map((raw) => cutPeriod(prefix ? prefix + raw : raw, take)));
}

function cleanerOf(register: Register, name: string, column: Column, unit: string | undefined, { identities, citizen, sender, places, programmes }: Surroundings): Cleaner {
  switch (column.type) {
    case 'citizen_number': return citizenCleaner(identities, citizen);
    case 'sender_key': return senderKeyCleaner(identities, sender);
    case 'party': return partyCleaner(identities, citizen);
    case 'credit_code': return creditCleaner;
    case 'person_name': return nameCleaner(identities, isOwnName(register, name));
    case 'token': return tokenCleaner(identities, name);
    case 'phone': return phoneCleaner(identities);
    case 'plate': return plateCleaner(identities);
    case 'region': return places;
    case 'programme': return hidingFrom(identities, programmes);
    case 'text': return textCleaner(identities);
    default: return plainCleaner(column, unit, boundsOf(register, name, citizen.today))!;
  }
}

/** The name that stands for the same person as a number: `pid` and `name`, `head_pid` and `head_name`, `pid_a` and `name_a`, `approver_pid` and `approver`. */
export function nameBeside(register: Register, number: string): string | null {
  const names = [number.replace('pid', 'name'), number.replace(/_pid$/, ''), `${number}_name`];
  return names.find((name) => name !== number && register.columns[name]?.type === 'person_name') ?? null;
}

const isOwnName = (register: Register, name: string): boolean =>
  Object.entries(register.columns).some(([number, column]) => column.type === 'citizen_number' && column.required === true && nameBeside(register, number) === name);
