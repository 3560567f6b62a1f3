import { Command, Option } from 'commander';
import * as api from './api/cli.ts';
import type { Commands } from './commands.ts';
import { readConfig } from './config.ts';
import * as doctor from './doctor/cli.ts';
import * as engine from './engine/cli.ts';
import { openHouse, type House } from './house.ts';
import * as identities from './identities/cli.ts';
import * as imports from './imports/cli.ts';
import * as sniff from './imports/sniff/cli.ts';
import * as jobs from './jobs/cli.ts';
import { say } from './say.ts';
import * as models from './models/cli.ts';
import * as registers from './registers/cli.ts';
import * as setup from './setup/cli.ts';
import { inOurWords } from './usage.ts';
import * as warnings from './warnings/cli.ts';

const SLICES: Commands[] = [
  setup.commands, imports.commands, sniff.commands, engine.commands, warnings.commands, identities.commands,
  models.commands, registers.commands, api.commands, jobs.commands, doctor.commands,
];

/** The whole program. Nothing is opened before a command asks for it: help, sniff and doctor work without a home. */
export function buildProgram(open: () => Promise<House> = () => openHouse(readConfig())): Command {
  const program = new Command('mingjian')
    .description(say({ zh: '明鉴：从部门台账到可解释的预警', en: 'Mingjian: from the files of departments to explained warnings' }))
    .version('0.1.0', '-v, --version', say({ zh: '显示版本', en: 'print the version' }))
    .addOption(new Option('--lang <lang>', say({ zh: '提示语言', en: 'language of messages' })).choices(['zh', 'en']))
    .showSuggestionAfterError();
  for (const commands of SLICES) commands(program, open);
  jobs.addLater(program, open);
  inOurWords(program);
  program.addHelpText('after', '\n' + say(TOUR));
  return program;
}

const TOUR = {
  zh: `从头走一遍：
  mingjian init --training              建一个练习用的家目录
  mingjian sniff 文件                   先看一眼，不导入
  mingjian import 文件夹 --yes          导入各部门送来的文件
  mingjian run                          运行全部模型
  mingjian warnings                     列出预警
  mingjian warnings show 编号           看一条预警的依据

退出码：0 正常；1 程序自身出错（给出编号，详情在日志）；2 被拒绝或用法不对；3 部分完成（有待确认或被隔离的）；130 被中断。`,
  en: `A first walk:
  mingjian init --training              make a home to practise in
  mingjian sniff FILE                   look, without importing
  mingjian import FOLDER --yes          import what departments delivered
  mingjian run                          run all models
  mingjian warnings                     list the warnings
  mingjian warnings show ID             see what one of them rests on

Exit codes: 0 done; 1 our failure (a reference is given, the log has the rest); 2 refused or wrongly called;
3 partly done (something waits or is quarantined); 130 interrupted.`,
};
