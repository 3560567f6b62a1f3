import type { Node } from '@mingjian/domain/model/expression.ts';

/** An expression's tree as text that reads back as the same tree: every operation in brackets, because only the tree counts. */
export function printed(node: Node): string {
  switch (node.kind) {
    case 'column': return node.source === null ? node.name : `${node.source}.${node.name}`;
    case 'number': return node.unit ? `${node.value} ${node.unit}` : node.value;
    case 'text': return `'${node.value.replaceAll("'", "''")}'`;
    case 'date': return `date '${node.value}'`;
    case 'boolean': return String(node.value);
    case 'null': return 'null';
    case 'star': return '*';
    case 'call': return `${node.name}(${node.distinct ? 'distinct ' : ''}${list(node.args)})`;
    case 'binary': return `(${printed(node.left)} ${node.op} ${printed(node.right)})`;
    case 'not': return `(not (${printed(node.of)}))`;
    case 'minus': return `-${printed(node.of)}`;
    case 'is_null': return `(${printed(node.of)} is ${node.not ? 'not ' : ''}null)`;
    case 'is_true': return `((${printed(node.of)}) is ${node.not ? 'not ' : ''}${node.value})`;
    case 'in': return `(${printed(node.of)} ${node.not ? 'not ' : ''}in (${list(node.list)}))`;
    case 'between': return `(${printed(node.of)} ${node.not ? 'not ' : ''}between ${printed(node.low)} and ${printed(node.high)})`;
    case 'case': return `case ${node.whens.map(([when, then]) => `when ${printed(when)} then ${printed(then)}`).join(' ')}${node.otherwise ? ` else ${printed(node.otherwise)}` : ''} end`;
  }
}

const list = (nodes: Node[]): string => nodes.map(printed).join(', ');
