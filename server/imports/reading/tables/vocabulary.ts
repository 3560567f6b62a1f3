/** Words that head columns in the files of Chinese offices, and their English cousins. Whole cells first; then endings, which
 *  recognise the many headers nobody lists (低保证号, 实发金额, 工程竣工日期). REGISTERS' catalogue adds its synonyms. */
const WHOLE = `序号 编号 姓名 户主 户主姓名 性别 年龄 民族 身份证 身份证号 证件号码 公民身份号码 出生日期 住址 地址 家庭住址 电话 手机 联系电话 联系方式
  村 组 乡镇 镇 乡 街道 社区 村组 村名 行政村 县 区县 市 省 所属村 单位 部门 职务 岗位 职级 备注 说明 状态 类型 类别 性质 名称 项目 内容 金额 合计 小计
  数量 单价 标准 月份 年份 年度 日期 时间 期数 批次 银行 账号 卡号 开户行 户名 面积 亩数 人数 户数 人口 关系 与户主关系 等级 级别 签名 签字 经办人
  承包方 发包方 甲方 乙方 摘要 借方 贷方 余额 科目 凭证号 合同号 中标人 投标人 法人 法定代表人 车牌 车牌号 死亡日期 死亡时间 条款 政策 文号 文件号 版本 来源 用途 坐落 四至 结果
  id no name date amount sum total address phone sex gender age village town county region remark remarks note notes status type category account bank
  unit price qty quantity number code year month day from to start end title description currency country surname postcode city email state value key label`;

const ENDINGS = `姓名 名称 名 号 号码 证号 编号 代码 编码 身份证 日期 时间 年月 年度 金额 资金 标准 面积 亩数 地址 住址 电话 账号 帐号 卡号 类型 类别 类 状态 情况
  原因 方式 单位 部门 备注 人数 户数 数量 次数 天数 比例 等级 级别 程度 关系 职务 地点 位置 用途 来源 结果 内容 依据 起 止 单价 总价 价款 租金 补贴 补助 工资 收入 支出
  余额 费 费用 款 额 数 量 率 期限 期 银行 开户行 性别 年龄 民族 人员 负责人 经办人 联系人 代表 人 主体 科目 摘要 意见 坐标 经度 纬度 容量 电量 电压 说明 与否 否 份 项目 村 乡镇`;

/** Data may end in these too (青岚村, 王所有人, 2,000 份): alone they prove nothing. */
const WEAK = new Set(`名 号 类 起 止 费 款 额 数 量 率 期 人 份 否 村 乡镇 银行 人员 单位 部门 主体 代表 项目`.split(/\s+/));

const ENGLISH_ENDINGS = /(?:^|[_\s])(?:id|no|name|date|amount|number|code|type|status|address|phone|account|area|unit|price|region|village|year|month|total|qty|remark|from|to|at|by)$/i;

export type Vocabulary = { whole: Set<string>; endings: string[] };

export const normaliseHeader = (cell: string): string =>
  cell
    .normalize('NFKC')
    .replace(/[([【][^)\]】]*[)\]】]/g, '')
    .replace(/[\s*:：、,.。"'“”]/g, '')
    .toLowerCase();

export function vocabulary(more: Iterable<string> = []): Vocabulary {
  const whole = new Set(WHOLE.split(/\s+/).map(normaliseHeader));
  for (const word of more) whole.add(normaliseHeader(word));
  return { whole, endings: ENDINGS.split(/\s+/).filter((ending) => !WEAK.has(ending)) };
}

export const DEFAULT_VOCABULARY = vocabulary();

/** Numbers, dates and amounts: most cells of most tables. */
const FIGURES = /^[\d\s.,:/-]*\d{3}[\d\s.,:/-]*$/;

/** Whether a cell reads like the head of a column. */
export function isHeaderWord(cell: string, words: Vocabulary): boolean {
  if (cell.length > 40 || FIGURES.test(cell)) return false;
  const normal = normaliseHeader(cell);
  if (normal === '') return false;
  if (words.whole.has(normal)) return true;
  if (normal.length <= 12 && words.endings.some((ending) => normal.endsWith(ending) && normal.length >= ending.length)) return !/\d{3,}/.test(normal);
  return ENGLISH_ENDINGS.test(cell.trim()) && !/[。，；]/.test(cell);
}
