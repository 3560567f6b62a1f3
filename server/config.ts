import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { Refused } from './refused.ts';

const Url = (description: string) => Type.Optional(Type.String({ pattern: '^postgres(ql)?://', description }));
const Count = (description: string, from: number, to: number, fallback: number) =>
  Type.Integer({ minimum: from, maximum: to, default: fallback, description });

/** Everything that the surroundings may set. There is no configuration file: what a county wishes is data (registers, models, mappings). */
export const Config = Type.Object(
  {
    MINGJIAN_HOME: Type.String({ minLength: 1, default: join(homedir(), '.mingjian'), description: 'home folder 家目录' }),
    DATABASE_URL: Url('PostgreSQL for daily work, by a role that may not change tables; without it the embedded one is used 日常角色的连接地址；不设则用内置数据库'),
    MINGJIAN_OWNER_URL: Url('the same database, by the role that may change tables; only init, migrate and doctor use it 可改表角色的连接地址，仅 init、migrate、doctor 使用'),
    MINGJIAN_LANG: Type.Enum(['zh', 'en'], { default: 'zh', description: 'language of messages 提示语言' }),
    MINGJIAN_PORT: Count('port of mingjian serve, loopback only 服务端口，仅限本机', 1, 65_535, 4399),
    MINGJIAN_MEMORY_MB: Count('memory for the analytical engine 分析引擎可用内存（MB）', 256, 1_048_576, 5120),
    MINGJIAN_THREADS: Count('threads of the analytical engine 分析引擎线程数', 1, 256, 2),
    MINGJIAN_LOG: Type.Enum(['debug', 'info', 'warn', 'error'], { default: 'info', description: 'least level that is logged 日志级别' }),
  },
  { additionalProperties: false },
);
export type Config = Static<typeof Config>;

const ours = (name: string) => name === 'DATABASE_URL' || name.startsWith('MINGJIAN_');

/** Reads the configuration once. An unknown MINGJIAN_ name is refused too: a misspelt setting must not be silently without effect. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => ours(name) && value !== '' && value !== undefined));
  const unknown = Object.keys(given).find((name) => !(name in Config.properties));
  if (unknown) throw refuseUnknown(unknown);
  const config = Value.Default(Config, Value.Convert(Config, given));
  if (!Value.Check(Config, config)) throw refuseValue(Value.Errors(Config, config)[0]?.instancePath.slice(1) ?? '');
  return { ...config, MINGJIAN_HOME: resolve(config.MINGJIAN_HOME) };
}

function refuseUnknown(name: string): Refused {
  const known = Object.keys(Config.properties).join(', ');
  return new Refused(
    'config.unknown',
    { zh: `环境变量 ${name} 不是本系统的设置`, en: `the environment variable ${name} is no setting of this program` },
    { zh: `可用的设置：${known}`, en: `the settings are: ${known}` },
  );
}

/** The value is not repeated: a connection URL carries a password. */
function refuseValue(name: string): Refused {
  const setting = (Config.properties as Record<string, { description?: string; enum?: string[]; minimum?: number; maximum?: number }>)[name];
  const range = setting?.enum?.join(' | ') ?? (setting?.minimum === undefined ? 'postgres://…' : `${setting.minimum}–${setting.maximum}`);
  return new Refused(
    'config.invalid',
    { zh: `环境变量 ${name} 的值不能用，应为 ${range}`, en: `the environment variable ${name} has a value that cannot be used; it takes ${range}` },
    { zh: `含义：${setting?.description ?? name}`, en: `it means: ${setting?.description ?? name}` },
  );
}
