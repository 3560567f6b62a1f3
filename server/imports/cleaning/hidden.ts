import { textOrNull } from '@mingjian/domain/clean/text.ts';
import { ok } from '@mingjian/domain/complaint.ts';
import { hideNumbers, NUMBER_LIKE } from '@mingjian/domain/identifier/hidden.ts';
import { type Cleaner, cleanEach } from './cleaned.ts';
import type { Identities } from './personal.ts';

/** Texts that cannot hold a citizen number, as SQL over `%`. */
export const NO_NUMBER = `(case when length(%) < 15 then true else not regexp_matches(%, '${NUMBER_LIKE}') end)`;

/** Facts hold texts as they are: a citizen number within one (a contract's number made of it, a slip into the next cell) becomes a token, so that
 *  equal texts stay equal and no fact names a person. */
export const hider = (identities: Identities) => (text: string): string =>
  hideNumbers(text, (number) => `#${BigInt(identities.tokens('token', [number])[0]!).toString(36)}`);

export const textCleaner = (identities: Identities): Cleaner => {
  const hide = hider(identities);
  return cleanEach(1, (raw) => ok(textOrNull(raw)), (text) => [hide(text)]);
};

/** A cleaner that never sees the numbers within its values. */
export const hidingFrom = (identities: Identities, cleaner: Cleaner): Cleaner => {
  const hide = hider(identities);
  return (values) => cleaner(values.map(hide));
};
