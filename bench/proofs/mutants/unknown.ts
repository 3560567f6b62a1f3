import { type Node, conjuncts, parseExpression } from '@mingjian/domain/model/expression.ts';
import { type Model, only } from '@mingjian/domain/model/model.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { printed } from './print.ts';

/** Whether a condition of a model can be unknown at all, told from its text. One that cannot needs no guard, and a mutant that takes the
 *  guard away says the same. Where it is not certain the answer is yes. */
export function unknowns(model: Model, registers: (id: string) => Register | undefined) {
  const term = (name: string): Node | null => (model.terms?.[name] === undefined ? null : parseExpression(String(model.terms[name])));
  const demanded = demands(model, term);
  const typeOf = (source: string, name: string) => registers(model.reads[source]?.register ?? '')?.columns[name]?.type;

  /** A value stands in every row that comes this far: its filter, its match or a flag asks for it. A date may still be vague. */
  const stands = ({ source, name }: Node & { kind: 'column' }): boolean => {
    if (source === null) return name === 'as_of' || model.settings?.[name] !== undefined;
    const isThere = !isOptional(model, source) || [...demanded].some((column) => column.startsWith(`${source}.`));
    const counted = String(model.reads[source]?.sum_up?.gives[name] ?? '').startsWith('count(');
    return isThere && (counted || demanded.has(`${source}.${name}`) || isFiltered(model, source, name));
  };

  const can = (node: Node, tested: Set<string>): boolean => {
    const any = (...nodes: Node[]) => nodes.some((n) => can(n, tested));
    switch (node.kind) {
      case 'is_null': case 'is_true': case 'number': case 'text': case 'date': case 'boolean': case 'star': return false;
      case 'column': {
        const inner = node.source === null ? term(node.name) : null;
        if (tested.has(printed(node)) || demanded.has(printed(node))) return false;
        if (inner) return can(inner, tested);
        return !stands(node) || (node.source !== null && typeOf(node.source, node.name) === 'date');
      }
      case 'not': case 'minus': return any(node.of);
      case 'binary': {
        if (node.op !== 'and' && node.op !== 'or') return node.op === '/' || any(node.left, node.right);
        const known = new Set([...tested, ...[node.left, node.right].flatMap((side) => testedBy(side, node.op === 'or'))]);
        return can(node.left, known) || can(node.right, known);
      }
      case 'in': return any(node.of, ...node.list);
      case 'between': return any(node.of, node.low, node.high);
      case 'case': return !node.otherwise || any(...node.whens.flat(), node.otherwise);
      case 'call': return canCall(node, any, tested);
      case 'null': return true;
    }
  };
  const canCall = (node: Node & { kind: 'call' }, any: (...nodes: Node[]) => boolean, tested: Set<string>): boolean => {
    const [first] = node.args;
    if (['missing', 'present', 'out_of_order', 'count'].includes(node.name)) return false;
    if (node.name === 'coalesce') return node.args.every((arg) => any(arg));
    if ((node.name === 'earliest' || node.name === 'latest') && first?.kind === 'column' && first.source !== null) return !tested.has(printed(first)) && !stands(first);
    return !total.has(node.name) || any(...node.args);
  };
  return (text: string | number | boolean): boolean => can(parseExpression(String(text)), new Set());
}

/** Functions that are known wherever their arguments are. */
const total = new Set(['earliest', 'latest', 'first_day_of_month', 'last_day_of_month', 'contains', 'in_place', 'is_village', 'town_of', 'county_of', 'year_of', 'abs', 'round', 'days', 'months', 'min', 'max', 'sum']);

/** `x is null or …`, `x is not null and …`: in the rest x is known. */
const testedBy = (node: Node, isOr: boolean): string[] => (node.kind === 'is_null' && node.not !== isOr ? [printed(node.of)] : node.kind === 'binary' && node.op === (isOr ? 'or' : 'and') ? [...testedBy(node.left, isOr), ...testedBy(node.right, isOr)] : []);

const isOptional = (model: Model, source: string): boolean => (model.match ?? []).some((entry) => only(entry)[0] === source && only(entry)[1].optional === true) || model.reconcile !== undefined;

/** Does the source's own filter, or what it meets others by, leave out rows in which the column is null? */
function isFiltered(model: Model, source: string, name: string): boolean {
  const where = model.reads[source]?.where;
  return where !== undefined && conjuncts(parseExpression(String(where))).flatMap((node) => (node.kind === 'is_null' ? (node.not ? [node.of] : []) : strict(node, () => null))).some((node) => node.kind === 'column' && node.name === name);
}

/** The columns and terms without which some flag or some match does not hold: where one is null nothing is left to be judged. */
function demands(model: Model, term: (name: string) => Node | null): Set<string> {
  const matches = (model.match ?? []).filter((entry) => !only(entry)[1].optional).flatMap((entry) => [...only(entry)[1].as, ...(only(entry)[1].and === undefined ? [] : [String(only(entry)[1].and)])]);
  return new Set([...Object.values(model.flag), ...matches].flatMap((text) => strict(parseExpression(String(text)), term)).map(printed));
}

/** The columns and terms of an expression that is never true where one of them is null. */
function strict(node: Node, term: (name: string) => Node | null): Node[] {
  const all = (...nodes: Node[]) => nodes.flatMap((n) => strict(n, term));
  switch (node.kind) {
    case 'column': { const inner = node.source === null ? term(node.name) : null; return inner ? [node, ...strict(inner, term)] : [node]; }
    case 'not': case 'minus': return node.of.kind === 'binary' && node.of.op === 'and' ? [] : all(node.of);
    case 'binary': {
      if (node.op !== 'or') return all(node.left, node.right);
      const right = new Set(strict(node.right, term).map(printed));
      return strict(node.left, term).filter((n) => right.has(printed(n)));
    }
    case 'in': return all(node.of);
    case 'between': return all(node.of, node.low, node.high);
    case 'case': return node.whens.filter(([when, then]) => when.kind === 'is_null' && !when.not && then.kind === 'null').flatMap(([when]) => all((when as Node & { kind: 'is_null' }).of));
    case 'call': return strictCalls.has(node.name) ? all(...node.args) : [];
    default: return [];
  }
}

const strictCalls = new Set([...total, 'months_between', 'days_between', 'same_month', 'same_year', 'month_of', 'age_on', 'greatest', 'least', 'tier_of', 'issue_of']);
