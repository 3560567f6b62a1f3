import type { Chance } from './random.ts';
import { type Day, iso } from './calendar.ts';

// The check digits are computed here and not by the house's own parsers on purpose: a mistake shared by the writer and
// the reader of a number would be seen by nobody.
const CITIZEN_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
export function citizenCheck(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (CITIZEN_WEIGHTS[i] as number);
  return '10X98765432'[sum % 11] as string;
}

/** GB 11643. The sequence's parity is the sex: odd male, even female. */
export function citizenNumber(region: number, birth: Day, sequence: number): string {
  const first = `${region}${iso(birth).replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return first + citizenCheck(first);
}

/** The number as it stood before 1999: no century, no check character. Only for those born in the 1900s. */
export const fifteen = (number: string): string => number.slice(0, 6) + number.slice(8, 17);
export const canBeFifteen = (number: string): boolean => number.slice(6, 8) === '19';

const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** GB 32100 over a GB 11714 body: department, type, region, body of eight, its check, the check of all. */
export function creditCode(kind: '91' | '92' | '93' | 'N2' | '12', region: number, body: string): string {
  const first = kind + region + body + organisationCheck(body);
  let sum = 0;
  let weight = 1;
  for (const c of first) {
    sum += CREDIT.indexOf(c) * weight;
    weight = (weight * 3) % 31;
  }
  return first + CREDIT[(31 - (sum % 31)) % 31];
}

function organisationCheck(body: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += parseInt(body[i] as string, 36) * (weights[i] as number);
  const rest = 11 - (sum % 11);
  return rest === 11 ? '0' : rest === 10 ? 'X' : String(rest);
}

/** A card number of the fictional rural bank (prefix 623399) that satisfies Luhn. */
export function cardNumber(serial: number): string {
  const first = `623399${String(serial).padStart(12, '0')}`;
  let sum = 0;
  for (let i = 0; i < first.length; i++) {
    const digit = first.charCodeAt(first.length - 1 - i) - 48;
    const doubled = i % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return first + ((10 - (sum % 10)) % 10);
}

export const phone = (chance: Chance): string => `1990${chance.digits(7)}`;
