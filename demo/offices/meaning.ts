import type { Head } from '../files/paper.ts';

/** What most offices call the same, and what each means by its other columns: delivered header (under its upper line), register column.
 *  An office knows what it means; the house has to find it out. A column that no register has a place for means nothing. */
const COMMON = '姓名=name 身份证号=pid 身份证号码=pid 公民身份号码=pid 村（社区）=village 村(社区)=village 银行账号=account';
const MEANINGS: Record<string, string> = {
  approval_roll: '花名册编号=roll_no 补贴项目=policy 所属期起=period_from 所属期止=period_to 数量=qty 审批金额=amount 审批日期=approved_at 审批人=approver 审批状态=status 所属期=period_from+period_to',
  bank_account: '开户人证件号码=pid 开户人姓名=name 开户行=bank 开户日期=opened 销户日期=closed 账户状态=status',
  bank_result: '发放流水号=pay_id 代发项目=policy 证件号码=pid 户名=name 账号=account 金额=amount 所属期起=period_from 所属期止=period_to 入账日期=paid_at 处理结果=result 退票原因=return_reason',
  bid: '招标编号=tender_no 投标人=bidder_name 投标人统一社会信用代码=bidder 报价（元）=price 是否有效=valid 是否中标=won',
  business: '统一社会信用代码=uscc 企业名称=name 类型=type 登记状态=status 成立日期=established 注销日期=cancelled 注册资本(万元)=capital 住所=address 经营范围=scope',
  business_person: '统一社会信用代码=uscc 企业名称=org_name 身份=role 持股比例=share 任职日期=from_date 离任日期=to_date',
  cash_withdrawal: '户主证件号=pid 户主姓名=name 代办人证件号=agent_pid 代办人姓名=agent_name 取款金额（元）=amount 取款日期=date 网点=branch',
  charging: '桩编号=pile_no 用户编号=customer_no 表号=meter_no 户主=owner_name 户主证件号=owner 电价类别=tariff 功率(kW)=kw 装表日期=installed_at 是否多车共用=shared',
  collective_asset: '资产编号=asset_id 资产类别=class 资产名称=name 原值(万元)=original 净值(万元)=net 面积(亩)=area 用途=purpose 使用状态=status 地块编号=parcel_id',
  contract: '合同编号=contract_no 合同类型=type 甲方=party_a 乙方=party_b_name 乙方证件号=party_b 资产编号=asset_id 地块编号=parcel_id 项目编号=project_no 地类=land_class 面积(亩)=area 合同总价(元)=price 年租金(元)=rent_year 起始日期=from_date 终止日期=to_date 签订日期=signed 合同状态=status 合同总价(万元)=price 年租金(万元)=rent_year',
  custody: '类型=type 起始日期=from_date 终止日期=to_date 羁押场所=place 判决日期=judgement',
  death: '死亡日期=death_date 信息来源=source 注销日期=registered_at 户籍地=village 死者姓名=name 死者身份证号=pid 数据来源=source 死亡证明编号=cert_no 登记日期=registered_at 常住村（社区）=village 火化编号=cremation_no 逝者姓名=name 死亡时间=death_date 来源=source 登记时间=registered_at 住址所在村=village 所属村=village',
  dibao: '低保证号=grant_no 户号=household_no 户主/姓名=head_name 户主/身份证号=head_pid 保障对象/姓名=name 保障对象/身份证号=pid 保障对象/与户主关系=relation_to_head 类别=class 保障人数=headcount 月保障金额（元）=monthly 起保日期=from_date 停保日期=to_date 最近复核日期=last_review 审批人=approver 审批人身份证号=approver_pid 低保证编号=grant_no 联系电话=',
  disability: '残疾人证号=cert_no 残疾类别=category 残疾等级=grade 发证日期=issued 有效期至=expires 证件状态=status',
  elder_allowance: '出生日期=birth 年龄段=band 发放月份=month 金额（元）=amount 生存认证日期=liveness_at 认证方式=method 发放状态=status',
  household: '户编号=household_no 户类型=kind 与户主关系=relation_to_head 所在村=village 起始日期=from_date 终止日期=to_date',
  kinship: '申报人/姓名=name_a 申报人/身份证号=pid_a 亲属/姓名=name_b 亲属/身份证号=pid_b 亲属关系=relation 来源=source',
  labour_roster: '用工月份=month 天数=days 日工资（元）=rate 金额（元）=amount 用工事项=task 用工性质=work_type 发放日期=paid_at',
  land_right: '权证编码=cert_no 承包方代表/姓名=contractor_name 承包方代表/身份证号=contractor_pid 家庭成员/姓名=name 家庭成员/身份证号=pid 与代表关系=relation_to_head 地块代码=plot_code 地块名称=plot_name 确权面积(亩)=area 发包方(村)=village 确权面积(平方米)=area',
  marriage: '男方/姓名=name_a 男方/身份证号=pid_a 女方/姓名=name_b 女方/身份证号=pid_b 登记类型=event 登记日期=date 证件字号=cert_no',
  meter_reading: '表号=meter_no 日期=date 日电量(kWh)=kwh 8-22时电量(kWh)=day_kwh 充电次数=charge_events 最长连续用电小时=max_hours',
  notice_row: '公示编号=notice_no 补贴项目=policy 所属期起=period_from 所属期止=period_to 公示金额=amount 公示日期=published_at 公示截止日期=expires_at',
  pension: '险种=scheme 待遇月份=month 发放金额=amount 停发日期=stop 停发原因=reason 发放状态=status',
  person: '性别=sex 出生日期=birth 民族=ethnic 户号=household_no 与户主关系=relation_to_head 户籍村（社区）=hukou_region 户籍地址=hukou_addr 人员状态=status 变动日期=changed_at 户籍所在村(社区)=hukou_region',
  policy_exclusion: '甲项目=policy_a 乙项目=policy_b 执行日期=from_date 废止日期=to_date 过渡月数=grace_months 条款=clause',
  power_customer: '用户编号=customer_no 户名=owner_name 户主证件号=owner 用电地址=address 电价类别=tariff 电压等级(kV)=kv 合同容量(kVA)=kva 立户日期=opened 表号=meter_no',
  project: '项目编号=project_no 项目名称=name 项目类型=type 建设地点=site 预算金额（万元）=budget 资金来源=fund_source 批准日期=approved_at 招标日期=tender_at 开工日期=started_at 验收日期=accepted_at 结算金额（万元）=settled 是否应急抢险=emergency 上级项目编号=parent_no',
  proxy: '受益人/姓名=name 受益人/身份证号=pid 代领人/姓名=agent_name 代领人/身份证号=agent_pid 关系=relation 代领类型=kind 起始日期=from_date 终止日期=to_date',
  public_staff: '单位名称=unit 单位统一社会信用代码=uscc 职务=post 职级=grade 人员类别=staff_type 入职日期=hire 离职日期=leave 工资月份=pay_month 应发工资（元）=gross',
  pv: '发电户号=pv_no 用户编号=customer_no 业主=owner_name 业主证件号=owner 装机容量(kW)=capacity 备案日期=filed_at 并网申请日期=applied_at 勘查日期=surveyed_at 验收日期=accepted_at 并网日期=connected_at 首次结算日期=settled_at 消纳方式=mode 先并后备试点=pilot 系统迁移数据=migrated 代办电话=agent_phone 安装单位统一社会信用代码=installer',
  real_estate: '不动产权证号=cert_no 权利人=name 权利人证件号=pid 共有份额=share 坐落=address 建筑面积(平方米)=area 用途=usage 登记日期=acquired 状态=status',
  receivable: '合同编号=contract_no 应收日期=due_at 应收金额=amount 实收金额=received 收款日期=received_at 是否减免=waived 决议文号=resolution',
  region: '区划代码=code 名称=name 上级代码=parent 级别=level 启用日期=from_date 停用日期=to_date 并入代码=merged_into',
  relief: '救助编号=grant_no 户号=household_no 救助类型=relief_type 救助原因=cause 救助金额=amount 发放日期=date 审批人=approver',
  resource_parcel: '地块编号=parcel_id 权属=owner 地类=land_class 面积(平方米)=area 现状用途=purpose 是否在用=occupied 使用人类型=occupier 影像日期=imagery_date 资产编号=asset_id geometry=geom',
  subsidy_pay: '流水号=pay_id 项目名称=policy 受益人姓名=name 户编号=household_no 行政区划=village 所属期起=period_from 所属期止=period_to 数量=qty 计量单位=unit 补贴标准=standard 实发金额=amount 收款账号=account 开户名=account_name 开户银行=bank 发放时间=paid_at 状态=status 类型=pay_type 经办=operator 备注=remark 发放流水号=pay_id 补贴项目=policy 户号=household_no 单位=unit 标准=standard 发放金额(元)=amount 账户名=account_name 开户行=bank 发放日期=paid_at 发放状态=status 发放类型=pay_type 经办人=operator 补贴名称=policy 村居=village 账号=account 户名=account_name 发放标准=standard 发放金额=amount 所属期开始=period_from 所属期结束=period_to',
  subsidy_policy: '政策编码=policy 补贴项目名称=name 主管部门=department 政策依据=basis 发放周期=cycle 发放对象=audience 是否困难类=means_tested 是否按户发放=per_household 服刑期间是否停发=stops_in_custody 死后可领=after_death_ok 是否定额=flat_rate 执行日期=from_date 废止日期=to_date 公示要求=publish_rule',
  subsidy_standard: '补贴项目=policy 等级=grade 起始年龄=age_from 截止年龄=age_to 标准=amount 计发单位=unit 执行日期=from_date 废止日期=to_date',
  tekun: '供养方式=mode 自理能力=care_grade 供养标准=care_std 供养起始日期=from_date 终止日期=to_date 供养机构=institution',
  tender: '招标编号=tender_no 项目编号=project_no 招标人=buyer 招标方式=method 预算价(万元)=estimate 公告日期=published_at 截止日期=deadline 中标日期=award_at',
  trade: '交易编号=trade_no 资产编号=asset_id 地块编号=parcel_id 交易方式=mode 起始价（元）=start_price 成交价（元）=deal_price 受让方=winner_name 受让方证件号=winner 挂牌日期=listed 成交日期=deal_at 合同编号=contract_no',
  vehicle: '号牌号码=plate 车辆识别代号=vin 所有人=name 所有人证件号=pid 车辆类型=type 初次登记日期=first_reg 车辆价格=value 状态=status',
  village_cadre: '职务=post 任职日期=from_date 离任日期=to_date 是否党员=party 月报酬（元）=allowance',
  village_voucher: '凭证号=voucher_no 分录号=line_no 日期=date 收支类别=kind 收入金额=income 支出金额=expense 对方名称=counterparty_name 对方证件号=counterparty 合同编号=contract_no 项目编号=project_no 摘要=summary 经手人=handler 是否现金=cash',
  work_order: '工单编号=order_no 工单类型=order_type 用户编号=customer_no 受理日期=accepted_at 归档日期=closed_at 结果=result',
};

const read = (text: string): Map<string, string[]> => new Map(text.split(' ').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1).split('+').filter(Boolean)]));
const common = read(COMMON);
const own = new Map(Object.entries(MEANINGS).map(([register, text]) => [register, read(text)]));

/** The register columns that a delivered column holds: one as a rule, two where one cell says both ends of a period.
 *  @throws where nobody said what the column means */
export function meaning(register: string, { group, head }: Head): string[] {
  const name = group ? `${group}/${head}` : head;
  const means = own.get(register)?.get(name) ?? common.get(name);
  if (!means) throw new Error(`nobody said what ${name} means in ${register}`);
  return means;
}
