import { rowAddress } from '@mingjian/domain/model/facts.ts';
import type { Model, Setting } from '@mingjian/domain/model/model.ts';
import { settingValue } from '@mingjian/domain/model/reading.ts';
import type { Register } from '@mingjian/domain/model/register.ts';
import { levelWords, stateWords, type SubjectKind, subjectWords } from '@mingjian/domain/warning.ts';
import type { Language, Words } from '@mingjian/domain/words.ts';
import type { House } from '../house.ts';
import { speaksUpTo } from '../lake/coverage.ts';
import { type DeliveredRow, deliveredRows } from '../lake/delivered.ts';
import { batchesOf, batchesWhenFound, type DeliveredBatch, standingBatches } from '../lake/standing.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { placeWords } from '../registers/places/place-words.ts';
import { table } from '../table.ts';
import { type Reading, sideBySide } from './words/cell-words.ts';
import { circumstancesOf, evidenceOf, type FrozenEvidence, restOfMatter, type StandingWarning, verdictsOf } from './find-warnings.ts';
import { getWarning } from './get-warning.ts';
import { openEvidence } from './open-evidence.ts';
import { subjectKeys } from './subject-keys.ts';
import { comparedLines } from './words/compared.ts';
import { type Gap, innocentLines } from './words/innocent.ts';
import { type LineOptions, modelsOf, summaryOf } from './words/lines.ts';
import { searchedLines } from './words/searched.ts';
import { batchWords, sourceLines } from './words/sources.ts';
import { tierLines } from './words/tiers.ts';
import { timeline } from './words/timeline.ts';
import { verdictLines } from './words/verdicts.ts';

/** Everything there is to one warning, for a terminal: what excuses it first, because a hit is a question. With `looking` the people of the
 *  evidence are named as delivered; that is recorded before it leaves.
 *  @throws Refused `reveal.training-only` */
export async function showWarning(house: House, id: string, { language, looking }: LineOptions): Promise<string> {
  const seen = await lookUp(house, id, { language, looking });
  const { warning, model, models, registers, evidence, asOf, compared, reading, then, familyOf, where } = seen;
  const own = new Set(evidence.map(({ ref }) => ref));
  const say = (words: Words) => words[language];
  const sections = [
    [heading(warning, model, language), `  ${subjectLine(warning, seen.key, looking !== null, reading)}`, `  ${summaryOf(models, warning, language)}`],
    [say(TITLES.verdict), ...verdictLines(await verdictsOf(house.db, warning.id), model, language)],
    [say(TITLES.innocent), ...innocentLines(model, gapsOf(seen), registers, language)],
    [say(TITLES.asked), `  ${model ? say(model.asks) : warning.model}`, ...(model?.assumes ?? []).map((words) => `  ${say(TITLES.assumes)}${say(words)}`)],
    [say(TITLES.evidence), ...rowsOf(evidence, where, registers, reading)],
    [say(TITLES.searched), ...(model ? searchedLines({ warning, model, evidence, registers, family: familyOf, then, asOf, language }) : [])],
    [say(TITLES.compared), ...(compared ? comparedLines(compared, own, where, language) : [])],
    [say(TITLES.timeline), ...timeline(evidence, registers, reading, asOf).map((line) => `  ${line}`)],
    [say(TITLES.settings), ...settingsOf(warning, model, language)],
    [say(TITLES.sources), ...sourceLines(seen.cited, seen.standing, warning.region, registers, language)],
    [say(TITLES.matter), ...(await restOfMatter(house.db, warning)).map((other) => `  ${matterLine(other, models, language)}`)],
  ];
  return sections.filter((lines, at) => lines.length > 1 || at === 0).map((lines) => lines.join('\n')).join('\n\n');
}

type Seen = Awaited<ReturnType<typeof lookUp>>;

/** All that is told of a warning: `then` are the batches that stood when it was last found, `standing` those that stand now. */
async function lookUp(house: House, id: string, { language, looking }: LineOptions) {
  const { db } = house;
  const warning = await getWarning(db, id);
  const models = modelsOf(house);
  const { registers, family } = loadCatalogue(house.home.registers);
  const evidence = await evidenceOf(db, warning.id);
  const { as_of: asOf, compared } = await circumstancesOf(db, warning.id);
  const [key] = await subjectKeys(house, [warning], looking);
  const opened = looking ? await openEvidence(house, looking, evidence, registers) : new Map<string, string>();
  const places = await placeWords(db, [...placesOf(evidence, registers), ...(warning.region === null ? [] : [warning.region])]);
  // A roster of a later day was not known yet on the day that was judged for.
  const isKnown = ({ register, asAt, asAtFrom }: DeliveredBatch) => registers.get(register)?.kind === 'event' || asAtFrom === 'clock' || asAt <= asOf;
  return {
    warning, models, model: models.get(warning.model), registers, evidence, asOf, compared, key: key!,
    familyOf: (register: string) => family(register).map((member) => member.id),
    reading: { language, places, opened } satisfies Reading,
    then: (await batchesWhenFound(db, warning.id)).filter(isKnown),
    cited: await batchesOf(db, [...new Set(evidence.map((row) => row.batch))]),
    standing: await standingBatches(db),
    where: await whereabouts(house, [...evidence.map(({ ref }) => ref), ...(compared?.rows ?? []).map(([ref]) => BigInt(ref))], language),
  };
}

/** Why a register could not be looked into for this warning. */
function gapsOf({ then, familyOf, registers, warning }: Seen): (register: string) => Gap {
  return (register) => {
    const delivered = then.filter((batch) => familyOf(register).includes(batch.register) && batch.rows > 0n);
    if (delivered.length === 0) return 'undelivered';
    // A roster must hold the place. Of events a town may have had none: a list without it is no gap.
    return registers.get(register)?.kind === 'event' || delivered.some((batch) => speaksUpTo(batch, warning.region) !== null) ? null : 'elsewhere';
  };
}

const TITLES = {
  verdict: { zh: '核实结果', en: 'What verification found' },
  innocent: { zh: '先想一想，可能是这样：', en: 'Think first; it may be that:' },
  asked: { zh: '所问的问题', en: 'The question asked' },
  assumes: { zh: '前提：', en: 'Assuming: ' },
  evidence: { zh: '依据', en: 'What it rests on' },
  searched: { zh: '查过而没有找到的', en: 'Searched and not found' },
  compared: { zh: '与同类相比', en: 'Compared with its like' },
  timeline: { zh: '时间线', en: 'Time line' },
  settings: { zh: '所用参数', en: 'Settings used' },
  matter: { zh: '同一事项的其他提示', en: 'Others of the same matter' },
  sources: { zh: '来源的新旧', en: 'How fresh the sources are' },
} satisfies Record<string, Words>;

function heading(warning: StandingWarning, model: Model | undefined, language: Language): string {
  const title = model?.title[language] ?? warning.model;
  const period = warning.period_from ? `  ${warning.period_from} – ${warning.period_to}` : '';
  return `${warning.id}  ${levelWords[warning.level][language]}  ${stateWords[warning.state][language]}  ${title}${period}\n${tierLines(warning, model, language).join('\n')}`;
}

const subjectLine = (warning: StandingWarning, key: string, isOpen: boolean, { language, places }: Reading): string =>
  [subjectWords[warning.subject_kind as SubjectKind][language], `${isOpen ? '' : '#'}${key}`, warning.region === null ? '' : places.get(warning.region)].join(' ').trim();

const matterLine = (warning: StandingWarning, models: Map<string, Model>, language: Language): string =>
  [warning.id, stateWords[warning.state][language], models.get(warning.model)?.title[language] ?? warning.model, summaryOf(models, warning, language)].join('  ');

/** Every place that the evidence names. */
const placesOf = (evidence: FrozenEvidence[], registers: ReadonlyMap<string, Register>): bigint[] =>
  evidence.flatMap((row) => Object.entries(registers.get(row.register)?.columns ?? {})
    .filter(([name, { type }]) => (type === 'region' || type === 'region_code') && row.facts[name] != null)
    .map(([name]) => BigInt(String(row.facts[name]))));

/** Where a row was delivered, with the delivery, because the same file comes every quarter under the same name. */
async function whereabouts(house: House, refs: bigint[], language: Language): Promise<(ref: bigint) => string> {
  const places = await deliveredRows(house.db)(refs);
  const batchOf = (ref: bigint) => rowAddress.read(ref).batch;
  const batches = new Map((await batchesOf(house.db, [...new Set(refs.map(batchOf))])).map((batch) => [batch.id, batch]));
  const words = new Map(refs.map((ref, at) => [ref, rowWords(places[at]!, batches.get(batchOf(ref)), language)]));
  return (ref) => words.get(ref) ?? '';
}

/** Register by register: what all its rows agree in said once, the rest side by side, a line for each delivered row. */
function rowsOf(evidence: FrozenEvidence[], where: (ref: bigint) => string, registers: ReadonlyMap<string, Register>, reading: Reading): string[] {
  return [...Map.groupBy(evidence, (row) => row.register)].flatMap(([id, rows]) => {
    const register = registers.get(id);
    const { common, table: side } = sideBySide(rows, register, reading);
    const lines = side.map((cells, at) => [at === 0 ? '' : where(rows[at - 1]!.ref), ...cells]);
    return [`  ${register?.title[reading.language] ?? id}`, ...common.map((line) => `      ${line}`), ...table(lines[0]!, lines.slice(1)).split('\n').map((line) => `    ${line}`.trimEnd()).filter(Boolean)];
  });
}

const rowWords = (place: DeliveredRow, batch: DeliveredBatch | undefined, language: Language): string =>
  [place.file, place.sheet, rowNumber(place, language), place.correction && correctionWords(place.correction, language), batch && batchWords(batch, language)].filter(Boolean).join(' · ');

const rowNumber = ({ row }: { row: number }, language: Language): string => (language === 'zh' ? `第 ${row} 行` : `row ${row}`);

/** A row that was refused and came back is cited as the one that was delivered; where it was corrected is said beside it. */
const correctionWords = (place: NonNullable<DeliveredRow['correction']>, language: Language): string =>
  `${language === 'zh' ? '改正于' : 'corrected in'} ${place.file} ${rowNumber(place, language)}`;

function settingsOf(warning: StandingWarning, model: Model | undefined, language: Language): string[] {
  const used = Object.entries(warning.settings) as [string, { value: Setting['value']; unit?: string }][];
  if (!used.length) return [language === 'zh' ? '  无' : '  none'];
  return used.map(([name, { value, unit }]) => {
    const setting = model?.settings?.[name];
    return setting ? `  ${setting.meaning[language]}: ${settingValue(setting, language, value)}` : `  ${name} = ${String(value)} ${unit ?? ''}`.trimEnd();
  });
}
