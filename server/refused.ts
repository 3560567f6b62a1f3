import type { Words } from '@mingjian/domain/words.ts';

/** A failure that the caller can mend: what is refused and what to do instead, in both languages.
 *  `code` is stable (`home.missing`): tests, the API and scripts hang on it. Exit code 2, HTTP 4xx.
 *  Never put a personal value into the words: they are printed and logged. Any other error is ours. */
export class Refused extends Error {
  readonly code: string;
  readonly words: Words;
  readonly advice: Words;

  constructor(code: string, words: Words, advice: Words, options?: ErrorOptions) {
    super(`${code}: ${words.en}`, options);
    this.name = 'Refused';
    this.code = code;
    this.words = words;
    this.advice = advice;
  }
}
