import type { Words } from '@mingjian/domain/words.ts';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import type { Commands } from '../../commands.ts';
import type { House } from '../../house.ts';
import { Refused } from '../../refused.ts';
import { print, say } from '../../say.ts';
import { listedJson, listImports, type ListedBatch } from './list.ts';
import { dismiss } from '../quarantine/settle.ts';
import { listRefused } from '../quarantine/store.ts';
import { writeQuarantine } from '../quarantine/workbook.ts';
import { endBatch } from '../intake/retire.ts';
import { type BatchReport, findBatchReport, sentences } from './quality.ts';
import { NOTHING_REFUSED, refusedJson, refusedText } from './refused.ts';
import { readCatalogue } from '../../registers/catalogue.ts';
import { SHIPPED } from '../../registers/shipped.ts';
import { table } from '../../table.ts';
import { type Titles, titleOf } from './titles.ts';

/** `imports` and what can be done with a batch. */
export const commands: Commands = (program, open) => {
  const imports = addList(program, open);
  addShow(imports, open);
  addQuarantine(imports, open);
  addDismiss(imports, open);
  addEnding(imports, open);
};

function addList(program: Command, open: () => Promise<House>): Command {
  return program
    .command('imports')
    .summary(say({ zh: '列出导入的批次', en: 'list what was imported' }))
    .option('--all', say({ zh: '连同已停用和已替换的', en: 'also what was retired or replaced' }))
    .option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .addHelpText('after', say({ zh: '\n例：\n  mingjian imports --json\n  mingjian imports show 3', en: '\nExamples:\n  mingjian imports --json\n  mingjian imports show 3' }))
    .action(async (options: { all?: boolean; json?: boolean }) => {
      await using house = await open();
      const tables = await listImports(house.db, options.all);
      print(options.json ? listedJson(tables) : listText(tables, titlesOf(house)));
    });
}

/** What registers are called here; one that the county broke stops no list. */
const titlesOf = ({ home }: House): Titles => readCatalogue([SHIPPED, home.registers]).catalogue.registers;

const reportText = (report: BatchReport, registers: Titles): string =>
  [`${report.batch}  ${titleOf(registers, report.register)}  ${report.file}  ${report.sender ?? ''}`, ...sentences(report, registers).map((words) => `  ${say(words)}`)].join('\n');

const STATES: Record<string, Words> = { active: { zh: '在用', en: 'standing' }, waiting: { zh: '待确认', en: 'waiting' }, retired: { zh: '已停用', en: 'retired' }, replaced: { zh: '已替换', en: 'replaced' } };

const WAITING: Words = {
  zh: '待确认的表，以及缺什么（映射文件的写法在导入结果里；写好后 mingjian import 文件 --mapping 映射.yaml）：',
  en: 'Tables that wait, and for what (the import prints a mapping file to start from; then mingjian import FILE --mapping MAPPING.yaml):',
};

function listText(tables: ListedBatch[], registers: Titles): string {
  const headers = [{ zh: '批次', en: 'batch' }, { zh: '文件', en: 'file' }, { zh: '工作表', en: 'sheet' }, { zh: '台账', en: 'register' }, { zh: '数据日期', en: 'as of' }, { zh: '状态', en: 'state' }, { zh: '行', en: 'rows' }, { zh: '接收', en: 'accepted' }, { zh: '隔离', en: 'quarantined' }].map(say);
  const list = table(headers, tables.map((one) => [one.batch === null ? '-' : String(one.batch), one.file, one.sheet ?? '', one.register === null ? '-' : titleOf(registers, one.register), dayOf(one), say(STATES[one.state] ?? { zh: one.state, en: one.state }), one.rows, one.accepted, one.quarantined]));
  const waiting = tables.filter(({ state }) => state === 'waiting').map(({ file, sheet, waits }) => `  ${file}${sheet ? ` [${sheet}]` : ''}  ${waits.map(say).join(say({ zh: '；', en: '; ' }))}`);
  return waiting.length === 0 ? list : [list, '', say(WAITING), ...waiting].join('\n');
}

const dayOf = ({ as_at, as_at_from }: ListedBatch): string => (as_at === null ? '' : as_at_from === 'clock' ? say({ zh: `${as_at}（推定）`, en: `${as_at} (guessed)` }) : as_at);

function addShow(imports: Command, open: () => Promise<House>): void {
  imports
    .command('show')
    .argument('<batch>', say({ zh: '批次号', en: 'number of the batch' }), batchNumber)
    .summary(say({ zh: '一个批次的质量报告', en: 'the quality report of a batch' }))
    .option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .action(async (batch: bigint, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<{ json?: boolean }>(); // the parent knows --json too and takes it first
      await using house = await open();
      const report = await findBatchReport(house.db, batch);
      if (!report) throw unknownBatch(batch);
      if (options.json) print(JSON.stringify(report, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2));
      else print(reportText(report, titlesOf(house)));
    });
}

type QuarantineOptions = { out?: string; batch?: bigint; json?: boolean; reveal?: boolean; because?: string };

function addQuarantine(imports: Command, open: () => Promise<House>): void {
  imports
    .command('quarantine')
    .summary(say({ zh: '列出隔离的行；或导出为工作簿，改正后可再导入', en: 'list refused rows, or write them into a workbook that imports again once corrected' }))
    .option('--out <file>', say({ zh: '写成工作簿 .xlsx', en: 'write the workbook, .xlsx' }))
    .option('--batch <batch>', say({ zh: '只要这个批次', en: 'of this batch only' }), batchNumber)
    .option('--reveal', say({ zh: '不遮盖，按原样写出（仅限练习用的家目录，会留痕；须加 --because）', en: 'write the rows as delivered, not masked (training homes only; recorded; needs --because)' }))
    .option('--because <text>', say({ zh: '为什么要看原样', en: 'what the delivered values are needed for' }))
    .option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .addHelpText('after', say({ zh: '\n个人信息在工作簿里是遮盖的；没有改动的遮盖格，再导入时仍用原来送来的值。\n一格里挤了几个人的，把该行复制成几行、各改成一个人，隔离编号不变，各算一行；金额分给各行，合计须与原来一致。\n每个隔离编号只结清一次：改正后放行、仍不合格（留在原处，换成新的原因），或用 imports dismiss 作废。', en: '\nPersonal values are masked in the workbook; a masked cell that nobody changed counts, once imported again, as what was delivered.\nWhere several people stand in one cell, copy the row and make each copy one of them; the number stays, each counts as a row. Share the amount out: together the rows must be what was delivered.\nEach number is settled once: released when corrected, still wrong (it stays, with the new reason), or dismissed with imports dismiss.' }) + say({ zh: '\n\n例：\n  mingjian imports quarantine\n  mingjian imports quarantine --out 隔离.xlsx\n  mingjian import 隔离.xlsx\n  mingjian imports dismiss 12 13 --because 重复报送', en: '\n\nExample:\n  mingjian imports quarantine\n  mingjian imports quarantine --out FILE.xlsx\n  mingjian import FILE.xlsx\n  mingjian imports dismiss 12 13 --because TEXT' }))
    .action(async (_: unknown, command: Command) => {
      const { out, batch, json, reveal, because } = command.optsWithGlobals<QuarantineOptions>();
      const looking = reveal ? { by: userInfo().username, purpose: because ?? missingReason() } : undefined;
      await using house = await open();
      if (out === undefined) return print((json ? refusedJson : refusedText)(await listRefused(house.db, batch)));
      const rows = await writeQuarantine(house, out, { batch, looking });
      print(say(rows === 0 ? NOTHING_REFUSED : looking ? { zh: `${rows} 行写入 ${out}。含个人信息，用后请删除。`, en: `${rows} rows written to ${out}. It holds personal data: delete it after use.` } : { zh: `${rows} 行写入 ${out}，个人信息已遮盖。`, en: `${rows} rows written to ${out}, personal values masked.` }));
    });
}

function missingReason(): never {
  throw new Refused('reveal.because', { zh: '没有说明为什么要看原样', en: 'it is not said what the delivered values are needed for' }, { zh: '加上 --because 和原因', en: 'add --because and the reason' });
}

function addDismiss(imports: Command, open: () => Promise<House>): void {
  imports
    .command('dismiss')
    .argument('<number...>', say({ zh: '隔离编号', en: 'numbers of quarantined rows' }))
    .summary(say({ zh: '作废隔离的行：以后不再放行', en: 'dismiss quarantined rows for good' }))
    .requiredOption('--because <text>', say({ zh: '原因', en: 'why' }))
    .action(async (numbers: string[], { because }: { because: string }) => {
      const ids = numbers.map(quarantineNumber);
      await using house = await open();
      await dismiss(house, ids, because);
      print(say({ zh: `已作废 ${ids.length} 行。`, en: `${ids.length} rows are dismissed.` }));
    });
}

function addEnding(imports: Command, open: () => Promise<House>): void {
  imports
    .command('retire')
    .argument('<batch>', say({ zh: '批次号', en: 'number of the batch' }), batchNumber)
    .summary(say({ zh: '停用一个批次；其文件保留，预警的依据仍可查看', en: 'end a batch; its files stay, evidence stays readable' }))
    .requiredOption('--because <text>', say({ zh: '原因', en: 'why' }))
    .action(async (batch: bigint, { because }: { because: string }) => {
      await using house = await open();
      await endBatch(house, batch, because);
      print(say({ zh: `批次 ${batch} 已停用。`, en: `Batch ${batch} is retired.` }));
    });
  imports
    .command('replace')
    .argument('<batch>', say({ zh: '被替换的批次号', en: 'the batch that gives way' }), batchNumber)
    .summary(say({ zh: '以另一在用批次替换', en: 'let another standing batch take its place' }))
    .requiredOption('--by <batch>', say({ zh: '替换它的批次号', en: 'the batch that takes its place' }), batchNumber)
    .requiredOption('--because <text>', say({ zh: '原因', en: 'why' }))
    .option('--confirm-drop', say({ zh: '已核对：新批次没有共同的乡镇和时间、或不到原批次的一半行，其余的行可以不再计入', en: 'the new batch has no town and time in common, or less than half of the rows, and the others may go' }))
    .action(async (batch: bigint, { by, because, confirmDrop }: { by: bigint; because: string; confirmDrop?: boolean }) => {
      await using house = await open();
      await endBatch(house, batch, because, by, confirmDrop);
      print(say({ zh: `批次 ${batch} 已由 ${by} 替换。`, en: `Batch ${batch} is replaced by ${by}.` }));
    });
}

function batchNumber(text: string): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  throw new Refused('batch.number', { zh: `“${text}”不是批次号`, en: `"${text}" is no number of a batch` }, { zh: '用 mingjian imports 查看批次', en: 'look at the batches with mingjian imports' });
}

function quarantineNumber(text: string): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  throw new Refused('quarantine.number', { zh: `“${text}”不是隔离编号`, en: `"${text}" is no number of a quarantined row` }, { zh: '用 mingjian imports quarantine 查看编号', en: 'look at the numbers with mingjian imports quarantine' });
}

const unknownBatch = (batch: bigint) => new Refused('batch.unknown', { zh: `没有批次 ${batch}`, en: `there is no batch ${batch}` }, { zh: '用 mingjian imports 查看批次', en: 'look at the batches with mingjian imports' });
