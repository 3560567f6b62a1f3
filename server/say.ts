import type { Language, Words } from '@mingjian/domain/words.ts';

/** The language of a command line: `--lang`, else MINGJIAN_LANG, else Chinese. Known before any command is built, because help speaks too. */
export function languageOf(argv: string[], env: NodeJS.ProcessEnv = process.env): Language {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const named = at < 0 ? env['MINGJIAN_LANG'] : argv[at]?.includes('=') ? argv[at].slice('--lang='.length) : argv[at + 1];
  return named === 'en' ? 'en' : 'zh';
}

/** Says a sentence in the language of this command line. */
export const say = (words: Words): string => words[languageOf(process.argv)];

export const print = (text: string): void => void process.stdout.write(text.endsWith('\n') ? text : text + '\n');

/** Progress and remarks, which a program that reads our output must not get. */
export const remark = (text: string): void => void process.stderr.write(text.endsWith('\n') ? text : text + '\n');
