import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkCharacter } from '@mingjian/domain/identifier/citizen.ts';
import { findFiles } from './walk.ts';

test('a file has the same sender whichever folder above it is named', async () => {
  const at = mkdtempSync(join(tmpdir(), 'mingjian-walk-'));
  const county = join(at, '青岚县');
  const file = '第二季度/民政局/低保/花名册.csv';
  for (const name of [file, '第二季度/某科室/甲/名册.csv', '第二季度/散页.csv']) {
    mkdirSync(dirname(join(county, name)), { recursive: true });
    writeFileSync(join(county, name), 'a,b\n1,2\n');
  }
  const senderOf = async (named: string, name: string) => (await findFiles([join(county, named)], undefined, undefined)).find(({ path }) => path.endsWith(name))!.sender;
  for (const named of ['', '第二季度', '第二季度/民政局']) expect(await senderOf(named, '花名册.csv')).toBe('民政局');
  expect((await findFiles([join(county, '第二季度/民政局')], '财政局', undefined))[0]!.sender).toBe('财政局');
  // no folder is called like an office: the first below the named one
  expect(await senderOf('第二季度', '名册.csv')).toBe('某科室');
  expect(await senderOf('第二季度', '散页.csv')).toBe(null);
  rmSync(at, { recursive: true });
});

test('a citizen number in the name of a file is starred wherever the file is spoken of, and the file is read', async () => {
  const at = mkdtempSync(join(tmpdir(), 'mingjian-walk-'));
  const number = `43992119500101100${checkCharacter('43992119500101100')}`;
  writeFileSync(join(at, `${number}死亡情况20250331.csv`), 'a,b\n1,2\n');
  const [file] = await findFiles([at], undefined, undefined);
  expect(file!.name).toBe(`439*************${number.slice(-2)}死亡情况20250331.csv`);
  expect(file!.path).toContain(number);
  rmSync(at, { recursive: true });
});
