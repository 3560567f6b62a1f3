import { bad, ok, type Complaint, type Parsed } from '../complaint.ts';
import { compact, isBlank, unquote } from '../clean/text.ts';

const damagedRemedy = { zh: '请将该列设为文本格式后从原系统重新导出', en: 'Export again from the source system with the column formatted as text' };
const scientific = bad('bank-account.scientific', { zh: '账号被表格软件改成了科学计数法，末位已丢失', en: 'A spreadsheet turned the account into scientific notation and lost digits' }, damagedRemedy);
const rounded = bad('bank-account.rounded', { zh: '账号被表格软件当作数值，第 15 位以后变成了 0', en: 'A spreadsheet held the account as a number: all after its 15th digit became 0' }, damagedRemedy);
const masked = bad(
  'bank-account.masked',
  { zh: '账号已被遮盖，不能用于比对', en: 'The account is masked and cannot be compared' },
  { zh: '请提供完整账号', en: 'Deliver the whole account number' },
);
const unreadable = bad(
  'bank-account.unreadable',
  { zh: '不是银行账号', en: 'Not a bank account number' },
  { zh: '请核对是否填错了列', en: 'Check whether it stands in the wrong column' },
);
const luhn = bad(
  'bank-account.luhn',
  { zh: '卡号校验位不符（存折和单位账户可能如此）', en: 'The check digit does not fit (so it is with passbooks and company accounts)' },
  { zh: '如为银行卡，请核对号码', en: 'If it is a card, check the number' },
);
const short = bad(
  'bank-account.short',
  { zh: '账号偏短，可能丢失了前导零', en: 'The account is short and may have lost its leading zeros' },
  { zh: '请将该列设为文本格式后重新导出', en: 'Export again with the column formatted as text' },
);

export type AccountOptions = {
  /** What the rest of the column says of accounts that end in zeros (see looksRounded). Without it they are refused: one account in a hundred of 17
   *  digits ends so by itself, but two people whose accounts were rounded would seem to share one. */
  rounded?: boolean;
};

/** A bank account or card number as text, digits only, letters and inner hyphens of company accounts dropped or folded; null where the cell is blank.
 *  A failed Luhn check is only noted: passbooks and company accounts do not satisfy it. */
export function parseBankAccount(raw: string, options: AccountOptions = {}): Parsed<string | null> {
  return DIGITS.test(raw) ? judged(raw, options) : read(raw, options);
}

/** How many long accounts a column holds, and how many of them end in zeros from the 16th digit on. */
export type RoundedAccounts = { long: number; zeros: number };

export function countRoundedAccounts(seen: RoundedAccounts, values: Iterable<string>): void {
  for (const value of values) {
    if (!LONG.test(value)) continue;
    seen.long++;
    if (isRounded(value)) seen.zeros++;
  }
}

/** A spreadsheet rounds all long numbers of a column, chance one in a hundred: more than a quarter is no chance. */
export const accountsLookRounded = ({ long, zeros }: RoundedAccounts): boolean => zeros * 4 > long;

/** Most accounts are written as they are: hundreds of thousands a second leave here. */
const DIGITS = /^\d{6,32}$/;

function read(raw: string, options: AccountOptions): Parsed<string | null> {
  const text = unquote(compact(raw)).toUpperCase();
  if (isBlank(text)) return ok(null);
  if (/[*×]|X{2,}/.test(text)) return masked;
  if (/^\d(?:\.\d+)?E\+?\d{1,2}$/.test(text)) return scientific;
  const account = text.replace(/^(?:银行)?(?:账号|帐号|卡号|账户)[:.]?/, '').replace(/\.0+$/, '').replace(/[-_·.]/g, '');
  return /^[0-9A-Z]{6,32}$/.test(account) && /\d{6}/.test(account) ? judged(account, options) : unreadable;
}

function judged(account: string, options: AccountOptions): Parsed<string> {
  const fits = luhnFits(account);
  if (!fits && options.rounded !== false && isRounded(account)) return rounded;
  const notes: Complaint[] = [];
  if (/^\d{16,19}$/.test(account) && !fits) notes.push(luhn.complaint);
  if (account.length < 12) notes.push(short.complaint);
  return ok(account, notes);
}

const LONG = /^\d{17,19}$/;
const isRounded = (account: string): boolean => LONG.test(account) && /^0+$/.test(account.slice(15));

/** ISO/IEC 7812 check over digits; false where there is a letter. */
export function luhnFits(account: string): boolean {
  let sum = 0;
  for (let i = account.length - 1, double = false; i >= 0; i--, double = !double) {
    const digit = account.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return false;
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}
