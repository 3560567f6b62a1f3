import type { Model, Setting } from '@mingjian/domain/model/model.ts';
import { settingValue } from '@mingjian/domain/model/reading.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { innocentCodes, levelWords, stateWords, type SubjectKind, subjectWords } from '@mingjian/domain/warning.ts';
import type { Language, Words } from '@mingjian/domain/words.ts';
import { sql } from 'kysely';
import type { House } from '../house.ts';
import { type DeliveredRow, deliveredRows } from '../lake/delivered.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { placeWords } from '../registers/places/place-words.ts';
import { table } from '../table.ts';
import { type Reading, sideBySide } from './words/cell-words.ts';
import { evidenceOf, type FrozenEvidence, restOfMatter, type StandingWarning } from './find-warnings.ts';
import { getWarning } from './get-warning.ts';
import { type LineOptions, modelsOf, summaryOf } from './words/lines.ts';
import { subjectKeys } from './subject-keys.ts';
import { timeline } from './words/timeline.ts';

/** Everything there is to one warning, for a terminal: what excuses it first, because a hit is a question. */
export async function showWarning(house: House, id: string, options: LineOptions): Promise<string> {
  const warning = await getWarning(house.db, id);
  const models = modelsOf(house);
  const model = models.get(warning.model);
  const { registers } = loadCatalogue(house.home.registers);
  const evidence = await evidenceOf(house.db, warning.id);
  const reading = { language: options.language, places: await placeWords(house.db, [...placesOf(evidence, registers), ...(warning.region === null ? [] : [warning.region])]) };
  const [key] = await subjectKeys(house, [warning], options.looking);
  const say = (words: Words) => words[options.language];
  const sections = [
    [heading(warning, model, options.language), `  ${subjectLine(warning, key!, reading)}`, `  ${summaryOf(models, warning, options.language)}`],
    [say(TITLES.innocent), ...innocent(model, options.language)],
    [say(TITLES.asked), `  ${model ? say(model.asks) : warning.model}`, ...(model?.assumes ?? []).map((words) => `  ${say(TITLES.assumes)}${say(words)}`)],
    [say(TITLES.evidence), ...(await rowsOf(house, evidence, registers, reading))],
    [say(TITLES.timeline), ...timeline(evidence, registers, options.language).map((line) => `  ${line}`)],
    [say(TITLES.settings), ...settingsOf(warning, model, options.language)],
    [say(TITLES.sources), ...(await freshness(house, evidence, registers, options.language))],
    [say(TITLES.matter), ...(await restOfMatter(house.db, warning)).map((other) => `  ${matterLine(other, models, options.language)}`)],
  ];
  return sections.filter((lines, at) => lines.length > 1 || at === 0).map((lines) => lines.join('\n')).join('\n\n');
}

const TITLES = {
  innocent: { zh: '先想一想，可能是这样：', en: 'Think first; it may be that:' },
  asked: { zh: '所问的问题', en: 'The question asked' },
  assumes: { zh: '前提：', en: 'Assuming: ' },
  evidence: { zh: '依据', en: 'What it rests on' },
  timeline: { zh: '时间线', en: 'Time line' },
  settings: { zh: '所用参数', en: 'Settings used' },
  matter: { zh: '同一事项的其他提示', en: 'Others of the same matter' },
  sources: { zh: '来源的新旧', en: 'How fresh the sources are' },
} satisfies Record<string, Words>;

const TIERS: Record<number, Words> = {
  1: { zh: '证件号有效且一致', en: 'both numbers valid and equal' },
  2: { zh: '证件号由 15 位升为 18 位后一致', en: 'equal after 15 digits were raised to 18' },
  3: { zh: '可能匹配，须先核实身份', en: 'a probable match: confirm the identity first' },
};

function heading(warning: StandingWarning, model: Model | undefined, language: Language): string {
  const title = model?.title[language] ?? warning.model;
  const period = warning.period_from ? `  ${warning.period_from} – ${warning.period_to}` : '';
  return `${warning.id}  ${levelWords[warning.level][language]}  ${stateWords[warning.state][language]}  ${title}${period}\n  K${warning.tier} ${TIERS[warning.tier]![language]}`;
}

const subjectLine = (warning: StandingWarning, key: string, { language, places }: Reading): string =>
  [subjectWords[warning.subject_kind as SubjectKind][language], `${warning.subject_kind === 'person' && key === warning.subject ? '#' : ''}${key}`, warning.region === null ? '' : places.get(warning.region)].join(' ').trim();

const matterLine = (warning: StandingWarning, models: Map<string, Model>, language: Language): string =>
  [warning.id, stateWords[warning.state][language], models.get(warning.model)?.title[language] ?? warning.model, summaryOf(models, warning, language)].join('  ');

/** Every place that the evidence names. */
const placesOf = (evidence: FrozenEvidence[], registers: ReadonlyMap<string, Register>): bigint[] =>
  evidence.flatMap((row) => Object.entries(registers.get(row.register)?.columns ?? {})
    .filter(([name, { type }]) => (type === 'region' || type === 'region_code') && row.facts[name] != null)
    .map(([name]) => BigInt(String(row.facts[name]))));

function innocent(model: Model | undefined, language: Language): string[] {
  const own = (model?.except ?? []).map((exception) => `  · ${exception.words[language]}（${exception.code}）`);
  const shared = (['F-ID', 'F-LAG', 'F-POLICY'] as const).map((code) => `  · ${innocentCodes[code][language]}（${code}）`);
  return [...own, ...shared];
}

/** Register by register: what all its rows agree in said once, the rest side by side, a line for each delivered row. */
async function rowsOf(house: House, evidence: FrozenEvidence[], registers: ReadonlyMap<string, Register>, reading: Reading): Promise<string[]> {
  const { language } = reading;
  const places = await deliveredRows(house.db)(evidence.map((row) => row.ref));
  const where = new Map(evidence.map((row, at) => [row.ref, rowWords(places[at]!, language)]));
  return [...Map.groupBy(evidence, (row) => row.register)].flatMap(([id, rows]) => {
    const register = registers.get(id);
    const { common, table: side } = sideBySide(rows, register, reading);
    const lines = side.map((cells, at) => [at === 0 ? '' : where.get(rows[at - 1]!.ref)!, ...cells]);
    return [`  ${register?.title[language] ?? id}`, ...common.map((line) => `      ${line}`), ...table(lines[0]!, lines.slice(1)).split('\n').map((line) => `    ${line}`.trimEnd()).filter(Boolean)];
  });
}

const rowWords = (place: DeliveredRow, language: Language): string =>
  [place.file, place.sheet, language === 'zh' ? `第 ${place.row} 行` : `row ${place.row}`].filter(Boolean).join(' · ');

function settingsOf(warning: StandingWarning, model: Model | undefined, language: Language): string[] {
  const used = Object.entries(warning.settings) as [string, { value: Setting['value']; unit?: string }][];
  if (!used.length) return [language === 'zh' ? '  无' : '  none'];
  return used.map(([name, { value, unit }]) => {
    const setting = model?.settings?.[name];
    return setting ? `  ${setting.meaning[language]}: ${settingValue(setting, language, value)}` : `  ${name} = ${String(value)} ${unit ?? ''}`.trimEnd();
  });
}

async function freshness(house: House, evidence: FrozenEvidence[], registers: ReadonlyMap<string, Register>, language: Language): Promise<string[]> {
  const batches = [...new Set(evidence.map((row) => row.batch))];
  const { rows } = await sql<{ register: string; as_at: string; state: string; sender: string | null }>`
    select b.register, max(b.as_at)::text as as_at, max(b.state) as state, max(d.sender) as sender
    from batch b join delivery d on d.id = b.delivery where b.id = any(${`{${batches.join(',')}}`}::bigint[]) group by b.register order by 1`.execute(house.db);
  return rows.map((row) => `  ${registers.get(row.register)?.title[language] ?? row.register}  ${row.sender ?? ''}  ${language === 'zh' ? '截至' : 'as of'} ${row.as_at}${row.state === 'active' ? '' : ` (${row.state})`}`);
}
