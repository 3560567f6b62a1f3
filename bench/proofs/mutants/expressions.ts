import { type Comparison, type Node, type Span, parseExpression } from '@mingjian/domain/model/expression.ts';
import { printed } from './print.ts';

/** What was done to an expression, in words, and the expression that came of it. */
export type Broken = { what: string; text: string };

const nowhere: Span = { start: 0, end: 0 };
const boundary: Partial<Record<Comparison, Comparison>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const opposite: Record<Comparison, Comparison> = { '<': '>=', '>=': '<', '>': '<=', '<=': '>', '=': '<>', '<>': '=' };
/** Functions that answer yes or no. */
const questions = new Set(['within', 'contains', 'same_month', 'same_year', 'out_of_order', 'in_place', 'is_village', 'missing', 'present']);

/** Every way to break an expression in one place: a comparison flipped or moved to its boundary, a threshold one unit off,
 *  a condition taken out of an “and” or an “or”, a negation lost, an item lost from a list, a null no longer guarded. */
export function broken(text: string | number | boolean): Broken[] {
  return [...breaks(parseExpression(String(text)), false)].map(([what, node]) => ({ what, text: printed(node) }));
}

type Break = [what: string, node: Node];

/** `isFallback`: the value that stands in for an unknown one is no threshold. */
function* breaks(node: Node, isFallback: boolean): Generator<Break> {
  yield* here(node, isFallback);
  for (const [child, put, stands] of children(node)) for (const [what, changed] of breaks(child, stands)) yield [what, put(changed)];
}

function* here(node: Node, isFallback: boolean): Generator<Break> {
  const to = (change: Node, what = `${printed(node)} → ${printed(change)}`): Break => [what, change];
  const not = (of: Node): Node => ({ kind: 'not', of, span: nowhere });
  switch (node.kind) {
    case 'binary':
      if (node.op in opposite) {
        const op = node.op as Comparison;
        for (const flipped of [boundary[op], opposite[op]]) if (flipped) yield to({ ...node, op: flipped });
      } else if (node.op === 'and' || node.op === 'or') {
        yield to(node.left, `without ${printed(node.right)}`);
        yield to(node.right, `without ${printed(node.left)}`);
      } else if (node.op === 'like') yield to(not(node));
      return;
    case 'not': return yield to(node.of);
    case 'is_null': case 'between': return yield to({ ...node, not: !node.not });
    case 'is_true': return yield to(node.of, `${printed(node)}: unguarded`);
    case 'in':
      yield to({ ...node, not: !node.not });
      if (node.list.length > 1) for (const [i, item] of node.list.entries()) yield to({ ...node, list: node.list.toSpliced(i, 1) }, `${printed(node)} without ${printed(item)}`);
      return;
    case 'number': for (const step of [1, -1]) yield to(signed(node, Number(node.value) + step)); return;
    case 'date': if (!isFallback) for (const step of [1, -1]) yield to({ ...node, value: shifted(node.value, step) }); return;
    case 'case': return yield* cases(node, to);
    case 'call':
      if (questions.has(node.name)) yield to(not(node));
      if (node.name === 'within') yield* bounds(node, to);
      if (node.name === 'coalesce') for (let i = 1; i < node.args.length; i++) yield to(fewer(node, i), `${printed(node)}: null unguarded`);
  }
}

/** Both ends of an interval: a day narrower, and open. */
function* bounds(node: Node & { kind: 'call' }, to: (node: Node, what?: string) => Break): Generator<Break> {
  const [day, from, until] = node.args as [Node, Node, Node];
  const moved = (of: Node, op: '+' | '-'): Node => ({ kind: 'binary', op, left: of, right: { kind: 'number', value: '1', unit: 'days', span: nowhere }, span: nowhere });
  const within = (low: Node, high: Node): Node => ({ ...node, args: [day, low, high] });
  yield to(within(moved(from, '+'), until), `${printed(node)}: first day left out`);
  yield to(within({ kind: 'date', value: '0001-01-01', span: nowhere }, until), `${printed(node)}: no beginning`);
  if (until.kind === 'null') return;
  if (until.kind !== 'call' || until.name !== 'coalesce') yield to(within(from, moved(until, '-')), `${printed(node)}: last day left out`);
  else for (const [i, arg] of until.args.entries()) yield to(within(from, { ...until, args: until.args.with(i, moved(arg, '-')) }), `${printed(node)}: last day (${printed(arg)}) left out`);
  yield to(within(from, { kind: 'null', span: nowhere }), `${printed(node)}: no end`);
}

/** A case that answers “unknown” is a null guard: without it its condition is simply true or false. */
function* cases(node: Node & { kind: 'case' }, to: (node: Node, what?: string) => Break): Generator<Break> {
  const [only] = node.whens;
  if (node.whens.length === 1 && only![1].kind === 'boolean' && !node.otherwise) return yield to(only![0]);
  for (const [i, [when]] of node.whens.entries()) {
    const whens = node.whens.toSpliced(i, 1);
    if (whens.length || node.otherwise) yield to(whens.length ? { ...node, whens } : node.otherwise!, `${printed(node)} without “when ${printed(when)}”`);
  }
}

function fewer(node: Node & { kind: 'call' }, i: number): Node {
  const args = node.args.toSpliced(i, 1);
  return args.length === 1 ? args[0]! : { ...node, args };
}

function signed(node: Node & { kind: 'number' }, value: number): Node {
  const size: Node = { ...node, value: String(Math.abs(value)) };
  return value < 0 ? { kind: 'minus', of: size, span: nowhere } : size;
}

function shifted(day: string, step: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + step * 86_400_000).toISOString().slice(0, 10);
}

/** The parts of a node, each with a way to put another in its place. */
function children(node: Node): [child: Node, put: (child: Node) => Node, isFallback: boolean][] {
  switch (node.kind) {
    case 'call': return node.args.flatMap((arg, i): ReturnType<typeof children> => {
      const put = (a: Node): Node => ({ ...node, args: node.args.with(i, a) });
      // What is counted is no threshold: only when it is counted.
      if (node.name === 'count' && arg.kind === 'case') return children(arg).filter(([child]) => child.kind !== 'number').map(([child, inner, stands]) => [child, (c) => put(inner(c)), stands]);
      return [[arg, put, node.name === 'coalesce' && i > 0]];
    });
    case 'binary': return [[node.left, (left) => ({ ...node, left }), false], [node.right, (right) => ({ ...node, right }), false]];
    case 'not': case 'minus': case 'is_null': case 'is_true': return [[node.of, (of) => ({ ...node, of }), false]];
    case 'in': return [[node.of, (of) => ({ ...node, of }), false]];
    case 'between': return [[node.of, (of) => ({ ...node, of }), false], [node.low, (low) => ({ ...node, low }), false], [node.high, (high) => ({ ...node, high }), false]];
    case 'case': return [
      ...node.whens.flatMap(([when, then], i): ReturnType<typeof children> => [
        [when, (w) => ({ ...node, whens: node.whens.with(i, [w, then]) }), false],
        [then, (t) => ({ ...node, whens: node.whens.with(i, [when, t]) }), false],
      ]),
      ...(node.otherwise ? ([[node.otherwise, (otherwise: Node) => ({ ...node, otherwise }), false]] as ReturnType<typeof children>) : []),
    ];
    default: return [];
  }
}
