import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../registers/catalogue.ts';
import { fingerprintOf, type Remembered } from './mapping.ts';
import { driftLines, driftOf } from './drift.ts';
import { lackingOf } from './proposal.ts';
import { propose } from './propose.ts';
import { type Shape, tableOf } from './columns/shapes.ts';

const catalogue = loadCatalogue();
const ask = (shape: Shape, sender: string | null, fileName: string, remembered: Remembered[] = []) => propose(tableOf(shape), catalogue, { sender, fileName, remembered });
const brief = (columns: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(columns).map(([name, source]) => [name, 'constant' in (source as object) ? `=${(source as { constant: string }).constant}` : (source as { header: string }).header]));

type Case = [sender: string | null, file: string, shape: Shape, register: string, columns: Record<string, string>];
const DEPARTMENT_FILES: Case[] = [
  ['财政局', '2024年一季度一卡通发放.xlsx', { headers: '序号|乡镇|村|组别|户主姓名|身份证号码|一卡通账号|补贴项目|补贴面积|补贴标准(元)|补贴金额(元)|发放时间|备注', cells: { 补贴项目: '耕地地力保护补贴', 组别: '三组', 村: ['柳家湾村', '新华村'] } }, 'subsidy_pay', { name: '户主姓名', pid: '身份证号码', village: '乡镇+村+组别', account: '一卡通账号', policy: '补贴项目', qty: '补贴面积', standard: '补贴标准', amount: '补贴金额', paid_at: '发放时间', period_from: '=2024-01', period_to: '=2024-03', remark: '备注' }],
  ['财政局', '发放明细.csv', { headers: '项目名称|领款人|领款人身份证号|银行卡号|开户名|开户行|所属期|应发金额|实发金额|打卡日期|发放状态', cells: { 项目名称: '高龄津贴', 开户行: '农商行', 发放状态: ['发放成功', '退回'] } }, 'subsidy_pay', { policy: '项目名称', name: '领款人', pid: '领款人身份证号', account: '银行卡号', account_name: '开户名', bank: '开户行', period_from: '所属期', period_to: '所属期', amount: '实发金额', paid_at: '打卡日期', status: '发放状态' }],
  ['农业农村局', '耕地地力保护补贴资金发放花名册.xls', { title: ['青岚县2024年耕地地力保护补贴资金发放花名册'], headers: '序号|姓名|身份证号|补贴面积(亩)|补贴标准|补贴金额|社保卡号|所在村|签字', cells: { 社保卡号: '6217995500000000137', 签字: '' } }, 'subsidy_pay', { policy: '=耕地地力保护补贴', name: '姓名', pid: '身份证号', amount: '补贴金额', account: '社保卡号', village: '所在村', qty: '补贴面积', standard: '补贴标准', period_from: '=2024-01', period_to: '=2024-12' }],
  [null, 'payments_2024.csv', { headers: 'payment_id|programme|id_number|payee_name|village|period_from|period_to|amount|account_no|paid_at|status', cells: { programme: 'elder', payment_id: ['P001', 'P002'], status: ['paid', 'returned'] } }, 'subsidy_pay', { pay_id: 'payment_id', policy: 'programme', pid: 'id_number', name: 'payee_name', village: 'village', period_from: 'period_from', period_to: 'period_to', amount: 'amount', account: 'account_no', paid_at: 'paid_at', status: 'status' }],
  [null, 'subsidy payments.csv', { headers: 'Scheme|Citizen ID|Full name|Amount|Payment date|Bank account|Status', cells: { Scheme: 'dibao', Status: 'paid' } }, 'subsidy_pay', { policy: 'Scheme', pid: 'Citizen ID', name: 'Full name', amount: 'Amount', paid_at: 'Payment date', account: 'Bank account', status: 'Status' }],
  ['农商银行', '代发回盘文件.txt', { headers: '流水号|收款人姓名|收款账号|证件号码|交易金额|交易日期|处理状态|失败原因', cells: { 处理状态: ['处理成功', '处理失败'], 失败原因: ['', '户名不符'] } }, 'bank_result', { pay_id: '流水号', name: '收款人姓名', account: '收款账号', pid: '证件号码', amount: '交易金额', paid_at: '交易日期', result: '处理状态', return_reason: '失败原因' }],
  ['公安局', '人口信息.csv', { headers: '公民身份号码|姓名|性别|出生日期|民族|户号|与户主关系|户籍地址|人员状态', cells: { 民族: '汉族', 户号: '439921001', 人员状态: ['正常', '死亡'] } }, 'person', { pid: '公民身份号码', name: '姓名', sex: '性别', birth: '出生日期', ethnic: '民族', household_no: '户号', relation_to_head: '与户主关系', hukou_addr: '户籍地址', status: '人员状态' }],
  ['公安局', '死亡销户.xls', { headers: '姓名|身份证号|死亡日期|注销日期|户籍所在村' }, 'death', { pid: '身份证号', name: '姓名', death_date: '死亡日期', registered_at: '注销日期', village: '户籍所在村', source: '=police' }],
  ['卫健局', '死亡医学证明.xlsx', { headers: '证明书编号|死者姓名|性别|死者证件号码|死亡日期时间|报告日期', cells: { 证明书编号: ['SW001', 'SW002'] } }, 'death', { cert_no: '证明书编号', name: '死者姓名', pid: '死者证件号码', death_date: '死亡日期时间', registered_at: '报告日期', source: '=health' }],
  ['民政局', '2024年火化登记.xls', { title: ['青岚县殡仪馆2024年遗体火化登记表'], headers: '火化证号|逝者姓名|身份证号码|死亡时间|火化时间|住址', cells: { 火化证号: ['HH1', 'HH2'] } }, 'death', { cremation_no: '火化证号', name: '逝者姓名', pid: '身份证号码', death_date: '死亡时间', registered_at: '火化时间', source: '=funeral' }],
  ['人社局', '养老金停发人员名单.xlsx', { title: ['死亡停发人员名单'], headers: '姓名|公民身份号码|死亡日期|停发登记日期' }, 'death', { pid: '公民身份号码', name: '姓名', death_date: '死亡日期', registered_at: '停发登记日期', source: '=pension' }],
  ['民政局', '婚姻登记数据.csv', { headers: '登记日期|男方姓名|男方身份证件号|女方姓名|女方身份证件号|业务类型|证件字号', cells: { 业务类型: ['结婚登记', '离婚登记'], 证件字号: ['J4399-1', 'J4399-2'] } }, 'marriage', { date: '登记日期', name_a: '男方姓名', pid_a: '男方身份证件号', name_b: '女方姓名', pid_b: '女方身份证件号', event: '业务类型', cert_no: '证件字号' }],
  ['民政局', '2024年低保家庭花名册.xlsx', { headers: '低保证号|户主/姓名|户主/身份证号|家庭成员/姓名|家庭成员/身份证号|家庭成员/与户主关系|低保类别|月保障金额(元)|起保日期|村(社区)', cells: { 低保证号: ['DB01', 'DB02'], 低保类别: ['A类', 'B类'] } }, 'dibao', { grant_no: '低保证号', head_name: '户主姓名', head_pid: '户主身份证号', name: '家庭成员姓名', pid: '家庭成员身份证号', relation_to_head: '与户主关系', class: '低保类别', monthly: '月保障金额', from_date: '起保日期', village: '村(社区)' }],
  ['民政局', '城乡低保花名册.xlsx', { headers: '低保证号|户主/姓名|户主/身份证号|家庭成员/姓名|家庭成员/身份证号|与户主关系|低保类别|保障人口|户月保障金额(元)|享受起始日期|村(社区)', cells: { 低保证号: ['DB01', 'DB02'], 低保类别: ['A类', 'B类'], 保障人口: '2' } }, 'dibao', { grant_no: '低保证号', head_name: '户主姓名', head_pid: '户主身份证号', name: '家庭成员姓名', pid: '家庭成员身份证号', relation_to_head: '与户主关系', class: '低保类别', headcount: '保障人口', monthly: '户月保障金额', from_date: '享受起始日期', village: '村(社区)' }],
  ['民政局', '特困供养人员名册.xls', { headers: '姓名|身份证号码|供养方式|生活自理能力|月供养标准|纳入特困时间|所在敬老院|村组', cells: { 供养方式: ['分散供养', '集中供养'], 生活自理能力: ['全自理', '半护理'], 所在敬老院: ['石桥镇敬老院', ''] } }, 'tekun', { pid: '身份证号码', name: '姓名', mode: '供养方式', care_grade: '生活自理能力', care_std: '月供养标准', from_date: '纳入特困时间', institution: '所在敬老院', village: '村组' }],
  ['残联', '持证残疾人.xlsx', { headers: '残疾人姓名|身份证号|残疾证号|残疾类型|残疾级别|首次发证日期|有效期止|持证状态', cells: { 残疾类型: ['肢体', '视力'], 残疾级别: ['一级', '四级'], 持证状态: ['正常', '注销'] } }, 'disability', { name: '残疾人姓名', pid: '身份证号', cert_no: '残疾证号', category: '残疾类型', grade: '残疾级别', issued: '首次发证日期', expires: '有效期止', status: '持证状态' }],
  ['民政局', '高龄津贴发放表.csv', { headers: '老人姓名|身份证号|出生年月|年龄段|津贴月份|津贴金额|一卡通账号|居住村|认证日期|认证方式', cells: { 年龄段: ['80-89岁', '90-99岁'], 认证方式: '人脸识别' } }, 'elder_allowance', { name: '老人姓名', pid: '身份证号', birth: '出生年月', band: '年龄段', month: '津贴月份', amount: '津贴金额', account: '一卡通账号', village: '居住村', liveness_at: '认证日期', method: '认证方式' }],
  ['民政局', '临时救助台账.xls', { headers: '救助编号|申请人|申请人身份证号|户编号|村(居)|救助类型|致困原因|救助金额|审批时间|审批人', cells: { 救助编号: ['L1', 'L2'], 户编号: ['H1', 'H2'], 救助类型: ['急难型', '支出型'], 致困原因: '因病' } }, 'relief', { grant_no: '救助编号', name: '申请人', pid: '申请人身份证号', household_no: '户编号', village: '村(居)', relief_type: '救助类型', cause: '致困原因', amount: '救助金额', date: '审批时间', approver: '审批人' }],
  ['人社局', '养老待遇发放.csv', { headers: '公民身份号码|姓名|险种类型|待遇年月|养老金|停发日期|停发原因|社保卡银行账号', cells: { 险种类型: ['城乡居民养老', '企业职工养老', '城乡居民'], 待遇年月: ['202403', '202404'], 停发日期: '', 停发原因: '' } }, 'pension', { pid: '公民身份号码', name: '姓名', scheme: '险种类型', month: '待遇年月', amount: '养老金', stop: '停发日期', reason: '停发原因', account: '社保卡银行账号' }],
  ['法院', '服刑人员.csv', { headers: '罪犯姓名|身份证号|刑种|刑期起日|刑期止日|服刑监狱|判决日期', cells: { 刑种: ['有期徒刑', '拘役'], 服刑监狱: '云溪监狱' } }, 'custody', { name: '罪犯姓名', pid: '身份证号', type: '刑种', from_date: '刑期起日', to_date: '刑期止日', place: '服刑监狱', judgement: '判决日期' }],
  ['司法局', '社区矫正人员名单.xls', { headers: '姓名|身份证号|矫正起始日期|矫正终止日期|执行机关', cells: { 执行机关: '石桥司法所' } }, 'custody', { name: '姓名', pid: '身份证号', from_date: '矫正起始日期', to_date: '矫正终止日期', place: '执行机关', type: '=probation' }],
  ['医保局', '居民医保缴费.csv', { headers: '参保人姓名|参保人身份证号|缴费年度|参保身份|个人缴费金额|资助参保金额|缴费日期', cells: { 参保身份: ['普通居民', '低保对象'] } }, 'medical_contribution', { name: '参保人姓名', pid: '参保人身份证号', year: '缴费年度', category: '参保身份', amount: '个人缴费金额', subsidy: '资助参保金额', paid_at: '缴费日期' }],
  ['农业农村局', '承包地确权登记.xlsx', { headers: '承包经营权证编码|承包方代表姓名|承包方代表证件号码|成员姓名|成员证件号码|与承包方代表关系|地块编码|地块名称|合同面积(亩)|实测面积(亩)|发包方名称', cells: { 承包经营权证编码: ['439921100201J000001', '439921100201J000002'], 与承包方代表关系: ['户主', '配偶'], 地块编码: ['4399211002010000001'], 地块名称: '门前田', 发包方名称: '石桥镇柳家湾村' } }, 'land_right', { cert_no: '承包经营权证编码', contractor_name: '承包方代表姓名', contractor_pid: '承包方代表证件号码', name: '成员姓名', pid: '成员证件号码', relation_to_head: '与承包方代表关系', plot_code: '地块编码', plot_name: '地块名称', area: '合同面积', area_gis: '实测面积', village: '发包方名称' }],
  ['自然资源局', '不动产登记信息.xlsx', { headers: '不动产权证书号|权利人|权利人证件号码|共有情况|坐落|建筑面积(平方米)|规划用途|登簿时间|取得方式|权属状态', cells: { 不动产权证书号: ['湘(2020)青岚县不动产权第0001号', '湘(2021)青岚县不动产权第0002号'], 共有情况: '单独所有', 坐落: '石桥路1号', 规划用途: ['成套住宅', '商业服务'], 取得方式: '买卖', 权属状态: '现势' } }, 'real_estate', { cert_no: '不动产权证书号', name: '权利人', pid: '权利人证件号码', address: '坐落', area: '建筑面积', usage: '规划用途', acquired: '登簿时间', method: '取得方式', status: '权属状态' }],
  ['住建局', '商品房网签.csv', { headers: '网签合同号|购房人|购房人身份证号|楼盘房号|建筑面积(平方米)|签约时间|成交金额', cells: { 网签合同号: ['WQ1', 'WQ2'], 楼盘房号: '1栋101' } }, 'presale', { contract_no: '网签合同号', name: '购房人', pid: '购房人身份证号', address: '楼盘房号', area: '建筑面积', signed: '签约时间', price: '成交金额' }],
  ['公安局', '机动车登记.csv', { headers: '车牌号码|车架号|车主姓名|车主身份证号|车型|注册日期|机动车状态', cells: { 车架号: ['LSV1', 'LSV2'], 车型: ['小型轿车', '两轮摩托车'], 机动车状态: ['正常', '报废'] } }, 'vehicle', { plate: '车牌号码', vin: '车架号', name: '车主姓名', pid: '车主身份证号', type: '车型', first_reg: '注册日期', status: '机动车状态' }],
  ['住建局', '公租房承租情况.xls', { headers: '租赁合同编号|承租人姓名|承租人身份证号|房号|租金(元)|合同起始日期|合同终止日期|欠缴租金(元)|租赁状态', cells: { 租赁合同编号: ['GZ1', 'GZ2'], 房号: '3-201', 租赁状态: ['在租', '已退租'] } }, 'public_rental', { lease_no: '租赁合同编号', name: '承租人姓名', pid: '承租人身份证号', unit_no: '房号', rent: '租金', from_date: '合同起始日期', to_date: '合同终止日期', arrears: '欠缴租金', status: '租赁状态' }],
  ['市场监管局', '企业名单.csv', { headers: '统一社会信用代码|企业名称|企业类型|成立日期|注册资本(万元)|登记状态|经营范围|住所', cells: { 企业名称: '青岚县石桥建材店', 企业类型: ['有限责任公司', '个体工商户'], 登记状态: ['存续', '注销'], 经营范围: '建材', 住所: '石桥路1号' } }, 'business', { uscc: '统一社会信用代码', name: '企业名称', type: '企业类型', established: '成立日期', capital: '注册资本', status: '登记状态', scope: '经营范围', address: '住所' }],
  ['市场监管局', '主要人员.csv', { headers: '统一社会信用代码|企业名称|人员姓名|人员身份证号|职务|出资比例', cells: { 企业名称: '青岚县石桥建材店', 职务: ['法定代表人', '股东', '监事'], 出资比例: '50' } }, 'business_person', { uscc: '统一社会信用代码', org_name: '企业名称', name: '人员姓名', pid: '人员身份证号', role: '职务', share: '出资比例' }],
  ['财政局', '统发工资人员.xlsx', { headers: '姓名|身份证号|单位|岗位|人员类别|参加工作时间|工资月份|应发工资', cells: { 单位: '石桥镇人民政府', 岗位: '科员', 人员类别: ['公务员', '事业编制', '编外'] } }, 'public_staff', { name: '姓名', pid: '身份证号', unit: '单位', post: '岗位', staff_type: '人员类别', hire: '参加工作时间', pay_month: '工资月份', gross: '应发工资' }],
  ['组织部', '村两委干部名册.xls', { headers: '姓名|身份证号|任职村(社区)|现任职务|任职时间|离任时间|是否党员|月报酬(元)', cells: { 现任职务: ['支部书记', '村主任', '会计'], 离任时间: '' } }, 'village_cadre', { name: '姓名', pid: '身份证号', village: '任职村(社区)', post: '现任职务', from_date: '任职时间', to_date: '离任时间', party: '是否党员', allowance: '月报酬' }],
  ['组织部', '干部近亲属申报.csv', { headers: '本人姓名|本人身份证号|亲属姓名|亲属身份证号|与本人关系|数据来源', cells: { 与本人关系: ['配偶', '儿子'], 数据来源: '本人申报' } }, 'kinship', { name_a: '本人姓名', pid_a: '本人身份证号', name_b: '亲属姓名', pid_b: '亲属身份证号', relation: '与本人关系', source: '数据来源' }],
  ['石桥镇', '补贴公示名单.xls', { title: ['石桥镇2024年耕地地力保护补贴公示名单'], headers: '村|户主|身份证号|补贴面积|拟补贴金额|公示日期|公示截止日期', cells: { 身份证号: '439921********1234' } }, 'notice_row', { village: '村', name: '户主', pid: '身份证号', amount: '拟补贴金额', published_at: '公示日期', expires_at: '公示截止日期', policy: '=耕地地力保护补贴', period_from: '=2024-01', period_to: '=2024-12' }],
  ['石桥镇', '村务公开台账.xls', { headers: '公开编号|公开单位|公开事项|公开期间|公开时间|公示截止日期', cells: { 公开编号: ['G1', 'G2'], 公开单位: '石桥镇柳家湾村', 公开事项: ['财务收支', '低保名单'], 公开期间: '2024年一季度' } }, 'village_notice', { notice_no: '公开编号', village: '公开单位', category: '公开事项', period: '公开期间', published_at: '公开时间', expires_at: '公示截止日期' }],
  ['民政局', '困难残疾人生活补贴审批花名册.xls', { title: ['2024年3月困难残疾人生活补贴审批花名册'], headers: '姓名|身份证号|村(社区)|审批金额|审批日期|审批人|审批结果', cells: { 审批结果: ['同意', '不同意'] } }, 'approval_roll', { name: '姓名', pid: '身份证号', village: '村(社区)', amount: '审批金额', approved_at: '审批日期', approver: '审批人', status: '审批结果', policy: '=困难残疾人生活补贴', period_from: '=2024年3月', period_to: '=2024年3月' }],
  ['农业农村局', '集体资产清查.xls', { headers: '资产编号|资产名称|资产类别|所属村|原值(万元)|净值(万元)|面积(亩)|使用现状', cells: { 资产编号: ['ZC1', 'ZC2'], 资产名称: '旧村部', 资产类别: ['经营性资产', '非经营性资产'], 使用现状: ['出租', '闲置'] } }, 'collective_asset', { asset_id: '资产编号', name: '资产名称', class: '资产类别', village: '所属村', original: '原值', net: '净值', area: '面积', status: '使用现状' }],
  ['石桥镇', '农村集体经济合同台账.xlsx', { headers: '合同编号|合同类型|村|甲方|承租方|承租方证件号|标的资产编号|承包面积(亩)|年承包费(元)|租期起|租期止|签订时间|履行状态', cells: { 合同编号: ['HT1', 'HT2'], 合同类型: '租赁', 甲方: '柳家湾村经济合作社', 标的资产编号: ['ZC1', 'ZC2'], 履行状态: ['履行中', '到期'] } }, 'contract', { contract_no: '合同编号', type: '合同类型', village: '村', party_a: '甲方', party_b_name: '承租方', party_b: '承租方证件号', asset_id: '标的资产编号', area: '承包面积', rent_year: '年承包费', from_date: '租期起', to_date: '租期止', signed: '签订时间', status: '履行状态' }],
  ['石桥镇', '租金收缴台账.xls', { headers: '合同号|村|应缴日期|应收租金|实收租金|收款时间|是否减免', cells: { 合同号: ['HT1', 'HT2'] } }, 'receivable', { contract_no: '合同号', village: '村', due_at: '应缴日期', amount: '应收租金', received: '实收租金', received_at: '收款时间', waived: '是否减免' }],
  ['三资平台', '村级凭证明细.csv', { headers: '凭证编号|凭证日期|账套名称|会计科目|摘要|收入金额|支出金额|往来单位|经手人|审批人', cells: { 凭证编号: ['记-1', '记-2'], 账套名称: '石桥镇柳家湾村', 会计科目: ['工程款', '误工费'], 摘要: '付款', 往来单位: '青岚县石桥建材店' } }, 'village_voucher', { voucher_no: '凭证编号', date: '凭证日期', village: '账套名称', kind: '会计科目', summary: '摘要', income: '收入金额', expense: '支出金额', counterparty_name: '往来单位', handler: '经手人', approver: '审批人' }],
  ['石桥镇', '误工补贴发放表.xls', { headers: '村|用工月份|姓名|身份证号|误工天数|误工标准|误工费|误工事由', cells: { 误工事由: '清扫村道' } }, 'labour_roster', { village: '村', month: '用工月份', name: '姓名', pid: '身份证号', days: '误工天数', rate: '误工标准', amount: '误工费', task: '误工事由' }],
  ['发改局', '项目库.xls', { headers: '项目编码|工程名称|项目所在村|工程类别|概算投资(万元)|资金渠道|批复时间|实际开工日期|竣工验收日期|审定金额(万元)', cells: { 项目编码: ['XM1', 'XM2'], 工程名称: '村道硬化', 工程类别: '道路', 资金渠道: '衔接资金' } }, 'project', { project_no: '项目编码', name: '工程名称', village: '项目所在村', type: '工程类别', budget: '概算投资', fund_source: '资金渠道', approved_at: '批复时间', started_at: '实际开工日期', accepted_at: '竣工验收日期', settled: '审定金额' }],
  ['公共资源交易中心', '投标情况.xls', { headers: '招标项目编号|投标单位|投标单位信用代码|投标报价|是否中标|授权代表|授权代表身份证号', cells: { 招标项目编号: ['ZB1', 'ZB2'], 投标单位: '青岚县石桥建材有限公司' } }, 'bid', { tender_no: '招标项目编号', bidder_name: '投标单位', bidder: '投标单位信用代码', price: '投标报价', won: '是否中标', contact_name: '授权代表', contact_pid: '授权代表身份证号' }],
  ['农商银行', '补贴账户清单.csv', { headers: '账号|客户姓名|客户证件号码|开户机构|开户日期|账户状态', cells: { 开户机构: '石桥支行', 账户状态: ['正常', '销户'] } }, 'bank_account', { account: '账号', name: '客户姓名', pid: '客户证件号码', bank: '开户机构', opened: '开户日期', status: '账户状态' }],
  ['农商银行', '代办取款.csv', { headers: '账号|客户姓名|客户身份证号|代理人姓名|代理人证件号|取款金额|交易日期|交易网点', cells: { 交易网点: '石桥支行' } }, 'cash_withdrawal', { account: '账号', name: '客户姓名', pid: '客户身份证号', agent_name: '代理人姓名', agent_pid: '代理人证件号', amount: '取款金额', date: '交易日期', branch: '交易网点' }],
  ['民政局', '代领人登记.xls', { headers: '受益人/姓名|受益人/身份证号|代领人/姓名|代领人/身份证号|代领关系|代领类型|村', cells: { 代领关系: '父子', 代领类型: ['亲属', '监护人'] } }, 'proxy', { name: '受益人姓名', pid: '受益人身份证号', agent_name: '代领人姓名', agent_pid: '代领人身份证号', relation: '代领关系', kind: '代领类型', village: '村' }],
  ['供电公司', '光伏并网.csv', { headers: '发电客户编号|业主姓名|业主身份证号|并网容量(kW)|备案时间|并网申请时间|竣工验收日期|并网时间|消纳方式', cells: { 发电客户编号: ['PV1', 'PV2'], 并网容量: '12.5', 消纳方式: ['全额上网', '余电上网'] } }, 'pv', { pv_no: '发电客户编号', owner_name: '业主姓名', owner: '业主身份证号', capacity: '并网容量', filed_at: '备案时间', applied_at: '并网申请时间', accepted_at: '竣工验收日期', connected_at: '并网时间', mode: '消纳方式' }],
  ['供电公司', '用户档案.csv', { headers: '用户编号|用户名称|用电地址|用电类别|合同容量(kVA)|立户日期|电能表号', cells: { 用户编号: ['0431', '0432'], 用电类别: ['居民生活用电', '一般工商业'], 电能表号: ['D1', 'D2'] } }, 'power_customer', { customer_no: '用户编号', owner_name: '用户名称', address: '用电地址', tariff: '用电类别', kva: '合同容量', opened: '立户日期', meter_no: '电能表号' }],
  ['信访局', '信访件.csv', { headers: '信访编号|信访形式|是否实名|问题属地|问题类别|主要内容|登记时间|办理状态', cells: { 信访编号: ['X1', 'X2'], 信访形式: '来信', 问题类别: '低保', 主要内容: '反映低保问题', 办理状态: ['已办结', '办理中'] } }, 'petition', { petition_no: '信访编号', channel: '信访形式', named: '是否实名', region: '问题属地', category: '问题类别', about: '主要内容', received_at: '登记时间', status: '办理状态' }],
  ['统计局', '区划代码.csv', { headers: '统计用区划代码|名称|上级代码|行政级别', cells: { 统计用区划代码: ['439921100201', '439921100000'], 名称: ['柳家湾村', '石桥镇'], 上级代码: ['439921100000', '439921000000'], 行政级别: ['村', '乡镇'] } }, 'region', { code: '统计用区划代码', name: '名称', parent: '上级代码', level: '行政级别' }],
];

describe('a department file is recognised without a hand', () => {
  test.each(DEPARTMENT_FILES)('%s %s', (sender, file, shape, register, columns) => {
    const { settled, waits, candidates } = ask(shape, sender, file);
    expect(settled?.register, `${waits.map(({ en }) => en).join('; ')} ${candidates.map((one) => `${one.register} ${one.confidence.toFixed(2)}`).join(', ')}`).toBe(register);
    expect(brief(settled!.mapping.columns)).toEqual(columns);
  });
  test('there are forty of them', () => expect(DEPARTMENT_FILES.length).toBeGreaterThanOrEqual(40));
});

const WAITING: [what: string, sender: string | null, file: string, shape: Shape][] = [
  ['a kind of list that we do not know', '教育局', '学籍名单.xlsx', { headers: '姓名|身份证号|性别|学校|年级|班级|学籍号', cells: { 学校: '石桥中心小学', 年级: '三年级', 班级: '2班' } }],
  ['another one', '卫健局', '疫苗接种.csv', { headers: '姓名|身份证号|接种疫苗|接种日期|接种单位|剂次' }],
  ['one in English', null, 'members.csv', { headers: 'name|id_number|book title|due date|shelf' }],
  ['names and numbers without anything else', null, '名单.xlsx', { headers: '姓名|身份证号' }],
  ['money for nobody knows what', null, '表1.xlsx', { headers: '姓名|身份证号|金额' }],
  ['a payment list whose programme is stated nowhere', '财政局', '发放表.xlsx', { headers: '姓名|身份证号|发放金额|银行账号|发放日期' }],
  ['a title that names two programmes', '民政局', '低保和特困发放表.xls', { headers: '姓名|身份证号|发放金额|银行账号|发放日期' }],
  ['two columns of the same name', '财政局', '一卡通发放.xls', { headers: '姓名|身份证号|补贴项目|金额|金额_2', cells: { 补贴项目: '高龄津贴', 金额_2: '100' } }],
  ['numbers and names in swapped columns', '财政局', '一卡通发放.xls', { headers: '姓名|身份证号|补贴项目|补贴金额|发放日期', cells: { 补贴项目: '高龄津贴', 姓名: ['439921195203030021', '439921194304040034', '439921194405050047'], 身份证号: ['王建国', '李秀英', '张伟'] } }],
  ['amounts that are no amounts', '财政局', '一卡通发放.xls', { headers: '姓名|身份证号|补贴项目|补贴金额', cells: { 补贴项目: '高龄津贴', 补贴金额: ['已发', '未发'] } }],
  ['a company payroll', null, '工资表.xls', { headers: '姓名|身份证号|部门|岗位|基本工资|绩效|实发工资' }],
  ['only the spouse has a number', '民政局', '低保花名册.xls', { headers: '低保证号|户主|配偶姓名|配偶身份证号|保障人口|月保障金额', cells: { 低保证号: ['D1', 'D2'], 保障人口: '2' } }],
  ['people of a register, on another matter', '民政局', '低保对象医疗救助报销.xls', { headers: '姓名|身份证号|医院名称|住院日期|报销金额|自付金额' }],
  ['another', '残联', '残疾人就业培训.xls', { headers: '姓名|身份证号|培训课程|培训学校|课时|培训补贴' }],
  ['debit and credit, which say nothing of income without the account', '三资平台', '明细账.csv', { headers: '凭证号|日期|账套|科目代码|借方|贷方|余额方向', cells: { 账套: '石桥镇', 凭证号: ['1', '2'] } }],
  ['a table without headers', '财政局', '发放.csv', { headers: '列1|列2|列3' }],
];
describe('what cannot be told waits', () => {
  test.each(WAITING)('%s', (_, sender, file, shape) => {
    const { settled, waits } = ask(shape, sender, file);
    expect(settled?.register).toBeUndefined();
    expect(waits.length).toBeGreaterThan(0);
  });
});

test('names under the header of numbers are told as such, with what to do', () => {
  const { settled, waits } = ask({ headers: '姓名|身份证号|补贴项目|补贴金额|发放日期', cells: { 补贴项目: '高龄津贴', 姓名: ['439921195203030021', '439921194304040034', '439921194405050047'], 身份证号: ['王建国', '李秀英', '张伟'] } }, '财政局', '一卡通发放.xls');
  expect([settled, waits[0]?.zh]).toEqual([null, expect.stringMatching(/“姓名”一列里是身份证号，“身份证号”一列里是姓名：两列填反了.*对调/)]);
});

describe('what stands around a table', () => {
  const roll = (title: string) => ask({ title: [title], headers: '姓名|身份证号|审批金额|审批日期|村(社区)' }, '民政局', '审批表.xls').candidates.find(({ register }) => register === 'approval_roll')!.mapping.columns;
  test.each([
    ['2024年一季度高龄津贴审批表', '高龄津贴', '2024-01', '2024-03'],
    ['青岚县2024年3月份农村低保金审批花名册', '农村低保金', '2024年3月', '2024年3月'],
    ['石桥镇2023年度耕地地力保护补贴资金审批表', '耕地地力保护补贴', '2023-01', '2023-12'],
    ['2024年上半年水库移民后扶直补审批名册', '水库移民后扶直补', '2024-01', '2024-06'],
  ])('%s', (title, policy, from, to) => {
    expect(roll(title)).toMatchObject({ policy: { constant: policy }, period_from: { constant: from }, period_to: { constant: to } });
  });
  test('the day a list was made is not what the money is for', () => {
    const columns = roll('高龄津贴审批表 填报日期:2024年3月31日');
    expect(columns).toMatchObject({ policy: { constant: '高龄津贴' } });
    expect(columns.period_from).toBeUndefined();
  });
  test('a sheet named after a village says where its rows belong', () => {
    const { candidates } = ask({ sheet: '柳家湾村', headers: '姓名|身份证号|审批金额|补贴项目', cells: { 补贴项目: '高龄津贴' } }, '民政局', '审批花名册.xls');
    expect(candidates[0]!.mapping.columns.village).toEqual({ constant: '柳家湾村' });
  });
  test('bare months take the year from the title', () => {
    const { settled } = ask({ title: ['青岚县2024年高龄津贴发放表'], headers: '姓名|身份证号|年龄段|发放月份|津贴金额', cells: { 发放月份: ['1月', '2月', '3月'], 年龄段: ['80-89岁', '90-99岁'] } }, '民政局', '高龄津贴.xls');
    expect(settled?.mapping.columns.month).toMatchObject({ header: '发放月份', prefix: '2024年' });
  });
});

test('a table whose columns are all recognised and that still waits says what it lacks', () => {
  const { settled, waits } = ask({ headers: '姓名|身份证号|金额|村' }, null, 'x.csv');
  expect([settled, waits.map(({ zh }) => zh).join()]).toEqual([null, expect.stringMatching(/不足 85%，(?:拿不准的列|认不出的列|各列都认出)/)]);
});

describe('headers that all belong to one kind of list, and to no other', () => {
  const paid: Shape = { headers: '发放流水号|补贴项目|身份证号|姓名|村(社区)|所属期起|所属期止|发放金额(元)|发放日期|发放状态', cells: { 发放流水号: ['P1', 'P2', 'P3'], 补贴项目: '高龄津贴', 所属期起: '2026-05-01', 所属期止: '2026-05-31', 发放状态: '成功' } };
  test('are enough without a title, a telling file name or a sender', () => expect(ask(paid, null, 'x.csv').settled?.register).toBe('subsidy_pay'));
  test.each([['农商银行', 'x.csv'], [null, '银行代发结果.csv']])('are not where %s or %s speaks for another kind', (sender, file) => {
    expect(ask(paid, sender, file).settled?.register).not.toBe('subsidy_pay');
  });
  test.each([[null, 'x.csv', '姓名|身份证号|金额|村'], ['民政局', 'x.csv', '低保证号|成员姓名|村|月保障金额(元)'], [null, 'x.csv', '书名|作者|出版社'], ['财政局', '发放.csv', '列1|列2|列3']])('a table that waits says to a program, too, what is missing: %s %s %s', (sender, file, headers) => {
    const proposal = ask({ headers }, sender, file);
    expect(proposal.settled).toBeNull();
    expect(lackingOf(proposal).length).toBeGreaterThan(0);
  });
});

describe('money that nobody recognised', () => {
  const roster = (money: string) => ask({ headers: `低保证号|成员姓名|成员身份证号|户主姓名|户主身份证号|${money}|村|起保日期`, cells: { 低保证号: ['D1', 'D2', 'D3'], 核定数: ['500', '620', '700'] } }, '民政局', '2026年6月低保花名册.csv');
  test('金额(元/月) is the amount of a month', () => {
    expect(roster('金额(元/月)|家庭年收入').settled?.mapping.columns.monthly).toMatchObject({ header: '金额', unit: 'yuan' });
  });
  test.each(['核定数(元)', '家庭年收入'])('a list whose only money is %s waits and says so', (money) => {
    const { settled, waits } = roster(money);
    expect([settled, waits.map(({ zh }) => zh).join()]).toEqual([null, expect.stringMatching(/像是金额.*月保障金额（monthly）/)]);
  });
  test.each(['金额(元/年)', '年保障金额(元)', '2026年保障金额(元)', '季度保障金额'])('%s is not the amount of a month', (money) => {
    const { settled, waits } = roster(money);
    expect([settled, waits.map(({ zh }) => zh).join()]).toEqual([null, expect.stringMatching(/像是金额.*月保障金额（monthly）/)]);
  });
  const tekun = (money: string, cells: Shape['cells'] = {}) => ask({ headers: `姓名|身份证号|供养方式|自理能力|${money}|供养起始日期|村`, cells: { 供养方式: '分散供养', 自理能力: '全自理', ...cells } }, '民政局', '特困供养人员花名册2026年6月.csv');
  test('a second amount that is as well what the register asks for waits, and says of which column', () => {
    const { settled, waits } = tekun('基本生活标准(元)|照料护理标准(元)', { 基本生活标准: ['900', '950'], 照料护理标准: ['200', '210'] });
    expect([settled, waits.map(({ zh }) => zh).join()]).toEqual([null, expect.stringMatching(/“(基本生活|照料护理)标准”与“(基本生活|照料护理)标准”都像是.*（care_std）/)]);
  });
  test('the same figures twice do not', () => {
    expect(tekun('基本生活标准(元)|照料护理标准(元)', { 基本生活标准: '900', 照料护理标准: '900.00' })).toMatchObject({ waits: [], settled: { register: 'tekun' } });
  });
  test('what was paid on top waits; what was due beside what was paid does not', () => {
    const paid = (more: string) => ask({ headers: `补贴项目|身份证号|姓名|村(社区)|所属期起|所属期止|实发金额(元)|${more}|发放日期`, cells: { 补贴项目: '高龄津贴', 所属期起: '2026-05-01', 所属期止: '2026-05-31', 实发金额: ['100', '200'], 补发金额: ['50', '0'], 应发金额: ['100', '210'] } }, '财政局', '一卡通发放明细.csv');
    expect(paid('补发金额(元)')).toMatchObject({ settled: null, waits: [{ zh: expect.stringContaining('补发金额') }] });
    expect(paid('应发金额(元)').settled?.mapping.columns.amount).toMatchObject({ header: '实发金额' });
  });
  test('beside an amount that is recognised it does not wait', () => {
    expect(roster('月保障金额(元)|家庭年收入').settled?.mapping.columns.monthly).toMatchObject({ header: '月保障金额' });
  });
});

describe('next month', () => {
  const headers = '姓名|身份证号|补贴项目|补贴金额(万元)|发放日期';
  const first = ask({ headers, cells: { 补贴项目: '高龄津贴' } }, '财政局', '一卡通发放.xls').settled!;
  const known: Remembered = { sender: '财政局', register: first.register, fingerprint: fingerprintOf(tableOf({ headers }).headers), headers: tableOf({ headers }).headers, mapping: first.mapping, settledBy: 'person', lastUsed: new Date(0) };
  test('the same headers are mapped as before, whatever the file is called', () => {
    const again = ask({ headers, cells: { 补贴项目: '高龄津贴' } }, '财政局', '7月.xls', [known]);
    expect(again).toMatchObject({ asBefore: true, settled: { mapping: first.mapping } });
  });
  test('what changed is told in words', () => {
    const changed = tableOf({ headers: '身份证号码|姓名|补贴项目|补贴金额(元)|发放时间|备注', cells: { 补贴项目: '高龄津贴' } });
    const now = propose(changed, catalogue, { sender: '财政局', fileName: '一卡通发放.xls', remembered: [known] }).settled!;
    const told = driftOf(changed.headers, now.mapping, [known], catalogue);
    expect(told.map(({ kind, column }) => `${kind} ${column ?? ''}`.trim()).sort()).toEqual(['new', 'renamed paid_at', 'renamed pid', 'unit amount'].sort());
    expect(told.find(({ kind }) => kind === 'unit')!.words.en).toBe('Amount: the unit changed from "10k yuan" to "yuan"');
    expect(driftLines(told).map(({ zh }) => zh.split('：')[0])).toEqual([...new Set(driftLines(told).map(({ zh }) => zh.split('：')[0]))]);
    expect(driftLines(told).map(({ zh }) => zh)).toContain('单位变化：发放金额 万元 → 元');
  });
  test('a column that is gone and another order are told too', () => {
    const changed = tableOf({ headers: '身份证号|姓名|补贴项目|补贴金额(万元)', cells: { 补贴项目: '高龄津贴' } });
    const now = propose(changed, catalogue, { sender: '财政局', fileName: '一卡通发放.xls', remembered: [known] }).settled!;
    expect(driftOf(changed.headers, now.mapping, [known], catalogue).map(({ kind }) => kind)).toEqual(['missing', 'reordered']);
  });
  test('the same table again has nothing to tell', () => {
    expect(driftOf(tableOf({ headers }).headers, first.mapping, [known], catalogue)).toEqual([]);
  });
});

test('where other registers have the same columns it is said which', () => {
  const { settled, waits } = ask({ headers: '姓名|身份证号|月份|金额' }, null, 'x.csv');
  expect([settled, waits.at(-1)]).toEqual([null, {
    zh: expect.stringContaining('别的台账（养老待遇发放、用工误工名单、银行代发结果）也有这些列，表题和文件名没有说明是哪一种'), en: expect.stringContaining('other registers (Pension payment, Labour roster, Bank result of a payment) have them too'),
  }]);
});
