import { Type, type Static } from 'typebox';
import { Words } from '../words.ts';

/** What a column holds. The type decides how a cell is cleaned and which physical columns of the facts it becomes (facts.ts). */
export const ColumnType = Type.Union(
  [
    'text', 'code', 'integer', 'number', 'boolean', 'money', 'area', 'date', 'month',
    'region', 'region_code', 'programme', 'credit_code', 'geometry',
    'citizen_number', 'person_name', 'party', 'sender_key',
    'token', 'phone', 'plate', 'address', 'free_text',
  ].map((t) => Type.Literal(t as ColumnTypeName)),
);
type ColumnTypeName =
  | 'text' | 'code' | 'integer' | 'number' | 'boolean' | 'money' | 'area' | 'date' | 'month'
  | 'region' | 'region_code' | 'programme' | 'credit_code' | 'geometry'
  | 'citizen_number' | 'person_name' | 'party' | 'sender_key'
  | 'token' | 'phone' | 'plate' | 'address' | 'free_text';
export type ColumnType = ColumnTypeName;

/** fact: plain. token: facts hold a keyed hash that can only be compared; the value is sealed. vault: sealed, not in the facts. */
export const Privacy = Type.Union([Type.Literal('fact'), Type.Literal('token'), Type.Literal('vault')]);
export type Privacy = Static<typeof Privacy>;

const Synonyms = Type.Object({ zh: Type.Array(Type.String()), en: Type.Array(Type.String()) }, { additionalProperties: false });

export const Column = Type.Object(
  {
    type: Type.Unsafe<ColumnTypeName>(ColumnType),
    privacy: Privacy,
    required: Type.Optional(Type.Boolean()),
    unit: Type.Optional(Type.String({ description: 'unit of a cell that names none: yuan (default for money), wan_yuan, mu (default for area), m2, hectare, kW …' })),
    title: Type.Optional(Words),
    meaning: Type.Optional(Words),
    headers: Synonyms,
    values: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()), { description: 'canonical value → what departments write for it; of a boolean: true and false' })),
    past: Type.Optional(Type.Integer({ minimum: 1800, maximum: 2000, description: 'of days that have come by the time they are told (a death, a birth, a payment): the year before which they cannot lie; 1900 for the columns of happened' })),
    ahead: Type.Optional(Type.Integer({ minimum: 1, maximum: 366, description: 'of days that have come: by how many days one may still lie ahead when it is told, because such lists are made before the day (a payment that is planned); noted, not refused' })),
    after_birth_of: Type.Optional(Type.String({ description: 'the citizen number of whom the day is told: none lies before that person was born' })),
    currency: Type.Optional(Type.String({ description: 'ISO 4217 code where money is not CNY; minor units are stored all the same' })),
  },
  { additionalProperties: false },
);
export type Column = Static<typeof Column>;

/** One kind of department file: what its columns mean, what is private, and how rows of two deliveries relate. */
export const Register = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9_]*$' }),
    version: Type.Integer({ minimum: 1 }),
    title: Words,
    extends: Type.Optional(Type.String({ description: 'a county register that models read as rows of this one' })),
    kind: Type.Union([Type.Literal('snapshot'), Type.Literal('event')]),
    supplier: Words,
    sensitivity: Type.Union([Type.Literal('P1'), Type.Literal('P2'), Type.Literal('P3'), Type.Literal('P4')]),
    purpose: Type.Optional(Words),
    retention: Type.Optional(Type.Object({ years: Type.Integer({ minimum: 1 }) }, { additionalProperties: false })),
    key: Type.Array(Type.String(), { minItems: 1 }),
    place: Type.Optional(Type.String({ description: 'the region column that says where a row belongs; coverage is told by it' })),
    period: Type.Optional(Type.Object({ from: Type.String(), to: Type.Optional(Type.String()) }, { additionalProperties: false })),
    happened: Type.Optional(Type.Array(Type.String(), { description: 'of events: the columns that say on which day one took place, none that says when something is due, planned or paid for; the period where left out or blank' })),
    columns: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]*$' }), Column),
  },
  { additionalProperties: false },
);
export type Register = Static<typeof Register>;
