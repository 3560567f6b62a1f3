import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { testHouse } from '@mingjian/server/testing.ts';
import type { Case } from './hostile/case.ts';
import { CASES } from './hostile/cases/all.ts';
import { FAULTS } from './hostile/faults.ts';
import { judge } from './hostile/judge.ts';
import { takeMutants } from './hostile/mutants.ts';
import { halfApplied, readers } from './hostile/state.ts';
import { take } from './hostile/take.ts';

/** A part of `npm run proof:hostile`: a few bad files of every sort, thirty bred ones, and each broken guard noticed. */
const CHOSEN = /^(?:多一格|截断在行中|UTF16无BOM|GBK冠以|空文件|姓名有控制符|号码成科学|字符串有NUL|表头有NUL|行号超限|共享字符串越界|校验和不符|表内声明DTD|有打开密码|坏一行|自相交|截断\.parquet|管道|链接到密码|压缩炸弹-部件多)/;

async function withFolder<T>(cases: Case[], work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mingjian-hostile-'));
  try {
    for (const { name, content, lay } of cases) {
      const path = join(folder, '民政局', name);
      mkdirSync(dirname(path), { recursive: true });
      if (lay) lay(path);
      else writeFileSync(path, typeof content === 'function' ? await content() : content!);
    }
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('bad files end as their cases say, and leave nothing half applied', async () => {
  const cases = CASES.filter(({ name }) => CHOSEN.test(name));
  expect(cases.length).toBeGreaterThan(19);
  await withFolder(cases, async (folder) => {
    await using house = await testHouse();
    const { reports, crash } = await take(house, [folder]);
    expect(crash).toBe(null);
    for (const one of cases) expect(await judge(house, one, reports.find(({ file }) => file === `民政局/${one.name}`)), one.name).toEqual([]);
    expect(await halfApplied(house)).toEqual([]);
    expect(readers()).toEqual([]);
  });
});

test('bred files neither crash, nor lose a row, nor leave anything half applied', async () => {
  await withFolder([], async (folder) => {
    await using house = await testHouse();
    const told: string[] = [];
    const look = async (): Promise<void> => void told.push(...(await halfApplied(house)));
    expect(await takeMutants(house, folder, 30, 7, null, { count: () => undefined, tell: (line) => told.push(line), look })).toEqual({ crashes: 0, lost: 0 });
    expect(told).toEqual([]);
  });
});

test.each(Object.keys(FAULTS))('a guard that is broken on purpose is noticed: %s', async (name) => {
  const cases = CASES.filter(({ name: one }) => /^(?:多一格|空文件|压缩炸弹-部件多)/.test(one));
  await withFolder(cases, async (folder) => {
    await using house = await testHouse();
    const { reports, crash } = await take(house, [folder], FAULTS[name]);
    const wrong = await Promise.all(cases.map((one) => judge(house, one, reports.find(({ file }) => file === `民政局/${one.name}`))));
    expect([...(crash ? [crash] : []), ...wrong.flat(), ...(await halfApplied(house))]).not.toEqual([]);
  });
});
