import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '@mingjian/server/house.ts';
import { deliver, type FileReport } from '@mingjian/server/imports/deliver.ts';
import { openWorkshop, type Workshop } from '@mingjian/server/imports/intake/workshop.ts';
import { eachCanonical } from '@mingjian/server/imports/reading/out/canonical.ts';
import type { Reader, SniffOptions } from '@mingjian/server/imports/reading/types.ts';
import { findFiles } from '@mingjian/server/imports/intake/walk.ts';
import { closeSync, openSync } from 'node:fs';
import { readers } from './state.ts';

export type Taken = { reports: FileReport[]; /** an error that was nobody's file's fault */ crash: string | null; seconds: number; peakMb: number };

/** Takes paths in as `mingjian import --yes` does, in this process, watching what its reader costs. `wrap` breaks a guard on purpose. */
export async function take(house: House, paths: string[], wrap: (shop: Workshop) => Workshop = (shop) => shop): Promise<Taken> {
  const began = performance.now();
  let peakMb = 0;
  const timer = setInterval(() => { for (const { mb } of readers()) peakMb = Math.max(peakMb, mb); }, 200);
  try {
    await using shop = await openWorkshop(house);
    const reports = await deliver(wrap(shop), await findFiles(paths, undefined, '2024-06-30'), { yes: true, stated: [] }, {}, () => {});
    return { reports, crash: null, seconds: (performance.now() - began) / 1000, peakMb };
  } catch (error) {
    return { reports: [], crash: error instanceof Error ? (error.stack ?? error.message) : String(error), seconds: (performance.now() - began) / 1000, peakMb };
  } finally {
    clearInterval(timer);
  }
}

/** Rows of a file that hold something and that no table accounts for: neither read, nor header or title, nor left out with a reason. What
 *  is in the file is told by reading it once more without looking for tables. */
export async function lostRows(reader: Reader, file: string, scratch: string): Promise<string[]> {
  const whole = await rowsOf(reader, file, scratch, { header: false });
  const seen = await rowsOf(reader, file, scratch, {});
  return [...whole.filled].filter((row) => !seen.filled.has(row) && !seen.told.has(row));
}

async function rowsOf(reader: Reader, file: string, scratch: string, options: SniffOptions): Promise<{ filled: Set<string>; told: Set<string> }> {
  const folder = mkdtempSync(join(scratch, 'rows-'));
  const [filled, told] = [new Set<string>(), new Set<string>()];
  try {
    const { tables } = await reader.sniff(file, options);
    for (const table of tables) {
      const at = (row: number): string => `${table.sheet ?? ''}!${row}`;
      const out = join(folder, `${table.index}.csv`);
      const streamed = await reader.stream(file, table.index, out, options);
      const fd = openSync(out, 'r');
      eachCanonical(fd, (row, cells) => { if (cells.some((cell) => cell.trim() !== '')) filled.add(at(row)); });
      closeSync(fd);
      for (let row = 1; row < table.firstDataRow; row++) told.add(at(row));
      for (const { row } of [...streamed.dropped, ...streamed.unread]) told.add(at(row));
    }
    return { filled, told };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

