import { CommanderError } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildProgram } from './cli.ts';
import { EXIT } from './commands.ts';
import { readConfig } from './config.ts';
import { databaseAway } from './db.ts';
import { diskRefusal } from './disk.ts';
import { openHouse, type House } from './house.ts';
import { newReference, openLog, speakable } from './log.ts';
import { Refused } from './refused.ts';
import { languageOf, remark, say } from './say.ts';

process.umask(0o077); // whatever we write is for its user alone
process.env['MINGJIAN_LANG'] ??= languageOf(process.argv);

// `mingjian warnings | head`: who reads has had enough
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.ours));

const opened = new Set<House>();

/** Remembers what is open, so that an interruption can let go of it. */
async function open(): Promise<House> {
  const house = await openHouse(readConfig());
  opened.add(house);
  return house;
}

/** Ctrl-C. Every change is one transaction, so there is nothing to tidy, only the database to let go of; a second one does not wait. */
let interrupted = false;
function interrupt(): void {
  if (interrupted) process.exit(EXIT.interrupted);
  interrupted = true;
  remark(say({ zh: '\n已中断，没有只写了一半的数据；临时文件由下一个命令清理。', en: '\nInterrupted. No data are left half-done; the next command clears the temporary files.' }));
  const letGo = Promise.allSettled([...opened].map((house) => house[Symbol.asyncDispose]()));
  setTimeout(() => process.exit(EXIT.interrupted), 2000);
  void letGo.then(() => process.exit(EXIT.interrupted));
}
process.on('SIGINT', interrupt).on('SIGTERM', interrupt);

try {
  await buildProgram(open).parseAsync();
} catch (error) {
  if (!interrupted) process.exitCode = report(error);
}

function report(failure: unknown): number {
  const error = databaseAway(failure) ?? diskRefusal(failure) ?? failure;
  if (error instanceof CommanderError) return error.exitCode === 0 || error.code === 'commander.help' ? EXIT.ok : EXIT.refused;
  if (error instanceof Refused) {
    remark(say({ zh: `无法执行：${error.words.zh}。`, en: `Refused: ${error.words.en}.` }));
    remark(say({ zh: `怎么办：${error.advice.zh}。`, en: `What to do: ${error.advice.en}.` }));
    return EXIT.refused;
  }
  const reference = newReference();
  const where = logError(error, reference);
  remark(say({ zh: `程序自身出错，编号 ${reference}，详情见 ${where}。请把编号和日志交给维护人员。`, en: `This is our failure, reference ${reference}; ${where} has the rest. Hand both to whoever maintains this.` }));
  return EXIT.ours;
}

/** Into the home's log; where there is no home yet, onto the terminal, because it must not be lost. */
function logError(error: unknown, reference: string): string {
  const folder = join(readConfig().MINGJIAN_HOME, 'logs');
  if (existsSync(folder)) {
    openLog(folder).error({ reference, err: error }, 'failed');
    return join(folder, 'mingjian.log');
  }
  remark(JSON.stringify(speakable(error), null, 2));
  return say({ zh: '上面', en: 'the text above' });
}
