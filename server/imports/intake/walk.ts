import { readdir, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { Refused } from '../../refused.ts';
import type { Delivered } from './import-file.ts';

/** Left in folders by office programs and systems; nobody delivered them. */
const LITTER = /^(?:\.|~\$|Thumbs\.db$|desktop\.ini$|__MACOSX$)/i;

/** The files below the named paths, in order. A file is called by its path below the folder that was named; its sender is the first
 *  folder on that path, unless one is stated. @throws Refused where a path is not there */
export async function findFiles(paths: readonly string[], sender: string | undefined, delivered: string | undefined): Promise<Delivered[]> {
  const files: Delivered[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (!found) throw noSuchPath(path);
    if (!found.isDirectory()) files.push({ path, name: basename(path), sender: sender ?? null, delivered });
    else for (const { name, link } of await below(path)) files.push({ path: join(path, name), name: name.split(sep).join('/'), sender: sender ?? senderOf(name), delivered, link });
  }
  return files;
}

const senderOf = (name: string): string | null => (name.includes(sep) ? name.split(sep)[0]!.normalize('NFC') : null);

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
