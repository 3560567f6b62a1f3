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

/** Ctrl-C. Every change is one transaction. A command that listens itself stops at its next step and takes away what it had begun; of the others
 *  there is only the database to let go of. A second Ctrl-C does not wait. */
let interrupted = false;
const ended = Promise.withResolvers<void>();
function interrupt(): void {
  if (interrupted) process.exit(EXIT.interrupted);
  interrupted = true;
  const tidies = process.listenerCount('SIGINT') > 1;
  remark(say({ zh: '\n已中断，没有只写了一半的数据。', en: '\nInterrupted. No data are left half-done.' }));
  const letGo = Promise.allSettled([tidies ? ended.promise : null]).then(() => Promise.allSettled([...opened].map((house) => house[Symbol.asyncDispose]())));
  setTimeout(() => {
    remark(say({ zh: '临时文件由下一个命令清理。', en: 'The next command clears what is left of it.' }));
    process.exit(EXIT.interrupted);
  }, tidies ? 15_000 : 2000);
  void letGo.then(() => process.exit(EXIT.interrupted));
}
process.on('SIGINT', interrupt).on('SIGTERM', () => process.emit('SIGINT', 'SIGINT'));

try {
  await buildProgram(open).parseAsync();
} catch (error) {
  if (!interrupted) process.exitCode = report(error);
} finally {
  ended.resolve();
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
