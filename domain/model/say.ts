import type { Dialect } from './dialect.ts';
import { type Comparison, type Node, type Operator, type Span, Unreadable, parseExpression } from './expression.ts';
import { functions, mustTake } from './functions.ts';
import { type Said, describe, mustCompare, nearest, number } from './types.ts';
import { combine, plain, sameDimension, units } from './units.ts';

/** What an expression may speak of where it stands. */
export type Scope = {
  dialect: Dialect;
  /** A column (`pay.amount`) or a bare name (a setting, `as_of`, a measure, a column of the only source). Throws Unreadable. */
  resolve(source: string | null, name: string, span: Span): Said;
  /** The row address of a source's row, null where an optional partner is absent. */
  address(source: string, span: Span): string;
  /** Aggregates are allowed (measures, amount, having, narrow). */
  aggregates?: boolean;
  /** judge: a comparison of dates known to the month is true, false or unknown. select: such a date counts as its first day. */
  dates: 'judge' | 'select';
};

/** Reads, types and writes an expression in one go. */
export const sayText = (text: string | number | boolean, scope: Scope): Said => say(parseExpression(String(text)), scope);

/** As sayText, and must be true or false. */
export function sayCondition(text: string | number | boolean, scope: Scope): Said {
  const said = sayText(text, scope);
  if (said.type.kind === 'boolean' || said.type.kind === 'null') return said;
  throw new Unreadable(`a condition is wanted here, this is ${describe(said.type)}`, { start: 0, end: String(text).length }, 'compare it with something');
}

export function say(node: Node, scope: Scope): Said {
  switch (node.kind) {
    case 'column': return scope.resolve(node.source, node.name, node.span);
    case 'number': return literalNumber(node.value, node.unit);
    case 'text': return { sql: `'${node.value.replaceAll("'", "''")}'`, type: { kind: 'text', what: node.value }, constant: true };
    case 'date': return literalDate(node.value, node.span, scope);
    case 'boolean': return { sql: String(node.value), type: { kind: 'boolean' }, constant: true };
    case 'null': return { sql: 'null', type: { kind: 'null' }, constant: true };
    case 'star': return { sql: '*', type: { kind: 'number', dimension: plain } };
    case 'call': return call(node, scope);
    case 'binary': return operation(node, scope);
    case 'not': return { ...one('boolean', node.of, scope, (x) => `not ${x}`, 4), binds: 3 };
    case 'minus': return minus(node.of, scope);
    case 'is_null': return { sql: `${tight(say(node.of, scope))} is ${node.not ? 'not ' : ''}null`, type: { kind: 'boolean' }, binds: 4 };
    case 'is_true': return { ...one('boolean', node.of, scope, (x) => `coalesce(${x}${node.value ? '' : ' = false'}, false) = ${!node.not}`), binds: 4 };
    case 'in': return isIn(node, scope);
    case 'between': return isBetween(node, scope);
    case 'case': return cases(node, scope);
  }
}

/** In brackets wherever another operator could tear it apart. */
export const tight = (said: Said, around = 7): string => ((said.binds ?? 9) < around ? `(${said.sql})` : said.sql);

export function literalNumber(value: string, unit: string | null): Said {
  const known = unit ? units[unit]! : null;
  const factor = known?.factor ?? 1;
  const isWhole = Number.isInteger(Number(value) * factor);
  const scaled = factor === 1 ? value : isWhole ? String(Math.round(Number(value) * factor)) : (Number(value) * factor).toFixed(4);
  return { sql: scaled, type: number(known?.dimension ?? plain, isWhole ? 'integer' : 'decimal'), constant: true };
}

function literalDate(value: string, span: Span, scope: Scope): Said {
  const isReal = /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON?.()?.startsWith(value);
  if (!isReal) throw new Unreadable(`“${value}” is not a day of the calendar`, span, "write date '2024-01-31'");
  return { sql: scope.dialect.date(value), type: { kind: 'date' }, constant: true };
}

function one(kind: Said['type']['kind'], of: Node, scope: Scope, write: (sql: string) => string, around = 7): Said {
  const said = say(of, scope);
  if (said.type.kind !== kind && said.type.kind !== 'null') throw new Unreadable(`${describe({ kind })} is wanted here, this is ${describe(said.type)}`, of.span, 'compare it with something');
  return { sql: write(tight(said, around)), type: { kind }, ...(said.aggregate ? { aggregate: true } : {}) };
}

function minus(of: Node, scope: Scope): Said {
  const said = say(of, scope);
  if (said.type.kind !== 'number') throw new Unreadable(`a number is wanted here, this is ${describe(said.type)}`, of.span, 'only numbers have a sign');
  return { ...said, sql: `-${tight(said)}` };
}

/** Functions about a column or a source rather than about a value. @public for the test that each has a conformance line */
export const aboutColumns: Record<string, (node: Node & { kind: 'call' }, scope: Scope) => Said> = {
  missing: (node, scope) => ({ sql: `${scope.address(sourceOf(node), node.span)} is null`, type: { kind: 'boolean' }, binds: 4 }),
  present: (node, scope) => ({ sql: `${scope.address(sourceOf(node), node.span)} is not null`, type: { kind: 'boolean' }, binds: 4 }),
  tier_of: (node, scope) => physical(node, scope, '_tier', number()),
  issue_of: (node, scope) => physical(node, scope, '_issue', { kind: 'text' }),
  delivered: (node, scope) => physical(node, scope, '_delivered', { kind: 'text' }),
  person_of: (node, scope) => physical(node, scope, '_pid', { kind: 'person' }),
  org_of: (node, scope) => physical(node, scope, '_org', { kind: 'org' }),
};

function sourceOf(node: Node & { kind: 'call' }): string {
  const [arg] = node.args;
  if (node.args.length === 1 && arg?.kind === 'column' && arg.source === null) return arg.name;
  throw new Unreadable(`${node.name} takes the short name of a source`, node.span, `${node.name}(pay)`);
}

function physical(node: Node & { kind: 'call' }, scope: Scope, suffix: string, type: Said['type']): Said {
  const [arg] = node.args;
  if (node.args.length !== 1 || arg?.kind !== 'column') throw new Unreadable(`${node.name} takes one column`, node.span, `${node.name}(pay.pid)`);
  return { ...scope.resolve(arg.source, `${arg.name}${suffix}`, arg.span), type };
}

function call(node: Node & { kind: 'call' }, scope: Scope): Said {
  const special = aboutColumns[node.name];
  if (special) return special(node, scope);
  const f = functions[node.name];
  if (!f) {
    const names = [...Object.keys(functions), ...Object.keys(aboutColumns)];
    throw new Unreadable(`there is no function ${node.name}`, node.span, `${nearest(node.name, names)}the functions are ${names.join(', ')}`);
  }
  if (f.aggregate && !scope.aggregates) throw new Unreadable(`${node.name} speaks of many rows, here one row is judged`, node.span, 'aggregates belong into having, narrow, measures or amount');
  const inner = f.aggregate ? { ...scope, aggregates: false } : scope;
  const args = node.args.map((arg) => say(arg, inner));
  mustTake(node.name, f, args, node.span);
  const said = f.say({ args, dialect: scope.dialect, span: node.span, distinct: node.distinct });
  return f.aggregate || args.some((a) => a.aggregate) ? { ...said, aggregate: true } : said;
}

function operation(node: Node & { kind: 'binary' }, scope: Scope): Said {
  const [left, right] = [say(node.left, scope), say(node.right, scope)];
  const said = write(node.op, left, right, node, scope);
  return left.aggregate || right.aggregate ? { ...said, aggregate: true } : said;
}

const boolean = (sql: string, binds = 4): Said => ({ sql, type: { kind: 'boolean' }, binds });

function write(op: Operator, left: Said, right: Said, node: Node & { kind: 'binary' }, scope: Scope): Said {
  if (op === 'and' || op === 'or') {
    for (const [said, of] of [[left, node.left], [right, node.right]] as const) {
      if (said.type.kind !== 'boolean' && said.type.kind !== 'null') throw new Unreadable(`“${op}” joins conditions, this is ${describe(said.type)}`, of.span, 'compare it with something');
    }
    // Brackets where “and” stands beside “or”, though SQL needs none: people read these.
    const inner = (said: Said): string => tight(said, said.binds === (op === 'or' ? 1 : 2) ? 0 : 3);
    return boolean(`${inner(left)} ${op} ${inner(right)}`, op === 'or' ? 1 : 2);
  }
  if (op === 'like') return boolean(`${tight(left, 5)} like ${tight(right, 5)}`);
  if (op === '+' || op === '-') return add(op, left, right, node, scope);
  if (op === '*' || op === '/') return multiply(op, left, right, node, scope);
  mustCompare(left, right, node.span);
  return compare(op, left, right, scope);
}

/** A comparison. Of dates that are not known to the day it is true only if true for every day they can mean, and unknown where it depends. */
export function compare(op: Comparison, a: Said, b: Said, scope: Scope): Said {
  const isVague = scope.dates === 'judge' && a.type.kind === 'date' && (a.high !== undefined || b.high !== undefined);
  if (!isVague) return boolean(`${tight(a, 5)} ${op} ${tight(b, 5)}`);
  const [aLow, aHigh, bLow, bHigh] = [a.low ?? a.sql, a.high ?? a.sql, b.low ?? b.sql, b.high ?? b.sql];
  const when = (yes: string, no: string): Said => ({ sql: `case when ${yes} then true when ${no} then false end`, type: { kind: 'boolean' } });
  switch (op) {
    case '>': return when(`${aLow} > ${bHigh}`, `${aHigh} <= ${bLow}`);
    case '>=': return when(`${aLow} >= ${bHigh}`, `${aHigh} < ${bLow}`);
    case '<': return when(`${aHigh} < ${bLow}`, `${aLow} >= ${bHigh}`);
    case '<=': return when(`${aHigh} <= ${bLow}`, `${aLow} > ${bHigh}`);
    case '=': return when(`${aLow} = ${bHigh} and ${aHigh} = ${bLow}`, `${aHigh} < ${bLow} or ${aLow} > ${bHigh}`);
    case '<>': return when(`${aHigh} < ${bLow} or ${aLow} > ${bHigh}`, `${aLow} = ${bHigh} and ${aHigh} = ${bLow}`);
  }
}

const steps: Record<string, 'day' | 'month' | 'year'> = { day: 'day', month: 'month', year: 'year' };

function add(op: '+' | '-', left: Said, right: Said, node: Node & { kind: 'binary' }, scope: Scope): Said {
  if (left.type.kind === 'date') return shift(op, left, right, node, scope);
  if (left.type.kind !== 'number' || right.type.kind !== 'number') throw new Unreadable(`${describe(left.type)} ${op} ${describe(right.type)} means nothing`, node.span, 'add numbers of one unit, or days to a date');
  mustCompare(left, right, node.span);
  const exact = [left, right].some((s) => s.type.exact === 'double') ? 'double' : [left, right].some((s) => s.type.exact === 'decimal') ? 'decimal' : 'integer';
  return { sql: `${tight(left, 5)} ${op} ${tight(right, 6)}`, type: { ...left.type, exact }, binds: 5 };
}

function shift(op: '+' | '-', left: Said, right: Said, node: Node & { kind: 'binary' }, scope: Scope): Said {
  const unit = Object.entries(steps).find(([base]) => sameDimension(right.type.dimension ?? plain, { [base]: 1 }))?.[1];
  if (right.type.kind !== 'number' || !unit) {
    throw new Unreadable(`${describe(right.type)} cannot be added to a date`, node.right.span, 'write + 60 days or + 3 months; the distance of two dates is days_between(a, b)');
  }
  const n = op === '+' ? tight(right) : right.constant && /^\d+$/.test(right.sql) ? `-${right.sql}` : `(-${tight(right)})`;
  const moved = (d: string) => scope.dialect.plus(d, n, unit);
  const meanings = left.high || left.last ? { low: moved(left.low ?? left.sql), high: moved(left.high ?? left.sql), last: moved(left.last ?? left.high ?? left.sql) } : {};
  return { sql: moved(left.sql), type: { kind: 'date' }, ...(left.constant && right.constant ? { constant: true } : {}), ...meanings };
}

function multiply(op: '*' | '/', left: Said, right: Said, node: Node & { kind: 'binary' }, scope: Scope): Said {
  if (left.type.kind !== 'number' || right.type.kind !== 'number') throw new Unreadable(`${describe(left.type)} ${op} ${describe(right.type)} means nothing`, node.span, 'only numbers multiply and divide');
  const dimension = combine(left.type.dimension ?? plain, right.type.dimension ?? plain, op === '*' ? 1 : -1);
  if (op === '/') return { sql: scope.dialect.ratio(left.sql, tight(right)), type: number(dimension, 'double'), binds: 6 };
  const exact = left.type.exact === 'integer' && right.type.exact === 'integer' ? 'integer' : 'double';
  const [a, b] = exact === 'double' ? [scope.dialect.double(left.sql), tight(right)] : [tight(left), tight(right)];
  return { sql: `${a} * ${b}`, type: number(dimension, exact), binds: 6 };
}

function isIn(node: Node & { kind: 'in' }, scope: Scope): Said {
  const of = say(node.of, scope);
  const list = node.list.map((item) => ({ item, said: say(item, scope) })).flatMap(({ item, said }) => (said.items ?? [said]).map((each) => ({ item, said: each })));
  for (const { item, said } of list) mustCompare(of, said, item.span);
  return boolean(`${tight(of, 5)} ${node.not ? 'not in' : 'in'} (${list.map(({ said }) => said.sql).join(', ')})`);
}

function isBetween(node: Node & { kind: 'between' }, scope: Scope): Said {
  const [of, low, high] = [say(node.of, scope), say(node.low, scope), say(node.high, scope)];
  mustCompare(of, low, node.low.span);
  mustCompare(of, high, node.high.span);
  const [from, to] = [compare('>=', of, low, scope), compare('<=', of, high, scope)];
  const plainly = !from.sql.startsWith('case');
  const sql = plainly ? `${tight(of, 5)} between ${tight(low, 5)} and ${tight(high, 5)}` : `${tight(from)} and ${tight(to)}`;
  return node.not ? boolean(`not (${sql})`, 3) : boolean(sql, plainly ? 4 : 2);
}

function cases(node: Node & { kind: 'case' }, scope: Scope): Said {
  const whens = node.whens.map(([when, then]) => [one('boolean', when, scope, (x) => x), say(then, scope)] as const);
  const otherwise = node.otherwise ? say(node.otherwise, scope) : null;
  const values = [...whens.map(([, then]) => then), ...(otherwise ? [otherwise] : [])];
  for (const value of values.slice(1)) mustCompare(values[0]!, value, node.span);
  const type = values.find((v) => v.type.kind !== 'null')?.type ?? values[0]!.type;
  const aggregate = [...whens.map(([when]) => when), ...values].some((s) => s.aggregate);
  const sql = `case ${whens.map(([when, then]) => `when ${when.sql} then ${then.sql}`).join(' ')}${otherwise ? ` else ${otherwise.sql}` : ''} end`;
  return { sql, type, ...(aggregate ? { aggregate: true } : {}) };
}
