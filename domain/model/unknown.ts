import { type Node, parseExpression, walk } from './expression.ts';
import type { Model } from './model.ts';
import type { Register } from './register.ts';

/** What a condition looked at that may not be there: columns (null: the row itself, of an optional source) of sources, and whether it compared with peers. */
export type Looked = { columns: { register: string; column: string | null }[]; peers: boolean };

/** What a condition of `flag` rests on, its terms included; columns that no row lacks are told only where there is nothing else. For whoever must say why it could not be judged.
 *  @throws Unreadable for an expression that the compiler would refuse, too */
export function looksAt(model: Model, flag: string, registers: (id: string) => Register | undefined): Looked {
  const found: Looked = { columns: [], peers: false };
  const always: Looked['columns'] = [];
  const seen = new Set<string>();
  const add = (register: string, column: string | null) => {
    if (!found.columns.some((each) => each.register === register && each.column === column)) found.columns.push({ register, column });
  };
  const visit = (node: Node): void => {
    if (node.kind !== 'column') return;
    if (node.source === 'peers') found.peers = true;
    else if (node.source !== null) lookAt(node.source, node.name);
    else if (model.reads[node.name]) add(model.reads[node.name]!.register, null);
    else if (model.terms?.[node.name] !== undefined && !seen.has(node.name)) {
      seen.add(node.name);
      for (const inner of walk(parseExpression(String(model.terms[node.name])))) visit(inner);
    }
  };
  const lookAt = (alias: string, name: string): void => {
    const register = registers(model.reads[alias]?.register ?? '');
    const column = register?.columns[name];
    if (column && (!column.required || MAY_STAY_UNREAD.has(column.type))) add(register!.id, name);
    else if (column) always.push({ register: register!.id, column: name });
  };
  for (const node of walk(parseExpression(String(model.flag[flag] ?? 'true')))) visit(node);
  if (found.columns.length === 0) for (const { register, column } of always) add(register, column);
  return found;
}

/** Names that are written in every row and mean nothing until somebody has said what they stand for. */
const MAY_STAY_UNREAD = new Set(['programme', 'region']);
