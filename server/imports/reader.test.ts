import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openReader } from './reader.ts';
import { scratch } from './reading/testing.ts';
import type { Limits } from './reading/types.ts';

const ROWS = '姓名,金额\n' + '张三,1\n'.repeat(5);

/** What a limit refuses, and that the reader goes on with the next file. */
async function refusedBy(limits: Partial<Limits>, name: string, content: string | Buffer): Promise<string> {
  using folder = scratch();
  await using reader = await openReader(limits);
  const file = folder.write(name, content);
  const code = await reader.sniff(file).then(async () => (await reader.stream(file, 0, join(folder.at, 'out')), 'read'), (error: { code: string }) => error.code).catch((error: { code: string }) => error.code);
  if (name !== 'good.csv') expect((await openedAgain(reader, folder)).tables).toHaveLength(1);
  return code;
}
const openedAgain = async (reader: Awaited<ReturnType<typeof openReader>>, folder: ReturnType<typeof scratch>) => reader.sniff(folder.write('good.csv', '姓名\n张三\n'));

test.each([['坏.xlsb', 'file.xlsb'], ['坏.docx', 'file.word'], ['坏.xlsx', 'file.broken-workbook']])('junk called %s is refused as what it calls itself', async (name, code) => {
  expect(await refusedBy({}, name, Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(300, 7)]))).toBe(code);
});

/** The dearest thing to read: a web page, which is parsed whole. */
const table = (rows: number): string => `<table>${'<tr><td>赵</td><td>1</td></tr>'.repeat(rows)}</table>`;

test('memory: a child that takes more than it may is killed, and the next file is read by another', async () => {
  expect(await refusedBy({ memoryMb: 160 }, 'big.xls', table(400_000))).toBe('file.too-much-memory');
});

test('time: processor time and the wall clock are two limits', async () => {
  expect(await refusedBy({ cpuSeconds: 1.2, memoryMb: 4000 }, 'long.xls', table(1_000_000))).toBe('file.too-long');
});

test('a file that nobody takes from the pipe ends with the wall clock, and the pipe is freed', async () => {
  using folder = scratch();
  await using reader = await openReader({ wallSeconds: 3 });
  const file = folder.write('a.csv', ROWS);
  const pipe = join(folder.at, 'pipe');
  await promisify(execFile)('mkfifo', [pipe]);
  await reader.sniff(file);
  await expect(reader.stream(file, 0, pipe)).rejects.toMatchObject({ code: 'file.too-long' });
  expect(existsSync(pipe)).toBe(false);
});

test.each([
  [{ outputBytes: 40 }, 'too-much-output'], [{ cells: 6 }, 'too-many-cells'], [{ columns: 1 }, 'too-many-columns'], [{ fileBytes: 30 }, 'too-big'],
] as const)('%o is kept', async (limits, code) => {
  expect(await refusedBy(limits, 'limited.csv', ROWS).catch((error: { code: string }) => error.code)).toBe(`file.${code}`);
});

test('a file that was changed since it was looked at is not taken for the one that was', async () => {
  using folder = scratch();
  await using reader = await openReader();
  const file = folder.write('a.csv', ROWS);
  await reader.sniff(file);
  writeFileSync(file, ROWS.replace('姓名,金额', '金额,姓名'));
  utimesSync(file, new Date(), new Date(Date.now() + 5000));
  await expect(reader.stream(file, 0, join(folder.at, 'out'))).rejects.toMatchObject({ code: 'file.changed' });
});

test('no child outlives its reader, and it knows nothing of our surroundings', async () => {
  using folder = scratch();
  const file = folder.write('a.csv', ROWS);
  const before = children();
  let own: string[];
  {
    await using reader = await openReader();
    await reader.sniff(file);
    own = children().filter((pid) => !before.includes(pid));
    if (process.platform === 'linux') expect(own).toHaveLength(1);
    for (const pid of own) expect(readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').filter(Boolean).map((one) => one.split('=')[0]).sort()).toEqual(['LANG', 'NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE', 'NODE_COMPILE_CACHE', 'TZ']);
  }
  expect(children().filter((pid) => own.includes(pid))).toEqual([]);
});

function children(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/stat`, 'latin1').split(') ')[1]!.split(' ')[1] === String(process.pid) && readFileSync(`/proc/${name}/cmdline`, 'latin1').includes('reading/child/child.ts');
    } catch {
      return false; // it ended while we looked
    }
  });
}
