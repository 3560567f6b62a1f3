const UNITS = `元 万元 千元 百万元 亿元 角 分 人民币 亩 公顷 平方米 平方公里 ㎡ m2 m² ha mu kw kwh kwp kva kv mw 千瓦 千瓦时 度 公里 千米 km 米 m 吨 公斤 千克 kg 斤 升 l 人 户 头 只
  株 个 件 台 套 天 日 小时 h 月 年 岁 周岁 % ‰ yuan cny rmb eur usd fen 元/月 元/年 元/亩 元/人 元/天 元/㎡ 元/平方米 万元/年 元/千瓦时 元/度 元/人·月 元/人.月 元/亩·年`;
const KNOWN = new Set(UNITS.split(/\s+/));

const BRACKETED = /^(.*?)\s*[(（[【]\s*(?:单位\s*[:：]?\s*)?([^()（）[\]【】]{1,12})\s*[)）\]】]\s*$/s;
const LINE = /(?:金额)?单位\s*[:：]\s*([^\s,，;；。、)）]{1,8})/g;

/** `金额(万元)` → 金额, 万元. Brackets that hold no unit belong to the name: 村(社区). */
export function splitUnit(header: string): { name: string; unit?: string } {
  const match = BRACKETED.exec(header);
  if (!match || !isUnit(match[2]!) || match[1]!.trim() === '') return { name: header };
  return { name: match[1]!.trim(), unit: match[2]!.trim() };
}

/** What a unit line over the table says: 单位：万元. A line 填报单位：民政局 names an office and is no unit. */
export function unitOfTitle(lines: string[]): string | null {
  for (const line of lines)
    for (const match of line.matchAll(LINE))
      if (isUnit(match[1]!) && !/(?:填报|报送|编制|制表|填表|主管)$/.test(line.slice(0, match.index))) return match[1]!;
  return null;
}

const isUnit = (text: string): boolean => KNOWN.has(text.normalize('NFKC').trim().toLowerCase()) || KNOWN.has(text.trim());

const MONEY_UNIT = /元|yuan|cny|rmb|eur|usd/i;
const MONEY_HEADER = /金额|资金|款|补贴|补助|工资|薪|收入|支出|单价|总价|价格|价款|租金|余额|标准|费|额|合计|津贴|奖|投资|预算|决算|造价|amount|money|price|pay|fee|budget/i;
const AREA_HEADER = /面积|亩|area/i;

/** Whether a unit that stands over the whole table is the unit of this column. */
export function unitApplies(unit: string, header: string): boolean {
  if (MONEY_UNIT.test(unit)) return MONEY_HEADER.test(header) && !/率|比例|人数|户数|份额数|数量|日期|时间|类|方式|名称|账|号/.test(header);
  return /亩|公顷|平方|㎡|m2|mu|ha/i.test(unit) && AREA_HEADER.test(header);
}
