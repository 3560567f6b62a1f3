const LONG_DIGITS = /(?<![\d."'\\])-?\d{16,}/;

/** Parses one value; undefined where it is malformed. Numbers of 16 digits and more keep their digits as text: as a number
 *  an 18-digit citizen number would end in zeros. */
export function parseExact(text: string): unknown {
  try {
    if (!LONG_DIGITS.test(text)) return JSON.parse(text);
    return JSON.parse(text, (_key, value, context?: { source?: string }) => (typeof value === 'number' && context?.source && context.source.length > 15 ? context.source : value));
  } catch {
    return null;
  }
}

/** Fields of nested objects get the path as their name (`address.town`); lists stay JSON. */
export function flatten(object: Record<string, unknown>, path = '', into: Record<string, string> = Object.create(null)): Record<string, string> {
  for (const [key, value] of Object.entries(object)) {
    const name = path ? `${path}.${key}` : key;
    if (value === null || value === undefined) into[name] = '';
    else if (typeof value === 'object' && !Array.isArray(value) && path.length < 200) flatten(value as Record<string, unknown>, name, into);
    else into[name] = typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return into;
}
