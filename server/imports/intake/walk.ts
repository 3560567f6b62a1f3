import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { hideNumbers } from '@mingjian/domain/identifier/hidden.ts';
import { Refused } from '../../refused.ts';
import type { Delivered } from './import-file.ts';

/** Left in folders by office programs and systems; nobody delivered them. */
const LITTER = /^(?:\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i;

/** The files below the named paths, in order. A file is called by its path below the folder that was named. Its sender, unless one is stated, is the
 *  nearest folder above it that is called like an office (民政局, 河西镇, 农商银行), from the named one down, so that it is the same whichever folder
 *  above is named; where none is, the first folder below the named one. @throws Refused where a path is not there */
export async function findFiles(paths: readonly string[], sender: string | undefined, delivered: string | undefined): Promise<Delivered[]> {
  const files: Delivered[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (!found) throw noSuchPath(path);
    if (!found.isDirectory()) files.push({ path, name: calledBy(basename(path)), sender: sender ?? senderOf([basename(dirname(resolve(path)))], null), delivered });
    else for (const { name, link } of await below(path)) files.push({ path: join(path, name), name: calledBy(name.split(sep).join('/')), sender: sender ?? senderOf([basename(resolve(path)), ...folders(name)], folders(name)[0] ?? null), delivered, link });
  }
  return files;
}

/** A file's name stands in lists, exports and logs: a citizen number in it is starred, as in a cell that is shown. */
const calledBy = (name: string): string => hideNumbers(name, (number) => `${number.slice(0, 3)}${'*'.repeat(number.length - 5)}${number.slice(-2)}`);

const folders = (name: string): string[] => name.split(sep).slice(0, -1);

const OFFICE = /(?:局|厅|委|委员会|办|办公室|院|中心|站|银行|农商行|信用社|合作社|公司|联合会|残联|总队|大队|组织部|宣传部|统战部|财政所|司法所|派出所|卫生所|管理处|办事处|镇|乡|街道|村|社区)$/;

/** @param above the folders over the file, the nearest last */
const senderOf = (above: string[], otherwise: string | null): string | null => (above.findLast((folder) => OFFICE.test(folder.normalize('NFC'))) ?? otherwise)?.normalize('NFC') ?? null;

type Found = { name: string; link: boolean };

async function below(folder: string): Promise<Found[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: Found[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (LITTER.test(entry.name)) continue;
    if (entry.isDirectory()) found.push(...(await below(join(folder, entry.name))).map(({ name, link }) => ({ name: join(entry.name, name), link })));
    else found.push({ name: entry.name, link: entry.isSymbolicLink() });
  }
  return found;
}

const noSuchPath = (path: string) =>
  new Refused('import.no-such-path', { zh: `没有这个文件或文件夹：${path}`, en: `there is no such file or folder: ${path}` }, { zh: '检查路径', en: 'look at the path' });
