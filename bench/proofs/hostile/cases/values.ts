import { existsSync } from 'node:fs';
import { readJson, sharedData } from '@mingjian/server/imports/reading/testing.ts';
import { bad, type Case } from '../case.ts';
import { citizen, csv, HEADER, members, nameOf, PAY, payments, roster } from '../rows.ts';

const cell = (row: number, column: number, value: string) => (rows: string[][]): unknown => (rows[row]![column] = value);
const amounts = (...values: string[]) => (rows: string[][]): unknown => values.map((value, i) => (rows[i]![4] = value));
const names = (...values: string[]) => (rows: string[][]): unknown => values.map((value, i) => (rows[i]![1] = value));
const numbers = (...values: string[]) => (rows: string[][]): unknown => values.map((value, i) => (rows[i]![2] = value));
const dates = (...values: string[]) => (rows: string[][]): unknown => values.map((value, i) => (rows[i]![5] = value));

const wide = (text: string): string => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

/** The big list of naughty strings (blns), where the data folder lies beside the repository. */
const BLNS = sharedData('csv/naughty-strings.json');
const naughty = existsSync(BLNS) ? (readJson(BLNS) as string[]).map((text) => text.replace(/[\r\n]+/g, ' ')) : [];
/** No name holds as many digits as a citizen number. */
const longNumbers = naughty.filter((text) => /\d{17}/.test(text)).length;

/** What stands in cells that are read without trouble and must not be believed. */
export const values: Case[] = [
  ...(naughty.length ? [bad('一卡通发放明细-淘气字符串.csv', csv([PAY, ...payments(3600, naughty.length).map((row, i) => row.map((cell, c) => (c === 3 ? `"${naughty[i]!.replaceAll('"', '""')}"` : cell)))]), { accepted: naughty.length - longNumbers, quarantined: longNumbers })] : []),
  bad('列填反.csv', csv([HEADER, ...members(3000, 12).map(([a, b, c, d, e, f]) => [a!, c!, b!, d!, e!, f!])]), { waits: true }),
  bad('一格两人.csv', roster(3020, (rows) => { rows[2]![1] = `${nameOf(3022)}、${nameOf(3900)}`; rows[2]![2] = `${citizen(3022)}、${citizen(3900)}`; }), { accepted: 11, quarantined: 1, because: ['citizen-number.several'] }),
  bad('一格两人号码不够.csv', roster(3040, (rows) => { rows[2]![1] = `${nameOf(3042)}、${nameOf(3910)}`; rows[2]![2] = `${citizen(3042)}、`; }), { accepted: 11, quarantined: 1, because: ['name.several'] }),
  bad('号码成科学计数.csv', roster(3060, numbers('4.39921E+17', '1.23457E+17', '4.39921196E+17')), { accepted: 9, quarantined: 3, because: ['cell.damaged'] }),
  bad('号码末尾成零.csv', roster(3080, numbers('439921196001010000', '439921197003150000', '439921198005200000')), { accepted: 9, quarantined: 3, because: ['citizen-number.rounded'] }),
  bad('号码打星.csv', roster(3100, numbers('439921********1234', '4399211960*****012')), { accepted: 12 }),
  bad('号码带引号.csv', roster(3120, (rows) => rows.forEach((row) => (row[2] = `'${row[2]}`))), { accepted: 12 }),
  bad('全角数字.csv', roster(3140, (rows) => rows.forEach((row) => { row[2] = wide(row[2]!); row[4] = wide(row[4]!); })), { accepted: 12 }),
  bad('大写金额.csv', roster(3160, amounts('壹万元整', '伍佰圆', '叁佰贰拾元伍角', '一千二百元')), { accepted: 12 }),
  bad('金额不是数.csv', roster(3180, amounts('Infinity', 'NaN', '1e400', '-Infinity', '0x1F', '1e5', '九百九十九兆亿亿亿亿元')), { accepted: 7, quarantined: 5, because: ['money.unreadable'] }),
  bad('金额写话.csv', roster(3200, amounts('五百块钱吧', '未定', '见附件')), { accepted: 9, quarantined: 3 }),
  bad('负金额.csv', roster(3220, amounts('-500', '(500.00)', '－300', '−1')), { accepted: 12 }),
  bad('金额过大.csv', roster(3240, amounts('99999999999999999999', '9223372036854775807', '1' + '0'.repeat(400))), { accepted: 9, quarantined: 3 }),
  bad('金额千分位乱.csv', roster(3260, amounts('"1,23,456.7"', '"1,234,567.89"', '1.234.567')), { accepted: 10, quarantined: 2 }),
  bad('日期不存在.csv', roster(3280, dates('0000-00-00', '2023-02-30', '1900-02-29', '2024-13-01', '0014-03-01', '9999-99-99')), { accepted: 7, quarantined: 5 }), // 0000-00-00 is another program's blank
  bad('日期为序号.csv', roster(3300, dates('45292', '1', '60', '2958465', '99999999')), { accepted: 7, quarantined: 5, because: ['date.unreadable'] }),
  bad('日期各种.csv', roster(3320, dates('2024年3月', '2024.3.5', '二〇二四年三月', '20240305', '长期', '5/3/2024')), { accepted: 10, quarantined: 2, because: ['date.order', 'date.open-beginning'] }),
  bad('姓名有控制符.csv', roster(3340, names('赵\u202e春', '钱\u200b春', '\u2066孙夏\u2069', '李\u0007秋', '周\ufeff冬', '吴\u00ad春')), { accepted: 12 }),
  bad('姓名是公式.csv', roster(3360, names('=HYPERLINK("http://x"&A1)', "=cmd|' /C calc'!A0", '+1+1', '@SUM(A1)', '-2+3')), { accepted: 12 }),
  bad('姓名是SQL.csv', roster(3380, names("'; drop table batch; --", '$$; select 1', '\\copy x', '${7*7}', '{{7*7}}', '%s%n%x')), { accepted: 12 }),
  bad('姓名是标记.csv', roster(3400, names('<script>alert(1)</script>', '"><img src=x>', '\u001b[31m红\u001b[0m', '\u001b]0;title\u0007')), { accepted: 12 }),
  bad('姓名全是空格.csv', roster(3420, names('　　', '   ', '\u00a0')), { accepted: 12 }),
  bad('必填为空.csv', roster(3440, numbers('', '无', '-')), { accepted: 9, quarantined: 3 }),
  bad('错误值.csv', roster(3460, (rows) => { rows[1]![4] = '#REF!'; rows[2]![4] = '#N/A'; rows[3]![2] = '#VALUE!'; }), { accepted: 9, quarantined: 3 }),
  bad('分隔用私用字符.csv', roster(3480, cell(2, 1, '赵\u001e春\u001f\uFFFC')), { accepted: 12 }),
  bad('丢失的字.csv', roster(3500, names('赵\uFFFD', '钱?', '孙□')), { accepted: 12 }),
  bad('村名不存在.csv', roster(3520, (rows) => { rows[0]![3] = '不存在的村'; rows[1]![3] = '999999999999'; rows[2]![3] = '-1'; }), { accepted: 12 }),
  bad('合计对不上.csv', roster(3540) + '合计,,,,999999,\n制表人：赵,,,,,\n', { accepted: 12, dropped: 2 }),
];
