import { type Command, Option } from 'commander';
import type { Commands } from '../commands.ts';
import { readConfig } from '../config.ts';
import { openHome, TRAINING_REGION } from '../home.ts';
import { bringUpToDate, databaseUrls } from '../house.ts';
import { addDemo } from './demo.ts';
import { initHouse } from './init.ts';
import { Refused } from '../refused.ts';
import { print, say } from '../say.ts';

/** `init`, `migrate`, `demo`: making a home, bringing its tables up to date, walking through it all. */
export const commands: Commands = (program) => {
  addInit(program);
  addMigrate(program);
  addDemo(program);
};

function addInit(program: Command): void {
  program
    .command('init')
    .summary(say({ zh: '建立家目录和数据库表', en: 'make a home and its tables' }))
    .description(say({ zh: '在 MINGJIAN_HOME（默认 ~/.mingjian）建立家目录和数据库表。重复执行不会改变已有内容。', en: 'Makes the home that MINGJIAN_HOME names (~/.mingjian unless told) and its tables. Done again, it changes nothing that is there.' }))
    .option('--training', say({ zh: '练习用：虚构区划视为真实，可以显示身份', en: 'for training: fictional regions are real here, and identity may be shown' }), false)
    .option('--region <code>', say({ zh: '本级行政区划代码，6、9 或 12 位', en: 'code of the region it is for: 6, 9 or 12 digits' }))
    .addOption(new Option('--suite <suite>', say({ zh: '封存用的密码套件：aes（AES-256-GCM），sm（国密 SM4、SM3）；以后可再更换', en: 'by which data are sealed: aes (AES-256-GCM) or sm (SM4, SM3); may be changed later' })).choices(Object.keys(SUITE_OF)))
    .option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .addHelpText('after', say({
      zh: '\n例：\n  mingjian init --training\n  MINGJIAN_HOME=/srv/mingjian mingjian init --region 439921 --suite sm',
      en: '\nExamples:\n  mingjian init --training --lang en\n  MINGJIAN_HOME=/srv/mingjian mingjian init --region 439921 --suite sm',
    }))
    .action(async (options: { training: boolean; region?: string; suite?: keyof typeof SUITE_OF; json?: boolean }) => {
      const { home, applied } = await initHouse(readConfig(), { training: options.training, region: regionOf(options), suite: options.suite && SUITE_OF[options.suite], now: new Date() });
      if (options.json) print(JSON.stringify({ home: home.at, id: home.id, training: home.training, region: home.region, suite: home.suite, applied }));
      else print(say({ zh: `家目录已就绪：${home.at}${home.training ? '（练习用）' : ''}，区划 ${home.region}。`, en: `The home is ready: ${home.at}${home.training ? ' (for training)' : ''}, region ${home.region}.` }));
    });
}

const SUITE_OF = { aes: 'aes-256-gcm', sm: 'sm4-ctr-hmac-sm3' } as const;

function regionOf({ training, region }: { training: boolean; region?: string }): string {
  if (region === undefined && training) return TRAINING_REGION;
  if (region !== undefined && /^[1-9][0-9]{5}([0-9]{3}){0,2}$/.test(region)) return region.padEnd(12, '0');
  throw new Refused(
    'init.region',
    { zh: '没有给出可用的行政区划代码', en: 'no usable region code was given' },
    { zh: '加上 --region 和本级 6、9 或 12 位区划代码；只是练习就加 --training', en: 'add --region and the code of 6, 9 or 12 digits; only to practise, add --training' },
  );
}

function addMigrate(program: Command): void {
  program
    .command('migrate')
    .summary(say({ zh: '把数据库表升级到当前版本', en: 'bring the tables up to date' }))
    .description(say({ zh: '按编号执行还没有执行的迁移，只进不退。外接数据库需要 MINGJIAN_OWNER_URL。', en: 'Applies the numbered migrations that are pending, forward only. An outside database needs MINGJIAN_OWNER_URL.' }))
    .option('--json', say({ zh: '输出 JSON', en: 'print JSON' }))
    .addHelpText('after', say({ zh: '\n例：\n  mingjian migrate', en: '\nExample:\n  mingjian migrate --lang en' }))
    .action(async (options: { json?: boolean }) => {
      const config = readConfig();
      await using urls = await databaseUrls(config, await openHome(config.MINGJIAN_HOME));
      const applied = await bringUpToDate(urls);
      if (options.json) print(JSON.stringify({ applied }));
      else if (applied.length === 0) print(say({ zh: '数据库表已是最新。', en: 'The tables are up to date.' }));
      else print(say({ zh: `已执行 ${applied.length} 个迁移：${applied.join('、')}`, en: `Applied ${applied.length} migrations: ${applied.join(', ')}` }));
    });
}
