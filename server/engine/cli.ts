import { type Command, Option } from 'commander';
import { type Commands, EXIT } from '../commands.ts';
import type { House } from '../house.ts';
import { Refused } from '../refused.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { tellLeftOut } from '../models/left-out.ts';
import { type LeftOut, refuseLeftOut } from '../models/load.ts';
import { print, say } from '../say.ts';
import { table } from '../table.ts';
import { lackingWords } from './lacking.ts';
import { prepareQuestions } from './questions.ts';
import { reasonsTable } from './reasons.ts';
import { type Asked, type RunReport, runModels } from './run.ts';
import { uncheckedLines } from './unchecked.ts';

/** `run`: asks every model of what stands, for one day. */
export const commands: Commands = (program, open) => {
  addRun(program, open);
};

function addRun(program: Command, open: () => Promise<House>): void {
  program
    .command('run')
    .summary(say({ zh: '运行全部模型，更新预警', en: 'run all models and bring the warnings up to date' }))
    .description(say({
      zh: '对现行批次运行全部监督模型（或 --model 指定的几个），更新预警。结果有四种：命中、放行（及哪条例外）、无法判断（及原因）、失败。整次运行要么全部记录，要么什么都不留。',
      en: 'Asks every supervision model (or those named by --model) of the active batches and brings the warnings up to date. Four results: hit, let go (by which exception), not assessable (why), failed. A run is recorded whole or not at all.',
    }))
    .addOption(new Option('--as-of <date>', say({ zh: '按哪一天判断，默认今天', en: 'the day to judge for; today by default' })).argParser(dateOf))
    .option('--model <ids...>', say({ zh: '只运行这些模型', en: 'only these models' }))
    .option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .addHelpText('after', say({
      zh: '\n例：\n  mingjian run\n  mingjian run --as-of 2026-06-30\n  mingjian run --model dead-payee lease-expired --json',
      en: '\nExamples:\n  mingjian run\n  mingjian run --as-of 2026-06-30\n  mingjian run --model dead-payee lease-expired --json',
    }))
    .action(async ({ asOf, model, json }: { asOf?: string; model?: string[]; json?: boolean }) => {
      await using house = await open();
      const report = await runHouse(house, { asOf: asOf ?? house.clock().toISOString().slice(0, 10), only: model });
      print(json ? JSON.stringify(report, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) : tableOf(report));
      tellLeftOut(report.leftOut);
      if (report.models.some((asked) => asked.outcome === 'failed')) process.exitCode = EXIT.ours;
    });
}

/** A run, and the models that could not be read and were left out of it. */
export type HouseReport = RunReport & { leftOut: LeftOut[] };

/** One run of the house's models over what stands.
 *  @throws Refused `run.as-of` of a day that nobody means, `model.unknown`, `models.faulty` of a model that `only` names */
export async function runHouse(house: House, { asOf, only }: { asOf: string; only?: string[] | undefined }): Promise<HouseReport> {
  const catalogue = loadCatalogue(house.home.registers);
  refuseFarOff(asOf, house.clock());
  const { questions: all, leftOut } = prepareQuestions(house, catalogue, asOf);
  refuseLeftOut(leftOut, only ?? []);
  const models = only ? all.filter((model) => only.includes(model.id)) : all;
  const unknown = only?.find((id) => !models.some((model) => model.id === id));
  if (unknown) throw unknownModel(unknown);
  const interrupted = new AbortController();
  const stop = () => interrupted.abort();
  process.once('SIGINT', stop);
  try {
    return { ...await runModels(house, { asOf, models, catalogue, signal: interrupted.signal, progress }), leftOut: only ? [] : leftOut };
  } finally {
    process.removeListener('SIGINT', stop);
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }
}

function progress(done: number, of: number, model: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${done}/${of} ${model}`);
}

const OUTCOMES = {
  done: { zh: '', en: '' },
  held: { zh: '已扣住：命中过多，未发预警', en: 'held: it hit too many, nothing was raised' },
  not_assessable: { zh: '无法判断', en: 'not assessable' },
  failed: { zh: '失败，详见日志', en: 'failed, see the log' },
} as const;

function tableOf(report: RunReport): string {
  const head = [say({ zh: '命中', en: 'hit' }), say({ zh: '待核身份', en: 'identity' }), say({ zh: '放行', en: 'let go' }), say({ zh: '无法判断', en: 'n/a' }), say({ zh: '模型', en: 'model' })];
  const rows = report.models.map((asked) => [asked.hits, asked.identity, asked.let_go, asked.not_assessable, nameOf(asked)]);
  return table(head, rows) + say({ zh: `\n第 ${report.run} 次运行，截至 ${report.asOf}`, en: `\nrun ${report.run}, as of ${report.asOf}` })
    + (report.again ? say({ zh: '；数据、模型和日期都没有变化，沿用原来的结果', en: '; nothing changed in data, models or date, so it stands' }) : '') + reasonsIn(report) + uncheckedOf(report);
}

function reasonsIn({ models }: RunReport): string {
  const lines = reasonsTable(models);
  return lines && `\n\n${lines}`;
}

/** Said with the counts, because a hit whose exception nobody could check weighs less. */
function uncheckedOf({ models }: RunReport): string {
  const lines = uncheckedLines(models);
  return lines.length ? `\n\n${say({ zh: '有例外未能核对，相应的命中要先排除它：', en: 'Exceptions that could not be checked; rule them out first among the hits:' })}\n${lines.join('\n')}` : '';
}

const nameOf = (asked: Asked): string => {
  const outcome = say(OUTCOMES[asked.outcome]);
  const reason = asked.outcome === 'held' && asked.reason ? `（${asked.reason}）` : asked.missing.length ? lackingWords(asked.missing) : '';
  return `${asked.model} ${say(asked.title)}${outcome ? ` — ${outcome}${reason}` : ''}`;
};

function dateOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)) return text;
  throw new Refused('run.as-of', { zh: `“${text}”不是日期`, en: `“${text}” is no date` }, { zh: '写成 2026-06-30 这样', en: 'write it like 2026-06-30' });
}

/** A county may look some years ahead (which contracts will have ended); 9999 and 2206 are slips of the finger, and would find every contract ended. */
const YEARS_AHEAD = 5;

function refuseFarOff(asOf: string, now: Date): void {
  const last = `${now.getUTCFullYear() + YEARS_AHEAD}${now.toISOString().slice(4, 10)}`;
  if (asOf >= '1900-01-01' && asOf <= last) return;
  throw new Refused('run.as-of', { zh: `${asOf} 不像要判断的那一天`, en: `${asOf} is hardly the day to judge for` },
    { zh: `写 1900-01-01 至 ${last} 之间的一天（至多往后 ${YEARS_AHEAD} 年）；看看年份是否写错`, en: `give a day from 1900-01-01 to ${last} (at most ${YEARS_AHEAD} years ahead); look at the year` });
}

const unknownModel = (id: string) =>
  new Refused('model.unknown', { zh: `没有模型 ${id}`, en: `there is no model ${id}` }, { zh: '用 mingjian models 查看编号', en: 'mingjian models lists them' });
