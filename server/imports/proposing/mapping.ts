import { createHash } from 'node:crypto';
import { Type, type Static } from 'typebox';
import type { Catalogue } from '../../registers/catalogue.ts';
import { foldHeader } from '../../registers/headers.ts';
import { didYouMean } from '../../registers/problem.ts';
import { Refused } from '../../refused.ts';
import type { Header, SniffedTable } from '../reading/types.ts';

/** Where the values of one register column come from. `indexes` are the columns of the delivered table, from 0; more than
 *  one are joined in this order with `joint` (乡镇 | 村 | 组 that together name one place). `unit` is that of the cells, from the header;
 *  a unit written in the cell itself goes before it. `take` cuts one end out of a cell that names a period (2024年1-3月).
 *  `prefix` is put before each cell that is not blank: the year that only the title states before a column of bare months. */
export const FromCells = Type.Object(
  {
    header: Type.String(),
    indexes: Type.Array(Type.Integer({ minimum: 0 }), { minItems: 1 }),
    joint: Type.Optional(Type.String()),
    unit: Type.Optional(Type.String()),
    take: Type.Optional(Type.Union([Type.Literal('from'), Type.Literal('to')])),
    prefix: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type FromCells = Static<typeof FromCells>;

/** One value for every row: what the title, the sheet's name, the file's name or the sender says and no cell repeats. It is cleaned like a cell. */
export const Constant = Type.Object({ constant: Type.String() }, { additionalProperties: false });
export type Constant = Static<typeof Constant>;

export const MappedColumn = Type.Union([FromCells, Constant]);
export type MappedColumn = Static<typeof MappedColumn>;

/** How one delivered table becomes rows of one register: register column → where its values come from. Bound to the table's columns. */
export const Mapping = Type.Object(
  { register: Type.String(), columns: Type.Record(Type.String(), MappedColumn) },
  { additionalProperties: false },
);
export type Mapping = Static<typeof Mapping>;

/** How a sender's table was mapped when it last came. */
export type Remembered = { sender: string; register: string; fingerprint: string; headers: Header[]; mapping: Mapping; settledBy: 'proposal' | 'person'; /** when the command began that used it last */ lastUsed: Date };

/** Equal for tables whose headers are the same in the same order, formatting aside. Units count: a changed unit is another table. */
export function fingerprintOf(headers: readonly Header[]): string {
  const text = headers.map(({ name, parent, unit }) => [foldHeader(parent ?? ''), foldHeader(name), unit ?? ''].join('\u001f')).join('\u001e');
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Gives a mapping the positions that its headers have in this table, so that a reordered table maps as before.
 *  @throws Refused `mapping.header` where a header it names is not in the table, `mapping.column` for a column the register has not */
export function bindMapping(mapping: Mapping, table: Pick<SniffedTable, 'headers'>, catalogue: Catalogue): Mapping {
  const register = catalogue.get(mapping.register);
  const at = new Map(table.headers.map((header, index) => [header.name, index]));
  const columns = Object.entries(mapping.columns).map(([name, source]): [string, MappedColumn] => {
    if (!(name in register.columns)) throw unknownColumn(name, Object.keys(register.columns), register.id);
    if ('constant' in source) return [name, source];
    const names = source.indexes.length === 1 ? [source.header] : source.header.split('+');
    return [name, { ...source, indexes: names.map((header) => at.get(header) ?? missing(header, at.keys(), name)) }];
  });
  return { register: mapping.register, columns: Object.fromEntries(columns) };
}

function missing(header: string, known: Iterable<string>, column: string): never {
  throw new Refused('mapping.header', { zh: `表中没有列“${header}”(用于 ${column})`, en: `the table has no column "${header}" (for ${column})` }, didYouMean(header, known));
}

export const unknownColumn = (name: string, known: readonly string[], register: string): Refused =>
  new Refused('mapping.column', { zh: `台账 ${register} 没有列 ${name}`, en: `the register ${register} has no column ${name}` }, didYouMean(name, known));
