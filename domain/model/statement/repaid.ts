import { type Node, parseExpression } from '../expression.ts';
import type { Read } from '../model.ts';
import type { Draft } from './draft.ts';

type Column = Node & { kind: 'column' };

/** What takes back an amount that is positive is negative (`undo.amount + pay.amount <= 0` of payments `where amount > 0 yuan`): said outright, so
 *  that the engine need only look at the few rows that are. Only of what must hold, never of one side of an `or`. */
export function impliedNegative(draft: Draft, and: string | number | boolean | undefined): string[] {
  return required(and).flatMap((node) => {
    if (node.kind !== 'binary' || node.op !== '<=' || !isZero(node.right) || node.left.kind !== 'binary' || node.left.op !== '+') return [];
    const { left: back, right: given } = node.left;
    if (!isOfSource(back) || !isOfSource(given) || !isPositive(draft.sources.get(given.source!)?.read, given.name)) return [];
    return [`${draft.source(back.source!, back.span).name}.${back.name} < 0`];
  });
}

/** A row's own amount, not one that was shared out, summed up or made: those may come to nothing. */
const isPositive = (read: Read | undefined, name: string): boolean =>
  read !== undefined && !read.by_month && !read.sum_up && !read.with?.[name] &&
  required(read.where).some((node) => node.kind === 'binary' && node.op === '>' && node.left.kind === 'column' && node.left.name === name && isZero(node.right));

/** The conditions all of which must hold. */
function required(text: string | number | boolean | undefined): Node[] {
  const parts = (node: Node): Node[] => (node.kind === 'binary' && node.op === 'and' ? [...parts(node.left), ...parts(node.right)] : [node]);
  return text === undefined ? [] : parts(parseExpression(String(text)));
}

const isZero = (node: Node): boolean => node.kind === 'number' && Number(node.value) === 0;
const isOfSource = (node: Node): node is Column => node.kind === 'column' && node.source !== null;
