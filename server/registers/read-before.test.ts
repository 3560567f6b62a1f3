import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBefore } from './read-before.ts';
import { readShippedYaml, readYaml } from './yaml.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'mingjian-kept-'));
const refuse = (): never => { throw new Error('read again'); };

test('what was read once is not read again until its text changes', () => {
  const kept = folder();
  expect(readBefore('a: 1', () => ({ a: 1 }), kept)).toEqual({ a: 1 });
  expect(readBefore('a: 1', refuse, kept)).toEqual({ a: 1 });
  expect(() => readBefore('a: 2', refuse, kept)).toThrow('read again');
});

test('what was kept and cannot be read is read anew, and where nothing can be kept everything is', () => {
  const kept = folder();
  readBefore('a: 1', () => ({ a: 1 }), kept);
  for (const name of readdirSync(kept)) writeFileSync(join(kept, name), '{"a":');
  expect(readBefore('a: 1', () => ({ a: 3 }), kept)).toEqual({ a: 3 });
  const file = join(folder(), 'a file');
  writeFileSync(file, '');
  expect(readBefore('a: 1', () => ({ a: 4 }), file)).toEqual({ a: 4 });
});

test('a file that ships says the same the first and the second time, and where each value stands', () => {
  const text = readFileSync(join(import.meta.dirname, '../../registers/death.yaml'), 'utf8');
  for (const _ of [1, 2]) {
    const read = readShippedYaml(text);
    expect(read.value).toEqual(readYaml(text).value);
    expect(read.placeOf(['columns'])).toEqual(readYaml(text).placeOf(['columns']));
  }
});

test('a text with a fault is told each time', () => {
  for (const _ of [1, 2]) expect(readShippedYaml('a: [1\n').faults).toHaveLength(1);
});
