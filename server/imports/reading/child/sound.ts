/** Text that every keeper of text can keep: PostgreSQL takes no NUL, UTF-8 and JSON no half of a surrogate pair. A workbook can hold both
 *  (`_x0000_`, `&#xD800;`), and one header like that would stop the import of a whole folder. */
const soundText = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed();

/** The same for all texts of an answer, whatever its shape. */
export function sound<T>(value: T): T {
  if (typeof value === 'string') return soundText(value) as T;
  if (Array.isArray(value)) return value.map(sound) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [soundText(key), sound(inner)])) as T;
}

/** Characters that nobody sees in a header and that keep it from being known: controls, zero width, direction marks. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu;
export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');
