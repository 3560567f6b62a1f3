import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { progressLine } from './progress.ts';

test('without a terminal each file that is taken in says so on a line of its own', () => {
  let written = '';
  const out = new Writable({ write: (chunk, _, done) => ((written += String(chunk)), done()) }) as unknown as NodeJS.WriteStream;
  const line = progressLine(out);
  const at = { done: 0, files: 2, rows: 0, quarantined: 0, waiting: 0 };
  line.tell({ ...at, looking: true, file: '甲.csv' });
  for (const rows of [0, 500, 1000]) line.tell({ ...at, looking: false, file: '甲.csv', rows });
  line.tell({ ...at, looking: false, done: 1, file: '乙.csv' });
  line.end();
  expect(written).toBe('[1/2] 甲.csv\n[2/2] 乙.csv\n');
});
