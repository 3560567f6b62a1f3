import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { creditCheck } from '@mingjian/domain/identifier/credit.ts';
import type { Header, SniffedTable } from '../../reading/types.ts';

// Cells for tests of proposals: what stands under a header of a department's file. All people and numbers are invented.

const NAMES = '王建国 李秀英 张伟 刘桂兰 陈志强 杨秀珍 赵明 黄丽 周海涛 吴翠花 徐德贵 孙小梅'.split(' ');
const VILLAGES = '石桥镇柳家湾村 清溪乡大坪村 石桥镇新华村 青岚街道北门社区'.split(' ');

export function citizenNumber(n: number): string {
  const seventeen = `439921${1940 + (n % 60)}${String((n % 12) + 1).padStart(2, '0')}${String((n % 28) + 1).padStart(2, '0')}${String(n % 1000).padStart(3, '0')}`;
  return seventeen + checkCharacter(seventeen);
}
const creditCode = (n: number): string => {
  const body = `93439921MA4Q${String(n % 100_000).padStart(5, '0')}`;
  return body + creditCheck(body);
};
const pick = (list: readonly string[], n: number): string => list[n % list.length]!;

const CELLS: [RegExp, (n: number) => string][] = [
  [/身份证|公民身份|证件号(?!字)|身份号码|\bid[ _]?n|(?:^|_)pid|citizen|识别号/i, citizenNumber],
  [/信用代码|注册号/, creditCode],
  [/残疾人?证号|残证号/, (n) => `${citizenNumber(n)}4${(n % 4) + 1}`],
  [/号牌|车牌/, (n) => `湘K${String(10_000 + n * 7)}`],
  [/(?:银行|一卡通|收款|打卡|存折|入账)?(?:账号|帐号|卡号)|^一卡通号|account no|^account$/i, (n) => `6217${String(995_500_000_000_00 + n * 137).padStart(15, '0')}`],
  [/电话|手机/, (n) => `1390000${String(1000 + n)}`],
  [/月份|年月|month/i, (n) => `2024-${String((n % 12) + 1).padStart(2, '0')}`],
  [/起止|所属期间|^所属期$|享受期/, (n) => `2024年${(n % 2) * 3 + 1}-${(n % 2) * 3 + 3}月`],
  [/日期|时间|起|止|有效期|年月日|date|paid.(?:on|at)|birth|period|due/i, (n) => `20${10 + (n % 14)}-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`],
  [/年度|^年份$|^year$/i, () => '2024'],
  [/与.*关系|^关系$/, (n) => pick(['户主', '配偶', '长子', '长女', '父亲'], n)],
  [/性别/, (n) => pick(['男', '女'], n)],
  [/是否/, (n) => pick(['是', '否'], n)],
  [/金额|标准|工资|实发|应发|补贴额|资金|租金|价|原值|净值|资本|津贴$|养老金|收入|支出|投资|费$|amount|报酬/i, (n) => String(100 + n * 5)],
  [/面积|亩|数量|人数|天数|次数|容量|功率|电量|年龄/, (n) => String((n % 9) + 1)],
  [/村|社区|属地|户籍地|地址|住址|village/i, (n) => pick(VILLAGES, n)],
  [/乡镇|镇街/, (n) => pick(['石桥镇', '清溪乡'], n)],
  [/姓名|户主|领款人|收款人|户名|经办|审批人|权利人|车主|承租|买受|负责人|name|payee|人$/i, (n) => pick(NAMES, n)],
  [/序号|^编号$/, (n) => String(n + 1)],
  [/./, (n) => `甲${n}`],
];

export type Shape = { headers: string; sheet?: string; title?: string[]; cells?: Record<string, string | readonly string[]> };

/** A table of forty rows under these headers: `|` between columns, `group/name` under a group, `name(unit)` with a unit. */
export function tableOf({ headers, sheet, title, cells = {} }: Shape): SniffedTable {
  const named = headers.split('|').map(headerOf);
  const sample = Array.from({ length: 40 }, (_, n) => named.map((header, i) => cellFor(header, n + i, cells)));
  return { index: 0, sheet: sheet ?? null, title: title ?? [], reportDate: null, headerRows: [1], headers: named, firstDataRow: 2, sample, complaints: [] };
}

function headerOf(text: string): Header {
  const [, parent, name, unit] = /^(?:([^(]+?)\/)?(.+?)(?:\((万?元(?:\/[人户月年·]+)?|亩|平方米|kW|kWh|kVA|kV)\))?$/u.exec(text)!;
  return { name: parent && /^(?:姓名|身份证号码?|证件号码?)$/.test(name!) ? parent + name : name!, ...(parent && { parent }), ...(unit && { unit }) };
}

function cellFor(header: Header, n: number, cells: NonNullable<Shape['cells']>): string {
  const own = cells[header.name];
  if (own !== undefined) return typeof own === 'string' ? own : pick(own, n);
  return CELLS.find(([pattern]) => pattern.test(header.name))![1](n);
}
