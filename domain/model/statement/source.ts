import type { Dialect } from '../dialect.ts';
import { type FactColumn, factColumnsOf } from '../facts.ts';
import { Unreadable, type Span } from '../expression.ts';
import type { Read } from '../model.ts';
import type { Column, Register } from '../register.ts';
import { type Said, type Type, nearest, number, typeOf } from '../types.ts';

/** A column a model may name: its type, the physical columns behind it, and how precisely a date is known. */
export type Named = { type: Type; vague?: boolean; month?: boolean; of?: string };

/** One source of a model: a register under a short name, after its `where`, `by_month`, `sum_up` …
 *  `used` gathers which physical columns the rest of the statement speaks of; `text` writes the source when all is said. */
export type Source = {
  alias: string;
  /** The alias as SQL may write it. */
  name: string;
  read: Read;
  register: Register;
  /** Columns inside the source (for `where`, `with`, `sum_up`) and outside it. */
  inner: Map<string, Named>;
  outer: Map<string, Named>;
  used: Set<string>;
  /** Columns looked at only to choose the rows: evidence, but carried no further. */
  sifted: Set<string>;
};

/** Good short names that SQL keeps for itself. */
const reserved = new Set(['like', 'left', 'right', 'order', 'group', 'end', 'case', 'when', 'table', 'all', 'any', 'both', 'check', 'from', 'to', 'in', 'is', 'not', 'select', 'some', 'then', 'union', 'where', 'with', 'using', 'default', 'grant', 'limit', 'offset', 'on', 'only', 'primary', 'references', 'unique', 'user', 'values', 'window', 'full', 'inner', 'outer', 'join', 'cross', 'natural', 'escape', 'between', 'cast', 'exists', 'having', 'into', 'create', 'column']);

export function openSource(alias: string, read: Read, register: Register): Source {
  const inner = columnsOf(register);
  if (read.by_month) inner.set('month', { type: { kind: 'date' }, month: true });
  return { alias, name: reserved.has(alias) ? `${alias}_` : alias, read, register, inner, outer: new Map(inner), used: new Set(), sifted: new Set() };
}

/** Rows of several months that meet others as they are: their months are met beside them and not within them. */
export const isUnfoldedWhereItMeets = ({ read }: Source): boolean => read.by_month !== undefined && !read.with && !read.sum_up && !read.one_per;

/** A physical column where rows meet. Money that is shared out over months is shared there, of the few rows that met. */
export function columnAt(source: Source, physical: string, dialect: Dialect): string {
  if (!isUnfoldedWhereItMeets(source)) return `${source.name}.${physical}`;
  if (physical === 'month') return `${source.name}_k.month`;
  return source.read.by_month!.share?.includes(physical) ? monthly(dialect, `${source.name}.${physical}`, `${source.name}_k.months`) : `${source.name}.${physical}`;
}

/** One month's part of a sum: whole fen, never more than was given. */
export const monthly = (dialect: Dialect, sum: string, months: string): string => dialect.bigint(`floor(${dialect.double(sum)} / ${months})`);

function columnsOf(register: Register): Map<string, Named> {
  const columns = new Map<string, Named>();
  for (const [name, column] of Object.entries(register.columns)) {
    const facts = factColumnsOf(name, column);
    if (facts.length === 0) continue;
    if (column.type === 'party') columns.set(name, { type: { kind: 'party' }, of: name });
    for (const fact of facts) if (column.type !== 'party' || fact.name !== name) columns.set(fact.name, { type: factType(fact, column), of: name, ...dated(fact, column) });
  }
  if (register.kind === 'snapshot') for (const seen of ['seen_from', 'seen_to']) columns.set(seen, { type: { kind: 'date' } });
  return columns;
}

function factType(fact: FactColumn, column: Column): Type {
  if (fact.name === fact.of) return typeOf(column);
  if (fact.name.endsWith('_tier')) return number();
  if (fact.name.endsWith('_pid')) return { kind: 'person' };
  return { kind: fact.name.endsWith('_org') ? 'org' : 'text' };
}

const dated = (fact: FactColumn, column: Column): Partial<Named> =>
  fact.name !== fact.of ? {} : column.type === 'date' ? { vague: true } : column.type === 'month' ? { month: true } : {};

/** A column written at some stage: `at` turns a physical column's name into its text there. */
export function columnSaid(source: Source, columns: Map<string, Named>, name: string, dialect: Dialect, at: (physical: string) => string, span: Span): Said {
  const named = columns.get(name);
  if (!named) throw unknownColumn(source, columns, name, span);
  if (named.type.kind === 'party') return { sql: at(`${name}_pid`), type: named.type, source: source.alias };
  const sql = at(name);
  if (named.month) return { sql, type: named.type, last: dialect.lastDayOfMonth(sql), source: source.alias };
  if (!named.vague) return { sql, type: named.type, source: source.alias };
  const precision = at(`${name}_precision`);
  const high = `case ${precision} when 'month' then ${dialect.lastDayOfMonth(sql)} when 'year' then ${dialect.lastDayOfYear(sql)} else ${sql} end`;
  return { sql, type: named.type, low: sql, high, last: high, precision, source: source.alias };
}

function unknownColumn(source: Source, columns: Map<string, Named>, name: string, span: Span): Unreadable {
  const column = source.register.columns[name];
  if (column) return new Unreadable(`${source.alias}.${name} is sealed: the facts do not hold it`, span, 'models see facts and keyed tokens only');
  const visible = [...columns.keys()].filter((c) => source.register.columns[c] || !source.register.columns[c.replace(/_[a-z]+$/, '')]);
  return new Unreadable(`${source.register.id} has no column ${name}`, span, `${nearest(name, visible)}its columns are ${visible.join(', ')}`);
}

/** The column that names the person whose number `column` is: the one beside it. */
export function nameBeside(columns: Map<string, Named>, column: string): string | null {
  const candidates = [column.replace('pid', 'name'), `${column}_name`, column.replace(/_pid$/, '')];
  return candidates.find((c) => c !== column && columns.get(c)?.type.kind === 'name') ?? null;
}
