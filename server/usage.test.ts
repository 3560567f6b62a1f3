import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { buildProgram } from './cli.ts';
import { width } from './table.ts';

const never = () => Promise.reject(new Error('nothing is opened to complain of a command line'));

/** What the program prints of a command line, help or complaint. */
async function said(...words: string[]): Promise<string> {
  const printed: string[] = [];
  const write = (part: unknown) => (printed.push(String(part)), true);
  vi.spyOn(process.stdout, 'write').mockImplementation(write);
  vi.spyOn(process.stderr, 'write').mockImplementation(write);
  await buildProgram(never).parseAsync(words, { from: 'user' }).catch(() => {});
  vi.restoreAllMocks();
  return printed.join('');
}

beforeEach(() => void vi.stubEnv('MINGJIAN_LANG', 'zh'));
afterEach(() => void vi.unstubAllEnvs());

test('a command line that cannot be read is answered in Chinese, with what was probably meant', async () => {
  expect(await said('warnings', '--fomat', 'csv')).toBe('用法不对：不认识的选项 --fomat。\n是不是想写 --format？\n加上 --help 查看用法和例子。\n');
  expect(await said('warning')).toContain('没有“warning”这个命令。\n是不是想写 warnings？');
  expect(await said('warnings', '--format', 'xls')).toContain('选项 --format <format> 不接受“xls”，只能是 table、jsonl、csv、xlsx');
  expect(await said('warnings', 'show')).toContain('缺少参数“id”');
  expect(await said('verdict', 'W-0123ABCD')).toContain('缺少必需的选项 --because <text>');
  expect(await said('warnings', '--model')).toContain('选项 --model <id> 后面缺少内容');
  expect(await said('run', 'all', 'models')).toContain('run 只接受 0 个参数，却给了 2 个：all, models');
});

test('and in English as the library says it, with where to look', async () => {
  vi.stubEnv('MINGJIAN_LANG', 'en');
  expect(await said('warnings', '--fomat', 'csv')).toBe("error: unknown option '--fomat'\n(Did you mean --format?)\nAdd --help for usage and examples.\n");
});

test('help stands in columns where Chinese takes two cells, and breaks between characters, not after half a line', async () => {
  const help = await said('--help');
  const column = (name: string) => width(new RegExp(`^(.*?  )(?=[^ ]*[\\u4e00-\\u9fff][^\\[\\]]*$)`).exec(help.split('\n').find((line) => line.startsWith(`  ${name}`))!)![1]!);
  expect(new Set(['init', 'import', 'imports', 'models', 'verdict'].map(column)).size).toBe(1);
  expect(help).toContain('import [选项] <path...>');
  const lines = (await said('run', '--help')).split('\n').slice(2, 6);
  expect(lines.every((line) => width(line) <= 80 && !/^[，。；：、）]/.test(line))).toBe(true);
  expect(lines[0]).toMatch(/--model 指定的/);
  expect(await said('imports', 'show', '--help')).toContain('一个批次的质量报告');
  expect(await said('registers', 'alias', '--help')).not.toContain('默认 ）');
});

test('no word of the library is left in the Chinese help of any command', async () => {
  const lines: string[][] = [[]];
  const walk = (command: Command, path: string[]) => command.commands.forEach((each) => (lines.push([...path, each.name()]), walk(each, [...path, each.name()])));
  walk(buildProgram(never), []);
  for (const line of lines) {
    const help = await said(...line, '--help');
    expect(help, line.join(' ')).toMatch(/^用法：/);
    expect(help, line.join(' ')).not.toMatch(/Usage|Options|Arguments|Commands|\[options\]|\[command\]|choices:|default:|display help/);
  }
});
