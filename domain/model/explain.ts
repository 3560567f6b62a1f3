import type { Language, Words } from '../words.ts';
import { excuses } from './exceptions.ts';
import { type Model, only } from './model.ts';
import { quantity, readAloud, settingValue } from './reading.ts';
import type { Register } from './register.ts';
import { units } from './units.ts';

type Registers = (id: string) => Register | undefined;

/** The method card of a model, as Markdown: everything a reader needs to judge a finding, printed from the model itself. */
export function page(model: Model, registers: Registers, language: Language): string {
  const t = (words: Words) => words[language];
  const read = (text: string | number | boolean) => readAloud(text, model, registers, language);
  const lines = [
    `# ${t(model.title)}`, '', `\`${model.id}\` · ${t({ zh: '第', en: 'version ' })}${model.version}${t({ zh: '版', en: '' })} · ${t(use[model.may])} · ${t(routes[model.route])}`, '',
    t(model.asks), '', ...section(t({ zh: '为什么问', en: 'Why it is asked' }), [t(model.why)]),
    ...section(t({ zh: '依据', en: 'Basis' }), model.basis.map((b) => `- ${b.rule} ${b.clause}`)),
    ...section(t({ zh: '读取的数据', en: 'What it reads' }), sources(model, registers, language)),
    ...section(t({ zh: '如何对上', en: 'How rows meet' }), meetings(model, registers, language)),
    ...section(t({ zh: '概念', en: 'Terms' }), Object.entries(model.terms ?? {}).map(([name, text]) => `- **${name.replaceAll('_', ' ')}**: ${read(text)}`)),
    ...section(t({ zh: '何时提示', en: 'When it flags' }), Object.values(model.flag).map((text) => `- ${read(text)}`)),
    ...section(t({ zh: '以下情形放过（无辜解释）', en: 'Let go when (innocent explanations)' }), excuses(model).map((e) => `- **${e.code}** ${t(e.words)}`)),
    ...section(t({ zh: '以下情形无法判断（不命中也不放过）', en: 'Not assessable when (neither a hit nor let go)' }), (model.except ?? []).filter((e) => e.then).map((e) => `- **${e.code}** ${t(e.words)}`)),
    ...section(t({ zh: '合并后还须', en: 'And on the whole matter' }), Object.values(model.having ?? {}).map((text) => `- ${read(text)}`)),
    ...section(t({ zh: '等级', en: 'Level' }), levels(model, registers, language)),
    ...section(t({ zh: '可调参数', en: 'Settings' }), settings(model, language)),
    ...section(t({ zh: '前提', en: 'What it assumes' }), (model.assumes ?? []).map((a) => `- ${t(a)}`)),
    ...section(t({ zh: '它不做什么', en: 'What it never does' }), [t(never)]),
  ];
  return `${lines.join('\n').trim()}\n`;
}

const use = { warn: { zh: '可单独预警', en: 'may warn by itself' }, screen: { zh: '只作筛查', en: 'only screens' } };
const routes = { department: { zh: '转主管部门核实', en: 'goes to the competent department' }, discipline: { zh: '转监督检查', en: 'goes to supervision' } };
const never: Words = {
  zh: '提示只是一个附带依据的问题：不停发、不处罚、不公开；证件号有效且姓名不矛盾才提示，否则先核实身份；缺数据只记为“无法判断”。',
  en: 'A hit is a question with its evidence: it stops no payment, sanctions nobody, publishes nothing. Where names disagree identity is confirmed first; missing data is “not assessable”, never a hit.',
};

const section = (title: string, lines: string[]): string[] => (lines.length ? [`## ${title}`, '', ...lines, ''] : []);

function sources(model: Model, registers: Registers, language: Language): string[] {
  const seen = new Map<string, string>();
  for (const read of Object.values(model.reads)) {
    const register = registers(read.register);
    const stale = read.stale ? { zh: `（超过 ${read.stale.split(' ')[0]} 天视为过期）`, en: ` (older than ${read.stale} is stale)` }[language] : '';
    if (!seen.has(read.register) || stale) seen.set(read.register, `- ${register?.title[language] ?? read.register} — ${register?.supplier[language] ?? ''}${stale}`);
  }
  return [...seen.values()];
}

function meetings(model: Model, registers: Registers, language: Language): string[] {
  const title = (alias: string) => registers(model.reads[alias]?.register ?? '')?.title[language] ?? alias;
  const same = (text: string) => sameWords[text]?.[language] ?? text;
  const line = (alias: string, kind: string, tail: string) => ({ zh: `- ${title(alias)}：${same(kind)}相同${tail}`, en: `- ${title(alias)}: same ${same(kind)}${tail}` })[language];
  const optional = { zh: '（可有可无）', en: ' (if any)' }[language];
  const absent = { zh: '，而且没有这样的一行', en: ', and no such row exists' }[language];
  return [
    ...(model.match ?? []).map((entry) => { const [alias, m] = only(entry); return line(alias, m.same, m.optional ? optional : ''); }),
    ...(model.without ?? []).map((entry) => { const [alias, m] = only(entry); return line(alias, m.same, absent); }),
    ...(model.reconcile ? [{ zh: `- ${model.reconcile.sides.map(title).join('与')}逐项核对`, en: `- ${model.reconcile.sides.map(title).join(' and ')}, laid side by side` }[language]] : []),
  ];
}

/** What rows have in common that meet. */
export const sameWords: Record<string, Words> = {
  person: { zh: '人', en: 'person' }, organisation: { zh: '单位', en: 'organisation' }, party: { zh: '人或单位', en: 'person or organisation' }, household: { zh: '户', en: 'household' },
  account: { zh: '账户', en: 'account' }, parcel: { zh: '地块', en: 'parcel' }, asset: { zh: '资产', en: 'asset' }, contract: { zh: '合同', en: 'contract' }, project: { zh: '项目', en: 'project' },
  customer: { zh: '用户', en: 'customer' }, programme: { zh: '补贴项目', en: 'programme' }, place: { zh: '地方', en: 'place' }, equals: { zh: '编号', en: 'number' },
};

function levels(model: Model, registers: Registers, language: Language): string[] {
  const name: Record<string, Words> = { red: { zh: '红', en: 'red' }, yellow: { zh: '黄', en: 'yellow' }, blue: { zh: '蓝', en: 'blue' } };
  if (typeof model.level === 'string') return [`- ${name[model.level]![language]}`];
  const rest = (colour: string) => `- ${name[colour]![language]}: ${{ zh: '其余', en: 'the rest' }[language]}`;
  const { red, yellow } = model.level;
  const said = (colour: string, rule: string | number | boolean | undefined) => (rule === undefined ? [] : [`- ${name[colour]![language]}: ${readAloud(rule, model, registers, language)}`]);
  if (String(yellow) === 'true') return [...said('red', red), rest('yellow')];
  return [...said('red', red), ...said('yellow', yellow), rest('blue')];
}

const settings = (model: Model, language: Language): string[] =>
  Object.entries(model.settings ?? {}).map(([name, s]) => `- **${name}** = ${settingValue(s, language)}${s.range ? ` (${s.range.join('–')})` : ''}: ${s.meaning[language]}`);

/** What a finding says, as the engine returned it: money in fen, measures in the units of the facts. */
export type Finding = { amount: bigint | number | null; period_from: string | null; period_to: string | null; [measure: `m_${string}`]: unknown };

/** “Why was this flagged”: the model's own sentence with the finding's figures in it. @public for the screens */
export function whyFlagged(model: Model, finding: Finding): Words {
  const fill = (language: Language) =>
    model.says[language].replaceAll(/\{(\w+)\}/g, (place, name: string) => figure(model, finding, name, language) ?? place);
  return { zh: fill('zh'), en: fill('en') };
}

function figure(model: Model, finding: Finding, name: string, language: Language): string | null {
  if (name === 'amount') return finding.amount === null ? { zh: '金额不详', en: 'an unknown amount' }[language] : quantity(yuan(finding.amount), 'yuan', language);
  if (name === 'period') return { zh: `${finding.period_from ?? '？'} 至 ${finding.period_to ?? '？'}`, en: `${finding.period_from ?? '?'} to ${finding.period_to ?? '?'}` }[language];
  const measure = model.measures?.[name];
  if (!measure) return null;
  const value = finding[`m_${name}`];
  if (value === null || value === undefined) return { zh: '不详', en: 'unknown' }[language];
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' }[language] : { zh: '否', en: 'no' }[language];
  const factor = units[measure.unit]?.factor ?? 1;
  return quantity(plain(Number(value) / factor), measure.unit, language);
}

const yuan = (fen: bigint | number): string => (Number(fen) / 100).toFixed(2);
const plain = (x: number): string => String(Number(x.toFixed(2)));
