import { bad, ok, type Parsed } from '../complaint.ts';
import { daysIn } from '../clean/date.ts';
import { compact, isBlank, unquote } from '../clean/text.ts';
import { readDocument, type DocumentKind } from './document.ts';

/** A citizen number (公民身份号码, GB 11643-1999) in its 18 characters. Tier 1: delivered so, formatting aside; tier 2: extended from 15 digits.
 *  `region` is the six digits of the place of *first* registration: nobody lives there because of it. */
export type CitizenNumber = { kind: 'citizen'; number: string; tier: 1 | 2; region: string; birth: string; sex: 'male' | 'female' };
/** A permit or passport that stands where a citizen number was asked for: a person all the same, not an error. */
export type OtherDocument = { kind: 'document'; document: DocumentKind; number: string; tier: 1 };
export type PersonNumber = CitizenNumber | OtherDocument;

export type CitizenOptions = {
  /** Whether six digits are, or ever were, a county; a training home counts its fictional one. Default: the province digits are assigned. */
  regionExists?: (sixDigits: string) => boolean;
  /** No one is born after this day, YYYY-MM-DD. */
  today?: string;
  /** The column went through a spreadsheet as numbers (see looksRounded): numbers that end in 000 are then refused even where the check character happens to fit. */
  rounded?: boolean;
};

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';
const PROVINCES = new Set('11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(' '));
const provinceExists = (region: string): boolean => PROVINCES.has(region.slice(0, 2));

const EIGHTEEN = /^\d{17}[\dX]$/;
const FIFTEEN = /^\d{15}$/;
const RUNS = /(?<![\dA-Z])\d[\dX]{14,}(?![\dA-Z])/g;
const SCIENTIFIC = /^\d(?:\.\d+)?E\+?\d{1,2}$/;
const LABEL = /^(?:公民身份号码|公民身份证号码?|居民身份证号?码?|身份证件?号?码?|证件号码?|ID(?:NO\.?|CARD)?)(?:为|是)?[:.]?/;

/** Reads one cell; null where it is blank. Prefixes, spaces, width, hyphens and a small x are formatting and change no tier. */
export function parseCitizenNumber(raw: string, options: CitizenOptions = {}): Parsed<PersonNumber | null> {
  if (EIGHTEEN.test(raw)) return whole(raw, options);
  const text = unquote(compact(raw)).toUpperCase();
  if (isBlank(text)) return ok(null);
  if (/[*×]|X{2,}|(?<!\d)X(?=\d)|某/.test(text)) return masked;
  if (SCIENTIFIC.test(text)) return scientific;
  if (/^\d{15,18}\.0+$/.test(text)) return text.startsWith('0') ? wrongLength : rounded;
  const bare = unquote(text.replace(LABEL, '')).replace(/(?<=\d)[-_·.](?=[\dX])/g, '');
  if (EIGHTEEN.test(bare)) return whole(bare, options);
  if (FIFTEEN.test(bare)) return extended(bare, options);
  return fromRuns(bare, options);
}

function fromRuns(bare: string, options: CitizenOptions): Parsed<PersonNumber> {
  const runs = runsIn(bare);
  if (runs.length > 1) return several;
  const only = runs[0];
  if (only !== undefined && only.length > 18) return wrongLength; // which of its digits is one too many, nobody knows
  if (only !== undefined) return only.length === 18 ? whole(only, options) : extended(only, options);
  const document = readDocument(bare);
  if (document) return ok({ kind: 'document', ...document, tier: 1 });
  return /^[\dX]+$/.test(bare) ? wrongLength : wrongCharacters;
}

const runsIn = (text: string): string[] => [...new Set(text.match(RUNS)?.flatMap(apart))].filter((run) => EIGHTEEN.test(run) || FIFTEEN.test(run) || run.length > 18);
/** Numbers between which only a space or a line end stood have grown together: they come apart where nothing is left over. What is left over of a longer
 *  number is never dropped: its first 18 digits are another person's. */
const apart = (run: string): string[] => (run.length % 18 === 0 || run.length % 18 === 15 ? run.match(/.{1,18}/g)! : run.length % 15 === 0 ? run.match(/.{15}/g)! : [run]);

/** The different numbers that stand in one cell (`张三、李四` share a line more often than one thinks), valid or not, in their order. */
export const findCitizenNumbers = (raw: string): string[] => runsIn(compact(raw).toUpperCase().replace(/(?<=\d)[-_](?=[\dX])/g, ''));

function whole(number: string, options: CitizenOptions): Parsed<PersonNumber> {
  const checks = checkCharacter(number) === number[17];
  const unassigned = number[14] === '0'; // with the two zeros behind it: the sequence 000, which nobody has
  if (number.endsWith('000') && (unassigned || !checks || options.rounded)) return rounded;
  if (!checks) return wrongCheck;
  const birth = birthOf(number.slice(6, 14), options.today);
  if (birth === null) return wrongBirth;
  const document = residencePermit(number);
  if (document) return ok({ kind: 'document', document, number, tier: 1 });
  return citizen(number, birth, 1, options);
}

function extended(fifteen: string, options: CitizenOptions): Parsed<PersonNumber> {
  const seventeen = `${fifteen.slice(0, 6)}19${fifteen.slice(6)}`;
  const birth = birthOf(seventeen.slice(6, 14), options.today);
  return birth === null ? wrongBirth : citizen(seventeen + checkCharacter(seventeen), birth, 2, options);
}

function citizen(number: string, birth: string, tier: 1 | 2, options: CitizenOptions): Parsed<CitizenNumber> {
  const region = number.slice(0, 6);
  if (!(options.regionExists ?? provinceExists)(region)) return wrongRegion;
  return ok({ kind: 'citizen', number, tier, region, birth, sex: number.charCodeAt(16) % 2 === 1 ? 'male' : 'female' });
}

/** The check character of the first 17 digits (ISO 7064 MOD 11-2 with the weights of GB 11643). */
export function checkCharacter(number: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (number.charCodeAt(i) - 48) * WEIGHTS[i]!;
  return CHECKS[sum % 11]!;
}

function birthOf(eight: string, today?: string): string | null {
  const [year, month, day] = [Number(eight.slice(0, 4)), Number(eight.slice(4, 6)), Number(eight.slice(6))];
  if (year < 1850 || year > 2200 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  const birth = `${eight.slice(0, 4)}-${eight.slice(4, 6)}-${eight.slice(6)}`;
  return today !== undefined && birth > today ? null : birth;
}

// Residence permits carry 18 characters with the same check: 81/82/83 0000 for Hong Kong, Macau and Taiwan, a leading 9 for foreigners (2023 form).
function residencePermit(number: string): DocumentKind | null {
  if (number[0] === '9') return 'foreign-permanent-residence';
  return /^8[123]0000/.test(number) ? 'hk-macau-taiwan-residence' : null;
}

/** How many 18-digit numbers a column holds, and how many of them end in 000. */
export type Rounded = { long: number; zeros: number };

export function countRounded(seen: Rounded, values: Iterable<string>): void {
  for (const value of values) {
    if (!/^\s*'?\d{18}\s*$/.test(value)) continue;
    seen.long++;
    if (value.trimEnd().endsWith('000')) seen.zeros++;
  }
}

/** Whether a column's 18-digit numbers were rounded to 15 digits by a spreadsheet: more than one in fifty end in 000, where chance gives one in a thousand. */
export const looksRounded = ({ long, zeros }: Rounded): boolean => zeros >= 2 && zeros * 50 > long;

const exportAsText = {
  zh: '末位数字已丢失，无法恢复；请将该列设为文本格式后从原系统重新导出',
  en: 'The last digits are lost for good; export again from the source system with the column formatted as text',
};
const checkPaper = { zh: '请对照身份证件核对', en: 'Check it against the identity card' };
const scientific = bad('citizen-number.scientific', { zh: '身份证号被表格软件改成了科学计数法', en: 'A spreadsheet turned the citizen number into scientific notation' }, exportAsText);
const rounded = bad('citizen-number.rounded', { zh: '身份证号被表格软件当作数值，末三位变成了 000', en: 'A spreadsheet held the citizen number as a number and its last three digits became 000' }, exportAsText);
const masked = bad(
  'citizen-number.masked',
  { zh: '身份证号已被遮盖，不能用于比对', en: 'The citizen number is masked and cannot be compared' },
  { zh: '请提供完整号码', en: 'Deliver the whole number' },
);
const several = bad(
  'citizen-number.several',
  { zh: '一个单元格里有两个或多个身份证号', en: 'One cell holds two or more citizen numbers' },
  { zh: '请每人一行', en: 'Give each person a row' },
);
const wrongLength = bad('citizen-number.length', { zh: '身份证号的位数不对（应为 18 位，旧号 15 位）', en: 'The citizen number has the wrong length (18, or 15 for old ones)' }, checkPaper);
const wrongCharacters = bad('citizen-number.characters', { zh: '不是身份证号，也不是可识别的其他证件号', en: 'Neither a citizen number nor another document that is known' }, checkPaper);
const wrongCheck = bad('citizen-number.check', { zh: '身份证号的校验码不符，至少有一位写错', en: 'The check character does not fit: at least one digit is wrong' }, checkPaper);
const wrongBirth = bad('citizen-number.birth', { zh: '身份证号中的出生日期不存在或晚于今天', en: 'The birth date within the citizen number does not exist or lies ahead' }, checkPaper);
const wrongRegion = bad('citizen-number.region', { zh: '身份证号的前六位不是任何地区', en: 'The first six digits of the citizen number are no region' }, checkPaper);
