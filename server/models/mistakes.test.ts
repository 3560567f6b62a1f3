import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hintInChinese, mistakeInChinese } from '@mingjian/domain/model/mistakes.ts';
import { quantity } from '@mingjian/domain/model/reading.ts';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../domain/model');
const files = ['.', 'statement'].flatMap((at) => readdirSync(join(folder, at)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).map((name) => join(folder, at, name)));

/** Every sentence with which the compiler refuses, as it stands in the source, something put in for what it puts in. */
const refusals = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/new Unreadable\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs)]
  .map(([, , text]) => text!.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, 'pay')));

test('every sentence with which the compiler refuses an expression has its Chinese', () => {
  expect(refusals.length).toBeGreaterThan(40);
  expect(refusals.filter((sentence) => mistakeInChinese(sentence) === null)).toEqual([]);
});

test('what is put in is said in Chinese too', () => {
  expect(mistakeInChinese('money is compared with a plain number')).toBe('拿金额与不带单位的数相比');
  expect(mistakeInChinese('overlap_months wants a date here, not a number of days')).toBe('overlap_months 在这里要日期，而不是以 days 计的数');
  expect(mistakeInChinese('subsidy_pay has no column amout')).toBe('subsidy_pay 没有 amout 这一列');
  expect(hintInChinese('did you mean amount? its columns are amount, pid')).toBe('是不是想写 amount？列有：amount, pid');
  expect(hintInChinese('did you mean pay.amount or roll.amount?')).toBe('是不是想写 pay.amount 或 roll.amount？');
  expect(hintInChinese('give the number its unit: 100 yuan, 1 wan_yuan')).toBe('给这个数写上单位：100 yuan, 1 wan_yuan');
  expect(hintInChinese('months_between(date, date)')).toBe('months_between(date, date)');
});

test('one of a unit is said in the singular', () => {
  expect(['1 month', '2 months', '1 person', '1 yuan', '0 days']).toEqual([quantity('1', 'months', 'en'), quantity('2', 'months', 'en'), quantity('1', 'people', 'en'), quantity('1', 'yuan', 'en'), quantity('0', 'days', 'en')]);
  expect(quantity('1', 'months', 'zh')).toBe('1个月');
});
