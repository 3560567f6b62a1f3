import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { Words } from '@mingjian/domain/words.ts';
import { Refused } from './refused.ts';

const url = Type.Optional(Type.String({ pattern: '^postgres(ql)?://' }));
const count = (from: number, to: number, fallback: number) => Type.Integer({ minimum: from, maximum: to, default: fallback });

/** Everything that the surroundings may set. There is no configuration file: what a county wishes is data (registers, models, mappings). */
export const Config = Type.Object(
  {
    MINGJIAN_HOME: Type.String({ minLength: 1, default: join(homedir(), '.mingjian') }),
    DATABASE_URL: url,
    MINGJIAN_OWNER_URL: url,
    MINGJIAN_LANG: Type.Enum(['zh', 'en'], { default: 'zh' }),
    MINGJIAN_PORT: count(1, 65_535, 4399),
    MINGJIAN_MEMORY_MB: count(256, 1_048_576, 5120),
    MINGJIAN_THREADS: count(1, 256, 2),
    MINGJIAN_LOG: Type.Enum(['debug', 'info', 'warn', 'error'], { default: 'info' }),
  },
  { additionalProperties: false },
);
export type Config = Static<typeof Config>;

const MEANINGS: Record<keyof Config, Words> = {
  MINGJIAN_HOME: { zh: '家目录', en: 'home folder' },
  DATABASE_URL: { zh: '日常角色（不能改表）的连接地址；不设则用内置数据库', en: 'PostgreSQL for daily work, by a role that may not change tables; without it the embedded one is used' },
  MINGJIAN_OWNER_URL: { zh: '同一数据库、可改表角色的连接地址，仅 init、migrate、doctor 使用', en: 'the same database, by the role that may change tables; only init, migrate and doctor use it' },
  MINGJIAN_LANG: { zh: '提示语言', en: 'language of messages' },
  MINGJIAN_PORT: { zh: 'mingjian serve 的端口，仅限本机', en: 'port of mingjian serve, loopback only' },
  MINGJIAN_MEMORY_MB: { zh: '分析引擎可用内存（MB）', en: 'memory for the analytical engine, MB' },
  MINGJIAN_THREADS: { zh: '分析引擎线程数', en: 'threads of the analytical engine' },
  MINGJIAN_LOG: { zh: '日志级别', en: 'least level that is logged' },
};

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
  const setting = (Config.properties as Record<string, { enum?: string[]; minimum?: number; maximum?: number }>)[name];
  const meaning = MEANINGS[name as keyof Config];
  const range = setting?.enum?.join(' | ') ?? (setting?.minimum === undefined ? 'postgres://…' : `${setting.minimum}–${setting.maximum}`);
  return new Refused(
    'config.invalid',
    { zh: `环境变量 ${name} 的值不能用，应为 ${range}`, en: `the environment variable ${name} has a value that cannot be used; it takes ${range}` },
    { zh: `含义：${meaning.zh}`, en: `it means: ${meaning.en}` },
  );
}
