/** A decimal number as written: sign, digits, how many of them stand after the point. Exact, unlike a float. */
export type Decimal = { negative: boolean; digits: bigint; scale: number };

const PLAIN = /^([+-]?)(\d{1,30})(?:\.(\d{0,30}))?$/;
const POINT_FIRST = /^([+-]?)\.(\d{1,30})$/;
const GROUPED = /^([+-]?)(\d{1,3}(?:,\d{3})+)(?:\.(\d{0,30}))?$/;
const SCIENTIFIC = /^([+-]?)(\d{1,20})(?:\.(\d{0,20}))?e([+-]?\d{1,2})$/i;
const BRACKETED = /^\((.+)\)$/;
const MINUS = /[−–—﹣]/g;

/** Reads `1,200.00`, `(1,200.00)`, `-3`, `.5`, `1.2E+05` from compact text; null where it is no number or its commas do not group thousands. */
export function readDecimal(compactText: string): Decimal | null {
  const text = compactText.replace(MINUS, '-');
  const inner = BRACKETED.exec(text)?.[1];
  if (inner !== undefined) {
    const value = readDecimal(inner);
    return value === null || value.negative ? null : { ...value, negative: value.digits !== 0n };
  }
  const plain = PLAIN.exec(text) ?? GROUPED.exec(text);
  if (plain) return of(plain[1]!, plain[2]!.replaceAll(',', ''), plain[3] ?? '');
  const fraction = POINT_FIRST.exec(text);
  if (fraction) return of(fraction[1]!, '0', fraction[2]!);
  const power = SCIENTIFIC.exec(text);
  return power && shift(of(power[1]!, power[2]!, power[3] ?? ''), Number(power[4]));
}

const of = (sign: string, whole: string, fraction: string): Decimal => {
  const digits = BigInt(whole + fraction);
  return { negative: sign === '-' && digits !== 0n, digits, scale: fraction.length };
};

/** Times ten to the power `by`. */
export function shift(value: Decimal, by: number): Decimal {
  const scale = value.scale - by;
  return scale >= 0 ? { ...value, scale } : { ...value, digits: value.digits * 10n ** BigInt(-scale), scale: 0 };
}

/** `value` × `numerator` / `denominator` as an integer with `places` implied decimals, half away from zero; `exact` says whether anything was rounded off. */
export function toFixedInteger(value: Decimal, places: number, numerator = 1n, denominator = 1n): { value: bigint; exact: boolean } {
  const divisor = denominator * 10n ** BigInt(value.scale);
  const dividend = value.digits * numerator * 10n ** BigInt(places);
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  const rounded = rest * 2n >= divisor ? quotient + 1n : quotient;
  return { value: value.negative ? -rounded : rounded, exact: rest === 0n };
}

/** An integer with `places` implied decimals as text: 12345, 4 → `1.2345`. */
export function fixedText(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return (value < 0n ? '-' : '') + whole + (fraction && `.${fraction}`);
}
