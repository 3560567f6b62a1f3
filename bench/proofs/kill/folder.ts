import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';

const two = (n: number): string => String(n).padStart(2, '0');
const village = (n: number): string => `4399211${two(1 + (n % 5))}${201 + (n % 7)}`;
const nameOf = (n: number): string => [...'赵钱孙李周吴郑王冯陈'][n % 10]! + [...'伟芳娜秀英敏静丽强磊'][Math.floor(n / 10) % 10]! + [...'春夏秋冬'][n % 4]!;

function numberOf(n: number): string {
  const seventeen = `439921${1940 + (n % 60)}${two(1 + (n % 12))}${two(1 + (n % 28))}${String(101 + (n % 800))}`;
  return seventeen + checkCharacter(seventeen);
}

/** A small delivery with something of everything: lists, rosters, payments to the dead, rows to refuse, a file that is none. */
export function writeFolder(folder: string): void {
  const people = Array.from({ length: 400 }, (_, n) => n);
  const put = (name: string, header: string, lines: string[]) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), [header, ...lines].join('\n') + '\n');
  };
  put('公安局/户籍人口信息202406.csv', '公民身份号码,姓名,性别,出生日期,户籍村(社区),人员状态',
    people.map((n) => `${numberOf(n)},${nameOf(n)},${Number(numberOf(n)[16]) % 2 ? '男' : '女'},${numberOf(n).slice(6, 14)},${village(n)},正常`));
  put('公安局/死亡注销人员202406.csv', '死者身份证号,死者姓名,死亡日期,数据来源,村(社区)', people.filter((n) => n % 20 === 0).map((n) => `${numberOf(n)},${nameOf(n)},2023-05-1${n % 9},公安注销,${village(n)}`));
  for (const half of ['上半年', '下半年']) {
    const months = half === '上半年' ? [1, 2, 3, 4, 5, 6] : [7, 8, 9, 10, 11, 12];
    put(`财政局/2023年${half}一卡通发放明细.csv`, '发放流水号,补贴项目,身份证号,姓名,村(社区),所属期起,发放金额(元),银行账号,发放日期,发放状态',
      people.flatMap((n) => months.map((month) => `P${n}-${month},高龄津贴,${n % 97 === 0 ? '43992119' : numberOf(n)},${nameOf(n)},${village(n)},2023-${two(month)},${n % 53 === 0 ? '一百多' : '100'},62170000${String(n).padStart(8, '0')},2023-${two(month)}-15,成功`)));
  }
  put('民政局/城乡低保花名册2024年6月.csv', '低保证号,成员姓名,成员身份证号,村(社区),月保障金额(元),起保日期', people.filter((n) => n % 6 === 0).map((n) => `D${n},${nameOf(n)},${numberOf(n)},${village(n)},500,2022-01-01`));
  put('民政局/说明.csv', '事项,内容', ['联系人,见表']);
  writeFileSync(join(folder, '民政局/坏.xlsx'), 'not a workbook');
}
