import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '@mingjian/domain/model/compile.ts';
import { duckdb } from '@mingjian/domain/model/dialect.ts';
import { loadCatalogue } from '../registers/catalogue.ts';
import { SHIPPED, findModels, loadModels, readModel } from './load.ts';
import { testModels } from './test-models.ts';
import { staleSql } from './write-sql.ts';

const catalogue = loadCatalogue();
const registers = (id: string) => catalogue.registers.get(id);
const models = loadModels(registers);

describe.each(models)('$id', (loaded) => {
  test('answers each of its cases', async () => {
    const failed: string[] = [];
    let count = 0;
    for await (const { name, ok, says } of testModels([loaded], registers)) {
      count++;
      if (!ok) failed.push(`${name}\n${says.join('\n')}`);
    }
    expect(count).toBeGreaterThan(0);
    expect(failed).toEqual([]);
  });

  test('has its SQL beside it', () => expect(staleSql(loaded, registers)).toBe(false));
});

/** A folder of one more model, its text changed by `change`. */
function another(change: (text: string) => string): { root: string; file: string; [Symbol.dispose](): void } {
  const root = mkdtempSync(join(tmpdir(), 'mingjian-model-'));
  const folder = join(root, 'benefits', 'another');
  mkdirSync(folder, { recursive: true });
  const source = findModels().find((m) => m.id === 'same-benefit-twice')!;
  cpSync(join(source.folder, 'cases'), join(folder, 'cases'), { recursive: true });
  const file = join(folder, 'model.yaml');
  writeFileSync(file, change(readFileSync(source.file, 'utf8').replace('id: same-benefit-twice', 'id: another')));
  return { root, file, [Symbol.dispose]: () => rmSync(root, { recursive: true }) };
}

test.each([
  ['what must hold of both', 'amount > 0 yuan', '', 'undo.amount < 0'],
  ['a payment that need not be positive', "(amount > 0 yuan or status = 'paid')", '', null],
  ['one side of an or', 'amount > 0 yuan', "undo.pay_type = 'adjustment' or ", null],
])('that what takes back is negative is concluded only from %s', (_, where, before, implied) => {
  using added = another((text) => text.replace('amount > 0 yuan', where).replace('undo.amount + pay.amount <= 0 yuan', before ? `(${before}undo.amount + pay.amount <= 0 yuan)` : 'undo.amount + pay.amount <= 0 yuan'));
  const { model, mistakes } = readModel(added.file, registers);
  expect(mistakes.map(({ complaint }) => complaint.words.en)).toEqual([]);
  const { sql } = compile(model!, { registers, dialect: duckdb, asOf: '2025-12-31' });
  expect(sql.includes('undo.amount < 0')).toBe(implied !== null);
});

test('a model is added by its folder alone', async () => {
  using added = another((text) => text);
  const found = loadModels(registers, SHIPPED, added.root);
  expect(found.map((m) => m.id)).toEqual([...models.map((m) => m.id), 'another'].sort((a, b) => a.localeCompare(b)));
  for await (const { ok, says } of testModels(found.filter((m) => m.id === 'another'), registers)) expect(says, String(ok)).toEqual([]);
});

test.each([
  ['amount > 0 yuan', 'amount > 0', 'give the number its unit: 100 yuan'],
  ['amount > 0 yuan', 'amuont > 0 yuan', 'did you mean amount?'],
  ["status = 'paid'", "status = 'payd'", 'did you mean paid?'],
  ['may: warn', 'maybe: warn', 'did you mean may?'],
  // a term that nothing uses
  ['flag:\n', '  idle: pay.amount + 5\nflag:\n', 'give the number its unit'],
])('a mistake is told with its place and a hint: %s → %s', (right, wrong, hint) => {
  using added = another((text) => {
    expect(text).toContain(right);
    return text.replace(right, wrong);
  });
  const { mistakes } = readModel(added.file, registers);
  expect(mistakes.map((m) => m.complaint.remedy.en).join('\n')).toContain(hint.split('?')[0]);
  expect(mistakes[0]!.line).toBeGreaterThan(0);
});
