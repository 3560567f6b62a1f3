import type { Row } from '../grid.ts';
import { withoutInvisible } from '../child/sound.ts';
import type { Header } from '../types.ts';
import { splitUnit, unitApplies } from './units.ts';

/** One header per column out of one or more header rows: group labels reach to the right over blanks, a name that comes
 *  twice takes its group's name in front (配偶姓名), else a number. A unit over the table goes to the columns of numbers. */
export function nameColumns(rows: Row[], width: number, tableUnit: string | null, numeric: boolean[] = []): Header[] {
  const levels = rows.map((row, level) => reach(cut(row.cells, width), level < rows.length - 1 ? rows.slice(level + 1).map((r) => cut(r.cells, width)) : []));
  const headers = Array.from({ length: width }, (_, c): Header => {
    const path = levels.map((level) => level[c]!).filter((label, i, all) => label !== '' && label !== all[i - 1]);
    const { name, unit } = splitUnit(path.at(-1) ?? '');
    const group = splitUnit(path.slice(0, -1).join(' '));
    const own = unit ?? group.unit ?? (tableUnit && numeric[c] && unitApplies(tableUnit, `${group.name}${name}`) ? tableUnit : undefined);
    return { name: name || `列${c + 1}`, ...(group.name && { parent: group.name }), ...(own && { unit: own }) };
  });
  return tellApart(headers);
}

const cut = (cells: string[], width: number): string[] => Array.from({ length: width }, (_, c) => withoutInvisible(cells[c] ?? '').replace(/\s*[\r\n]+\s*/g, '').trim().replace(/^\*+\s*|\s*\*+$/g, ''));

/** A group label goes on over the blanks to its right as long as something stands below them. */
function reach(labels: string[], below: string[][]): string[] {
  if (below.length === 0) return labels;
  const out = [...labels];
  for (let c = 1; c < out.length; c++) if (out[c] === '' && below.some((row) => row[c] !== '')) out[c] = out[c - 1]!;
  return out;
}

function tellApart(headers: Header[]): Header[] {
  const count = (name: string): number => headers.filter((header) => header.name === name).length;
  const joined = headers.map((header) => (header.parent && count(header.name) > 1 ? { ...header, name: join(header.parent, header.name) } : header));
  const seen = new Map<string, number>();
  const taken = new Set(joined.map((header) => header.name));
  return joined.map((header) => {
    let n = (seen.get(header.name) ?? 0) + 1;
    seen.set(header.name, n);
    if (n === 1) return header;
    while (taken.has(`${header.name}_${n}`)) n++;
    taken.add(`${header.name}_${n}`);
    return { ...header, name: `${header.name}_${n}` };
  });
}

const join = (parent: string, name: string): string => (/[\w]$/.test(parent) && /^\w/.test(name) ? `${parent} ${name}` : parent + name);
