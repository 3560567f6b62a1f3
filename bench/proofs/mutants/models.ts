import type { Circumstances } from '@mingjian/domain/model/compile.ts';
import { type Model, only, tierLimit } from '@mingjian/domain/model/model.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { broken } from './expressions.ts';
import { unknowns } from './unknown.ts';

/** A model broken in one place: in its text, or (tiers and names, which the compiler adds by itself) in the statement. */
export type Mutant = { what: string; model: Model; guard?: NonNullable<Circumstances['without']>; rewrite?: (sql: string) => string };

type Path = (string | number)[];
type Tree = Record<string | number, unknown>;
type Asked = (text: string | number | boolean) => boolean;

/** All mutants of a model whose shipped statement is `sql`. */
export function* mutantsOf(model: Model, sql: string, registers: (id: string) => Register | undefined): Generator<Mutant> {
  for (const { path, text } of expressions(model)) for (const each of broken(text)) yield { what: `${path.join('.')}: ${each.what}`, model: put(model, path, each.text) };
  for (const path of removable(model)) yield { what: `without ${path.join('.')}`, model: without(model, path) };
  yield* settings(model);
  yield* meetings(model);
  yield* keys(model, sql);
  yield* nulls(model, unknowns(model, registers), unknowns({ ...model, flag: {} }, registers));
  yield* tiers(model, sql);
}

/** Every text of the model that is an expression, the conditions and what is said of a finding alike. */
function expressions(model: Model): { path: Path; text: string | number | boolean }[] {
  const found: ReturnType<typeof expressions> = [];
  const add = (value: unknown, ...path: Path): void => {
    if (['string', 'number', 'boolean'].includes(typeof value)) found.push({ path, text: value as string });
    else if (value && typeof value === 'object') for (const [key, inner] of Object.entries(value)) add(inner, ...path, Array.isArray(value) ? Number(key) : key);
  };
  for (const [alias, read] of Object.entries(model.reads)) {
    add(read.where, 'reads', alias, 'where');
    add(read.with, 'reads', alias, 'with');
    add(read.sum_up?.gives, 'reads', alias, 'sum_up', 'gives');
  }
  for (const part of ['match', 'without'] as const) for (const [i, entry] of (model[part] ?? []).entries()) {
    const [alias, meeting] = only<{ and?: unknown; covering?: unknown }>(entry);
    add(meeting.and, part, i, alias, 'and');
    add(meeting.covering, part, i, alias, 'covering');
  }
  for (const [i, exception] of (model.except ?? []).entries()) {
    add(exception.when, 'except', i, 'when');
    add(exception.altogether, 'except', i, 'altogether');
    for (const [k, entry] of (exception.found ?? []).entries()) add(only(entry)[1].and, 'except', i, 'found', k, only(entry)[0], 'and');
  }
  for (const part of ['terms', 'flag', 'matter', 'having', 'period', 'about', 'amount'] as const) add(model[part], part);
  if (typeof model.level === 'object') add(model.level, 'level');
  for (const [name, measure] of Object.entries(model.measures ?? {})) add(measure.is, 'measures', name, 'is');
  for (const part of ['and', 'of', 'at_least', 'alike'] as const) if (typeof model.peers?.[part] !== 'string' || part !== 'at_least') add(model.peers?.[part], 'peers', part);
  return found;
}

/** Whole conditions, exceptions and choices that can be taken out with the model still a model. */
function* removable(model: Model): Generator<Path> {
  for (const [alias, read] of Object.entries(model.reads)) for (const part of ['where', 'one_per', 'both_ways', 'stale'] as const) if (read[part] !== undefined) yield ['reads', alias, part];
  for (const part of ['match', 'without'] as const) for (const [i, entry] of (model[part] ?? []).entries()) {
    const [alias, meeting] = only<Tree>(entry);
    for (const key of ['and', 'before', 'another', 'covering']) if (meeting[key] !== undefined) yield [part, i, alias, key];
  }
  for (const i of (model.without ?? []).keys()) yield ['without', i];
  for (const [i, exception] of (model.except ?? []).entries()) {
    yield ['except', i];
    if (exception.then) yield ['except', i, 'then'];
    if (exception.when !== undefined && exception.found) yield* [['except', i, 'when'], ['except', i, 'found']];
    for (const [k, entry] of (exception.found ?? []).entries()) {
      if (only(entry)[1].and !== undefined) yield ['except', i, 'found', k, only(entry)[0], 'and'];
      if (exception.found!.length > 1 && k === exception.found!.length - 1) yield ['except', i, 'found', k];
    }
  }
  for (const part of ['flag', 'having'] as const) {
    const names = Object.keys(model[part] ?? {});
    if (names.length > 1 || part === 'having') for (const name of names) yield [part, name];
  }
  if (model.peers?.and !== undefined) yield ['peers', 'and'];
  if ((model.peers?.alike.length ?? 0) > 1) for (const i of model.peers!.alike.keys()) yield ['peers', 'alike', i];
  if ((model.reconcile?.where_both?.length ?? 0) > 1) for (const i of model.reconcile!.where_both!.keys()) yield ['reconcile', 'where_both', i];
  if (model.reconcile?.where_both) yield ['reconcile', 'where_both'];
}

function* settings(model: Model): Generator<Mutant> {
  for (const [name, setting] of Object.entries(model.settings ?? {})) {
    // A county cannot set a value outside its range: there it is no threshold.
    const isAllowed = (value: number) => !setting.range || (value >= setting.range[0]! && value <= setting.range[1]!);
    if (typeof setting.value === 'number') for (const step of [1, -1]) if (isAllowed(setting.value + step)) yield { what: `settings.${name}: ${setting.value} → ${setting.value + step}`, model: put(model, ['settings', name, 'value'], setting.value + step) };
    if (Array.isArray(setting.value)) for (const [i, item] of setting.value.entries()) yield { what: `settings.${name} without ${item}`, model: put(model, ['settings', name, 'value'], setting.value.toSpliced(i, 1)) };
  }
  for (const [alias, read] of Object.entries(model.reads)) {
    const days = Number(read.stale?.split(' ')[0]);
    if (read.stale) for (const step of [1, -1]) yield { what: `reads.${alias}.stale: ${days} → ${days + step}`, model: put(model, ['reads', alias, 'stale'], `${days + step} days`) };
  }
}

/** Sources that meet by anything at all: the key is compared with itself. */
function* meetings(model: Model): Generator<Mutant> {
  const places: Path[] = [
    ...(['match', 'without'] as const).flatMap((part) => (model[part] ?? []).map((entry, i): Path => [part, i, only<object>(entry)[0]])),
    ...(model.except ?? []).flatMap((exception, i) => (exception.found ?? []).map((entry, k): Path => ['except', i, 'found', k, only(entry)[0]])),
  ];
  for (const path of places) {
    const [a, b] = (at(model, path) as { as: [string, string] }).as;
    if (a === b) continue;
    const mine = [a, b].find((side) => side.startsWith(`${path.at(-1)}.`)) ?? b;
    yield { what: `${path.join('.')} without its key`, model: put(model, [...path, 'as'], [mine, mine]) };
  }
}

/** Two sides that are laid side by side whatever one column of their key says, and sides of which is told, too, where only one of them speaks.
 *  In the statement: without a name of its key a model is none, because what is said of a finding names it. */
function* keys({ reconcile, ...model }: Model, sql: string): Generator<Mutant> {
  if (!reconcile) return;
  const side = `(?:${reconcile.sides.join('|')})`;
  const compared = new RegExp(String.raw`\b${side}\.\w+ = ${side}\.\w+|\bb\.k\d+ = [sm]\.\w+`, 'g');
  for (const [n, [pair]] of [...sql.matchAll(compared)].entries()) {
    let i = 0;
    yield { what: `reconcile ${n + 1}: not compared: ${pair}`, model: { ...model, reconcile }, rewrite: (text) => ((i = 0), text.replace(compared, (found) => (i++ === n ? 'true' : found))) };
  }
}

/** What is unknown counts as false in a flag (never “not assessable”), and as true in an exception. */
function* nulls(model: Model, canBeUnknown: Asked, canFlagBeUnknown: Asked): Generator<Mutant> {
  for (const [name, text] of Object.entries(model.flag)) if (canFlagBeUnknown(text)) yield { what: `flag.${name}: unknown counts as false`, model: put(model, ['flag', name], `(${text}) is true`) };
  for (const [i, exception] of (model.except ?? []).entries()) for (const part of ['when', 'altogether'] as const) {
    const text = exception[part];
    if (text !== undefined && canBeUnknown(text)) yield { what: `except.${i}.${part}: unknown excuses`, model: put(model, ['except', i, part], `(${text}) is not false`) };
  }
  yield { what: 'names that disagree count as one person', model, guard: 'names' };
}

const LIMIT = /([\w.]+_tier) (<=|>) 2\b/g;

/** Each tier limit of the statement, lifted by itself (of a candidate's number: everywhere at once, because a chain of rows asks for it
 *  at each step); but not where another limit says the same of the same number. */
function* tiers(model: Model, sql: string): Generator<Mutant> {
  if (model.tiers === 'any') return;
  const limits = [...sql.matchAll(LIMIT)].map(([limit, tier]) => ({ limit, tier: tier! }));
  for (const [n, { limit, tier }] of limits.entries()) {
    if (limit.includes('<=') && isLimitedElsewhere(model, tier)) continue;
    const isCandidate = limit.startsWith('c.');
    if (isCandidate && limits.findIndex((one) => one.limit === limit) < n) continue;
    yield { what: `tier limit ${n + 1} lifted: ${limit}`, model, rewrite: (text) => lifted(text, (found, i) => (isCandidate ? found === limit : i === n)) };
  }
  const said = /, (greatest\(.*?|case when .*?|coalesce\(.*?|[\w.]+) as tier\n/.exec(sql)?.[1] ?? '';
  const isLimited = [...said.matchAll(/[\w.]*_tier/g)].every(([tier]) => sql.includes(`${tier} <= 2`) || sql.includes(`${tier.replace(/^\w+\./, '')} <= 2`));
  if (!isLimited || (said.includes('then 3') && tierLimit(model) < 3)) yield { what: 'the last tier limit lifted', model, guard: 'tier_limit' };
}

function lifted(sql: string, isMeant: (limit: string, i: number) => boolean): string {
  let i = 0;
  return sql.replace(LIMIT, (found) => (isMeant(found, i++) ? found.replace(/2$/, '9') : found));
}

/** Of a candidate (`c.pay__pid_tier`): did its match demand it already? Of any number: does the last limit of the statement, where it
 *  is 2, look at the same one? */
function isLimitedElsewhere(model: Model, tier: string): boolean {
  const column = tier.replace(/^c\./, '').replace('__', '.').replace(/_tier$/, '');
  const last = tierLimit(model) === 2 ? [...Object.values(model.about), ...((model.tiers as { of?: string[] } | undefined)?.of ?? [])] : [];
  // An optional partner is there only if its own number was good enough.
  const matched = (model.match ?? []).some((entry) => only(entry)[1].as.includes(column) && (!only(entry)[1].optional || column.startsWith(`${only(entry)[0]}.`)));
  return last.includes(column) || (tier.startsWith('c.') && matched);
}

const at = (model: Model, path: Path): unknown => path.reduce<unknown>((node, key) => (node as Tree)[key], model);

function put(model: Model, path: Path, value: unknown): Model {
  const copy = structuredClone(model);
  (at(copy, path.slice(0, -1)) as Tree)[path.at(-1)!] = value;
  return copy;
}

function without(model: Model, path: Path): Model {
  const copy = structuredClone(model);
  const [parent, key] = [at(copy, path.slice(0, -1)), path.at(-1)!];
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete (parent as Tree)[key];
  return copy;
}
