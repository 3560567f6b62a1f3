import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('what is not set has its usual value', () => {
  expect(readConfig({ PATH: '/bin' })).toMatchObject({ MINGJIAN_LANG: 'zh', MINGJIAN_PORT: 4399 });
  expect(readConfig({ MINGJIAN_PORT: '8080', DATABASE_URL: '' })).toMatchObject({ MINGJIAN_PORT: 8080 });
});

test.each([
  ['a misspelt name', { MINGJIAN_HOEM: '/x' }, 'config.unknown'],
  ['no number', { MINGJIAN_PORT: 'x' }, 'config.invalid'],
  ['a number out of range', { MINGJIAN_PORT: '70000' }, 'config.invalid'],
  ['another database', { DATABASE_URL: 'mysql://u:secret@h/d' }, 'config.invalid'],
  ['another language', { MINGJIAN_LANG: 'fr' }, 'config.invalid'],
])('refused at boot: %s', (_, env, code) => {
  expect(() => readConfig(env)).toThrow(expect.objectContaining({ code }));
});

test('a refusal does not repeat a password', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://u:secret@h/d' })).toThrow(expect.not.objectContaining({ message: expect.stringContaining('secret') }));
});

test('what a setting means is said in one language at a time', () => {
  expect(() => readConfig({ MINGJIAN_THREADS: '0' })).toThrow(expect.objectContaining({ advice: { zh: '含义：分析引擎线程数', en: 'it means: threads of the analytical engine' } }));
});
