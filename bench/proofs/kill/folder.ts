import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { writeXlsx } from 'hucre';

const two = (n: number): string => String(n).padStart(2, '0');
const village = (n: number): string => `4399211${two(1 + (n % 5))}${201 + (n % 7)}`;
const nameOf = (n: number): string => [...'赵钱孙李周吴郑王冯陈'][n % 10]! + [...'伟芳娜秀英敏静丽强磊'][Math.floor(n / 10) % 10]! + [...'春夏秋冬'][n % 4]!;

function numberOf(n: number): string {
  const seventeen = `439921${1940 + (n % 60)}${two(1 + (n % 12))}${two(1 + (n % 28))}${String(101 + (n % 800))}`;
  return seventeen + checkCharacter(seventeen);
}

/** Two small deliveries with something of everything: lists, rosters, payments to the dead, rows to refuse, names nobody mapped, several
 *  formats, a table that waits and a file that is none. The second repeats a file, leaves people out and brings new ones. */
export async function writeFolders(first: string, second: string): Promise<void> {
  await writeDelivery(first, '2024', '06', Array.from({ length: 120 }, (_, n) => n));
  await writeDelivery(second, '2024', '09', Array.from({ length: 130 }, (_, n) => n).filter((n) => n % 17 !== 3));
}

async function writeDelivery(folder: string, year: string, month: string, people: number[]): Promise<void> {
  const text = (name: string, lines: string[][], encode = (csv: string): string | Uint8Array => csv) => put(folder, name, encode(lines.map((line) => line.join(',')).join('\n') + '\n'));
  text(`公安局/户籍人口信息${year}${month}.csv`, [['公民身份号码', '姓名', '性别', '出生日期', '户籍村(社区)', '人员状态'],
    ...people.map((n) => [numberOf(n), nameOf(n), Number(numberOf(n)[16]) % 2 ? '男' : '女', numberOf(n).slice(6, 14), village(n), '正常'])]);
  text(`公安局/死亡注销人员${year}${month}.csv`, [['死者身份证号', '死者姓名', '死亡日期', '数据来源', '村(社区)'],
    ...people.filter((n) => n % 9 === 0).map((n) => [numberOf(n), nameOf(n), `2023-05-1${n % 9}`, '公安注销', village(n)])]);
  text(`财政局/${year}年${Number(month)}月一卡通发放明细.csv`, payments(people, month), (csv) => Buffer.from(`\uFEFF${csv}`, 'utf16le'));
  text('财政局/2023年一卡通发放明细.csv', payments(people.slice(0, 100), '01')); // in the second delivery mostly the same rows again
  await book(folder, `民政局/城乡低保花名册${year}年${Number(month)}月.xlsx`, [['低保证号', '成员姓名', '成员身份证号', '村(社区)', '月保障金额(元)', '起保日期'],
    ...people.filter((n) => n % 6 === 0).map((n) => [`D${n}`, nameOf(n), numberOf(n), village(n), '500', n === 60 ? '2022-13-01' : '2022-01-01'])]);
  await book(folder, `残联/残疾人证${year}年${Number(month)}月.xlsx`, [['残疾人证号', '姓名', '身份证号', '村(社区)', '残疾类别', '残疾等级', '发证日期', '有效期止'],
    ...people.filter((n) => n % 8 === 0).map((n) => [`${numberOf(n)}${41 + (n % 4)}`, nameOf(n), numberOf(n), village(n), '肢体', '一级', '2015-01-01', '2035-01-01'])]);
  text('民政局/说明.csv', [['事项', '内容'], ['联系人', '见表']]);
  put(folder, '民政局/坏.xlsx', `not a workbook ${month}`);
}

function payments(people: number[], month: string): string[][] {
  const rows = people.flatMap((n) => [0, 1].map((half) => {
    const amount = n % 53 === 0 ? '一百多' : '100';
    return [`P${n}-${month}-${half}`, n % 40 === 7 ? '茶园管护奖' : '高龄津贴', n % 37 === 0 ? '43992119' : numberOf(n), nameOf(n), village(n), `2023-${two(Number(month) + half)}`, amount, `62170000${String(n).padStart(8, '0')}`, `2023-${two(Number(month) + half)}-15`, '成功'];
  }));
  return [['发放流水号', '补贴项目', '身份证号', '姓名', '村(社区)', '所属期起', '发放金额(元)', '银行账号', '发放日期', '发放状态'], ...rows];
}

function put(folder: string, name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

const book = async (folder: string, name: string, rows: string[][]): Promise<void> => put(folder, name, await writeXlsx({ sheets: [{ name: '名册', rows }] }));
