import { nearest as nearestOf } from '../nearest.ts';
import { type Dimension, isPlain, plain, sameDimension, unitFor, units } from './units.ts';
import type { Column } from './register.ts';
import { type Span, Unreadable } from './expression.ts';

export type Kind = 'number' | 'date' | 'text' | 'boolean' | 'person' | 'org' | 'party' | 'name' | 'token' | 'region' | 'programme' | 'null' | 'list';

/** What an expression is. `exact` says how the engine holds a number: sums of doubles are rounded before they become fen. */
export type Type = { kind: Kind; dimension?: Dimension; exact?: 'integer' | 'decimal' | 'double'; values?: string[]; what?: string };

/** An expression written out for an engine. Of a date, `low` and `high` are the first and last day it can mean and `last` the last
 *  day of the period it names; they are the same text where the date is known to the day. */
export type Said = {
  sql: string;
  type: Type;
  low?: string;
  high?: string;
  last?: string;
  precision?: string;
  constant?: boolean;
  aggregate?: boolean;
  /** How tightly its outermost operator binds: 1 or, 2 and, 3 not, 4 comparison, 5 sum, 6 product; nothing: it cannot be torn apart. */
  binds?: number;
  items?: Said[];
  /** The source whose column this is, where it is one. */
  source?: string;
};

export const number = (dimension: Dimension = plain, exact: Type['exact'] = 'integer'): Type => ({ kind: 'number', dimension, exact });

/** The type of a register's column. */
export function typeOf(column: Column): Type {
  switch (column.type) {
    case 'money': return number({ fen: 1 });
    case 'area': return number({ m2: 1 }, 'decimal');
    case 'integer': case 'number': return number(dimensionOf(column), column.type === 'integer' ? 'integer' : 'decimal');
    case 'date': case 'month': return { kind: 'date' };
    case 'boolean': return { kind: 'boolean' };
    case 'region': case 'region_code': return { kind: 'region' };
    case 'programme': return { kind: 'programme' };
    case 'credit_code': return { kind: 'org' };
    case 'citizen_number': case 'sender_key': return { kind: 'person' };
    case 'party': return { kind: 'party' };
    case 'person_name': return { kind: 'name' };
    case 'token': case 'phone': case 'plate': return { kind: 'token' };
    case 'code': return column.values ? { kind: 'text', values: Object.keys(column.values) } : { kind: 'text' };
    default: return { kind: 'text' };
  }
}

/** A number whose unit the facts store unchanged keeps it; any other unit of a plain number is a word, not a measure. */
function dimensionOf(column: Column): Dimension {
  const unit = column.unit ? units[column.unit] : undefined;
  return unit && unit.factor === 1 ? unit.dimension : plain;
}

const named: Record<Kind, string> = {
  number: 'a number', date: 'a date', text: 'a text', boolean: 'true or false', person: 'a person', org: 'an organisation',
  party: 'a person or an organisation', name: "a person's name", token: 'a sealed key', region: 'a place', programme: 'a programme', null: 'nothing', list: 'a list',
};

export function describe(type: Type): string {
  if (type.kind !== 'number') return named[type.kind];
  const unit = unitFor(type.dimension ?? plain);
  if (unit === 'yuan') return 'money';
  if (unit === 'mu') return 'an area';
  return isPlain(type.dimension ?? plain) ? 'a plain number' : `a number of ${unit ?? Object.keys(type.dimension ?? {}).join(' ')}`;
}

/** Kinds that a quoted text may be compared with. */
const textual = new Set<Kind>(['text', 'programme', 'org']);

/** Refuses to compare what cannot be compared, with what to write instead. */
export function mustCompare(a: Said, b: Said, span: Span): void {
  if (a.type.kind === 'null' || b.type.kind === 'null') return;
  if (a.type.kind === 'number' && b.type.kind === 'number') return mustShareUnit(a.type, b.type, span);
  if (a.type.kind === b.type.kind && a.type.kind !== 'party') return mustKnowCode(a, b, span);
  if (textual.has(a.type.kind) && textual.has(b.type.kind) && (a.constant || b.constant)) return;
  const dated = a.type.kind === 'date' || b.type.kind === 'date';
  const hint = dated ? "a date is written date '2024-01-31'; distances are days_between(a, b), months_between(a, b)"
    : a.type.kind === 'party' || b.type.kind === 'party' ? 'say which face: person_of(x) or org_of(x)' : 'compare like with like';
  throw new Unreadable(`${describe(a.type)} is compared with ${describe(b.type)}`, span, hint);
}

function mustShareUnit(a: Type, b: Type, span: Span): void {
  const [left, right] = [a.dimension ?? plain, b.dimension ?? plain];
  if (sameDimension(left, right)) return;
  const wanted = isPlain(right) ? unitFor(left) : isPlain(left) ? unitFor(right) : null;
  const hint = wanted ? `give the number its unit: 100 ${wanted}${wanted === 'yuan' ? ', 1 wan_yuan' : ''}` : 'bring both to one unit before comparing';
  throw new Unreadable(`${describe(a)} is compared with ${describe(b)}`, span, hint);
}

function mustKnowCode(a: Said, b: Said, span: Span): void {
  const [column, value] = a.constant ? [b, a] : [a, b];
  const values = column.type.values;
  if (!values?.length || !value.constant || value.type.what === undefined || values.includes(value.type.what)) return;
  throw new Unreadable(`“${value.type.what}” is not a value of this column`, span, `${nearest(value.type.what, values)}its values are ${values.join(', ')}`);
}

/** “did you mean x? ” or nothing. */
export function nearest(word: string, known: Iterable<string>): string {
  const near = nearestOf(word, known);
  return near === undefined ? '' : `did you mean ${near}? `;
}
