import { once } from 'node:events';
import { CommanderError, type Command } from 'commander';
import { type Commands, EXIT } from '../commands.ts';
import type { House } from '../house.ts';
import { print, say } from '../say.ts';
import { doCommand } from './command.ts';
import { drain, enqueue, JOB_NAMES, serveQueue, type Done, type Handlers, type JobName } from './queue.ts';

const HANDLERS: Handlers = { import: doCommand, run: doCommand };

/** `work`: does what `import --later` and `run --later` left. */
export const commands: Commands = (program, open) => {
  program
    .command('work')
    .summary(say({ zh: '做排队等着的导入和运行', en: 'do the imports and runs that wait in the queue' }))
    .description(say({ zh: '依次做 import --later 和 run --later 留下的工作，一类一次一件。按 Ctrl-C 停止，做到一半的会重做。', en: 'Does what import --later and run --later left, one of each kind at a time. Ctrl-C stops it; what was under way is done again.' }))
    .option('--once', say({ zh: '做完等着的就结束', en: 'end when nothing waits any more' }))
    .addHelpText('after', say({ zh: '\n例：\n  mingjian run --as-of 2026-06-30 --later\n  mingjian work --once', en: '\nExamples:\n  mingjian run --as-of 2026-06-30 --later\n  mingjian work --once --lang en' }))
    .action(async (options: { once?: boolean }) => {
      await using house = await open();
      if (options.once) return void tellAll(await drain(house, HANDLERS, tell));
      await using _worker = await serveQueue(house, HANDLERS, tell);
      print(say({ zh: '等待工作，按 Ctrl-C 停止。', en: 'Waiting for work. Ctrl-C stops it.' }));
      await once(process, 'SIGINT');
    });
};

/** Gives `import` and `run` the option --later: the command line itself is what waits. */
export function addLater(program: Command, open: () => Promise<House>): void {
  const names = new Set<string>(JOB_NAMES);
  for (const command of program.commands.filter((each) => names.has(each.name()))) {
    command.option('--later', say({ zh: '放进队列，由 mingjian work 来做', en: 'leave it in the queue for mingjian work' }));
    command.hook('preAction', async (_, action) => {
      if (action !== command || !command.opts<{ later?: boolean }>().later) return;
      await using house = await open();
      const line = (program as Command & { rawArgs: string[] }).rawArgs.slice(2).filter((word) => word !== '--later');
      const id = await enqueue(house, command.name() as JobName, { command: line, folder: process.cwd() });
      print(say({ zh: `已排队：${id}`, en: `Queued: ${id}` }));
      throw new CommanderError(EXIT.ok, 'mingjian.later', 'queued'); // ends the command before its action
    });
  }
}

const tell = ({ name, id, ok }: Done): void =>
  print(say({ zh: `${ok ? '完成' : '未完成'}：${name} ${id}`, en: `${ok ? 'done' : 'not done'}: ${name} ${id}` }));

function tellAll(done: Done[]): void {
  if (done.length === 0) print(say({ zh: '没有等着的工作。', en: 'Nothing waits.' }));
  if (done.some(({ ok }) => !ok)) process.exitCode = EXIT.partly;
}
