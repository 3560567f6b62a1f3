import type { Row } from '../grid.ts';
import type { Delivered } from '../open.ts';
import { refuse } from '../refusals.ts';
import { gridSource } from '../sheets/grids.ts';
import type { Source } from '../source.ts';
import { bytesAt } from '../text/bytes.ts';

type Field = { name: string; type: string; at: number; length: number };

/** DBF (dBase, FoxPro), which older statistics and land systems export; text is GBK. The field names stand as row 1, so
 *  that record n is row n + 1, as in a table program. */
export function dbfSource(file: Delivered): Source {
  const head = bytesAt(file.fd, 0, 32);
  const records = head.readUInt32LE(4);
  const start = head.readUInt16LE(8);
  const length = head.readUInt16LE(10);
  if (start < 65 || length < 2 || start > file.bytes || start + records * length > file.bytes + 1)
    throw refuse.brokenData('DBF', { zh: '文件头与大小不符（可能没有传完）', en: 'its header does not fit its size (cut off?)' });
  const decoder = new TextDecoder('gb18030');
  const fields = fieldsOf(bytesAt(file.fd, 32, start - 32), decoder);
  if (fields.length === 0) throw refuse.noTable();
  const rows = function* (): Generator<Row[]> {
    yield [{ row: 1, cells: fields.map((field) => field.name) }];
    for (let from = 0; from < records; from += 4096) {
      const count = Math.min(4096, records - from);
      const bytes = bytesAt(file.fd, start + from * length, count * length);
      yield Array.from({ length: count }, (_, i) => rowOf(bytes.subarray(i * length, (i + 1) * length), from + i + 2, fields, decoder)).filter((row) => row !== null);
    }
  };
  return gridSource('dbf', [{ sheet: null, hidden: false, merges: [], large: records * length > 16 << 20, rows }], { encoding: 'gb18030' });
}

function fieldsOf(bytes: Buffer, decoder: TextDecoder): Field[] {
  const fields: Field[] = [];
  let at = 1;
  for (let i = 0; i + 32 <= bytes.length && bytes[i] !== 0x0d; i += 32) {
    const end = bytes.indexOf(0, i);
    const length = bytes[i + 16]!;
    fields.push({ name: decoder.decode(bytes.subarray(i, end < 0 || end > i + 11 ? i + 11 : end)).trim(), type: String.fromCharCode(bytes[i + 11]!), at, length });
    at += length;
  }
  return fields;
}

/** Records marked with an asterisk were deleted in the source system. */
function rowOf(bytes: Buffer, row: number, fields: Field[], decoder: TextDecoder): Row | null {
  if (bytes[0] === 0x2a) return null;
  return { row, cells: fields.map((field) => valueOf(field, decoder.decode(bytes.subarray(field.at, field.at + field.length)).replaceAll('\0', '').trim())) };
}

function valueOf({ type }: Field, text: string): string {
  if (type === 'D' && /^\d{8}$/.test(text)) return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  if (type === 'L') return /^[YyTt]$/.test(text) ? 'TRUE' : /^[NnFf]$/.test(text) ? 'FALSE' : '';
  return text;
}
