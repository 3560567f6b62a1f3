import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { SUITES } from './identities/sealing/suite.ts';
import { Refused } from './refused.ts';

/** 1: rows were hashed by MD5, column by column. Rows of two versions in one home would not know each other again. */
const VERSION = 2;

/** What a home says about itself (`home.json`). It is written last when a home is made: a home without it is not one yet. */
export const HomeFile = Type.Object(
  {
    version: Type.Literal(VERSION, { description: 'of what facts and hashes of rows mean' }),
    id: Type.String({ description: 'told again by the database, so that facts and identities of two counties never mix' }),
    training: Type.Boolean({ description: 'made for training: fictional regions are real here, and identity may be revealed' }),
    region: Type.String({ pattern: '^[0-9]{12}$', description: 'the region whose files are imported here' }),
    suite: Type.Enum([...SUITES], { description: 'by which new files and values are sealed; what another suite sealed still opens' }),
    created: Type.String(),
  },
  { additionalProperties: false },
);
export type HomeFile = Static<typeof HomeFile>;

const FOLDERS = ['keys', 'pg', 'facts', 'vault', 'originals', 'registers', 'models', 'logs', 'tmp'] as const;
type Folder = (typeof FOLDERS)[number];

/** An opened home: what it says about itself, and the absolute path of each of its folders. */
export type Home = HomeFile & { readonly at: string } & { readonly [F in Folder]: string };

export type NewHome = { training: boolean; region: string; suite?: HomeFile['suite'] | undefined; now: Date };

/** The fictional county 青岚县 that training homes are about unless another is named. */
export const TRAINING_REGION = '439921000000';

/** Makes a home where none is. Everything in it is for its user alone (0700, 0600): it holds a county's identities and keys. */
export async function createHome(at: string, { training, region, suite = 'aes-256-gcm', now }: NewHome): Promise<Home> {
  if (await exists(join(at, 'home.json'))) {
    throw new Refused(
      'home.exists',
      { zh: `${at} 已经是一个家目录`, en: `${at} is a home already` },
      { zh: '直接使用它，或用 MINGJIAN_HOME 指定另一个空目录', en: 'use it, or name another empty folder by MINGJIAN_HOME' },
    );
  }
  await mkdir(at, { recursive: true, mode: 0o700 });
  await chmod(at, 0o700);
  for (const folder of FOLDERS) await mkdir(join(at, folder), { recursive: true, mode: 0o700 });
  const file: HomeFile = { version: VERSION, id: randomUUID(), training, region, suite, created: now.toISOString() };
  await writePrivate(join(at, 'home.json'), JSON.stringify(file, null, 2) + '\n');
  return homeOf(at, file);
}

/** Writes into `home.json` by which suite is sealed from now on. */
export async function changeSuite({ version, id, training, region, created, at }: Home, suite: HomeFile['suite']): Promise<Home> {
  const file: HomeFile = { version, id, training, region, suite, created };
  await writePrivate(join(at, 'home.json'), JSON.stringify(file, null, 2) + '\n');
  return homeOf(at, file);
}

/** Opens a home, or refuses with what to do: there is none, it cannot be read, it is open to other users. */
export async function openHome(at: string): Promise<Home> {
  const text = await readFile(join(at, 'home.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? missing(at) : unreadable(at, error);
  });
  const file = parseHomeFile(at, text);
  const mode = (await stat(at)).mode & 0o077;
  if (mode !== 0 && process.platform !== 'win32') {
    throw new Refused(
      'home.open-to-others',
      { zh: `家目录 ${at} 对其他用户开放`, en: `the home ${at} is open to other users of this machine` },
      { zh: `执行 chmod 700 ${at}`, en: `run chmod 700 ${at}` },
    );
  }
  return homeOf(at, file);
}

function parseHomeFile(at: string, text: string): HomeFile {
  try {
    const said = JSON.parse(text) as object;
    if ('version' in said && said.version === 1) throw older(at);
    return Value.Parse(HomeFile, said);
  } catch (cause) {
    if (cause instanceof Refused) throw cause;
    throw new Refused(
      'home.damaged',
      { zh: `${join(at, 'home.json')} 的内容不合规格`, en: `${join(at, 'home.json')} does not have the content it should` },
      { zh: '从备份恢复该文件，不要手工修改', en: 'restore the file from a backup; it is not meant to be edited' },
      { cause },
    );
  }
}

const older = (at: string): Refused =>
  new Refused(
    'home.older',
    { zh: `家目录 ${at} 是早先的试用版建的：行的标识已换了算法，再送来的流水会被当成新的`, en: `the home ${at} was made by an earlier trial: rows are known by other hashes now, and events delivered again would count as new` },
    { zh: '另建一个家目录（mingjian init），把送来的文件重新导入', en: 'make another home (mingjian init) and import the delivered files again' },
  );

const homeOf = (at: string, file: HomeFile): Home => ({
  ...file,
  at,
  ...(Object.fromEntries(FOLDERS.map((f) => [f, join(at, f)])) as { [F in Folder]: string }),
});

const missing = (at: string) =>
  new Refused(
    'home.missing',
    { zh: `${at} 还不是家目录`, en: `${at} is not a home yet` },
    {
      zh: '先执行 mingjian init --region 行政区划代码（练习用：mingjian init --training），或用 MINGJIAN_HOME 指向已有的家目录',
      en: 'run mingjian init --region CODE first (to practise: mingjian init --training), or let MINGJIAN_HOME point to a home',
    },
  );

const unreadable = (at: string, cause: Error) =>
  new Refused(
    'home.unreadable',
    { zh: `无法读取家目录 ${at}`, en: `the home ${at} cannot be read` },
    { zh: '用创建它的用户运行，或检查权限', en: 'run as the user who made it, or look at its permissions' },
    { cause },
  );

const exists = (path: string) => stat(path).then(() => true, () => false);

/** Writes a whole file or none: beside it first, then put in its place. Readable by its user alone. */
export async function writePrivate(path: string, content: string | Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.${randomUUID()}.part`);
  await writeFile(beside, content, { mode: 0o600, flush: true });
  await rename(beside, path);
}
