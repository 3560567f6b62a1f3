import { bad, ok, type Parsed } from '../complaint.ts';
import { compact, isBlank, unquote } from '../clean/text.ts';

/** An organisation's number. `uscc` is the unified social credit code (GB 32100-2015); the older two are recognised so that a registry can map them, they are no key by themselves. */
export type OrganisationNumber =
  | { kind: 'uscc'; code: string; tier: 1 | 2 }
  | { kind: 'organisation_code'; code: string; tier: 9 }
  | { kind: 'licence'; code: string; tier: 9 };

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'; // without I O S V Z
const VALUES = new Map([...ALPHABET].map((c, i) => [c, i]));
const WEIGHTS = Array.from({ length: 17 }, (_, i) => 3 ** i % 31);
const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const LOOKALIKES: Record<string, string> = { O: '0', I: '1', Z: '2', S: '5' };
const USCC = /^[0-9A-Z]{2}\d{6}[0-9A-Z]{10}$/;
const LABEL = /^(?:统一社会信用代码|社会信用代码|信用代码|组织机构代码|营业执照(?:注册)?号?|注册号|证照编号)[:.]?/;

/** The check character of the first 17 (GB/T 17710 as GB 32100 uses it), or null where a character is not of its alphabet. */
export function creditCheck(code: string): string | null {
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const value = VALUES.get(code[i] ?? '');
    if (value === undefined) return null;
    sum += value * WEIGHTS[i]!;
  }
  return ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** Reads one cell; null where it is blank. Letters that the alphabet excludes (O, I, Z, S) are read as the digits they look like: tier 2, if the check then fits. */
export function parseCreditCode(raw: string): Parsed<OrganisationNumber | null> {
  const text = unquote(compact(raw)).toUpperCase();
  if (isBlank(text)) return ok(null);
  if (/[*×]/.test(text)) return masked;
  if (/^\d(?:\.\d+)?E\+?\d{1,2}$/.test(text)) return damaged;
  const bare = unquote(text.replace(LABEL, '')).replace(/[-_·.]/g, '');
  if (bare.length === 18) return eighteen(bare);
  if (/^[0-9A-Z]{8}[0-9X]$/.test(bare)) return organisationCheck(bare) === bare[8] ? ok({ kind: 'organisation_code', code: bare, tier: 9 }) : wrongCheck;
  if (/^\d{15}$/.test(bare)) return licenceChecks(bare) ? ok({ kind: 'licence', code: bare, tier: 9 }) : wrongCheck;
  return wrongLength;
}

function eighteen(code: string): Parsed<OrganisationNumber> {
  const repaired = code.replace(/[OIZS]/g, (c) => LOOKALIKES[c]!);
  if (!USCC.test(repaired)) return wrongCharacters;
  if (creditCheck(repaired) === null) return wrongCharacters;
  if (creditCheck(repaired) !== repaired[17]) return /^\d{15}000$/.test(code) ? damaged : wrongCheck;
  return ok({ kind: 'uscc', code: repaired, tier: repaired === code ? 1 : 2 });
}

/** GB 11714: weights over eight digits or letters (A is 10), modulo 11. */
function organisationCheck(code: string): string {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += Number.parseInt(code[i]!, 36) * BODY_WEIGHTS[i]!;
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/** The 15-digit licence: ISO 7064 MOD 11,10 over all its digits. */
function licenceChecks(code: string): boolean {
  let product = 10;
  for (let i = 0; i < 14; i++) product = ((((product + Number(code[i])) % 10 || 10) * 2) % 11);
  return (product + Number(code[14])) % 10 === 1;
}

const checkPaper = { zh: '请对照营业执照或登记证书核对', en: 'Check it against the licence or certificate' };
const damaged = bad(
  'credit-code.damaged',
  { zh: '统一社会信用代码被表格软件当作数值，末位已丢失', en: 'A spreadsheet held the credit code as a number and lost its last digits' },
  { zh: '请将该列设为文本格式后重新导出', en: 'Export again with the column formatted as text' },
);
const masked = bad(
  'credit-code.masked',
  { zh: '统一社会信用代码已被遮盖，不能用于比对', en: 'The credit code is masked and cannot be compared' },
  { zh: '请提供完整代码', en: 'Deliver the whole code' },
);
const wrongLength = bad('credit-code.length', { zh: '代码的位数不对（统一社会信用代码为 18 位）', en: 'The code has the wrong length (a unified social credit code has 18)' }, checkPaper);
const wrongCharacters = bad('credit-code.characters', { zh: '代码中有不允许的字符', en: 'The code has characters that it cannot have' }, checkPaper);
const wrongCheck = bad('credit-code.check', { zh: '代码的校验码不符，至少有一位写错', en: 'The check character does not fit: at least one character is wrong' }, checkPaper);
