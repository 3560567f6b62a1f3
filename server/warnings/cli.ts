import { once } from 'node:events';
import { userInfo } from 'node:os';
import type { Writable } from 'node:stream';
import { innocentCodes, type Level, type Outcome, type WarningState } from '@mingjian/domain/warning.ts';
import { type Command, Option } from 'commander';
import type { Commands } from '../commands.ts';
import type { House } from '../house.ts';
import { refuseOutsideTraining } from '../identities/reveal.ts';
import { tellLeftOut } from '../models/left-out.ts';
import { readModels } from '../models/load.ts';
import { Refused } from '../refused.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { regionRange } from '../registers/places/region-range.ts';
import { languageOf, print, say } from '../say.ts';
import { placeWords } from '../registers/places/place-words.ts';
import { asCsv, asJsonLines, asWorkbook, type WarningLine } from './export.ts';
import { countMatters, everAsked, findWarnings, topMatters, type WarningFilter } from './find-warnings.ts';
import { refuseUnknownModel } from './get-warning.ts';
import { giveVerdict } from './give-verdict.ts';
import { letGoLines, letGoTable } from './let-go.ts';
import { type LineOptions, modelsOf, warningLines } from './words/lines.ts';
import { mattersTable } from './words/matters-table.ts';
import { showWarning } from './show.ts';

/** `warnings`: list, export, show; `verdict`: say what verification found. */
export const commands: Commands = (program, open) => {
  const warnings = addList(program, open);
  addShow(warnings, open);
  addLetGo(warnings, open);
  addVerdict(program, open);
};

/** A warning of a model that cannot be read any more is shown by its model's name alone: whoever reads the list should know why. */
function tellFaulty({ home }: House): void {
  const { registers } = loadCatalogue(home.registers);
  tellLeftOut(readModels((id) => registers.get(id), home.models).leftOut);
}

type ListOptions = {
  format: 'table' | 'jsonl' | 'csv' | 'xlsx'; model?: string; level?: Level; state?: WarningState; region?: string;
  all?: boolean; identity?: boolean; reveal?: boolean; limit: number;
};

function addList(program: Command, open: () => Promise<House>): Command {
  return program
    .command('warnings')
    .summary(say({ zh: '列出或导出预警', en: 'list or export the warnings' }))
    .description(say({
      zh: '列出现有预警：先红后黄再蓝，再按金额；几个模型问到同一对象同一补贴项目的，算一件事，列一行。命中只是一个疑问，不是结论。已消失的和核实为无责且事实未变的不列出（--all 全部列出）；须先核实身份的用 --identity 查看。',
      en: 'Lists the standing warnings: red, yellow, blue, then by money; several models on one subject and programme are one matter and one line. A hit is a question, not a finding. What is gone, or was found innocent and has not changed since, is left out (--all lists it); what waits for an identity to be confirmed is listed by --identity.',
    }))
    .addOption(new Option('--format <format>', say({ zh: '输出格式', en: 'format of the output' })).choices(['table', 'jsonl', 'csv', 'xlsx']).default('table'))
    .option('--model <id>', say({ zh: '只列这个模型的', en: 'of this model only' }))
    .addOption(new Option('--level <level>', say({ zh: '只列这一级的', en: 'of this level only' })).choices(['red', 'yellow', 'blue']))
    .addOption(new Option('--state <state>', say({ zh: '只列这种状态的', en: 'in this state only' })).choices(['new', 'persisting', 'changed', 'gone']))
    .option('--region <code>', say({ zh: '只列这个行政区划及其下级的', en: 'of this region and all below it only' }))
    .option('--all', say({ zh: '连同已消失的、核实为无责的', en: 'also what is gone or was found innocent' }))
    .option('--identity', say({ zh: '列出须先核实身份的', en: 'list what waits for an identity to be confirmed' }))
    .option('--reveal', say({ zh: '显示证件号等标识（仅限练习用的家目录，会留痕）', en: 'show identifiers (training homes only; recorded)' }))
    .option('--limit <n>', say({ zh: '表格最多列几条', en: 'lines of the table' }), countOf, 50)
    .addHelpText('after', say({
      zh: '\n例：\n  mingjian warnings --level red\n  mingjian warnings --format jsonl > warnings.jsonl\n  mingjian warnings --format xlsx > 预警.xlsx\n  mingjian warnings show W-0123ABCD',
      en: '\nExamples:\n  mingjian warnings --level red\n  mingjian warnings --format jsonl > warnings.jsonl\n  mingjian warnings --format xlsx > warnings.xlsx\n  mingjian warnings show W-0123ABCD',
    }))
    .action(async (options: ListOptions) => {
      await using house = await open();
      tellFaulty(house);
      if (options.reveal) refuseOutsideTraining(house);
      const filter = filterOf(options);
      await refuseUnknownModel(house, options.model);
      const how = { language: languageOf(process.argv), looking: options.reveal ? { by: userInfo().username, purpose: 'mingjian warnings --reveal' } : null };
      if (options.format !== 'table') return await write(process.stdout, bytesOf(options.format, warningLines(house, findWarnings(house.db, filter), how)));
      print(await listMatters(house, filter, options.limit, how));
    });
}

function countOf(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Refused('warnings.limit', { zh: `“${text}”不是条数`, en: `“${text}” is no number of lines` }, { zh: '写一个正整数，如 --limit 100', en: 'write a whole number, like --limit 100' });
}

async function listMatters(house: House, filter: WarningFilter, limit: number, how: LineOptions): Promise<string> {
  const matters = await topMatters(house.db, filter, limit);
  if (!matters.length && !(await everAsked(house.db))) return say({ zh: '还没有运行过模型：先执行 mingjian run。', en: 'No model has been run yet: run mingjian run first.' });
  const lines: WarningLine[] = [];
  for await (const line of warningLines(house, matters, how)) lines.push(line);
  const places = await placeWords(house.db, matters.flatMap(({ region }) => region ?? []));
  const models = modelsOf(house);
  return mattersTable(matters, lines, (id) => models.get(id)?.title, places, await countMatters(house.db, filter));
}

const filterOf = ({ model, level, state, region, all, identity }: ListOptions): WarningFilter => ({
  model, level, state, all, ...(region ? { within: regionRange(region) } : {}), ...(identity ? { uses: ['identity'] } : {}),
});

function bytesOf(format: 'jsonl' | 'csv' | 'xlsx', lines: AsyncGenerator<WarningLine>): AsyncIterable<string | Uint8Array> {
  return format === 'jsonl' ? asJsonLines(lines) : format === 'csv' ? asCsv(lines) : asWorkbook(lines);
}

async function write(to: Writable, parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  for await (const part of parts) if (!to.write(part)) await once(to, 'drain');
}

function addShow(warnings: Command, open: () => Promise<House>): void {
  warnings
    .command('show')
    .summary(say({ zh: '看一条预警的来龙去脉', en: 'all there is to one warning' }))
    .description(say({
      zh: '先列无责的解释，再列所问的问题、依据的每一行、时间线、所用参数和各来源的新旧。',
      en: 'The innocent explanations first, then the question, every row it rests on, the time line, the settings used and how fresh each source is.',
    }))
    .argument('<id>', say({ zh: '预警编号，或能唯一确定它的前几位', en: 'number of the warning, or a beginning of it that fits no other' }))
    .option('--reveal', say({ zh: '显示证件号等标识（仅限练习用的家目录，会留痕）', en: 'show identifiers (training homes only; recorded)' }))
    .addHelpText('after', say({ zh: '\n例：\n  mingjian warnings show W-0123ABCD', en: '\nExample:\n  mingjian warnings show W-0123ABCD' }))
    .action(async (id: string, _: unknown, command: Command) => {
      // the parent knows --reveal too and takes it first
      const { reveal } = command.optsWithGlobals<{ reveal?: boolean }>();
      await using house = await open();
      tellFaulty(house);
      const looking = reveal ? { by: userInfo().username, purpose: `mingjian warnings show ${id}` } : null;
      print(await showWarning(house, id, { language: languageOf(process.argv), looking }));
    });
}

type LetGoOptions = { model?: string; format: string; reveal?: boolean };

function addLetGo(warnings: Command, open: () => Promise<House>): void {
  warnings
    .command('let-go')
    .summary(say({ zh: '看上次运行放行了谁、凭哪条例外', en: 'whom the last run let go, and by which exception' }))
    .description(say({
      zh: '列出最近一次运行中模型本来要问、又凭某条例外放行的对象。--model、--format 同 mingjian warnings。',
      en: 'Lists what the newest run would have asked about and let go by an exception. --model and --format are those of mingjian warnings.',
    }))
    .option('--reveal', say({ zh: '显示证件号（仅限练习用的家目录，会留痕）', en: 'show identifiers (training homes only; recorded)' }))
    .addHelpText('after', say({ zh: '\n例：\n  mingjian warnings let-go --model dead-payee\n  mingjian warnings let-go --format jsonl', en: '\nExamples:\n  mingjian warnings let-go --model dead-payee\n  mingjian warnings let-go --format jsonl' }))
    .action(async (_: unknown, command: Command) => {
      // the parent knows --model, --format and --reveal too and takes them first
      const { model, format, reveal } = command.optsWithGlobals<LetGoOptions>();
      await using house = await open();
      tellFaulty(house);
      await refuseUnknownModel(house, model);
      const looking = reveal ? { by: userInfo().username, purpose: 'mingjian warnings let-go --reveal' } : null;
      const language = languageOf(process.argv);
      const lines = await letGoLines(house, model, { language, looking });
      print(format === 'table' ? await letGoTable(house, lines, language) : lines.map((line) => JSON.stringify(line)).join('\n'));
    });
}

type VerdictOptions = { innocent?: string; substantiated?: boolean; partly?: boolean; businessError?: boolean; unable?: boolean; because: string };

function addVerdict(program: Command, open: () => Promise<House>): void {
  const codes = Object.entries(innocentCodes).map(([code, words]) => `  ${code.padEnd(8)} ${say(words)}`).join('\n');
  program
    .command('verdict')
    .summary(say({ zh: '写明一条预警核实的结果', en: 'say what verification of a warning found' }))
    .description(say({
      zh: '记录核实结果。查否（--innocent）的预警不再列出，直到它所依据的事实发生变化。结果只增不改，以最新一条为准。',
      en: 'Records what verification found. A warning found innocent is listed no more until the facts behind it change. Verdicts are only added; the newest counts.',
    }))
    .argument('<id>', say({ zh: '预警编号', en: 'number of the warning' }))
    .option('--innocent <code>', say({ zh: '查否，及无责解释的代码', en: 'innocent, and the code of the explanation' }))
    .option('--substantiated', say({ zh: '查实', en: 'substantiated' }))
    .option('--partly', say({ zh: '部分属实', en: 'partly substantiated' }))
    .option('--business-error', say({ zh: '业务性问题', en: 'an error of business or data, nobody at fault' }))
    .option('--unable', say({ zh: '无法核实', en: 'could not be verified' }))
    .requiredOption('--because <text>', say({ zh: '核实到的情况（请勿写姓名、证件号）', en: 'what verification found (no names or numbers, please)' }))
    .addHelpText('after', say({
      zh: `\n例：\n  mingjian verdict W-0123ABCD --innocent F-LAG --because "迁移手续 6 月办结"\n\n无责解释的代码（另加该模型自己的例外代码）：\n${codes}`,
      en: `\nExample:\n  mingjian verdict W-0123ABCD --innocent F-LAG --because "the move was registered in June"\n\nCodes of innocent explanations (the model's own exception codes are known too):\n${codes}`,
    }))
    .action(async (id: string, options: VerdictOptions) => {
      await using house = await open();
      const given = await giveVerdict(house, id, { outcome: outcomeOf(options), code: options.innocent ?? null, because: options.because, by: userInfo().username });
      print(say({ zh: `已记录 ${given.id} 的核实结果。`, en: `The verdict on ${given.id} is recorded.` }) + (given.state === 'gone' ? say(GONE) : ''));
    });
}

/** Somebody may be writing to the wrong number. */
const GONE = {
  zh: '\n注意：这条预警已消失，现在的数据里不再有这个问题；请核对编号是否写对。结果照样保留。',
  en: '\nNote: this warning is gone; what stands now no longer raises it. Make sure that the number is the one you mean. The verdict is kept all the same.',
} as const;

function outcomeOf(options: VerdictOptions): Outcome | null {
  const said = (['innocent', 'substantiated', 'partly', 'businessError', 'unable'] as const).filter((name) => options[name]);
  if (said.length !== 1) return null;
  return said[0] === 'businessError' ? 'business_error' : said[0]!;
}
