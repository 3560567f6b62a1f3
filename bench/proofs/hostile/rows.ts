import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';

const two = (n: number): string => String(n).padStart(2, '0');

/** Fictional people of a fictional place, told apart by `n`. */
export function citizen(n: number): string {
  const seventeen = `439921${1940 + (n % 60)}${two(1 + (n % 12))}${two(1 + (n % 28))}${String(101 + (Math.floor(n / 60) % 800))}`;
  return seventeen + checkCharacter(seventeen);
}
export const nameOf = (n: number): string => [...'赵钱孙李周吴郑王冯陈'][n % 10]! + [...'伟芳娜秀英敏静丽强磊'][Math.floor(n / 10) % 10]! + [...'春夏秋冬'][n % 4]!;

/** A roster of subsistence allowance, the table that most cases damage. */
export const HEADER = ['低保证号', '姓名', '身份证号', '村(社区)', '月保障金额(元)', '起保日期'];
export const member = (n: number): string[] => [`D${n}`, nameOf(n), citizen(n), `43992110120${1 + (n % 5)}`, String(400 + (n % 90)), `202${n % 4}-0${1 + (n % 9)}-01`];
export const members = (from: number, count: number): string[][] => Array.from({ length: count }, (_, i) => member(from + i));

/** Payments: events, of which a file may bring any number. */
export const PAY = ['发放流水号', '补贴项目', '身份证号', '姓名', '村(社区)', '所属期起', '发放金额(元)', '银行账号', '发放日期', '发放状态'];
export const payments = (from: number, count: number): string[][] => Array.from({ length: count }, (_, i) => [`P${from + i}`, '高龄津贴', citizen(from + i), nameOf(from + i), `43992110120${1 + (i % 5)}`, `2023-0${1 + (i % 9)}`, `${100 + i}.50`, `6217${String(from + i).padStart(11, '0')}7531`, `2023-0${1 + (i % 9)}-15`, '成功']);

export const csv = (rows: string[][], { delimiter = ',', end = '\n' } = {}): string => rows.map((cells) => cells.join(delimiter) + end).join('');

/** A roster as CSV, `change` done to its rows: each case takes other people, for a file is only taken once. */
export const roster = (from: number, change: (rows: string[][]) => unknown = () => undefined, count = 12): string => {
  const rows = members(from, count);
  change(rows);
  return csv([HEADER, ...rows]);
};
