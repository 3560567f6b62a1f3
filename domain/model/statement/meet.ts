import type { Draft } from './draft.ts';
import { nowhere } from './draft.ts';
import { type Node, Unreadable, parseExpression } from '../expression.ts';
import type { Absence, Found, Meeting } from '../model.ts';
import { type Scope, sayCondition } from '../say.ts';
import { type Source, nameBeside } from './source.ts';
import { mustCompare } from '../types.ts';

/** Two columns by which rows meet, written where `side` says. */
type Column = { source: Source; name: string; kind: string };

/** What a meeting contributes: the join condition, and the tier of the identity it rests on (null where none does). */
export type Met = { on: string[]; tier: string | null };

function column(draft: Draft, text: string): Column {
  const node: Node = parseExpression(text);
  if (node.kind !== 'column' || node.source === null) throw new Unreadable('a column with its source is wanted here', node.span, 'write pay.pid');
  if (draft.specials[node.source]) return { source: { ...draft.asked, alias: node.source }, name: node.name, kind: draft.specials[node.source]!(node.name, node.span, false).type.kind };
  const source = draft.source(node.source, node.span);
  draft.meeting().resolve(node.source, node.name, node.span);
  return { source, name: node.name, kind: source.outer.get(node.name)?.type.kind ?? 'text' };
}

/** How two rows meet. `said` writes a physical column of either side. */
export function meet(draft: Draft, meeting: Meeting | Absence | Found, scope: Scope, isNameJudged: boolean): Met {
  const [a, b] = meeting.as.map((text) => column(draft, text)) as [Column, Column];
  const at = (c: Column, suffix = '') => scope.resolve(c.source.alias, `${c.name}${suffix}`, nowhere).sql;
  const on: string[] = [];
  let tier: string | null = null;
  const face = meeting.same === 'person' ? 'person' : meeting.same === 'organisation' ? 'org' : meeting.same === 'party' ? 'party' : null;
  if (face) {
    const tiers = [a, b].flatMap((c) => (hasTier(c) ? [at(c, '_tier')] : []));
    if (isOptional(meeting) && face !== 'party' && hasTier(a)) on.push(outerFaces(faces(face, a, b, at), tiers[0]!), ...tiers.slice(1).map((t) => `${t} <= 2`));
    else on.push(faces(face, a, b, at), ...tiers.map((t) => `${t} <= 2`));
    tier = tiers.length > 1 ? `greatest(${tiers.join(', ')})` : (tiers[0] ?? null);
    if (tier && face === 'person' && isNameJudged) tier = namesAgree(a, b, at, tier);
  } else {
    const [left, right] = [scope.resolve(a.source.alias, a.name, nowhere), scope.resolve(b.source.alias, b.name, nowhere)];
    mustCompare(left, right, nowhere);
    on.push(`${left.sql} = ${right.sql}`);
  }
  if (meeting.and !== undefined) on.push(sayWhole(meeting.and, scope));
  return { on, tier };
}

const isOptional = (meeting: Meeting | Absence | Found): boolean => 'optional' in meeting && meeting.optional === true;

/** In an outer join a test of the kept side alone makes DuckDB compare every row with every row (8.5 s against 0.07 s at 100,000 people):
 *  there the tier goes into the key itself, which is then null and meets nothing. */
function outerFaces(equal: string, tier: string): string {
  const [kept, other] = equal.split(' = ') as [string, string];
  return `case when ${tier} <= 2 then ${kept} end = ${other}`;
}

const hasTier = (c: Column): boolean => c.source.outer.has(`${c.name}_tier`);

function sayWhole(text: string | number | boolean, scope: Scope): string {
  const said = sayCondition(text, scope);
  const node = parseExpression(String(text));
  return node.kind === 'binary' && node.op === 'or' ? `(${said.sql})` : said.sql;
}

function faces(face: 'person' | 'org' | 'party', a: Column, b: Column, at: (c: Column, suffix?: string) => string): string {
  const one = (c: Column, f: 'person' | 'org') => {
    if (c.kind === 'party') return at(c, f === 'person' ? '_pid' : '_org');
    if (c.kind !== f) throw new Unreadable(`${c.source.alias}.${c.name} is no ${f === 'person' ? 'person' : 'organisation'}`, nowhere, 'same: says what the two columns are');
    return at(c);
  };
  if (face !== 'party') return `${one(a, face)} = ${one(b, face)}`;
  return `(${one(a, 'person')} = ${one(b, 'person')} or ${one(a, 'org')} = ${one(b, 'org')})`;
}

/** Equal numbers under names that disagree: somebody mistyped a number that belongs to a stranger. Identity is asked first. */
function namesAgree(a: Column, b: Column, at: (c: Column, suffix?: string) => string, tier: string): string {
  const names = [a, b].map((c) => nameBeside(c.source.outer, c.name));
  if (!names[0] || !names[1]) return tier;
  const said = (c: Column, name: string) => at({ ...c, name });
  return `case when ${said(a, names[0])} <> ${said(b, names[1])} then 3 else ${tier} end`;
}

/** “Another row of the same register that stands before it”: by the given columns, then by address. A null stands first. */
export function standsBefore(draft: Draft, alias: string, order: string[]): string {
  const first = draft.asked.alias;
  const address = (a: string) => `${draft.source(a, nowhere).name}._ref`;
  const pair = order.map((name) => {
    const said = draft.meeting().resolve(alias, name, nowhere);
    const of = (a: string) => draft.meeting().resolve(a, name, nowhere).sql;
    const nothing = said.type.kind === 'date' ? draft.dialect.date('0001-01-01') : said.type.kind === 'text' ? "''" : '-1';
    return [`coalesce(${of(alias)}, ${nothing})`, `coalesce(${of(first)}, ${nothing})`] as const;
  });
  return [...pair, [address(alias), address(first)] as const].reduceRight<string>((rest, [x, y]) => (rest ? `(${x} < ${y} or (${x} = ${y} and ${rest}))` : `${x} < ${y}`), '');
}
