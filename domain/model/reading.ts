import type { Language, Words } from '../words.ts';
import { type Node, parseExpression } from './expression.ts';
import { functions } from './functions.ts';
import type { Model, Setting } from './model.ts';
import type { Register } from './register.ts';
import { units } from './units.ts';

/** Reads an expression aloud: columns by their titles, operators in words. The tree is the one the SQL comes from, so both say the same. */
export function readAloud(text: string | number | boolean, model: Model, registers: (id: string) => Register | undefined, language: Language): string {
  return aloud(parseExpression(String(text)), { model, registers, language });
}

type Reader = { model: Model; registers: (id: string) => Register | undefined; language: Language };

const operators: Record<string, Words> = {
  '=': { zh: '等于', en: 'is' }, '<>': { zh: '不同于', en: 'differs from' }, '<': { zh: '小于', en: 'is less than' }, '<=': { zh: '不超过', en: 'is at most' },
  '>': { zh: '大于', en: 'is more than' }, '>=': { zh: '不少于', en: 'is at least' }, and: { zh: '，并且', en: ' and ' }, or: { zh: '，或者', en: ' or ' },
  '+': { zh: '加', en: 'plus' }, '-': { zh: '减', en: 'minus' }, '*': { zh: '乘以', en: 'times' }, '/': { zh: '除以', en: 'per' }, like: { zh: '形如', en: 'looks like' },
};
const dateOperators: Record<string, Words> = {
  '<': { zh: '早于', en: 'is before' }, '<=': { zh: '不晚于', en: 'is not after' }, '>': { zh: '晚于', en: 'is after' }, '>=': { zh: '不早于', en: 'is not before' },
};
const isJoining = (op: string) => op === 'and' || op === 'or';

function aloud(node: Node, r: Reader): string {
  const zh = r.language === 'zh';
  const gap = zh ? '' : ' ';
  switch (node.kind) {
    case 'column': return named(node, r);
    case 'number': return node.unit ? quantity(node.value, node.unit, r.language) : node.value;
    case 'text': return zh ? `“${node.value}”` : `“${node.value}”`;
    case 'date': return node.value;
    case 'boolean': return node.value ? (zh ? '是' : 'yes') : zh ? '否' : 'no';
    case 'null': return zh ? '无' : 'nothing';
    case 'star': return zh ? '行' : 'rows';
    case 'not': return zh ? `并非（${aloud(node.of, r)}）` : `not (${aloud(node.of, r)})`;
    case 'minus': return `-${aloud(node.of, r)}`;
    case 'is_null': return `${aloud(node.of, r)}${gap}${node.not ? (zh ? '已知' : 'is known') : zh ? '未知' : 'is unknown'}`;
    case 'is_true': return `${aloud(node.of, r)}${gap}${node.value !== node.not ? (zh ? '成立' : 'holds') : zh ? '不成立' : 'does not hold'}`;
    case 'in': return `${aloud(node.of, r)}${gap}${node.not ? (zh ? '不属于' : 'is none of') : zh ? '属于' : 'is one of'}${gap}${node.list.map((n) => aloud(n, r)).join(zh ? '、' : ', ')}`;
    case 'between': return `${aloud(node.of, r)}${gap}${zh ? (node.not ? '不在' : '在') : node.not ? 'is not between' : 'is between'}${gap}${aloud(node.low, r)}${zh ? '至' : ' and '}${aloud(node.high, r)}${zh ? '之间' : ''}`;
    case 'case': return node.whens.map(([when, then]) => (zh ? `若${aloud(when, r)}则${aloud(then, r)}` : `if ${aloud(when, r)} then ${aloud(then, r)}`)).join(zh ? '；' : '; ') + (node.otherwise ? (zh ? `；否则${aloud(node.otherwise, r)}` : `; else ${aloud(node.otherwise, r)}`) : '');
    case 'call': return call(node, r);
    case 'binary': return joined(node, r);
  }
}

function joined(node: Node & { kind: 'binary' }, r: Reader): string {
  const word = (isDate(node.left, r) ? dateOperators[node.op] : undefined) ?? operators[node.op]!;
  const side = (of: Node) => (isJoining(node.op) && of.kind === 'binary' && isJoining(of.op) && of.op !== node.op ? (r.language === 'zh' ? `（${aloud(of, r)}）` : `(${aloud(of, r)})`) : aloud(of, r));
  const gap = r.language === 'zh' || isJoining(node.op) ? '' : ' ';
  return `${side(node.left)}${gap}${word[r.language]}${gap}${side(node.right)}`;
}

function isDate(node: Node, r: Reader): boolean {
  if (node.kind === 'date') return true;
  if (node.kind === 'column') return node.name === 'as_of' || ['date', 'month'].includes(columnOf(node, r)?.type ?? '');
  if (node.kind === 'binary') return isDate(node.left, r);
  return node.kind === 'call' && ['last_day_of_month', 'first_day_of_month', 'earliest', 'latest', 'month_of', 'first_day_of_year'].includes(node.name);
}

const columnOf = (node: Node & { kind: 'column' }, { model, registers }: Reader) => {
  const read = node.source === null ? undefined : model.reads[node.source];
  return read ? registers(read.register)?.columns[node.name] : undefined;
};

function named(node: Node & { kind: 'column' }, r: Reader): string {
  if (node.source === null) return bare(node.name, r);
  const read = r.model.reads[node.source];
  const register = read ? r.registers(read.register) : undefined;
  const column = register?.columns[node.name];
  const title = column?.title?.[r.language] ?? column?.headers[r.language][0] ?? node.name.replaceAll('_', ' ');
  return register ? (r.language === 'zh' ? `${register.title.zh}的${title}` : `${title} (${register.title.en})`) : `${node.source} ${title}`;
}

function bare(name: string, { model, language }: Reader): string {
  if (name === 'as_of') return language === 'zh' ? '截止日' : 'the day of the run';
  const setting = model.settings?.[name];
  if (setting) return `${setting.meaning[language]}${language === 'zh' ? '（' : ' ('}${settingValue(setting, language)}${language === 'zh' ? '）' : ')'}`;
  const measure = model.measures?.[name];
  if (measure) return measure.title[language];
  if (name === 'amount') return language === 'zh' ? '涉及金额' : 'the amount';
  return name.replaceAll('_', ' ');
}

export function settingValue(setting: Setting, language: Language, value: Setting['value'] = setting.value): string {
  if (typeof value === 'number') return setting.unit ? quantity(String(value), setting.unit, language) : String(value);
  return Array.isArray(value) ? value.join(language === 'zh' ? '、' : ', ') : String(value);
}

/** A number with its unit, thousands apart: 1,680.00元, 3 months. Chinese sets no blank between the two. */
export function quantity(value: string, unit: string, language: Language): string {
  const [whole, fraction] = value.split('.') as [string, string?];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
  const words = units[unit]?.words[language] ?? unit;
  return `${grouped}${language === 'zh' ? '' : ' '}${language === 'en' && value === '1' ? singular(words) : words}`.trim();
}

const singular = (words: string): string => (words === 'people' ? 'person' : words.replace(/s$/, ''));

const calls: Record<string, Words> = {
  missing: { zh: '没有', en: 'there is no' }, present: { zh: '有', en: 'there is a' }, tier_of: { zh: '匹配等级', en: 'match tier of' }, issue_of: { zh: '号码问题', en: 'issue of' },
  delivered: { zh: '报送名称', en: 'name as delivered of' }, person_of: { zh: '个人', en: 'person of' }, org_of: { zh: '单位', en: 'organisation of' },
};
const zhNames: Record<string, string> = {
  coalesce: '首个已知', greatest: '较大者', least: '较小者', largest: '最大', smallest: '最小', abs: '绝对值', round: '取整', months_between: '相隔月数', days_between: '相隔天数', age_on: '周岁',
  last_day_of_month: '月末', first_day_of_month: '月初', first_day_of_year: '年初', days_in_month: '当月天数', same_month: '同月', same_year: '同年', year_of: '年份', month_of: '月份',
  overlap_months: '共同月数', overlap_days: '共同天数', share_month: '有共同的月份', spread: '按月分摊金额', within: '处于期间', earliest: '最早可能日', latest: '最晚可能日', town_of: '所在乡镇', county_of: '所在县', in_place: '位于',
  is_village: '精确到村', contains: '包含', out_of_order: '先后颠倒', days: '天', months: '月', count: '个数', sum: '合计', min: '最小', max: '最大', avg: '平均', any: '任一',
};

function call(node: Node & { kind: 'call' }, r: Reader): string {
  const zh = r.language === 'zh';
  const source = node.args[0];
  if (calls[node.name] && source?.kind === 'column' && source.source === null) {
    const register = r.registers(r.model.reads[source.name]?.register ?? '');
    return `${calls[node.name]![r.language]}${zh ? '' : ' '}${register?.title[r.language] ?? source.name}`;
  }
  const name = calls[node.name]?.[r.language] ?? (zh ? zhNames[node.name] : functions[node.name]?.reads) ?? node.name;
  return `${name}${zh ? '（' : ' ('}${node.args.map((arg) => aloud(arg, r)).join(zh ? '，' : ', ')}${zh ? '）' : ')'}`;
}
