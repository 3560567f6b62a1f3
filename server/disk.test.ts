import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { diskRefusal } from './disk.ts';

const home = tmpdir();
const failure = (message: string, more: object = {}) => Object.assign(new Error(message), more);

test.each([
  ['the file system', failure('write', { code: 'ENOSPC' })], ['PostgreSQL', failure('could not extend file', { code: '53100' })],
  ['DuckDB', failure('IO Error: Could not write file "x.parquet": No space left on device')], ['what lies beneath', failure('import failed', { cause: failure('write', { code: 'ENOSPC' }) })],
])('a full disk, as %s says it, is refused with what is left and what to do', (_, error) => {
  const refused = diskRefusal(error, home);
  expect(refused).toMatchObject({ code: 'disk.full' });
  expect(refused!.words.zh).toMatch(/^磁盘已满，剩余 \d+ MB$/);
  expect(refused!.advice.zh).toContain('同一条命令');
});

test('a home that cannot be written to is refused; what lies elsewhere, and any other failure, is not', () => {
  expect(diskRefusal(failure('open', { code: 'EROFS', path: `${home}/logs/mingjian.log` }), home)).toMatchObject({ code: 'home.unwritable' });
  expect(diskRefusal(failure('open', { code: 'EACCES', path: '/elsewhere' }), home)).toBeNull();
  expect(diskRefusal(failure('open', { code: 'EACCES', path: `${home}-of-another/x` }), home)).toBeNull();
  expect(diskRefusal(failure('a bug'), home)).toBeNull();
});
