import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadCatalogue } from '../registers/catalogue.ts';
import { withCountySettings } from './county-settings.ts';
import { loadModels } from './load.ts';

const catalogue = loadCatalogue();
const models = loadModels((id) => catalogue.registers.get(id)).map(({ model }) => model);
const folder = mkdtempSync(join(tmpdir(), 'mingjian-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function payees(text: string, asOf = '2026-06-30'): unknown {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.yaml'), text);
  return withCountySettings(models, folder, asOf).find(({ id }) => id === 'one-account-many-payees')!.settings!['payees']!.value;
}

test('a county sets its own value from a day on, and the model keeps its own before', () => {
  const text = 'one-account-many-payees:\n  payees: {value: 3, from: "2026-01-01", because: 青财发〔2026〕1号}\n';
  expect(payees(text)).toBe(3);
  expect(payees(text, '2025-12-31')).toBe(2);
});

test('of several changes the newest that holds counts, in whatever order they stand', () => {
  const text = 'one-account-many-payees:\n  payees:\n    - {value: 5, from: "2026-03-01", because: 乙}\n    - {value: 4, from: "2026-02-01", because: 甲}\n';
  expect([payees(text, '2026-02-15'), payees(text, '2026-03-01')]).toEqual([4, 5]);
});

test.each([
  ['one-account-many-payee: {payees: {value: 3, because: x}}', 'there is no such model'],
  ['one-account-many-payees: {payers: {value: 3, because: x}}', 'no such setting'],
  ['one-account-many-payees: {payees: {value: 1, because: x}}', '1 is outside 2–20 people'],
  ['one-account-many-payees: {payees: {value: three, because: x}}', 'of the kind of 2'],
  ['one-account-many-payees: {payees: {value: 3}}', 'payees.because: because is missing'],
  ['one-account-many-payees: {payees: {value: 1, because: x}, payers: {value: 3, because: x}}', 'no such setting'],
  ['one-account-many-payees: [', '1:27: not YAML'],
])('%s is refused', (text, why) => {
  expect(() => payees(text)).toThrow(expect.objectContaining({ code: 'settings.faulty', words: expect.objectContaining({ en: expect.stringContaining(why) }) }));
});
