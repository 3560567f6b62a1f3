/** The endings of place names by level; each is folded to the first of its kind, so that 东风村委会 is 东风村 and never 东风社区. */
const ENDINGS: [RegExp, string][] = [
  [/(?:村民委员会|村委会|行政村|村村民委员会|村委)$/u, '村'],
  [/(?:社区居民委员会|社区居委会|居民委员会|居委会|社区居委|居委)$/u, '社区'],
  [/(?:街道办事处|街道办|办事处)$/u, '街道'],
  [/(?:镇人民政府|镇政府)$/u, '镇'],
  [/(?:乡人民政府|乡政府)$/u, '乡'],
  [/(?:县人民政府|县政府)$/u, '县'],
];
const STEM = /(?<=.)(?:村|社区|街道|镇|乡|县|自治县|市|区|省|自治区|自治州)$/u;

/** Width, blanks and marks off; digits as digits. */
export const foldPlace = (text: string): string => text.normalize('NFKC').replace(/[\p{Z}\p{Cf}\s"'“”‘’]/gu, '');

/** One spelling for all endings of the same kind. */
export function canonicalPlace(name: string): string {
  const folded = foldPlace(name);
  for (const [ending, kind] of ENDINGS) if (ending.test(folded) && folded.replace(ending, '').length > 0) return once(folded.replace(ending, ''), kind);
  return folded;
}
const once = (stem: string, kind: string): string => (stem.endsWith(kind) ? stem : stem + kind);

/** The name without the word for its kind: 东风村 → 东风. Two places may share it, so it only counts where exactly one does. */
export const stemOf = (canonical: string): string => canonical.replace(STEM, '');

/** Names that a sender writes before its own towns: 湖东省云溪市…; longest first. */
export const SEPARATORS = /^[\s/\\\-—–_|,，、;；.·>→:：()（）[\]【】]+/u;

const ORDINALS = '一二三四五六七八九十百零〇两\\d';
const GROUP = new RegExp(`^第?([${ORDINALS}]{1,4})(?:村民|居民)?(?:小组|组|社|队|屯|片区|网格)|^([\\p{Script=Han}]{1,6}?)(?:村民小组|居民小组|小组|组|屯|生产队)`, 'u');

/** The group at the front of what follows a village: its number, or its name where it has one (上屋组). */
export function groupAt(rest: string): { number: number | null; name: string; length: number } | null {
  const found = GROUP.exec(rest);
  if (!found) return null;
  return { number: found[1] ? ordinal(found[1]) : null, name: found[0], length: found[0].length };
}

const DIGITS = '零一二三四五六七八九';
function ordinal(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  const plain = text.replaceAll('〇', '零').replaceAll('两', '二');
  const match = /^(?:([一二三四五六七八九])百零?)?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/u.exec(plain);
  if (!match) return null;
  const [, hundreds, tens, ten, ones] = match;
  const value = (hundreds ? DIGITS.indexOf(hundreds) * 100 : 0) + (ten ? (tens ? DIGITS.indexOf(tens) : 1) * 10 : 0) + (ones ? DIGITS.indexOf(ones) : 0);
  return value || null;
}
