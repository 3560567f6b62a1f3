import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { buildProgram } from './cli.ts';
import { openDatabase } from './db.ts';
import { testHouse } from './testing.ts';

type Env = Record<string, string>;

function start(args: string[], env: Env = {}, detached = false) {
  const { DATABASE_URL: _, MINGJIAN_OWNER_URL: __, ...rest } = process.env;
  return spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], { env: { ...rest, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached });
}

async function mingjian(args: string[], env: Env = {}) {
  const child = start(args, env);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, err, code: code as number };
}

test('help teaches by example, in both languages, for every command', async () => {
  const names = buildProgram().commands.map((command) => command.name());
  expect(names).toEqual(expect.arrayContaining(['init', 'demo', 'serve', 'work', 'people', 'migrate', 'doctor']));
  for (const command of buildProgram().commands) {
    let help = '';
    command.configureOutput({ writeOut: (part) => (help += part) }).outputHelp();
    expect(help, command.name()).toMatch(/例[：:]\n {2}\S/);
  }
  const { out, code } = await mingjian(['init', '--help', '--lang', 'en']);
  expect([code, out]).toEqual([0, expect.stringContaining('Examples:\n  mingjian init --training')]);
});

test('a refusal says what to do, in the language asked for, and ends with 2', async () => {
  const env = { MINGJIAN_HOME: join(tmpdir(), 'no-such-home') };
  expect(await mingjian(['people'], env)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('怎么办：先执行 mingjian init') });
  expect(await mingjian(['people', '--lang', 'en'], env)).toMatchObject({ code: 2, err: expect.stringContaining('What to do: run mingjian init') });
  expect(await mingjian(['nonsense'], env)).toMatchObject({ code: 2 });
  expect(await mingjian(['doctor'], { ...env, MINGJIAN_HOEM: 'x' })).toMatchObject({ code: 2, out: expect.stringContaining('MINGJIAN_HOEM') });
});

test('to reveal is refused outside training with exit code 2, also where there is nothing to show', async () => {
  await using house = await testHouse({ training: false });
  for (const args of [['warnings', '--format', 'jsonl', '--reveal'], ['warnings', '--reveal'], ['warnings', 'let-go', '--reveal']]) {
    expect(await mingjian(args, house.env), args.join(' ')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('只有练习用的家目录可以显示身份') });
  }
});

test('init makes a home once; done again it changes nothing; another purpose is refused', async () => {
  const at = await mkdtemp(join(tmpdir(), 'mingjian-init-'));
  const env = { MINGJIAN_HOME: join(at, 'home') };
  try {
    const first = await mingjian(['init', '--training', '--json'], env);
    expect(first.code, first.err).toBe(0);
    const again = await mingjian(['init', '--training', '--json'], env);
    expect(JSON.parse(again.out)).toMatchObject({ id: (JSON.parse(first.out) as { id: string }).id, applied: [] });
    expect(await mingjian(['init', '--region', '439922'], env)).toMatchObject({ code: 2 });
    expect(await mingjian(['doctor'], env)).toMatchObject({ code: 0, err: '' });
  } finally {
    await rm(at, { recursive: true, force: true });
  }
});

test('a failure of ours prints a reference and leaves the rest in the log', async () => {
  await using house = await testHouse();
  await using owner = openDatabase(house.env['MINGJIAN_OWNER_URL']!, 1);
  await owner.pool.query('ALTER TABLE delivery RENAME TO gone');
  const { code, err } = await mingjian(['imports'], house.env);
  expect(code).toBe(1);
  const reference = /编号 ([0-9A-F]{8})/.exec(err)?.[1] ?? 'none';
  expect(await readFile(join(house.home.logs, 'mingjian.log'), 'utf8')).toContain(reference);
});

test('a database that is not there is refused, with what to look at', async () => {
  await using house = await testHouse();
  const broken = { ...house.env, DATABASE_URL: house.env['DATABASE_URL']!.replace(/\/[^/]*$/, '/no_such_database') };
  const { code, err } = await mingjian(['people'], broken);
  expect([code, err]).toEqual([2, expect.stringContaining('DATABASE_URL')]);
});

test('Ctrl-C ends serve with 130', async () => {
  await using house = await testHouse();
  const child = start(['serve', '--port', '44399'], house.env);
  await once(child.stdout, 'data');
  expect((await fetch('http://127.0.0.1:44399/health')).status).toBe(200);
  child.kill('SIGINT');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(130);
  await sleep(50);
});

const rosterOf = (rows: number): string => {
  const lines = Array.from({ length: rows }, (_, n) => `D${n},张${'伟芳娜敏静'[n % 5]},43992119${50 + (n % 40)}0101${String(n % 1000).padStart(3, '0')}X,439921101201,500,2023-01-01`);
  return `低保证号,成员姓名,成员身份证号,村(社区),月保障金额(元),起保日期\n${lines.join('\n')}\n`;
};

test.each([['SIGINT', 'alone'], ['SIGINT', 'with its children, as a terminal sends it,'], ['SIGTERM', 'alone']] as const)('%s %s in the middle of an import leaves no temporary folder, no part, no staged delivery', async (signal, whom) => {
  await using house = await testHouse();
  const file = join(house.home.at, '低保花名册202401.csv');
  await writeFile(file, rosterOf(600_000));
  const child = start(['import', file, '--sender', '民政局', '--yes'], house.env, true);
  const [out, err] = [text(child.stdout), text(child.stderr)];
  while (readdirSync(house.home.facts).length === 0) await sleep(20);
  process.kill(whom === 'alone' ? child.pid! : -child.pid!, signal);
  const [code] = (await once(child, 'exit')) as [number];
  expect([code, await out, await err]).toEqual([130, '', expect.stringContaining('已中断，没有只写了一半的数据')]);
  expect(readdirSync(house.home.tmp)).toEqual([]);
  expect(readdirSync(join(house.home.facts, 'dibao'))).toEqual([]);
  expect((await house.pool.query('select count(*)::int as n from delivery')).rows).toEqual([{ n: 0 }]);
  expect(readdirSync(house.home.originals)).toEqual([]);
});

test('what was left for later is done by a worker', async () => {
  await using house = await testHouse();
  const file = join(house.home.at, '死亡注销人员.csv');
  await writeFile(file, '死者身份证号,死者姓名,死亡日期,登记日期,数据来源\n439921195001010019,张三,2025-01-10,2025-01-10,公安注销\n');
  expect(await mingjian(['import', file, '--yes'], house.env)).toMatchObject({ code: 0 });
  const left = await mingjian(['run', '--as-of', '2026-06-30', '--later'], house.env);
  expect(left, left.err).toMatchObject({ code: 0, out: expect.stringContaining('已排队') });
  const worked = await mingjian(['work', '--once'], house.env);
  expect(worked, worked.err).toMatchObject({ code: 0, out: expect.stringContaining('完成：run') });
  expect((await mingjian(['work', '--once'], house.env)).out).toContain('没有等着的工作');
});
