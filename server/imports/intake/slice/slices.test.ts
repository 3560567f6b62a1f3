import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDuck } from '../../../duckdb.ts';
import { Pipes } from './pipes.ts';
import { openSlices } from './slices.ts';

/** Writes until it is told that nobody reads any more, as the reader child does. */
async function endless(out: string): Promise<void> {
  for (let part = 0; part < 100; part++) {
    const file = await open(`${out}.${part}`, 'w');
    try {
      await file.write('row,c0\n');
      for (let row = 1; row < 100_000; row += 1000) await file.write(Array.from({ length: 1000 }, (_, i) => `${row + i},x\n`).join(''));
    } finally {
      await file.close();
    }
  }
}

test.each([0, 1])('a table given up after %i slices lets its writer go, and leaves no pipe', async (slices) => {
  const tmp = mkdtempSync(join(tmpdir(), 'mingjian-slices-'));
  mkdirSync(join(tmp, 'spare'));
  let ended = '';
  await using duck = await openDuck({ memoryMb: 300, threads: 1, spill: null });
  {
    await using pipes = new Pipes(join(tmp, 'spare'));
    await using taken = await openSlices(pipes, join(tmp, 'a'), 1, (out) => endless(out).then(() => (ended = 'all'), (error: NodeJS.ErrnoException) => {
      ended = error.code!;
      throw error;
    }));
    for (let n = 0; n < slices; n++) expect(await taken.next(duck)).toBe(true);
  }
  expect(ended).toBe('EPIPE');
  expect(readdirSync(tmp)).toEqual(['spare']);
  rmSync(tmp, { recursive: true });
});
