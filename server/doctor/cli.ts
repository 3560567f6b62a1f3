import { EXIT, type Commands } from '../commands.ts';
import { print, say } from '../say.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';

export const commands: Commands = (program) => {
  program
    .command('doctor')
    .summary(say({ zh: '检查运行条件，说明哪里不对、怎么办', en: 'say what is wrong and what to do about it' }))
    .description(say({ zh: '检查 Node、设置、家目录、权限、磁盘、内存、数据库版本、角色、迁移、台账定义和模型。', en: 'Looks at Node, settings, home, permissions, disk, memory, the version, roles and migrations of the database, registers and models.' }))
    .option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .addHelpText('after', say({ zh: '\n例：\n  mingjian doctor\n  mingjian doctor --json', en: '\nExamples:\n  mingjian doctor --lang en\n  mingjian doctor --json' }))
    .action(async (options: { json?: boolean }) => {
      const findings = await examine();
      print(options.json ? JSON.stringify(findings, null, 2) : findings.map(line).join('\n'));
      if (findings.some(({ state }) => state === 'wrong')) process.exitCode = EXIT.refused;
    });
};

const MARKS = { fine: '✓', wrong: '✗', skipped: '–' } as const;

const line = ({ check, state, words, advice }: Finding): string =>
  `${MARKS[state]} ${check.padEnd(12)} ${say(words)}` + (advice ? `\n  ${' '.repeat(12)} → ${say(advice)}` : '');
