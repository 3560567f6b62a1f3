import { Type, type Static } from 'typebox';

/** Where the values of one register column come from. `indexes` are the columns of the delivered table, from 0; more than
 *  one are joined in this order with `joint` (乡镇 | 村 | 组 that together name one place). `unit` is that of the cells, from the header;
 *  a unit written in the cell itself goes before it. `take` cuts one end out of a cell that names a period (2024年1-3月): see `periodEnd`.
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
