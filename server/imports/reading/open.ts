import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { stampOf } from './digest.ts';
import { identify, type Kind } from './identify.ts';
import { refuse } from './refusals.ts';
import type { Source } from './source.ts';
import { bytesAt } from './text/bytes.ts';
import type { Limits } from './types.ts';

export type Opened = Disposable & { source: Source; bytes: number; /** Tells a file that was changed in between. */ stamp: string };

/** Opens a delivered file and says what it is. Refuses what is no ordinary file before a byte of it is read: opening a
 *  pipe would wait for ever, opening a device may do anything. `memo` is what the same file's source said before: reading
 *  a gigabyte again to learn its encoding again would cost as much as reading it. */
export async function openFile(path: string, limits: Limits, memo?: unknown): Promise<Opened> {
  const fd = openOrdinary(path, limits);
  try {
    const stats = fstatSync(fd);
    const { size } = stats;
    const head = bytesAt(fd, 0, 1 << 16);
    const source = await sourceOf(identify(head, path), { path, fd, bytes: size, limits, memo });
    const close = (): void => {
      source.close?.();
      closeSync(fd);
    };
    return { source, bytes: size, stamp: stampOf(stats), [Symbol.dispose]: close };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function openOrdinary(path: string, limits: Limits): number {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) throw refuse.directory();
    if (!stats.isFile()) throw refuse.notAFile();
    if (stats.size === 0) throw refuse.empty(/\.xlsb$/i.test(path));
    if (stats.size > limits.fileBytes) throw refuse.tooBig(limits.fileBytes);
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') throw refuse.missing();
    if (code === 'EACCES' || code === 'EPERM') throw refuse.permission();
    if (code === 'ELOOP') throw refuse.loop();
    throw error;
  }
}

export type Delivered = { path: string; fd: number; bytes: number; limits: Limits; /** What its source learnt when it was sniffed. */ memo?: unknown };

/** Each format's reader is loaded when its first file comes: most folders need two of them. What was compiled is kept at once: this
 *  process never ends by itself, it is killed. */
async function sourceOf(kind: Kind, file: Delivered): Promise<Source> {
  const source = await readerOf(kind);
  flushCompileCache();
  return source(file);
}

async function readerOf(kind: Kind): Promise<(file: Delivered) => Source | Promise<Source>> {
  switch (kind) {
    case 'text': return (await import('./text/source.ts')).textSource;
    case 'zip': return (await import('./sheets/zipped.ts')).zippedSource;
    case 'ole': case 'biff': {
      const { xlsSource } = await import('./sheets/xls.ts');
      return (file) => xlsSource(file, kind);
    }
    case 'html': case 'xml-workbook': {
      const { markupSource } = await import('./sheets/markup.ts');
      return (file) => markupSource(file, kind);
    }
    case 'json': return (await import('./data/json.ts')).jsonSource;
    case 'dbf': return (await import('./data/dbf.ts')).dbfSource;
    case 'parquet': return (await import('./data/parquet.ts')).parquetSource;
  }
}
