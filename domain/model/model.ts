import { Type, type Static } from 'typebox';
import { Words } from '../words.ts';

const closed = { additionalProperties: false } as const;
const text = Type.String({ minLength: 1 });
const name = Type.String({ pattern: '^[a-z][a-z0-9_]*$' });
const kebab = '^[a-z][a-z0-9-]*$';
/** An expression of the language: SQL, typed and with units (docs/models.md). */
const Expression = Type.Union([text, Type.Number(), Type.Boolean()]);

export const sameKinds = ['person', 'organisation', 'party', 'household', 'account', 'parcel', 'asset', 'contract', 'project', 'customer', 'programme', 'place', 'equals'] as const;
export const Same = Type.Enum([...sameKinds]);
export const subjectKinds = ['person', 'household', 'org', 'parcel', 'asset', 'contract', 'project', 'account', 'customer', 'party'] as const;

/** One source under the short name by which the rest of the model calls it. */
export const Read = Type.Object(
  {
    register: name,
    where: Type.Optional(Expression),
    both_ways: Type.Optional(Type.Array(name, { minItems: 2, maxItems: 2 })),
    by_month: Type.Optional(Type.Object({ from: name, to: Type.Optional(name), share: Type.Optional(Type.Array(name)) }, closed)),
    with: Type.Optional(Type.Record(name, Expression)),
    one_per: Type.Optional(Type.Object({ by: Type.Array(name, { minItems: 1 }), keep: text }, closed)),
    sum_up: Type.Optional(Type.Object({ by: Type.Array(name, { minItems: 1 }), gives: Type.Record(name, Expression) }, closed)),
    stale: Type.Optional(Type.String({ pattern: '^[0-9]+ days$' })),
  },
  closed,
);
export type Read = Static<typeof Read>;

const meets = { same: Same, as: Type.Array(text, { minItems: 2, maxItems: 2 }), and: Type.Optional(Expression) };

/** How the rows of one source meet the rows before them. */
export const Meeting = Type.Object(
  { ...meets, optional: Type.Optional(Type.Boolean()), another: Type.Optional(Type.Boolean()), before: Type.Optional(Type.Array(name)) },
  closed,
);
export type Meeting = Static<typeof Meeting>;

/** Rows for which no row of a source exists, in a period that the source must cover. */
export const Absence = Type.Object({ ...meets, covering: Type.Optional(Type.Object({ from: Expression, to: Expression }, closed)) }, closed);
export type Absence = Static<typeof Absence>;

export const Found = Type.Object({ ...meets, none: Type.Optional(Type.Boolean()) }, closed);
export type Found = Static<typeof Found>;

/** Two sources, each summed up by the same key, laid side by side. */
export const Reconcile = Type.Object(
  {
    sides: Type.Array(name, { minItems: 2, maxItems: 2 }),
    same: Type.Record(name, Type.Union([name, Type.Array(name, { minItems: 2, maxItems: 2 })])),
    place: Type.Optional(name),
    where_both: Type.Optional(Type.Array(text, { minItems: 1 })),
  },
  closed,
);
export type Reconcile = Static<typeof Reconcile>;

/** The rows an asked row is compared with. */
export const Peers = Type.Object(
  { among: name, alike: Type.Array(Type.Array(text, { minItems: 2, maxItems: 2 }), { minItems: 1 }), and: Type.Optional(Expression), of: Expression, at_least: Type.Union([Type.Integer({ minimum: 2 }), name]) },
  closed,
);
export type Peers = Static<typeof Peers>;

const oneNamed = <T extends Parameters<typeof Type.Record>[1]>(what: T) => Type.Record(name, what, { minProperties: 1, maxProperties: 1 });

export const Setting = Type.Object(
  {
    value: Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Array(Type.String(), { minItems: 1 })]),
    unit: Type.Optional(text),
    range: Type.Optional(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 })),
    meaning: Words,
    from: Type.Optional(text),
    overridable: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type Setting = Static<typeof Setting>;

/** `then: not_assessable`: where it holds nobody can tell, so it excuses nobody and accuses nobody. */
export const Exception = Type.Object(
  { code: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9-]*$' }), words: Words, when: Type.Optional(Expression), found: Type.Optional(Type.Array(oneNamed(Found), { minItems: 1 })), altogether: Type.Optional(Expression), then: Type.Optional(Type.Literal('not_assessable')) },
  closed,
);
export type Exception = Static<typeof Exception>;

export const Measure = Type.Object({ is: Expression, unit: text, title: Words }, closed);
export type Measure = Static<typeof Measure>;

/** A supervision model: one question, with everything that is known about it. The keys stand in reading order. */
export const Model = Type.Object(
  {
    id: Type.String({ pattern: kebab }),
    version: Type.Integer({ minimum: 1 }),
    title: Words,
    asks: Words,
    theme: Type.String({ pattern: kebab }),
    why: Words,
    basis: Type.Array(Type.Object({ rule: text, clause: text }, closed), { minItems: 1 }),
    route: Type.Enum(['department', 'discipline']),
    reads: Type.Record(name, Read, { minProperties: 1 }),
    match: Type.Optional(Type.Array(oneNamed(Meeting))),
    without: Type.Optional(Type.Array(oneNamed(Absence))),
    partners: Type.Optional(Type.Enum(['hit', 'let_go'])),
    reconcile: Type.Optional(Reconcile),
    peers: Type.Optional(Peers),
    settings: Type.Optional(Type.Record(name, Setting)),
    terms: Type.Optional(Type.Record(name, Expression)),
    flag: Type.Record(name, Expression, { minProperties: 1 }),
    except: Type.Optional(Type.Array(Exception)),
    about: Type.Partial(Type.Object(Object.fromEntries(subjectKinds.map((kind) => [kind, text])) as Record<(typeof subjectKinds)[number], typeof text>, closed), { minProperties: 1, maxProperties: 1, additionalProperties: false }),
    finding_per: Type.Optional(Type.Array(text, { minItems: 1 })),
    matter: Type.Optional(Type.Array(text, { minItems: 1 })),
    having: Type.Optional(Type.Record(name, Expression)),
    measures: Type.Optional(Type.Record(name, Measure)),
    amount: Type.Optional(Expression),
    period: Type.Optional(Type.Object({ from: Expression, to: Expression }, closed)),
    level: Type.Union([
      Type.Enum(['red', 'yellow', 'blue']),
      Type.Object({ red: Type.Optional(Expression), yellow: Type.Optional(Expression) }, closed),
    ]),
    tiers: Type.Optional(Type.Union([Type.Literal('any'), Type.Object({ warn: Type.Literal(2), confirm: Type.Optional(Type.Literal(3)), of: Type.Optional(Type.Array(text, { minItems: 1 })) }, closed)])),
    assumes: Type.Optional(Type.Array(Words)),
    says: Words,
    may: Type.Enum(['warn', 'screen']),
    share: Type.Number({ exclusiveMinimum: 0, maximum: 1 }),
  },
  closed,
);
export type Model = Static<typeof Model>;

/** The one entry of a list item that names its source. */
export const only = <T>(entry: Record<string, T>): [string, T] => Object.entries(entry)[0]!;

/** The weakest tier that a finding of this model may have; weaker ones never leave the compiler. */
export const tierLimit = (model: Model): number => (model.tiers === 'any' ? 9 : model.tiers && !model.tiers.confirm ? 2 : 3);
