/** A delivered value fit for a terminal or a log: digits of long numbers and given names are starred, the rest is cut short.
 *  It must stay recognisable to whoever has the file, and tell nothing to whoever has not. */
export function maskValue(value: string): string {
  const cells = value.split(/(?<=[,\t;|])|(?=[,\t;|])/).slice(0, 60);
  const masked = cells.map(maskCell).join('');
  return masked.length > 80 ? `${masked.slice(0, 79)}…` : masked;
}

function maskCell(cell: string): string {
  const text = cell.trim();
  if (/^\p{Script=Han}[\p{Script=Han}·•]{1,4}$/u.test(text)) return cell.replace(text, text[0] + '*'.repeat(text.length - 1));
  return cell.replace(/\d[\d\s.-]{5,}[\dXx](?:[Ee]\+?\d+)?/g, (digits) => `${digits.slice(0, 3)}${'*'.repeat(Math.max(2, digits.length - 5))}${digits.slice(-2)}`);
}
