import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuck } from '@mingjian/server/duckdb.ts';
import { testHouse, type TestHouse } from '@mingjian/server/testing.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writePlanted } from './leak-files.ts';
import { filesUnder, huntLeaks, inBytes, type Planted } from './leak-hunt.ts';

const MAIN = join(import.meta.dirname, '../../server/main.ts');
let house: TestHouse;
let at: string;
let planted: Planted;
const said = new Map<string, string>();

beforeAll(async () => {
  house = await testHouse();
  at = mkdtempSync(join(tmpdir(), 'mingjian-leaks-'));
  planted = await writePlanted(join(at, 'delivery'));
  mkdirSync(join(at, 'tmp'));
  for (const words of [['import', join(at, 'delivery'), '--yes'], ['imports'], ['imports', '--json'], ['run', '--as-of', '2024-06-30'], ['warnings', '--format', 'jsonl'], ['people', '--format', 'csv']]) await say(words);
}, 120_000);
afterAll(async () => {
  rmSync(at, { recursive: true, force: true });
  await house[Symbol.asyncDispose]();
});

/** Runs a command as a person would, with its temporary files in a folder of ours, and keeps what it says. */
const say = (words: string[]): Promise<void> =>
  new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...words], { env: { ...process.env, ...house.env, TMPDIR: join(at, 'tmp') }, maxBuffer: 1e8 }, (_, out, errors) => {
      said.set(`output of ${words[0]}`, `${said.get(`output of ${words[0]}`) ?? ''}${out}${errors}`);
      resolve();
    });
  });

it('the planted people were taken in: the hunt is not over an empty home', async () => {
  const { rows } = await house.pool.query<{ people: bigint; accepted: bigint; quarantined: bigint }>(
    'SELECT (SELECT people FROM person_map) AS people, (SELECT sum(accepted) FROM batch)::bigint AS accepted, (SELECT count(*) FROM quarantine) AS quarantined',
  );
  expect(rows[0]!.people).toBe(6n);
  expect(rows[0]!.accepted).toBeGreaterThan(20n);
  expect(rows[0]!.quarantined).toBeGreaterThan(2n);
});

it('people lists each cell with the person it names: one id for one person, across files and ways of writing', () => {
  const lines = said.get('output of people')!.split('\n').map((line) => line.split(','));
  const of = (file: string, row: number) => lines.filter(([name, , at]) => name === file && at === String(row)).map((line) => line[4]);
  const person = of('公安局/人口户籍信息.csv', 3);
  expect(lines[0]).toEqual(['file', 'sheet', 'row', 'column', 'cluster_id']);
  expect(person).toHaveLength(1);
  expect(of('民政局/城乡低保对象花名册.xlsx', 3).slice(0, 2)).toEqual([...person, ...person]);
  expect([4, 10].flatMap((row) => of('财政局/一卡通发放明细.csv', row))).toEqual([...person, ...person]);
  expect(of('财政局/一卡通发放明细.csv', 5)).not.toEqual(person);
});

it('planted names and numbers are in no file of facts, log, message, temporary file or table', async () => {
  expect(await huntLeaks(house, planted, said)).toEqual([]);
  expect(filesUnder(join(at, 'tmp')).flatMap((file) => inBytes(file, readFileSync(file), planted))).toEqual([]);
  expect(filesUnder(house.home.tmp)).toEqual([]);
});

it('a leak that was planted is found, wherever it is', async () => {
  const [name, number] = [planted.names[0]!, [...planted.numbers][0]!];
  const found = async () => (await huntLeaks(house, planted)).map(({ where, what }) => `${where}: ${what}`);
  const { home } = house;

  const parquet = join(home.facts, 'subsidy_pay/batch=999/part-0.parquet');
  mkdirSync(join(home.facts, 'subsidy_pay/batch=999'), { recursive: true });
  await using duck = await openDuck({ memoryMb: 200, threads: 1, spill: null });
  await duck.run(`copy (select range as _ref, '${name}' as bank, ${number.slice(0, 15)} as pid from range(9000)) to '${parquet}' (format parquet, compression zstd)`);
  expect(await found()).toEqual(expect.arrayContaining([expect.stringMatching(/batch=999.* column bank: name/)]));
  rmSync(parquet);

  appendFileSync(join(home.logs, 'mingjian.log'), `{"msg":"bad value ${number}"}\n`);
  writeFileSync(join(home.tmp, 'spill'), Buffer.from(`xx${name}`, 'utf16le'));
  const { encodeGb } = await import('../../demo/files/gb18030.ts');
  writeFileSync(join(home.tmp, 'spill-gbk'), encodeGb(`xx${name}`, 'gb18030'));
  await house.pool.query(`UPDATE quarantine SET sealed = $1 WHERE id = (SELECT min(id) FROM quarantine)`, [Buffer.from(`["${name}"]`)]);
  await house.pool.query(`UPDATE batch SET ended_because = $1 WHERE id = (SELECT min(id) FROM batch)`, [`see 2024${number}01`]);
  expect(await found()).toEqual(expect.arrayContaining(['logs/mingjian.log: number', 'tmp/spill: name', 'tmp/spill-gbk: name', 'table public.quarantine: name', 'table public.batch: number']));
});
