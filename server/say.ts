import type { Language, Words } from '@mingjian/domain/words.ts';

/** The language of a command line: `--lang`, else MINGJIAN_LANG, else Chinese. Known before any command is built, because help speaks too. */
export function languageOf(argv: string[], env: NodeJS.ProcessEnv = process.env): Language {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const named = at < 0 ? env['MINGJIAN_LANG'] : argv[at]?.includes('=') ? argv[at].slice('--lang='.length) : argv[at + 1];
  return named === 'en' ? 'en' : 'zh';
}

/** Says a sentence in the language of this command line. */
export const say = (words: Words): string => words[languageOf(process.argv)];

export const print = (text: string): void => void process.stdout.write(visible(text.endsWith('\n') ? text : text + '\n'));

/** Progress and remarks, which a program that reads our output must not get. */
export const remark = (text: string): void => void process.stderr.write(visible(text.endsWith('\n') ? text : text + '\n'));

/** Names of files and cells are written by strangers: a control sequence in one must not speak to the terminal, nor a mark of direction turn
 *  a line around. They are shown as \\uXXXX, which JSON reads back as what they were. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g;
export const visible = (text: string): string => text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
