import { type Column, Register } from '@mingjian/domain/model/register.ts';
import { type Path, shapeFaults } from '@mingjian/domain/shape.ts';
import { agreementProblems } from './agree.ts';
import { problem, type Problem } from './problem.ts';

/** Every fault of one register document, each with its place: a county writes these files by hand, and a list mends a file
 *  in one sitting where the first error alone takes ten. What the parts must agree on is looked at as far as they are whole. */
export function checkRegister(document: unknown, file: string): Problem[] {
  if (!isRecord(document)) return [problem(file, '', { zh: '文件内容不是台账定义', en: 'the document is not a register' }, START)];
  const faults = shapeFaults(Register, document);
  const columns = Object.entries(isRecord(document.columns) ? document.columns : {});
  const isWhole = (name: string) => !faults.some(({ path }) => path[0] === 'columns' && path[1] === name);
  const whole = Object.fromEntries(columns.filter(([name]) => isWhole(name))) as Record<string, Column>;
  return [
    ...faults.map(({ path, words, remedy }) => problem(file, placeOf(path), words, path.length === 1 && path[0] === 'columns' ? START : remedy)),
    ...columns.flatMap(([name, column]) => (isRecord(column) ? leaks(column, file, `columns.${name}`) : [])),
    ...agreementProblems(document, whole, file),
  ];
}

const placeOf = (path: Path): string => path.join('.');
const START = { zh: '以 registers/ 中任一文件为样', en: 'take any file of registers/ as a pattern' };

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A citizen number, an account or a person's name declared plain would stand readable in every facts file. */
function leaks(column: Record<string, unknown>, file: string, path: string): Problem[] {
  const mustHide = ['citizen_number', 'person_name', 'party', 'sender_key', 'token', 'phone', 'plate'];
  if (column.privacy !== 'fact' || !mustHide.includes(String(column.type))) return [];
  return [problem(file, `${path}.privacy`, { zh: `${String(column.type)} 类型不得声明为 fact`, en: `a ${String(column.type)} may not be declared fact` }, { zh: '身份号码用 vault,需要比对的用 token', en: 'vault for identity numbers, token for what is only compared' })];
}
