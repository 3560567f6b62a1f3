import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Words } from '@mingjian/domain/words.ts';
import { type Duck, literal } from '../duckdb.ts';
import type { Home } from '../home.ts';
import { Refused } from '../refused.ts';
import type { Catalogue } from '../registers/catalogue.ts';
import { factsFolder, partsOf } from './parts.ts';
import type { ActiveBatch } from './store.ts';

/** SHA-256 of each Parquet part of a batch, by file name. Batches of before this was recorded have none; their rows are counted. */
export type PartHashes = Record<string, string>;

/** What is wrong with the parts of one batch: `part` where one file can be named. */
export type Damage = { batch: bigint; register: string; part: string | null; words: Words };

type Facts = { home: Pick<Home, 'facts'>; catalogue: Pick<Catalogue, 'registers'> };
type Kept = Pick<ActiveBatch, 'id' | 'register' | 'rows' | 'parts'>;

/** What the parts in a folder are known by from now on. */
export async function hashParts(home: Pick<Home, 'facts'>, register: string, batch: bigint): Promise<PartHashes> {
  const hashes: PartHashes = {};
  for (const file of partsOf(home, register, [{ id: batch }])) hashes[basename(file)] = await hashOf(file);
  return hashes;
}

/** Compares what lies on disk with what was imported. A row that is gone looks like a person who was never paid, and clears what was
 *  said of them: nothing may be asked of a lake with holes.
 *  @throws Refused `facts.damaged` naming every part */
export async function refuseDamaged(duck: Duck, facts: Facts, batches: readonly Kept[]): Promise<void> {
  const damages = await findDamages(duck, facts, batches);
  if (damages.length === 0) return;
  const told = damages.slice(0, TOLD);
  const more = damages.length - told.length;
  throw new Refused('facts.damaged', {
    zh: `已导入的数据有缺损，没有运行，预警保持原样：${told.map(({ words }) => words.zh).join('；')}${more ? `；另有 ${more} 处` : ''}`,
    en: `imported data is damaged; nothing was run and the warnings stand as they were: ${told.map(({ words }) => words.en).join('; ')}${more ? `; and ${more} more` : ''}`,
  }, remedyOf(damages));
}

const TOLD = 10;

/** What mends it, with the numbers of the batches. */
export function remedyOf(damages: readonly Damage[]): Words {
  const ids = [...new Set(damages.map(({ batch }) => batch))].slice(0, TOLD);
  return {
    zh: `从备份恢复家目录里的 facts；或对每一批先 mingjian imports retire 批号（${ids.join('、')}），再把那份文件重新导入`,
    en: `restore facts in the home from a backup; or mingjian imports retire NUMBER for each batch (${ids.join(', ')}) and import its file again`,
  };
}

/** Every part that is missing, cannot be read, or is not what was written, and every batch with other rows than were accepted. */
export async function findDamages(duck: Duck, { home, catalogue }: Facts, batches: readonly Kept[]): Promise<Damage[]> {
  const damages: Damage[] = [];
  for (const batch of batches) {
    const title = catalogue.registers.get(batch.register)?.title ?? { zh: batch.register, en: batch.register };
    const bad = (part: string | null, words: Words): Damage => ({
      batch: batch.id, register: batch.register, part,
      words: {
        zh: `${title.zh}第 ${batch.id} 批${part ? ` ${join(batch.register, `batch=${batch.id}`, part)} ` : ''}${words.zh}`,
        en: `${title.en}, batch ${batch.id}${part ? `, ${join(batch.register, `batch=${batch.id}`, part)}` : ''}: ${words.en}`,
      },
    });
    const parts = await damagedParts(home, batch);
    if (parts.length > 0) damages.push(...parts.map(([part, words]) => bad(part, words)));
    else damages.push(...(await miscounted(duck, home, batch)).map(([part, words]) => bad(part, words)));
  }
  return damages;
}

type Found = [part: string | null, words: Words];

/** Parts that are not what was written, where that was recorded. */
async function damagedParts(home: Pick<Home, 'facts'>, { id, register, parts }: Kept): Promise<Found[]> {
  const found: Found[] = [];
  for (const [part, hash] of Object.entries(parts ?? {})) {
    const now = await hashOf(join(factsFolder(home, register, id), part)).catch(unread);
    if (now !== hash) found.push([part, now === 'ENOENT' ? GONE : now === null ? UNREADABLE : CHANGED]);
  }
  return found;
}

/** Rows are counted by what each part says of itself; parts that were never hashed are read through. One question for the batch, part by
 *  part only where it cannot be answered. */
async function miscounted(duck: Duck, home: Pick<Home, 'facts'>, { id, register, rows, parts }: Kept): Promise<Found[]> {
  const files = partsOf(home, register, [{ id }]);
  const countRows = parts ? statedRows : readRows;
  const there = await countRows(duck, files).catch(() => null);
  if (there === rows) return [];
  if (there !== null) return [[null, { zh: `应有 ${rows} 行，只找到 ${there} 行`, en: `${rows} rows were imported, ${there} are there` }]];
  const broken: Found[] = [];
  for (const file of files) await countRows(duck, [file]).catch(() => broken.push([basename(file), UNREADABLE]));
  return broken.length > 0 ? broken : [[null, UNREADABLE]];
}

/** Every value is read: bytes changed within a column fail here, and not in the middle of a model. */
async function readRows(duck: Duck, files: readonly string[]): Promise<bigint> {
  if (files.length === 0) return 0n;
  return (await duck.row<{ n: bigint }>(`select count(*) filter (hash(r) is not null) as n from read_parquet([${files.map(literal).join(', ')}], union_by_name = true, hive_partitioning = false) r`)).n;
}

async function statedRows(duck: Duck, files: readonly string[]): Promise<bigint> {
  if (files.length === 0) return 0n;
  return (await duck.row<{ n: bigint }>(`select cast(coalesce(sum(num_rows), 0) as BIGINT) as n from parquet_file_metadata([${files.map(literal).join(', ')}])`)).n;
}

const GONE: Words = { zh: '不见了', en: 'is gone' };
const UNREADABLE: Words = { zh: '读不出来', en: 'cannot be read' };
const CHANGED: Words = { zh: '与导入时不同，已损坏', en: 'is not what was imported: it is damaged' };

const unread = (error: NodeJS.ErrnoException): 'ENOENT' | null => (error.code === 'ENOENT' ? 'ENOENT' : null);

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
