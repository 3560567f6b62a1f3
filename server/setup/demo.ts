import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../commands.ts';
import { readConfig } from '../config.ts';
import { openHome, TRAINING_REGION } from '../home.ts';
import { databaseUrls } from '../house.ts';
import { Refused } from '../refused.ts';
import { remark, say } from '../say.ts';
import { initHouse } from './init.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The days on which the demo county's two deliveries were complete: the days to ask the questions for. */
const AS_OF = ['2026-06-30', '2026-09-30'] as const;

/** `demo`: walks through the whole main job with a fictional county, by the commands that a user would type. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .summary(say({ zh: '用虚构的青岚县从头走一遍', en: 'walk through all of it with a fictional county' }))
    .description(say({
      zh: '生成虚构的青岚县两个季度的部门台账，先后导入、运行模型，列出发现了什么。家目录默认在 .mingjian/demo/home。',
      en: 'Makes two quarters of department files of a fictional county, imports them one after the other, runs the models, lists what was found. Its home is .mingjian/demo/home unless MINGJIAN_HOME names another.',
    }))
    .option('--people <n>', say({ zh: '人口规模，至少 20000', en: 'people of the county, 20000 at least' }), peopleOf, USUAL)
    .option('--once', say({ zh: '打印结果后结束（有界面之前总是如此）', en: 'end after the table (until there are screens it always does)' }))
    .addHelpText('after', say({ zh: '\n例：\n  npm run demo\n  mingjian demo --people 100000 --once', en: '\nExamples:\n  npm run demo\n  mingjian demo --people 100000 --once --lang en' }))
    .action(async ({ people }: { people: number }) => walk(people));
}

/** A smaller county has not enough people for everything that is planted in it. */
const FEWEST = 20_000;
const USUAL = 50_000;

function peopleOf(text: string): number {
  const people = Number(text);
  if (Number.isInteger(people) && people >= FEWEST) return people;
  throw new Refused(
    'demo.people',
    { zh: `“${text}”不是虚构县的人口规模`, en: `“${text}” is no size for the fictional county` },
    { zh: `写一个不小于 ${FEWEST} 的整数`, en: `write a whole number, ${FEWEST} or more` },
  );
}

async function walk(people: number): Promise<void> {
  const began = performance.now();
  process.env['MINGJIAN_HOME'] ??= join(ROOT, '.mingjian/demo/home');
  const config = readConfig();
  const { home } = await initHouse(config, { training: true, region: TRAINING_REGION, now: new Date() });
  await using _database = await databaseUrls(config, await openHome(home.at)); // kept running from step to step
  const county = join(home.at, '../county');
  await step('demo/main.ts', ['--out', county, '--people', String(people)]);
  for (const [at, asOf] of AS_OF.entries()) {
    await mingjian('import', join(county, `delivery-${at + 1}`), '--yes', ...delivered(asOf));
    await mingjian('run', '--as-of', asOf);
  }
  await mingjian('warnings', '--limit', '15');
  remark(whereNext(home.at, (performance.now() - began) / 1000));
}

/** Rosters that do not say their day are as old as their delivery and not as this walk; a day that has not come is no day of a delivery. */
const delivered = (day: string): string[] => (day <= new Date().toISOString().slice(0, 10) ? ['--delivered', day] : []);

/** One command, shown as a user would type it. That something waits or is quarantined is part of the story. */
async function mingjian(...args: string[]): Promise<void> {
  remark(`\n$ mingjian ${args.join(' ')}`);
  await step('server/main.ts', args, [EXIT.ok, EXIT.partly]);
}

async function step(file: string, args: string[], fine: number[] = [EXIT.ok]): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, file), ...args], { stdio: 'inherit', env: { ...process.env, MINGJIAN_LANG: say({ zh: 'zh', en: 'en' }) } });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (!fine.includes(code ?? EXIT.ours)) throw new Error(`${file} ${args[0]} ended with ${code}`);
}

const whereNext = (home: string, seconds: number): string =>
  say({
    zh: `
用时 ${seconds.toFixed(0)} 秒。接下来可以看：
  export MINGJIAN_HOME=${home}
  npx mingjian warnings show 编号         一条预警问的是什么、依据哪几行、有哪些无辜的解释
  npx mingjian warnings --format xlsx > 预警.xlsx
  npx mingjian imports                    每个文件读成了什么，隔离了哪些行
  npx mingjian models                     都问了哪些问题
  npx mingjian verdict 编号 --innocent F-LAG --because "已核实"
  ${join(home, '../county/ledger.jsonl')}   虚构县里埋了哪些事（从不导入，可对照）`,
    en: `
Done in ${seconds.toFixed(0)} s. Where to look next:
  export MINGJIAN_HOME=${home}
  npx mingjian warnings show ID           what one of them asks, the rows it rests on, the innocent explanations
  npx mingjian warnings --format xlsx > warnings.xlsx
  npx mingjian imports                    what each file was read as, which rows are in quarantine
  npx mingjian models                     which questions were asked
  npx mingjian verdict ID --innocent F-LAG --because "checked"
  ${join(home, '../county/ledger.jsonl')}   what was planted in the fictional county (never imported, to compare)`,
  });
