import type { Model } from '@mingjian/domain/model/model.ts';
import type { Words } from '@mingjian/domain/words.ts';
import type { Database } from '../db.ts';
import { placeWords } from '../registers/places/place-words.ts';
import { say } from '../say.ts';
import { table, width } from '../table.ts';
import { type Known, reasonWords } from './reason-words.ts';
import { findReasons } from './store.ts';

/** Why rows of a model could not be assessed: how many, in which towns (0: rows that name no place), in words, and what to do about it. */
export type NotAssessable = { reason: string; n: number; words: Words; remedy: Words; towns: { region: string; name: string | null; n: number }[] };

/** Tells of a model what a run could not assess, the most frequent reason first. */
export async function reasonsOf(db: Database, run: bigint, known: Known): Promise<(model: Model) => NotAssessable[]> {
  const rows = await findReasons(db, run);
  const places = await placeWords(db, new Set(rows.flatMap(({ region }) => (region === 0n ? [] : [region]))));
  return (model) => [...Map.groupBy(rows.filter((row) => row.model === model.id), ({ reason }) => reason)].map(([reason, all]) => ({
    reason, n: all.reduce((sum, { n }) => sum + Number(n), 0), ...reasonWords(model, reason, known),
    towns: all.map(({ region, n }) => ({ region: String(region), name: places.get(region) ?? null, n: Number(n) })).sort((a, b) => b.n - a.n),
  })).sort((a, b) => b.n - a.n);
}

const MOST = 12; // lines of a terminal

/** What could not be assessed, as a table: the same words of several models are one line, the most frequent first. */
export function reasonsTable(models: readonly { title: Words; reasons: NotAssessable[] }[]): string {
  const all = models.flatMap(({ title, reasons }) => reasons.filter(({ n }) => n > 0).map((reason) => ({ ...reason, title })));
  const lines = [...Map.groupBy(all, ({ words, remedy }) => JSON.stringify([words, remedy])).values()]
    .map((same) => ({ ...same[0]!, n: same.reduce((sum, { n }) => sum + n, 0), titles: [...new Set(same.map(({ title }) => say(title)))], towns: new Set(same.flatMap(({ towns }) => towns.map(({ region }) => region))).size }))
    .sort((a, b) => b.n - a.n);
  if (!lines.length) return '';
  const head = [say({ zh: '行次', en: 'rows' }), say({ zh: '乡镇', en: 'towns' }), say({ zh: '原因', en: 'why' }), say({ zh: '怎么办', en: 'what to do' }), say({ zh: '模型', en: 'model' })];
  const rest = lines.length - MOST;
  return [
    say({ zh: '无法判断的，为什么、要补送什么：', en: 'Not assessable: why, and what to deliver:' }),
    table(head, lines.slice(0, MOST).map((line) => [line.n, line.towns, short(say(line.words)), short(say(line.remedy)), several(line.titles)])),
    rest > 0 ? say({ zh: `另有 ${rest} 种原因；--json 逐个模型、逐个乡镇全部列出。`, en: `${rest} more reasons; --json lists all of them, model by model and town by town.` }) : say({ zh: '--json 逐个乡镇列出。', en: '--json lists them town by town.' }),
  ].join('\n');
}

const several = (titles: string[]): string => (titles.length === 1 ? titles[0]! : say({ zh: `${titles[0]}等 ${titles.length} 个`, en: `${titles[0]} and ${titles.length - 1} more` }));

const WIDEST = 56; // cells
const short = (text: string): string => (width(text) <= WIDEST ? text : `${[...text].reduce((kept, character) => (width(kept + character) < WIDEST ? kept + character : kept), '')}…`);
