import { type Command, InvalidArgumentError } from 'commander';
import { type Commands, EXIT } from '../commands.ts';
import type { House } from '../house.ts';
import { print, remark, say } from '../say.ts';
import { deliver, type FileReport } from './deliver.ts';
import type { Catalogue } from '../registers/catalogue.ts';
import { openWorkshop } from './intake/workshop.ts';
import * as listing from './report/cli.ts';
import { progressLine } from './report/progress.ts';
import { reportJson, reportText } from './report/imported.ts';
import { readMappings } from './proposing/settle.ts';
import { sweepLeftovers } from './intake/sweep.ts';
import { findFiles } from './intake/walk.ts';

type ImportOptions = { yes?: boolean; confirmDrop?: boolean; mapping?: string; sender?: string; delivered?: string; json?: boolean };

/** `import` and `imports`. */
export const commands: Commands = (program, open) => {
  addImport(program, open);
  listing.commands(program, open);
};

function addImport(program: Command, open: () => Promise<House>): void {
  program
    .command('import')
    .argument('<path...>', say({ zh: '文件或文件夹；离文件最近、像单位名的目录（民政局、河西镇）就是报送单位，没有则取第一层目录', en: 'files or folders; the nearest folder called like an office is the sender, else the first folder below' }))
    .summary(say({ zh: '导入部门送来的文件', en: 'take in what departments delivered' }))
    .description(say({
      zh: '识别每个文件是哪种台账、哪列是哪列，清洗后存为一个批次。逐个文件整体生效；重复执行从停下处继续，已导入的不会重复。',
      en: 'Finds out which register each file is and which column is which, cleans it and keeps it as a batch. Each file whole or not at all; done again it goes on where it stopped, and adds nothing twice.',
    }))
    .option('-y, --yes', say({ zh: '有把握的识别结果直接采用，其余留待确认', en: 'take what is sure, leave the rest waiting' }))
    .option('--confirm-drop', say({ zh: '已与报送单位核对：比上次少一半以上的名单无误（--yes 不包含这一项）', en: 'lists that lost more than half against last time are right, the sender was asked (--yes does not say so)' }))
    .option('--mapping <file>', say({ zh: '按此映射文件对应列（YAML）', en: 'map columns as this file says (YAML)' }))
    .option('--sender <name>', say({ zh: '报送单位', en: 'who delivered it' }))
    .option('--delivered <date>', say({ zh: '数据日期，如 2024-06-30；表题、文件名都没有写明时采用', en: 'the day the data speak of, such as 2024-06-30, where neither title nor file name says it' }), dateOption)
    .option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .addHelpText('after', say({
      zh: '\n例：\n  mingjian import 送来的文件夹 --yes\n  mingjian import 低保.xlsx --sender 民政局 --delivered 2024-06-30 --yes\n  mingjian import 怪表.csv --mapping 怪表.yaml\n\n数据日期取自表内日期行、表题、文件名（2024-06-30、202406、2024Q2……按末日），再取 --delivered；都没有时，\n流水类取行内最新日期，名册推定为导入当日。结果表里写明每张表取了哪天、从哪来。\n\n有表待确认或有行被隔离时退出码为 3。',
      en: '\nExamples:\n  mingjian import FOLDER --yes\n  mingjian import dibao.xlsx --sender 民政局 --delivered 2024-06-30 --yes\n  mingjian import odd.csv --mapping odd.yaml\n\nThe day a table speaks of: its date line, title or file name (2024-06-30, 202406, 2024Q2: the last day), else --delivered;\nfailing all, the newest row of events, and for rosters the day of the import. The result says which day was taken and why.\n\nExit code 3 when a table waits or rows are quarantined.',
    }))
    .action(async (paths: string[], options: ImportOptions) => {
      const files = await findFiles(paths, options.sender, options.delivered);
      const stated = options.mapping ? readMappings(options.mapping) : [];
      const { reports, registers } = await runImport(open, files, { yes: options.yes ?? false, stated, confirmDrop: options.confirmDrop ?? false });
      print(options.json ? reportJson(reports) : reportText(reports, registers));
      process.exitCode = exitCode(reports);
    });
}

async function runImport(open: () => Promise<House>, files: Awaited<ReturnType<typeof findFiles>>, settling: Parameters<typeof deliver>[2]): Promise<{ reports: FileReport[]; registers: Catalogue['registers'] }> {
  await using house = await open();
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const swept = await sweepLeftovers(house);
  if (swept > 0) remark(say({ zh: `已清理上次中断的 ${swept} 个半成品。`, en: `Cleared away ${swept} unfinished deliveries of an interrupted import.` }));
  await using shop = await openWorkshop(house, interrupted.signal);
  const line = progressLine(process.stderr);
  try {
    return { reports: await deliver(shop, files, settling, {}, line.tell), registers: shop.catalogue.registers };
  } finally {
    line.end();
  }
}

function exitCode(reports: FileReport[]): number {
  const isPartly = reports.some(({ waiting, batches, idle, refused }) => waiting.length > 0 || refused !== null || [...batches, ...idle].some(({ quality }) => quality.quarantined > 0));
  const isAllRefused = reports.length > 0 && reports.every(({ outcome }) => outcome === 'refused');
  return isAllRefused ? EXIT.refused : isPartly ? EXIT.partly : EXIT.ok;
}

function dateOption(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  if (isDay && text > today()) throw new InvalidArgumentError(say({ zh: `数据日期不能晚于今天（${today()}）`, en: `data cannot speak of a day after today (${today()})` }));
  if (isDay) return text;
  throw new InvalidArgumentError(say({ zh: '日期写成 2024-06-30', en: 'write the date as 2024-06-30' }));
}

/** The later of the day here and in UTC, by which imports are dated. */
function today(): string {
  const now = new Date();
  const here = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
  return [here, now.toISOString().slice(0, 10)].sort().at(-1)!;
}
