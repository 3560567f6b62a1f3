import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeGb } from '../../demo/files/gb18030.ts';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { writeXlsx } from 'hucre/xlsx';
import type { Planted } from './leak-hunt.ts';

// Six people of 青岚县 whose names stand nowhere else, in every kind of personal cell, in rows that are taken and in rows that are refused,
// in titles and signature lines, in a file that nobody can map and in files that are broken.

const NAMES = ['欧阳渗漏', '夏侯泄密', '司徒外流', '上官失守', '买买提·漏出', '皇甫走漏'];
const number = (i: number): string => {
  const seventeen = `4399211951031${i}73${i}`;
  return seventeen + checkCharacter(seventeen);
};
const NUMBERS = NAMES.map((_, i) => number(i + 1));
const fifteen = (eighteen: string): string => eighteen.slice(0, 6) + eighteen.slice(8, 17);
const wrong = (eighteen: string): string => eighteen.slice(0, 16) + ((Number(eighteen[16]) + 1) % 10) + eighteen[17];

const planted: Planted = { names: NAMES, numbers: new Set([...NUMBERS, ...NUMBERS.map(fifteen), ...NUMBERS.map(wrong)]) };

/** Writes the folder of deliveries, and says what was planted in it. */
export async function writePlanted(folder: string): Promise<Planted> {
  for (const sender of ['财政局', '公安局', '民政局', '农业农村局', '某单位']) mkdirSync(join(folder, sender), { recursive: true });
  writeFileSync(join(folder, '公安局/人口户籍信息.csv'), csv(PEOPLE));
  writeFileSync(join(folder, '财政局/一卡通发放明细.csv'), encodeGb(csv(PAYMENTS), 'gb18030'));
  writeFileSync(join(folder, '民政局/城乡低保对象花名册.xlsx'), await writeXlsx({ sheets: [{ name: '低保', rows: DIBAO }] }));
  writeFileSync(join(folder, '农业农村局/集体合同台账.csv'), csv(CONTRACTS));
  writeFileSync(join(folder, '某单位/说不清的表.csv'), csv([['甲', '乙', '丙'], ...NAMES.map((name, i) => [name, NUMBERS[i]!, `${name}的情况说明，证件${NUMBERS[i]}`])]));
  writeFileSync(join(folder, '某单位/断开的表.xlsx'), (await writeXlsx({ sheets: [{ name: '人员', rows: DIBAO }] })).slice(0, 900));
  writeFileSync(join(folder, '某单位/编码不明.csv'), Buffer.concat([Buffer.from(csv(PEOPLE)), Buffer.from([0xff, 0xfe, 0x81]), encodeGb(csv(PEOPLE), 'gb18030')]));
  return planted;
}

const csv = (rows: string[][]): string => rows.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n') + '\r\n';
const VILLAGE = '青岚县河口镇上湾村';

const PEOPLE = [
  ['公民身份号码', '姓名', '性别', '出生日期', '户籍村(社区)', '户籍地址', '户号', '与户主关系', '人员状态'],
  ...NAMES.map((name, i) => [NUMBERS[i]!, name, i % 2 ? '女' : '男', '1951-03-11', VILLAGE, `${VILLAGE}${i + 1}号 ${name}家`, NUMBERS[i]!, '户主', '正常']),
];

const payment = (i: number, cells: Partial<Record<'no' | 'policy' | 'pid' | 'name' | 'village' | 'amount' | 'account' | 'remark', string>>): string[] => {
  const { no = `P${i}`, policy = '低保', pid = NUMBERS[i]!, name = NAMES[i]!, village = VILLAGE, amount = '1,200.00元' } = cells;
  return [no, policy, pid, name, village, '2024-01', amount, cells.account ?? `62170012345678${i}0${i}`, name, '2024-01-15', '成功', cells.remark ?? `由${name}（${pid}）本人领取`, NAMES[(i + 1) % 6]!];
};
const PAYMENTS = [
  [`2024年一卡通发放明细（联系人：${NAMES[0]} ${NUMBERS[0]}）`, ...new Array<string>(12).fill('')],
  ['发放流水号', '补贴项目', '身份证号', '姓名', '村(社区)', '所属期起', '发放金额', '银行账号', '账户名', '发放日期', '发放状态', '备注', '经办人'],
  ...NAMES.map((_, i) => payment(i, {})),
  payment(0, { no: 'P10', pid: fifteen(NUMBERS[0]!) }),
  payment(1, { no: 'P11', pid: `身份证号：${NUMBERS[1]}` }),
  payment(2, { no: 'P12', pid: wrong(NUMBERS[2]!) }), // kept, under an id of its own
  payment(3, { no: 'P13', pid: `${NUMBERS[3]}、${NUMBERS[4]}`, name: `${NAMES[3]}、${NAMES[4]}` }), // two persons and money: refused
  payment(4, { no: 'P14', amount: `见${NAMES[4]}条` }), // refused
  payment(5, { no: `20240115${NUMBERS[5]}01`, account: NUMBERS[5]! }), // a serial number with a citizen number within
  payment(0, { no: 'P16', policy: `低保${NUMBERS[0]}` }), // a number where a programme should stand
  payment(1, { no: 'P17', village: NAMES[1]! }), // swapped cells
  payment(2, { no: 'P18', pid: NAMES[2]!, name: NUMBERS[2]! }),
  [`制表人：${NAMES[5]}`, '', '', '', '', '', '', '', '', '', '', `审核：${NAMES[4]}`, ''],
];

const DIBAO = [
  ['低保证号', '户主身份证号', '户主姓名', '成员身份证号', '成员姓名', '类别', '保障人数', '月保障金额', '起保日期', '村(社区)', '审批人'],
  ...NAMES.map((name, i) => [`DB${NUMBERS[i]}`, NUMBERS[i]!, name, NUMBERS[i]!, name, 'A类', '1', '650', '2023年1月', VILLAGE, NAMES[0]!]),
  ['DB7', NUMBERS[1]!, NAMES[1]!, '4.39921E+17', NAMES[2]!, 'A类', '1', '650', '2023-13-1', VILLAGE, NAMES[0]!],
];

const CONTRACTS = [
  ['合同编号', '合同类型', '村(社区)', '甲方', '乙方证件号', '乙方', '面积(亩)', '年租金', '起始日期', '终止日期', '签订日期', '合同状态'],
  ...NAMES.map((name, i) => [`HT-${NUMBERS[i]}-01`, '租赁发包', VILLAGE, '上湾村委会', NUMBERS[i]!, name, '12.5', '3000', '2022-01-01', '2025-12-31', '2022-01-01', '履行中']),
];
