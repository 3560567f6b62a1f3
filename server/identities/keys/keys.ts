import { randomBytes, randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { Refused } from '../../refused.ts';
import { writePrivate, type Home } from '../../home.ts';
import { SUITES, type SuiteName } from '../sealing/suite.ts';

const Key = Type.String({ minLength: 43, maxLength: 88, description: 'base64' });
const Suite = Type.Enum([...SUITES]);
/** `keys/identity.json`: whoever has it can link every row to its person. It is made once and belongs into the backup, apart from the data. */
const KeyFile = Type.Object(
  {
    version: Type.Literal(1),
    suite: Suite,
    person: Type.Array(Type.Object({ version: Type.Integer({ minimum: 1 }), key: Key, created: Type.String() }), { minItems: 1 }),
    token: Type.Object({ key: Key, created: Type.String() }),
    sealing: Type.Array(Type.Object({ id: Type.Integer({ minimum: 1, maximum: 255 }), suite: Type.Optional(Suite), key: Key, created: Type.String() }), { minItems: 1 }),
  },
  { additionalProperties: false },
);
type KeyFile = Static<typeof KeyFile>;

/** The keys of a home. `person` grows by rotation and is applied in order; `token` compares names, accounts and the like and stays;
 *  `sealing` seals files and numbers, each key by its suite: the last is used for new ones, the others still open old ones. `suite` is that of the
 *  digests: it stays as it was made, or nothing delivered later would meet what is there. */
export type Keys = {
  suite: SuiteName;
  person: { version: number; key: Buffer }[];
  token: Buffer;
  sealing: { id: number; suite: SuiteName; key: Buffer }[];
};

/** Opens the keys of a home.
 *  @throws Refused `keys.missing`, `keys.damaged`; keys are never made anew over what is there, that would make every sealed file unreadable
 *  and every person a stranger */
export async function openKeys(home: Pick<Home, 'keys'>): Promise<Keys> {
  const found = await readFile(join(home.keys, 'identity.json'), 'utf8').catch(absent);
  if (found === null) throw missing();
  return decode(found);
}

/** Makes the keys of a new home, or opens those that are there; two processes that both come first end up with the same keys. */
export async function makeKeys(home: Pick<Home, 'keys'>, suite: SuiteName, now: Date): Promise<Keys> {
  const path = join(home.keys, 'identity.json');
  const found = await readFile(path, 'utf8').catch(absent);
  return decode(found ?? (await createOnce(path, JSON.stringify(fresh(suite, now), null, 2) + '\n')));
}

/** Adds the next version of the person key to the file. It takes effect when the map in the database has been turned to it (rotate.ts). */
export async function addPersonKey(home: Pick<Home, 'keys'>, now: Date): Promise<Keys> {
  const path = join(home.keys, 'identity.json');
  const file = parse(await readFile(path, 'utf8'));
  const version = file.person.at(-1)!.version + 1;
  const grown = { ...file, person: [...file.person, { version, key: newKey(), created: now.toISOString() }] };
  await writePrivate(path, JSON.stringify(grown, null, 2) + '\n');
  return decode(JSON.stringify(grown));
}

/** Adds a sealing key of another suite; what is sealed from now on is sealed by it. The caller holds the map's row, as a rotation does: two who
 *  write the file at once would lose a key. */
export async function addSealingKey(home: Pick<Home, 'keys'>, suite: SuiteName, now: Date): Promise<void> {
  const path = join(home.keys, 'identity.json');
  const file = parse(await readFile(path, 'utf8'));
  const id = Math.max(...file.sealing.map((one) => one.id)) + 1;
  await writePrivate(path, JSON.stringify({ ...file, sealing: [...file.sealing, { id, suite, key: newKey(), created: now.toISOString() }] }, null, 2) + '\n');
}

const newKey = (): string => randomBytes(32).toString('base64');

function fresh(suite: SuiteName, now: Date): KeyFile {
  const created = now.toISOString();
  return { version: 1, suite, person: [{ version: 1, key: newKey(), created }], token: { key: newKey(), created }, sealing: [{ id: 1, suite, key: newKey(), created }] };
}

/** Writes the file unless another process did so meanwhile, and returns what then stands in it: `link` fails where a file exists, `rename` would replace it. */
async function createOnce(path: string, text: string): Promise<string> {
  const beside = `${path}.${randomUUID()}`;
  await writeFile(beside, text, { mode: 0o600, flush: true });
  await link(beside, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(beside);
  return readFile(path, 'utf8');
}

function parse(text: string): KeyFile {
  try {
    return Value.Parse(KeyFile, JSON.parse(text));
  } catch {
    throw damaged();
  }
}

function decode(text: string): Keys {
  const file = parse(text);
  const bytes = (key: string): Buffer => Buffer.from(key, 'base64');
  return {
    suite: file.suite,
    person: file.person.map(({ version, key }) => ({ version, key: bytes(key) })),
    token: bytes(file.token.key),
    sealing: file.sealing.map(({ id, suite, key }) => ({ id, suite: suite ?? file.suite, key: bytes(key) })),
  };
}

const absent = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null;
  throw error;
};

// without a cause: the parser's message would quote what stands in the file
const damaged = () =>
  new Refused(
    'keys.damaged',
    { zh: '密钥文件 keys/identity.json 已损坏', en: 'the key file keys/identity.json is damaged' },
    { zh: '从备份恢复；不要新建，否则已封存的身份无法打开', en: 'restore it from a backup; never make a new one, sealed identities would stay closed for good' },
  );

const missing = () =>
  new Refused(
    'keys.missing',
    { zh: '密钥文件 keys/identity.json 不在', en: 'the key file keys/identity.json is not there' },
    { zh: '从备份恢复；新建的家目录先执行 mingjian init', en: 'restore it from a backup; in a new home run mingjian init first' },
  );
