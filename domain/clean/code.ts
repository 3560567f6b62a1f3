import { bad, ok, type Parsed } from '../complaint.ts';
import { compact, textOrNull } from './text.ts';

const unknown = bad(
  'code.unknown',
  { zh: '此列中没有这个取值', en: 'This column has no such value' },
  { zh: '请改为台账列出的取值，或请管理员把它登记为同义词', en: 'Use a value that the register lists, or have this one added as a synonym' },
);

const fold = (text: string): string => compact(text).toLowerCase().replace(/[()[\]【】"'“”]/g, '');

/** Makes the parser of one coded column from its canonical values and what departments write for them (a register's `values`).
 *  Build it once for a column, not once for a cell. Null where the cell is blank. */
export function codeParser(values: Record<string, readonly string[]>): (raw: string) => Parsed<string | null> {
  const known = new Map<string, string>();
  for (const [canonical, written] of Object.entries(values)) for (const word of written) known.set(fold(word), canonical);
  for (const canonical of Object.keys(values)) known.set(fold(canonical), canonical);
  return (raw) => {
    const found = known.get(fold(raw));
    if (found !== undefined) return ok(found);
    return textOrNull(raw) === null || /^[-/\\]$/.test(raw.trim()) ? ok(null) : unknown;
  };
}
