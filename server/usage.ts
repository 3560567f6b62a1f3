import type { Command, Help, Option } from 'commander';
import { say } from './say.ts';
import { width } from './table.ts';

/** Makes a command and all below it speak the reader's language where the library speaks by itself: headings, remarks beside an option,
 *  and what it says of a command line that it cannot read. English stays as the library says it. */
export function inOurWords(command: Command): void {
  command
    .helpCommand(false)
    .helpOption('-h, --help', say({ zh: '显示帮助', en: 'show help' }))
    .configureHelp({ styleTitle: heading, styleUsage: placeholders, optionDescription, subcommandTerm, commandUsage, commandDescription, displayWidth: width, boxWrap })
    .configureOutput({ outputError: (text, write) => write(complaintInOurWords(text)) })
    .exitOverride();
  command.commands.forEach(inOurWords);
}

const HEADINGS: Record<string, string> = { 'Usage:': '用法：', 'Arguments:': '参数：', 'Options:': '选项：', 'Commands:': '命令：', 'Global Options:': '通用选项：' };
const heading = (title: string): string => say({ zh: HEADINGS[title] ?? title, en: title });
const placeholders = (text: string): string => say({ zh: text.replace('[options]', '[选项]').replace('[command]', '[命令]'), en: text });

/** Wrapped by width after this is called, so the words are put in here and not by style. */
function commandUsage(this: Help, command: Command): string {
  const names: string[] = [];
  for (let at: Command | null = command; at; at = at.parent) names.unshift(at.name());
  return placeholders(`${names.join(' ')} ${command.usage()}`);
}

function subcommandTerm(this: Help, command: Command): string {
  const args = command.registeredArguments.map((arg) => (arg.required ? `<${arg.name()}${arg.variadic ? '...' : ''}>` : `[${arg.name()}]`));
  return placeholders([command.name(), ...(command.options.length ? ['[options]'] : []), ...args].join(' '));
}

/** What has only a line in the list of its parent says that line. */
function commandDescription(this: Help, command: Command): string {
  return command.description() || command.summary();
}

/** Words between spaces stay whole; Chinese breaks between any two characters, but no line begins with a closing sign or ends with an opening one. */
const PIECES = /\s+|[（“《【]*(?:[!-~…]+|[^\s])[，。；：、！？）”》】]*/gu;
const FEWEST = 40; // cells; in less room nothing is gained by wrapping

export function boxWrap(text: string, room: number): string {
  return room < FEWEST ? text : text.split('\n').map((line) => wrapLine(line, room)).join('\n');
}

function wrapLine(line: string, room: number): string {
  const lines = [''];
  for (const piece of line.match(PIECES) ?? []) {
    const last = lines.at(-1)!;
    if (last === '' || width(last + piece.trimEnd()) <= room) lines[lines.length - 1] = last + piece;
    else lines.push(piece.trimStart());
  }
  return lines.map((each) => each.trimEnd()).join('\n');
}

function optionDescription(this: Help, option: Option): string {
  const beside = [
    ...(option.argChoices ? [say({ zh: `可选 ${option.argChoices.join('、')}`, en: `choices: ${option.argChoices.join(', ')}` })] : []),
    ...(option.defaultValue !== undefined && option.defaultValue !== '' && !option.isBoolean() ? [say({ zh: `默认 ${String(option.defaultValue)}`, en: `default: ${String(option.defaultValue)}` })] : []),
  ];
  return beside.length ? say({ zh: `${option.description}（${beside.join('；')}）`, en: `${option.description} (${beside.join('; ')})` }) : option.description;
}

/** What the library can say of a command line, by its own sentences. */
const COMPLAINTS: [RegExp, (...parts: string[]) => string][] = [
  [/^missing required argument '(.+)'/, (name) => `缺少参数“${name}”`],
  [/^option '(.+?)' argument missing/, (flags) => `选项 ${flags} 后面缺少内容`],
  [/^required option '(.+?)' not specified/, (flags) => `缺少必需的选项 ${flags}`],
  [/^option '(.+?)' cannot be used with option '(.+?)'/, (one, other) => `选项 ${one} 不能与 ${other} 同时使用`],
  [/^unknown option '(.+?)'/, (flag) => `不认识的选项 ${flag}`],
  [/^unknown command '(.+?)'/, (name) => `没有“${name}”这个命令`],
  [/^too many arguments(?: for '(.+?)')?\. Expected (\d+) arguments? but got (\d+): (.*)\./, (name, expected, got, words) => `${name ? `${name} ` : ''}只接受 ${expected} 个参数，却给了 ${got} 个：${words}`],
  [/^option '(.+?)' argument '(.*?)' is invalid\. (.*)/, (flags, value, why) => `选项 ${flags} 不接受“${value}”${whyInvalid(why)}`],
  [/^command-argument value '(.*?)' is invalid for argument '(.+?)'\. (.*)/, (value, name, why) => `参数“${name}”不接受“${value}”${whyInvalid(why)}`],
];

const whyInvalid = (why = ''): string => {
  const allowed = /^Allowed choices are (.*)\.$/.exec(why)?.[1];
  return allowed ? `，只能是 ${allowed.replaceAll(', ', '、')}` : why ? `：${why}` : '';
};

function complaintInOurWords(text: string): string {
  const [first = '', ...rest] = text.trimEnd().split('\n');
  const said = first.replace(/^error: /, '');
  const [pattern, words] = COMPLAINTS.find(([each]) => each.test(said)) ?? [];
  const zh = pattern && words ? words(...(pattern.exec(said) ?? []).slice(1)) : said;
  const meant = /Did you mean (?:one of )?(.+)\?/.exec(rest.join(' '))?.[1];
  return say({
    zh: `用法不对：${zh}。${meant ? `\n是不是想写 ${meant.replaceAll(', ', ' 或 ')}？` : ''}\n加上 --help 查看用法和例子。\n`,
    en: `${text.trimEnd()}\nAdd --help for usage and examples.\n`,
  });
}
