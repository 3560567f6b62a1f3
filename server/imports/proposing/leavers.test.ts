import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { type Shape, tableOf } from './columns/shapes.ts';
import { leaversWords } from './leavers.ts';
import { propose } from './propose.ts';

const catalogue = loadCatalogue();
const DEATHS = '姓名|身份证号|死亡日期|村';
const PAID = '补贴项目|姓名|身份证号|村|所属期|发放金额(元)|银行账号';
const DIBAO = '低保证号|户主姓名|户主身份证号|成员姓名|成员身份证号|月保障金额(元)|起保日期|村';
const STAFF = '姓名|身份证号|单位名称|人员类别|入职日期|应发工资(元)';
const PRISON = '姓名|身份证号|刑种|刑期起日|服刑监狱';
const APPROVED = '补贴项目|姓名|身份证号|村(社区)|审批金额|审批日期';
const CELLS: NonNullable<Shape['cells']> = { 补贴项目: '高龄津贴', 所属期: '2026年5月', 低保证号: ['D1', 'D2', 'D3'], 单位名称: '县文化馆', 人员类别: '事业编制', 刑种: '有期徒刑', 服刑监狱: '云溪监狱', 发放状态: ['失败', '退回'], 审批结果: ['同意', '不同意'] };

function asked(sender: string, title: string, headers: string) {
  const table = tableOf({ title: [title], headers, cells: CELLS });
  const { settled, waits } = propose(table, catalogue, { sender, fileName: `${title}.xlsx`, remembered: [] });
  expect(waits.map(({ zh }) => zh), 'its columns are sure').toEqual([]);
  return { register: settled!.register, words: leaversWords(table, `${title}.xlsx`, settled!.mapping, catalogue) };
}

describe('a list whose title says the opposite of its headers waits and says which word', () => {
  test.each([
    ['公安局', '误登死亡恢复户口人员名单', DEATHS, '误登'],
    ['公安局', '死亡注销恢复户口人员名单', DEATHS, '恢复'],
    ['公安局', '疑似死亡人员核查名单', DEATHS, '疑似'],
    ['民政局', '死亡疑点核实情况表', `${DEATHS}|核实结果`, '疑点'],
    ['公安局', '死亡人员核实表', DEATHS, '核实'],
    ['财政局', '2026年5月一卡通发放失败明细', PAID, '发放失败'],
    ['财政局', '2026年5月一卡通退回明细', PAID, '退回'],
    ['财政局', '2026年5月一卡通撤销明细', PAID, '撤销'],
    ['财政局', '2026年5月追回一卡通补贴资金发放明细', PAID, '追回'],
    ['财政局', '2026年5月一卡通补贴发放追缴明细', PAID, '追缴'],
    ['财政局', '2026年5月一卡通拟发放名单', PAID, '拟发'],
    ['民政局', '2026年6月低保申请不予批准名单', DIBAO, '不予'],
    ['民政局', '2026年6月低保审核未通过名单', DIBAO, '未通过'],
    ['民政局', '2026年6月不符合低保人员名单', DIBAO, '不符合'],
    ['民政局', '2026年6月拟纳入低保对象公示', DIBAO, '拟纳入'],
    ['民政局', '2026年6月低保清退人员花名册', DIBAO, '清退'],
    ['财政局', '财政供养拟聘用人员公示', STAFF, '拟聘'],
    ['财政局', '财政供养拟录用人员公示', STAFF, '拟录'],
    ['法院', '服刑人员刑满释放名单', PRISON, '释放|刑满'],
  ])('%s %s', (sender, title, headers, word) => {
    const { words } = asked(sender, title, headers);
    expect(words?.zh).toMatch(new RegExp(`里有“(?:${word})”.*--mapping`));
    expect(words?.en).toMatch(/says ".*--mapping/);
  });
});

describe('an ordinary list settles, whatever it is about', () => {
  test.each([
    ['公安局', '死亡注销人员名单', DEATHS],
    ['公安局', '死亡销户人员名单(经核实)', DEATHS],
    ['人社局', '养老待遇死亡停发名单', '姓名|公民身份号码|死亡日期|停发登记日期'],
    ['财政局', '2026年5月一卡通发放明细', PAID],
    ['财政局', '2026年5月一卡通退回重发明细', PAID],
    ['财政局', '2026年5月一卡通恢复发放明细', PAID],
    ['财政局', '2026年5月一卡通发放失败明细', `${PAID}|发放状态`],
    ['农商银行', '2026年5月代发退回明细', '流水号|收款人姓名|收款账号|证件号码|交易金额|交易日期'],
    ['农业农村局', '2026年5月核实面积一卡通发放明细', PAID],
    ['民政局', '2026年6月低保花名册', DIBAO],
    ['财政局', '财政供养人员花名册', STAFF],
    ['法院', '服刑人员刑满释放名单', `${PRISON}|刑期止日`],
    ['民政局', '2026年5月高龄津贴拟发放审批花名册', APPROVED],
    ['民政局', '2026年5月高龄津贴审批花名册(含不予批准)', `${APPROVED}|审批结果`],
    ['石桥镇', '惠农补贴公示名单', '村|户主|身份证号|补贴项目|补贴面积|拟补贴金额|公示日期|公示截止日期'],
    ['石桥镇', '2026年5月拟发放高龄津贴公示名单', '村|户主|身份证号|补贴项目|拟补贴金额|公示日期|公示截止日期'],
  ])('%s %s', (sender, title, headers) => expect(asked(sender, title, headers).words).toBeNull());
});
