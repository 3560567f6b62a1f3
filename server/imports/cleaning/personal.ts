import { foldName, namesGroup, parseName } from '@mingjian/domain/clean/name.ts';
import { cleanText, compact, isBlank } from '@mingjian/domain/clean/text.ts';
import type { Complaint, Parsed } from '@mingjian/domain/complaint.ts';
import { accountsLookRounded, countRoundedAccounts, parseBankAccount, type RoundedAccounts } from '@mingjian/domain/identifier/bank-card.ts';
import { type CitizenOptions, countRounded, findCitizenNumbers, looksRounded, parseCitizenNumber, type Rounded } from '@mingjian/domain/identifier/citizen.ts';
import { parseCreditCode } from '@mingjian/domain/identifier/credit.ts';
import { parseParty } from '@mingjian/domain/identifier/party.ts';
import { parsePhone } from '@mingjian/domain/identifier/phone.ts';
import { parsePlate } from '@mingjian/domain/identifier/plate.ts';
import { blank, type Cleaned, type Cleaner, note } from './cleaned.ts';

/** What a kind of token is told apart by: equal values of two kinds have different tokens. */
export type TokenKind = 'name' | 'phone' | 'plate' | 'token';

/** The house's knowledge of who is who, as far as cleaning needs it. Both are asked for distinct values, in bulk. */
export type Identities = {
  tokens: (kind: TokenKind, values: string[]) => ArrayLike<bigint>;
  /** Permanent ids of normalised numbers; a number seen for the first time is given one. */
  persons: (numbers: string[]) => Promise<ArrayLike<bigint>>;
};

/** Digits that a spreadsheet has lost make the row useless for ever: it is refused with the remedy. Every other fault of a number
 *  keeps the row, under an id of its own and with the reason, because a wrong number is itself a question to ask. */
const isLost = (complaint: Complaint): boolean => /\.(scientific|rounded|damaged|several)$/.test(complaint.code);
const issueOf = (complaint: Complaint): string => complaint.code.replace(/^.*\./, '');

/** Outputs: person id (empty where provisional, filled when the row's content is known), tier, issue. */
export function citizenCleaner(identities: Identities, options: CitizenOptions): Cleaner {
  const seen: Rounded = { long: 0, zeros: 0 }; // over all slices of the column
  return async (values) => {
    const cleaned = withSame(3, values);
    countRounded(seen, values);
    const column = { ...options, rounded: looksRounded(seen) };
    const known = new Keep();
    for (const [i, raw] of values.entries()) {
      const parsed = parseCitizenNumber(raw, column);
      if (!parsed.ok) refuseOrKeep(cleaned, i, parsed.complaint, raw);
      else if (parsed.value) known.add(i, parsed.value.number, [String(parsed.value.tier)]);
    }
    await known.write(cleaned, identities.persons);
    hideRaw(cleaned, identities);
    return cleaned;
  };
}

/** A key that one sender gives its own people or firms: equal within that sender is certain, and says nothing to another sender. */
export function senderKeyCleaner(identities: Identities, sender: string): Cleaner {
  return async (values) => {
    const cleaned = withSame(3, values);
    const known = new Keep();
    for (const [i, raw] of values.entries()) {
      const key = cleanText(raw);
      if (!isBlank(key)) known.add(i, `${sender}\u0000${key}`, ['1']); // as senderIds does; what stands behind the mark is what reveal shows
    }
    await known.write(cleaned, identities.persons);
    return cleaned;
  };
}

/** Outputs: person id, tier, organisation. */
export function partyCleaner(identities: Identities, options: CitizenOptions): Cleaner {
  return async (values) => {
    const cleaned = withSame(3, values);
    const known = new Keep();
    for (const [i, raw] of values.entries()) {
      const parsed = parseParty(raw, options);
      if (!parsed.ok) keepUnusable(cleaned, i, parsed.complaint, raw, 1);
      else if (parsed.value && 'number' in parsed.value) known.add(i, parsed.value.number, [String(parsed.value.tier)]);
      else if (parsed.value) {
        set(cleaned, i, ['', String(parsed.value.tier), parsed.value.kind === 'uscc' ? parsed.value.code : '']);
        cleaned.same![i] = parsed.value.code;
      }
    }
    await known.write(cleaned, identities.persons);
    hideRaw(cleaned, identities);
    return cleaned;
  };
}

/** Outputs: code, tier. */
export const creditCleaner: Cleaner = (values) => {
  const cleaned = withSame(2, values);
  for (const [i, raw] of values.entries()) {
    const parsed = parseCreditCode(raw);
    if (!parsed.ok) keepUnusable(cleaned, i, parsed.complaint, compact(raw), 1);
    else if (parsed.value) {
      set(cleaned, i, [parsed.value.kind === 'uscc' ? parsed.value.code : '', String(parsed.value.tier)]);
      cleaned.same![i] = parsed.value.code;
    }
  }
  return cleaned;
};

/** A person's name as a token of its comparison key; null, and equal to none, where it is masked or damaged. */
export function nameCleaner(identities: Identities, own: boolean): Cleaner {
  return keyed(identities, 'name', (raw) => {
    if (own && (severalNames(raw).length > 1 || namesGroup(raw))) return { ok: false, complaint: twoPersons };
    if (MANY_DIGITS.test(raw) && findCitizenNumbers(raw).length > 0) return { ok: false, complaint: numberForName };
    const parsed = parseName(raw);
    if (!parsed.ok) return parsed;
    return { ok: true, value: parsed.value?.key ?? null, ...(parsed.notes ? { notes: parsed.notes } : {}) };
  });
}

const MANY_DIGITS = /\d{14}/;

/** The names in a cell that holds more than one person. Dots belong to names; commas, 、, slashes and line ends stand between them. */
export const severalNames = (raw: string): string[] => {
  const parts = raw.normalize('NFKC').split(/[、,，;；/\n]/).map((part) => part.trim()).filter(Boolean);
  return parts.length > 1 && parts.every((part) => /^[\u3400-\u9fff·.]{2,15}$/u.test(part) && foldName(part) !== null) ? parts : [];
};

export const tokenCleaner = (identities: Identities, name: string): Cleaner => (/(^|_)account$/.test(name) ? accountCleaner(identities) : keyed(identities, 'token', textKey));

function accountCleaner(identities: Identities): Cleaner {
  const seen: RoundedAccounts = { long: 0, zeros: 0 }; // over all slices of the column
  return (values) => {
    countRoundedAccounts(seen, values);
    const rounded = accountsLookRounded(seen);
    return keyed(identities, 'token', (raw) => parseBankAccount(raw, { rounded }))(values);
  };
}

export const phoneCleaner = (identities: Identities): Cleaner => keyed(identities, 'phone', parsePhone);
export const plateCleaner = (identities: Identities): Cleaner =>
  keyed(identities, 'plate', (raw) => {
    const parsed = parsePlate(raw);
    return parsed.ok ? { ...parsed, value: parsed.value?.plate ?? null } : parsed;
  });

/** Certificate and household numbers: equal when their letters and digits are, whatever stands between them. */
function textKey(raw: string): Parsed<string | null> {
  const text = compact(raw).toUpperCase().replace(/^['’‘`]+/, '');
  if (isBlank(text)) return { ok: true, value: null };
  if (/[*×]/.test(text)) return { ok: false, complaint: maskedToken };
  if (/^\d(\.\d+)?E\+?\d{2}$/.test(text)) return { ok: false, complaint: lostToken };
  return { ok: true, value: text.replace(/[-_·.—–]/g, '') || null };
}

/** Tokens of what `key` makes of each value. A value without a key (masked, unreadable) is kept as unknown, with a note. */
function keyed(identities: Identities, kind: TokenKind, key: (raw: string) => Parsed<string | null>): Cleaner {
  return async (values) => {
    const cleaned = withSame(1, values);
    const known = new Keep();
    for (const [i, raw] of values.entries()) {
      const parsed = key(raw);
      if (!parsed.ok && (isLost(parsed.complaint) || parsed.complaint === twoPersons || parsed.complaint === numberForName || parsed.complaint.code === 'name.garbled')) cleaned.complaints[i] = parsed.complaint;
      else if (!parsed.ok || (parsed.notes?.length && parsed.value === null)) keepUnusable(cleaned, i, parsed.ok ? parsed.notes![0]! : parsed.complaint, raw);
      else {
        note(cleaned, i, parsed.notes);
        if (parsed.value !== null) known.add(i, parsed.value, []);
      }
    }
    await known.write(cleaned, async (keys) => identities.tokens(kind, keys));
    hideRaw(cleaned, identities);
    return cleaned;
  };
}

const withSame = (width: number, values: string[]): Cleaned & { same: string[] } => ({ ...blank(width, values.length), same: new Array<string>(values.length).fill('') });
const set = (cleaned: Cleaned, i: number, texts: string[]) => texts.forEach((text, column) => (cleaned.outputs[column]![i] = text));

/** Marks contents whose raw text must still be told apart in a row's hash; `hideRaw` turns it into a keyed token at the end. */
const RAW = '\u0001';

function refuseOrKeep(cleaned: Cleaned, i: number, complaint: Complaint, raw: string): void {
  if (isLost(complaint)) cleaned.complaints[i] = complaint;
  else {
    set(cleaned, i, ['', '9', issueOf(complaint)]);
    note(cleaned, i, [NAME_ALONE.test(compact(raw)) ? nameForNumber : complaint]);
    cleaned.same![i] = RAW + compact(raw);
  }
}

function keepUnusable(cleaned: Cleaned, i: number, complaint: Complaint, raw: string, tierAt?: number): void {
  if (isLost(complaint)) {
    cleaned.complaints[i] = complaint;
    return;
  }
  if (tierAt !== undefined) cleaned.outputs[tierAt]![i] = '9';
  note(cleaned, i, [complaint]);
  cleaned.same![i] = RAW + compact(raw);
}

/** A row's hash is written to the facts: what it is made from must be keyed too, or it could be guessed back. */
function hideRaw(cleaned: Cleaned, identities: Identities): void {
  const at = cleaned.same!.flatMap((same, i) => (same.startsWith(RAW) ? [i] : []));
  const tokens = identities.tokens('token', at.map((i) => cleaned.same![i]!.slice(1)));
  at.forEach((i, k) => (cleaned.same![i] = `unusable ${tokens[k]}`));
}

/** Values that have a key, gathered so that ids and tokens are asked for once. */
class Keep {
  readonly #at: number[] = [];
  readonly #keys: string[] = [];
  readonly #more: string[][] = [];

  add(i: number, key: string, more: string[]): void {
    this.#at.push(i);
    this.#keys.push(key);
    this.#more.push(more);
  }

  async write(cleaned: Cleaned, ask: (keys: string[]) => Promise<ArrayLike<bigint>>): Promise<void> {
    const ids: ArrayLike<bigint> = this.#keys.length ? await ask(this.#keys) : [];
    for (const [k, i] of this.#at.entries()) {
      set(cleaned, i, [String(ids[k]), ...this.#more[k]!]);
    }
  }
}

const NAME_ALONE = /^\p{Script=Han}[\p{Script=Han}·•.]{1,14}$/u;
/** Put back in place the row is whole again: it is refused, where a row whose number is merely wrong goes on without one. */
const numberForName: Complaint = {
  code: 'name.number',
  words: { zh: '姓名一栏填的是身份证号', en: 'A citizen number stands where the name should be' },
  remedy: { zh: '多半与身份证号一栏填反了：请把两格对调后重新提供该行', en: 'Most likely it changed places with the number: put both back and deliver the row again' },
};
const nameForNumber: Complaint = {
  code: 'citizen-number.name',
  words: { zh: '身份证号一栏只有文字，没有号码', en: 'Words without a number stand where the citizen number should be' },
  remedy: { zh: '与姓名填反的请对调两格；没有号码的请留空', en: 'Put it back where it changed places with the name; leave the cell empty where there is no number' },
};
const twoPersons: Complaint = {
  code: 'name.several',
  words: { zh: '一个单元格里有两个或多个人的姓名', en: 'One cell names two or more persons' },
  remedy: { zh: '请每人一行，各写自己的证件号和金额；在隔离工作簿里可把该行复制成几行，编号不变', en: 'Give each person a row with their own number and amount; in the workbook of the quarantine copy the row, the number stays' },
};
const maskedToken: Complaint = {
  code: 'token.masked',
  words: { zh: '编号已被遮盖，不能用于比对', en: 'The number is masked and cannot be compared' },
  remedy: { zh: '请提供完整编号', en: 'Deliver the whole number' },
};
const lostToken: Complaint = {
  code: 'token.scientific',
  words: { zh: '编号被表格软件改成了科学计数法，末位已丢失', en: 'A spreadsheet turned the number into scientific notation and lost digits' },
  remedy: { zh: '请将该列设为文本格式后从原系统重新导出', en: 'Export again from the source system with the column formatted as text' },
};
