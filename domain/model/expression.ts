import { parse, tokenize } from '@polyglot-sql/sdk';
import { units } from './units.ts';

/** Where in the expression's text something stands: characters from 0, end exclusive. */
export type Span = { start: number; end: number };
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type Operator = Comparison | '+' | '-' | '*' | '/' | 'and' | 'or' | 'like';

/** An analyst's expression as we understand it. Whatever has no node here is not in the language. */
export type Node =
  | { kind: 'column'; source: string | null; name: string; span: Span }
  | { kind: 'number'; value: string; unit: string | null; span: Span }
  | { kind: 'text' | 'date'; value: string; span: Span }
  | { kind: 'boolean'; value: boolean; span: Span }
  | { kind: 'null' | 'star'; span: Span }
  | { kind: 'call'; name: string; args: Node[]; distinct: boolean; span: Span }
  | { kind: 'binary'; op: Operator; left: Node; right: Node; span: Span }
  | { kind: 'not' | 'minus'; of: Node; span: Span }
  | { kind: 'is_null'; of: Node; not: boolean; span: Span }
  | { kind: 'is_true'; of: Node; value: boolean; not: boolean; span: Span }
  | { kind: 'in'; of: Node; list: Node[]; not: boolean; span: Span }
  | { kind: 'between'; of: Node; low: Node; high: Node; not: boolean; span: Span }
  | { kind: 'case'; whens: [Node, Node][]; otherwise: Node | null; span: Span };

/** What cannot be read, in words for whoever wrote it. */
export class Unreadable extends Error {
  readonly span: Span;
  readonly hint: string;
  /** Where in the model the expression stands, once that is known. */
  path?: (string | number)[];
  constructor(message: string, span: Span, hint: string) {
    super(message);
    this.span = span;
    this.hint = hint;
  }
}

/** Runs a step and tells what goes wrong in it where in the model it stands. The innermost place wins. */
export function at<T>(path: (string | number)[], step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof Unreadable) error.path ??= path;
    throw error;
  }
}

/** Reads an expression with the SQL parser. Throws Unreadable with the place of the trouble. */
export function parseExpression(text: string): Node {
  const marked = mark(text);
  const before = 'select 1 from t where (';
  const parsed = parse(`${before}${marked.text}\n)`, 'generic' as never) as unknown as Parsed;
  if (!parsed.success) {
    const at = marked.back(Math.max(0, (parsed.errorStart ?? 0) - before.length));
    throw new Unreadable('this is not an expression', clamp(at, text), 'check the brackets, quotes and operators just before this place');
  }
  const where = parsed.ast?.length === 1 ? parsed.ast[0]?.select : undefined;
  if (!where?.where_clause || where.group_by || where.order_by || where.limit || where.joins?.length) {
    throw new Unreadable('this is more than one expression', whole(text), 'write one condition or one value');
  }
  return new Reader(text, marked.spans, (at) => clamp(marked.back(at - before.length), text)).read(where.where_clause.this);
}

// the parser's tree is typed by its author as anything; every node is looked at before it is used
// oxlint-disable-next-line typescript/no-explicit-any
type Raw = { [name: string]: any };
type Parsed = { success: boolean; ast?: { select?: Raw }[]; errorStart?: number };
type Token = { token_type: string; text: string; span: Span };

const whole = (text: string): Span => ({ start: 0, end: text.length });
const clamp = (at: number, text: string): Span => ({ start: Math.min(at, text.length), end: Math.min(at + 1, text.length) });

/** Words before a bracket that are no function names. */
const keywords = new Set(['AND', 'OR', 'NOT', 'IN', 'WHEN', 'THEN', 'ELSE', 'CASE', 'BETWEEN', 'LIKE', 'IS', 'DISTINCT', 'END']);

/** Wraps literals, units and function names so that the parser keeps the place of each (its tree has places for columns only),
 *  and so that no function of its own dialects is recognised: `100 yuan` becomes `_unit_4_yuan(100)`. */
function mark(text: string) {
  const read = tokenize(text, 'generic' as never) as unknown as { success: boolean; tokens: Token[] | null; errorStart?: number };
  if (!read.success || !read.tokens) throw new Unreadable('a text is not closed', clamp(read.errorStart ?? 0, text), "texts stand between single quotes: 'paid'");
  const spans: Span[] = [];
  const pieces: { at: number; from: number }[] = [];
  let out = '';
  let done = 0;
  const put = (token: { start: number; end: number }, replacement: string) => {
    pieces.push({ at: out.length, from: done });
    out += text.slice(done, token.start);
    pieces.push({ at: out.length, from: token.start });
    out += replacement;
    done = token.end;
  };
  read.tokens.forEach((token, i, all) => {
    if (token.span.start < done) return;
    const next = all[i + 1];
    const place = (name: string, span: Span) => `_${name}_${spans.push(span) - 1}_`;
    if (token.token_type === 'NUMBER') {
      const named = next && units[next.text] && all[i + 2]?.token_type !== 'L_PAREN' ? next : null;
      const span = { start: token.span.start, end: (named ?? token).span.end };
      put(span, `${place('unit', span)}${named?.text ?? ''}(${token.text})`);
    } else if (token.token_type === 'STRING' && all[i - 1]?.text.toLowerCase() !== 'date') {
      put(token.span, `${place('text', token.span)}(${text.slice(token.span.start, token.span.end)})`);
    } else if (next?.token_type === 'L_PAREN' && /^\p{L}/u.test(token.text) && !keywords.has(token.token_type)) {
      put(token.span, `${place('call', token.span)}${token.text.toLowerCase()}`);
    }
  });
  pieces.push({ at: out.length, from: done });
  out += text.slice(done);
  const back = (at: number) => {
    const piece = pieces.findLast((p) => p.at <= at);
    return piece ? piece.from + at - piece.at : 0;
  };
  return { text: out, spans, back };
}

const binary: Record<string, Operator> = {
  eq: '=', neq: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=', add: '+', sub: '-', mul: '*', div: '/', and: 'and', or: 'or', like: 'like',
};

/** Turns the parser's tree into ours. */
class Reader {
  private readonly text: string;
  private readonly spans: Span[];
  private readonly back: (at: number) => Span;
  constructor(text: string, spans: Span[], back: (at: number) => Span) {
    this.text = text;
    this.spans = spans;
    this.back = back;
  }

  read(raw: Raw): Node {
    const [[kind, body] = ['', {}]] = Object.entries(raw) as [string, Raw][];
    const op = binary[kind];
    if (op) return this.join(op, this.read(body['left']), this.read(body['right']));
    switch (kind) {
      case 'paren': return this.read(body['this']);
      case 'column': return this.column(body);
      case 'function': return this.call(body);
      case 'literal': return { kind: body['literal_type'] === 'date' ? 'date' : 'text', value: body['value'], span: whole(this.text) };
      case 'boolean': return { kind: 'boolean', value: body['value'], span: whole(this.text) };
      case 'null': return { kind: 'null', span: whole(this.text) };
      case 'star': return { kind: 'star', span: whole(this.text) };
      case 'not': return this.around('not', this.read(body['this']));
      case 'neg': return this.around('minus', this.read(body['this']));
      case 'is_null': return this.isNull(body);
      case 'is_true': case 'is_false': return this.isTrue(body, kind === 'is_true');
      case 'in': return this.isIn(body);
      case 'between': return this.isBetween(body);
      case 'case': return this.cases(body);
      case 'raw': throw new Unreadable('“not” stands before something it cannot turn round', whole(this.text), 'write `x not like …`, `x not in (…)` or put brackets: not (…)');
      default: throw new Unreadable(`“${kind}” is not in the language`, whole(this.text), 'see the table of functions in docs/models.md');
    }
  }

  private column(body: Raw): Node {
    const span = { start: this.back(body['span'].start).start, end: this.back(body['span'].end).start };
    return { kind: 'column', source: body['table']?.name ?? null, name: body['name'].name, span };
  }

  private call(body: Raw): Node {
    const [, kind, place, name] = /^_(unit|text|call)_(\d+)_(.*)$/.exec(body['name']) ?? [];
    const span = this.spans[Number(place)] ?? whole(this.text);
    const inner = body['args'] as Raw[];
    if (kind === 'unit') return { kind: 'number', value: String(inner[0]?.['literal']?.value), unit: name || null, span };
    if (kind === 'text') return { kind: 'text', value: String(inner[0]?.['literal']?.value), span };
    return { kind: 'call', name: name ?? body['name'], args: inner.map((arg) => this.read(arg)), distinct: body['distinct'] === true, span };
  }

  private isNull(body: Raw): Node {
    const of = this.read(body['this']);
    return { kind: 'is_null', of, not: body['not'] === true, span: of.span };
  }

  private isTrue(body: Raw, value: boolean): Node {
    const of = this.read(body['this']);
    return { kind: 'is_true', of, value, not: body['not'] === true, span: of.span };
  }

  private isIn(body: Raw): Node {
    const of = this.read(body['this']);
    if (!body['expressions']?.length) throw new Unreadable('a list is missing after “in”', of.span, "write in ('a', 'b')");
    return { kind: 'in', of, list: (body['expressions'] as Raw[]).map((e) => this.read(e)), not: body['not'] === true, span: of.span };
  }

  private isBetween(body: Raw): Node {
    const of = this.read(body['this']);
    return { kind: 'between', of, low: this.read(body['low']), high: this.read(body['high']), not: body['not'] === true, span: of.span };
  }

  private cases(body: Raw): Node {
    if (body['operand']) throw new Unreadable('“case x when” is not in the language', whole(this.text), 'write case when x = … then …');
    const whens = (body['whens'] as [Raw, Raw][]).map(([when, then]): [Node, Node] => [this.read(when), this.read(then)]);
    return { kind: 'case', whens, otherwise: body['else_'] ? this.read(body['else_']) : null, span: whole(this.text) };
  }

  private join(op: Operator, left: Node, right: Node): Node {
    return { kind: 'binary', op, left, right, span: { start: left.span.start, end: right.span.end } };
  }

  private around(kind: 'not' | 'minus', of: Node): Node {
    return { kind, of, span: of.span };
  }
}

/** Every node of a tree, outermost first. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) yield* walk(child);
}

function children(node: Node): Node[] {
  switch (node.kind) {
    case 'call': return node.args;
    case 'binary': return [node.left, node.right];
    case 'not': case 'minus': case 'is_null': case 'is_true': return [node.of];
    case 'in': return [node.of, ...node.list];
    case 'between': return [node.of, node.low, node.high];
    case 'case': return [...node.whens.flat(), ...(node.otherwise ? [node.otherwise] : [])];
    default: return [];
  }
}

/** The parts of a condition that must all hold. */
export const conjuncts = (node: Node): Node[] =>
  node.kind === 'binary' && node.op === 'and' ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node];
