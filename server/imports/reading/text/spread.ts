import type { Plan } from '../tables/plan.ts';
import { bytesAt } from './bytes.ts';
import { cellsOf, type Text } from './text.ts';

const PLACES = 25;
const PER_PLACE = 4;

/** Some rows from all over a large text: what its first rows look like is often not what the rest does (one town after
 *  another, oldest first). Only plain records are taken, since a place may lie inside quotes. */
export function spreadRows(text: Text, plan: Plan): string[][] {
  if (text.decoding.encoding.startsWith('utf-16') || text.shape.crOnly) return [];
  const out: string[][] = [];
  for (let place = 1; place <= PLACES; place++) {
    const bytes = bytesAt(text.fd, Math.floor((text.bytes * place) / (PLACES + 1)), 1 << 14);
    const from = bytes.indexOf(10) + 1;
    const to = bytes.lastIndexOf(10);
    if (from === 0 || to <= from) continue;
    const lines = new TextDecoder(text.decoding.encoding).decode(bytes.subarray(from, to)).split(/\r?\n/);
    const rows = lines.filter((line) => line !== '' && !line.includes('"')).map((line) => cellsOf(text.shape, line, false, []));
    out.push(...rows.filter((cells) => cells.length === plan.recordCells && plan.left === 0 && cells.length === plan.width).slice(0, PER_PLACE));
  }
  return out;
}
